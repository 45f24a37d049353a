"""The root group of the command line; commands are imported on first use."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib import import_module

import click

from geo.commands.terminal import ErrorReportingGroup

COMMAND_MODULES = {
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


class LazyCommands(Mapping[str, click.Command]):
    """Commands by name, each imported on access, as some imports are slow."""

    def __getitem__(self, name: str) -> click.Command:
        module = import_module(f"geo.commands.{COMMAND_MODULES[name]}")
        command: click.Command = getattr(module, name)
        return command

    def __iter__(self) -> Iterator[str]:
        return iter(COMMAND_MODULES)

    def __len__(self) -> int:
        return len(COMMAND_MODULES)


@click.group(cls=ErrorReportingGroup, commands=LazyCommands())
def amparo() -> None:
    """Ways to help, and who is left without: Amparo on the command line."""
