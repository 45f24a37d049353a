"""Asking for what must not be seen: from the environment, else at the terminal, without echo."""

from __future__ import annotations

import os
import sys

import click

from geo.commands.terminal import locale
from geo.errors import SecretMissingError
from geo.language import sentence


def ask_hidden(variable: str, question: str, *, twice: bool = False) -> str:
    """
    Get a password or a passphrase.

    Parameters
    ----------
    variable
        Name of the environment's variable that scripts give it by.
    question
        What the terminal asks.
    twice
        Whether to ask again, so that a slip does not lock anybody out.

    Raises
    ------
    SecretMissingError
        If the environment has none and nobody sits at a terminal.
    """
    given = os.environ.get(variable)
    if given:
        return given
    if not at_terminal():
        raise SecretMissingError(variable=variable)
    again = sentence("hidden.again", locale()) if twice else False
    answer: str = click.prompt(question, hide_input=True, confirmation_prompt=again, err=True)
    return answer


def at_terminal() -> bool:
    """Tell whether somebody can answer."""
    return sys.stdin.isatty()
