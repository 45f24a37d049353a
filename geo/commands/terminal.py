"""Speaking with a terminal: one JSON object out, sentences beside it, an exit code."""

from __future__ import annotations

import functools
import json
import math
import os
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import ParamSpec

import click
import numpy as np

from geo.errors import AmparoError, ExactlyOneOptionError
from geo.imports.error_messages import format_error
from geo.language import DEFAULT_LOCALE, gettext, list_locales
from geo.model import AUDIENCES

P = ParamSpec("P")
EXIT_BAD_INPUT = 2

home_option = click.option(
    "--home",
    type=click.Path(file_okay=False, path_type=Path),
    envvar="AMPARO_HOME",
    help="Folder of the installation.",
)
community_option = click.option(
    "--community", required=True, metavar="SLUG", help="Short name of the community."
)
audience_option = click.option(
    "--audience",
    type=click.Choice(AUDIENCES),
    default="network",
    show_default=True,
    help="Who will read the answer.",
)
at_option = click.option("--at", metavar="ISO", help="Local time; now if not given.")


def select_locale() -> str:
    """Choose the language of messages: `AMPARO_LOCALE`, else Spanish."""
    wanted = os.environ.get("AMPARO_LOCALE", DEFAULT_LOCALE)
    return wanted if wanted in list_locales() else DEFAULT_LOCALE


def json_command(function: Callable[P, dict[str, object]]) -> Callable[P, None]:
    """
    Make a command of a function that returns one record.

    The record is printed as JSON on standard output.
    """

    @functools.wraps(function)
    def run(*arguments: P.args, **options: P.kwargs) -> None:
        record = function(*arguments, **options)
        click.echo(json.dumps(_to_json_value(record), ensure_ascii=False, allow_nan=False))

    return run


class ErrorReportingGroup(click.Group):
    """
    The group of all commands, which tells faults.

    A fault of Amparo's own, met in reading the options or in the work, is told in sentences on
    standard error, with exit code 2.
    """

    def invoke(self, ctx: click.Context) -> object:
        """Run the command that was asked for."""
        try:
            return super().invoke(ctx)
        except AmparoError as error:
            for line in format_error(error, select_locale()):
                click.echo(line, err=True)
            ctx.exit(EXIT_BAD_INPUT)


def require_exactly_one(**options: object) -> None:
    """
    Insist that one of some options is given.

    Raises
    ------
    ExactlyOneOptionError
        If none is, or more than one.
    """
    if sum(value is not None for value in options.values()) != 1:
        names = ", ".join(f"--{name.replace('_', '-')}" for name in options)
        raise ExactlyOneOptionError(options=names)


def show_progress(share: float, key: str) -> None:
    """Tell on standard error how far some work has come."""
    click.echo(f"{share:4.0%} {gettext(key, select_locale())}", err=True)


def _to_json_value(value: object) -> object:
    """Turn what Python and numpy hold into what JSON can say; what is not finite is null."""
    if isinstance(value, dict):
        return {str(name): _to_json_value(inner) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_to_json_value(inner) for inner in value]
    if isinstance(value, np.generic):
        return _to_json_value(value.item())
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, datetime | date | Path):
        return str(value)
    return value
