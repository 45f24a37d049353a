"""The root group of the command line; commands are imported on first use."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib import import_module

import click

from geo.commands.help_texts import set_help, translate_click
from geo.commands.terminal import ErrorReportingGroup, select_locale

COMMAND_MODULES = {
    "demo": "installation",
    "backup": "installation",
    "restore": "installation",
    "community": "community",
    "streets": "streets",
    "layer": "layer",
    "inspect": "inspection",
    "service": "service",
    "capture": "capture",
    "route": "route",
    "coverage": "coverage",
    "report": "report",
    "completeness": "completeness",
    "site": "site",
    "scenario": "scenario",
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
        set_help(command, (name,), select_locale())
        return command

    def __iter__(self) -> Iterator[str]:
        return iter(COMMAND_MODULES)

    def __len__(self) -> int:
        return len(COMMAND_MODULES)


class TranslatedGroup(ErrorReportingGroup):
    """The root group, with help in the reader's language."""

    def get_help(self, ctx: click.Context) -> str:
        """Return the help of the root."""
        set_help(self, (), select_locale())
        return super().get_help(ctx)


translate_click(select_locale)


@click.group(cls=TranslatedGroup, commands=LazyCommands())
def amparo() -> None:
    """Ways to help, and who is left without: Amparo on the command line."""
