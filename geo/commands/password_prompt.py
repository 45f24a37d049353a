"""Input of passwords from the environment, else from the terminal without echo."""

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
        Name of the environment variable that scripts set.
    prompt_text
        Text of the prompt.
    confirm
        Whether it has to be entered twice.

    Raises
    ------
    CredentialMissingError
        If the variable is unset and there is no terminal.
    """
    from_environment = os.environ.get(variable)
    if from_environment:
        return from_environment
    if not is_interactive():
        raise CredentialMissingError(variable=variable)
    confirmation = gettext("password_prompt.again", select_locale()) if confirm else False
    entered: str = click.prompt(
        prompt_text, hide_input=True, confirmation_prompt=confirmation, err=True
    )
    return entered


def is_interactive() -> bool:
    """Return whether standard input is a terminal."""
    return sys.stdin.isatty()
