"""A word on standard error where a real place lies in a file that anybody can read."""

from __future__ import annotations

import click

from geo.access.protection import exposed
from geo.commands.terminal import locale
from geo.language import sentence
from geo.model import Community
from geo.store import Store


def warn_if_exposed(store: Store, community: Community) -> None:
    """Say that the file has no passphrase, and how to give it one."""
    if exposed(store, community):
        told = sentence("command.exposed", locale(), file=store.path.name)
        click.echo(told, err=True)
