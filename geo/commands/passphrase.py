"""Commands on the passphrase of the store."""

from __future__ import annotations

from pathlib import Path

import click

from geo.commands.password_prompt import ask_hidden
from geo.commands.terminal import command, home_option, locale
from geo.language import sentence
from geo.store import open_store
from geo.store.passphrase import VARIABLE
from geo.store.passphrase_change import change_passphrase, set_passphrase

NEW_VARIABLE = "AMPARO_NEW_PASSPHRASE"


@click.group()
def passphrase() -> None:
    """Passphrase: protect the store, or change what protects it."""


@passphrase.command("set")
@home_option
@command
def set_(home: Path | None) -> dict[str, object]:
    """Protect a store that has no passphrase yet."""
    store = open_store(home)
    set_passphrase(store, _new())
    return {"protected": store.protected}


@passphrase.command("change")
@home_option
@command
def change(home: Path | None) -> dict[str, object]:
    """Give a protected store another passphrase; earlier backups keep the one they had."""
    current = ask_hidden(VARIABLE, sentence("hidden.current_passphrase", locale()))
    store = open_store(home, passphrase=current)
    change_passphrase(store, current=current, new=_new())
    return {"protected": store.protected}


def _new() -> str:
    return ask_hidden(NEW_VARIABLE, sentence("hidden.new_passphrase", locale()), twice=True)
