"""The root of the commands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib import import_module

import click

from geo.commands.terminal import Root

MODULES = {
    "demo": "installation",
    "backup": "installation",
    "restore": "installation",
    "community": "community",
    "streets": "streets",
    "layer": "layer",
    "capture": "capture",
    "route": "route",
    "coverage": "coverage",
    "pathway": "pathway",
    "passphrase": "passphrase",
    "account": "account",
    "audit": "audit",
    "retention": "retention",
}


class Commands(Mapping[str, click.Command]):
    """The commands by name, each imported when it is asked for: others bring much to wait for."""

    def __getitem__(self, name: str) -> click.Command:
        module = import_module(f"geo.commands.{MODULES[name]}")
        found: click.Command = getattr(module, name)
        return found

    def __iter__(self) -> Iterator[str]:
        return iter(MODULES)

    def __len__(self) -> int:
        return len(MODULES)


@click.group(cls=Root, commands=Commands())
def amparo() -> None:
    """Ways to help, and who is left without: Amparo on the command line."""
