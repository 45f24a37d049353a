"""Command-line input and output: JSON on stdout, messages on stderr, exit codes."""

from __future__ import annotations

import functools
import json
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, ParamSpec

import click

from geo.access.roles import Role
from geo.commands.options import home_option
from geo.errors import AmparoError, ExactlyOneOptionError
from geo.imports.error_messages import format_error
from geo.imports.import_questions import format_command_options
from geo.json_values import to_json_value
from geo.language import DEFAULT_LOCALE, gettext, list_locales

if TYPE_CHECKING:
    from geo.model import Audience, LayerName
    from geo.store import Store

COMMAND_LINE_ROLE: Role = "coordinator"  # see `geo.access.rights`
P = ParamSpec("P")
EXIT_BAD_INPUT = 2


def select_locale() -> str:
    """Return the language of messages: `AMPARO_LOCALE`, else Spanish."""
    locale = os.environ.get("AMPARO_LOCALE", DEFAULT_LOCALE)
    return locale if locale in list_locales() else DEFAULT_LOCALE


def open_home(home: Path | None) -> Store:
    """Open the store of a folder; see `geo.store.open_store`."""
    from geo.store import open_store

    return open_store(home)


def open_home_to_read(
    home: Path | None,
    *,
    community: str = "",
    audience: Audience = "network",
    layers: tuple[LayerName, ...] = (),
) -> Store:
    """
    Open the store of a folder, or a copy of it where the server holds it.

    Parameters
    ----------
    community, audience, layers
        What is told of which community to whom, where something is; it is recorded first.
    """
    from geo.store import open_store
    from geo.store.snapshots import SnapshotRequest

    return open_store(home, snapshot=SnapshotRequest(community, audience, layers))


def json_command(function: Callable[P, dict[str, object]]) -> Callable[P, None]:
    """
    Turn a function that takes the folder `home` and returns a record into a command.

    The command gets the option `--home`, runs as a coordinator and prints the record as JSON on
    standard output.
    """

    @functools.wraps(function)
    def run(*arguments: P.args, **options: P.kwargs) -> None:
        from geo.store.actor import acting_as, current_actor

        with acting_as(current_actor(), COMMAND_LINE_ROLE):
            record = function(*arguments, **options)
        click.echo(json.dumps(to_json_value(record), ensure_ascii=False, allow_nan=False))

    return home_option(run)


class ErrorReportingGroup(click.Group):
    """
    The group of all commands, which reports errors.

    An `AmparoError` raised while options are parsed or the command runs is written to standard
    error in the reader's language, with the options that answer its questions; the exit code is 2.
    """

    def invoke(self, ctx: click.Context) -> object:
        """Run the command and report its errors."""
        try:
            return super().invoke(ctx)
        except AmparoError as error:
            locale = select_locale()
            for line in [*format_error(error, locale), *format_command_options(error, locale)]:
                click.echo(line, err=True)
            ctx.exit(EXIT_BAD_INPUT)


def require_exactly_one(**options: object) -> None:
    """
    Check that exactly one of some options is given.

    Raises
    ------
    ExactlyOneOptionError
        If none is, or more than one.
    """
    if sum(value is not None for value in options.values()) != 1:
        names = ", ".join(f"--{name.replace('_', '-')}" for name in options)
        raise ExactlyOneOptionError(options=names)


def show_progress(share: float, key: str) -> None:
    """Write the progress of a task to standard error, where that is a terminal."""
    if sys.stderr.isatty():
        click.echo(f"{share:4.0%} {gettext(key, select_locale())}", err=True)
