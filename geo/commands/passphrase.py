"""Commands on the passphrase of the store."""

from __future__ import annotations

from pathlib import Path

import click

from geo.commands.password_prompt import prompt_password
from geo.commands.terminal import json_command, open_home, select_locale
from geo.language import gettext

NEW_PASSPHRASE_VARIABLE = "AMPARO_NEW_PASSPHRASE"  # noqa: S105 (the name of a variable)


@click.group()
def passphrase() -> None:
    """Passphrase: protect the store, or change what protects it."""


@passphrase.command("set")
@json_command
def set_(home: Path | None) -> dict[str, object]:
    """Protect a store that has no passphrase yet."""
    from geo.store.passphrase_change import set_passphrase

    store = open_home(home)
    set_passphrase(store, _prompt_new_passphrase())
    return {"protected": store.is_protected}


@passphrase.command("change")
@json_command
def change(home: Path | None) -> dict[str, object]:
    """Give a protected store another passphrase; earlier backups keep the one they had."""
    from geo.store import open_store
    from geo.store.passphrase import PASSPHRASE_VARIABLE
    from geo.store.passphrase_change import change_passphrase

    current = prompt_password(
        PASSPHRASE_VARIABLE, gettext("password_prompt.current_passphrase", select_locale())
    )
    store = open_store(home, passphrase=current)
    change_passphrase(store, current_passphrase=current, new_passphrase=_prompt_new_passphrase())
    return {"protected": store.is_protected}


def _prompt_new_passphrase() -> str:
    return prompt_password(
        NEW_PASSPHRASE_VARIABLE,
        gettext("password_prompt.new_passphrase", select_locale()),
        confirm=True,
    )
