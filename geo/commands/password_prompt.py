"""Asking for what must not be seen: from the environment, else at the terminal, without echo."""

from __future__ import annotations

import os
import sys

import click

from geo.commands.terminal import select_locale
from geo.errors import CredentialMissingError
from geo.language import gettext


def prompt_password(variable: str, prompt_text: str, *, confirm: bool = False) -> str:
    """
    Get a password or a passphrase.

    Parameters
    ----------
    variable
        Name of the environment's variable that scripts give it by.
    prompt_text
        What the terminal asks.
    confirm
        Whether to ask again, so that a slip does not lock anybody out.

    Raises
    ------
    CredentialMissingError
        If the environment has none and nobody sits at a terminal.
    """
    from_environment = os.environ.get(variable)
    if from_environment:
        return from_environment
    if not is_interactive():
        raise CredentialMissingError(variable=variable)
    again = gettext("password_prompt.again", select_locale()) if confirm else False
    entered: str = click.prompt(prompt_text, hide_input=True, confirmation_prompt=again, err=True)
    return entered


def is_interactive() -> bool:
    """Tell whether somebody can answer."""
    return sys.stdin.isatty()
