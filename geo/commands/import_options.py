"""Options of an import that answer its questions on a file."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import click

from geo.formats.reading_choices import COORDINATE_ORDERS, ENCODINGS, HEMISPHERES, INTEGER_DIGITS
from geo.formats.written_dates import DAY_ORDERS
from geo.formats.written_numbers import NUMBER_READINGS
from geo.imports.import_choices import (
    AXES,
    HOURS,
    HOURS_END,
    OUTDATED,
    ZERO_ROWS,
    ImportChoices,
    name_word,
)
from geo.model import LayerName

if TYPE_CHECKING:
    from geo.imports.meaning_rules import MeaningRules

_CHOICES = (
    ("--numbers", NUMBER_READINGS),
    ("--dates", DAY_ORDERS),
    ("--axes", AXES),
    ("--zero-rows", ZERO_ROWS),
    ("--outdated", OUTDATED),
    ("--hours", HOURS),
    ("--hours-end", HOURS_END),
    ("--encoding", ENCODINGS),
    ("--integer-digits", INTEGER_DIGITS),
    ("--hemisphere", HEMISPHERES),
    ("--coordinates", COORDINATE_ORDERS),
)
code_option = click.option("--code", multiple=True, metavar="FIELD:WORD=CODE")
numbers_option = click.option("--numbers", type=click.Choice(NUMBER_READINGS))
_CHOICE_OPTIONS = (
    *(click.option(name, type=click.Choice(values)) for name, values in _CHOICES),
    click.option("--column", multiple=True, metavar="FIELD=NAME"),
    code_option,
)
_MEANING_OPTIONS = (
    click.option("--meaning", multiple=True, metavar="COLUMN=FIELD"),
    click.option("--value", "values", multiple=True, metavar="COLUMN:VALUE=LAYER/FIELD:CODE"),
)


def choice_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options to a command."""
    for option in reversed(_CHOICE_OPTIONS):
        command = option(command)
    return command


def meaning_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options that say what columns and values mean."""
    for option in reversed(_MEANING_OPTIONS):
        command = option(command)
    return command


def parse_rules(
    meaning: tuple[str, ...], values: tuple[str, ...], layer: LayerName | None
) -> MeaningRules:
    """
    Make the rules of these options.

    Raises
    ------
    MeaningRuleError
        If one names no column, layer, field or code.
    """
    from geo.imports.meaning_rules import MeaningRules, parse_column_rule, parse_value_rule

    return MeaningRules(
        columns=tuple(map(parse_column_rule, meaning)),
        values=tuple(map(parse_value_rule, values)),
        layer=layer,
    )


def parse_choices(
    *,
    column: tuple[str, ...],
    code: tuple[str, ...],
    **chosen: Any,  # noqa: ANN401 (the other options, by the name of their field)
) -> ImportChoices:
    """
    Make the choices of these options.

    Raises
    ------
    click.BadParameter
        If a column or a word has no `=`.
    """
    return ImportChoices(
        columns=dict(split_option(one, "--column") for one in column),
        codes=parse_codes(code),
        **chosen,
    )


def parse_codes(texts: tuple[str, ...]) -> dict[str, str]:
    """
    Parse codes by field and word: `type:casa=shelter`.

    Raises
    ------
    click.BadParameter
        If one has no `=`.
    """
    codes = {}
    for words, value in (split_option(one, "--code") for one in texts):
        field, _, word = words.partition(":")
        codes[name_word(field.strip(), word)] = value
    return codes


def split_option(text: str, option: str) -> tuple[str, str]:
    """
    Split the value of an option at its `=`.

    Raises
    ------
    click.BadParameter
        If it has none.
    """
    # The name of a column may hold "=", a code cannot.
    parts = text.partition("=") if option == "--column" else text.rpartition("=")
    if not parts[1]:
        raise click.BadParameter(text, param_hint=option)
    return parts[0].strip(), parts[2]
