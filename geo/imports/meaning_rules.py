"""
What columns and values of a file mean: which field a column is, to which layer a value leads.

A rule on a column is `COLUMN=FIELD`, `COLUMN=LAYER.FIELD`, or `COLUMN=-` for none. A rule on a
value is `COLUMN:VALUE=LAYER`, with what the value says besides, `LAYER/FIELD:CODE/FIELD:CODE`, or
`COLUMN:VALUE=left_out`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from geo.errors import MeaningRuleError
from geo.formats.cell_values import parse_cell
from geo.formats.colours import parse_colour
from geo.formats.findings import Finding
from geo.layers.field_words import join_header_words, join_words, read_code
from geo.layers.layer_words import read_layer_word
from geo.layers.schema import LAYER_SCHEMAS, LayerField
from geo.model import LAYER_NAMES, SEVERITIES, LayerName

LEFT_OUT = "left_out"
NO_FIELD = "-"
PART_MARK, CODE_MARK, VALUE_MARK = "/", ":", ":"
# Names by which a rule may call a column, whatever the format calls it.
COLUMN_SYNONYMS = (
    ("folder", "layer", "carpeta", "capa"),
    ("colour", "color"),
    ("icon", "icono", "symbol"),
)


@dataclass(frozen=True)
class Meaning:
    """
    What a row is.

    Attributes
    ----------
    layer
        None for a row that is left out.
    values
        Text by field that the row has with it, such as its type or severity.
    """

    layer: LayerName | None
    values: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class ValueRule:
    """A rule on a value; `subject` is its column and its value with a colon between them."""

    subject: str
    meaning: Meaning


@dataclass(frozen=True)
class MeaningRules:
    """
    The rules for a file.

    Attributes
    ----------
    columns
        Name of a column, and its field, `layer.field`, or `NO_FIELD`.
    values
        Rules on values; a rule for no row of the file is told.
    layer
        Layer of the rows that no rule leads elsewhere; None where the file has to say it.
    remembered
        What was said of earlier files, by `digest_value`: meanings, and the fields of columns.
    accepts_suggestions
        True takes what is only suggested for a value as its meaning.
    """

    columns: tuple[tuple[str, str], ...] = ()
    values: tuple[ValueRule, ...] = ()
    layer: LayerName | None = None
    remembered: tuple[tuple[str, str], ...] = ()
    accepts_suggestions: bool = False

    def list_columns(self, layer: LayerName) -> dict[str, str]:
        """List the columns by field that rules name for a layer."""
        fields = {field.name for field in LAYER_SCHEMAS[layer].fields}
        chosen = {}
        for column, target in self.columns:
            of_layer, _, field = target.rpartition(".")
            if field in fields and of_layer in ("", layer):
                chosen[field] = column
        return chosen

    def list_ignored(self) -> tuple[str, ...]:
        """List the columns that are to be no field."""
        return tuple(column for column, target in self.columns if target == NO_FIELD)


NO_RULES = MeaningRules()


def parse_column_rule(text: str) -> tuple[str, str]:
    """
    Parse `nombre=name`.

    Raises
    ------
    MeaningRuleError
        If it names no field of a layer.
    """
    column, mark, target = (part.strip() for part in text.rpartition("="))
    of_layer, _, field = target.rpartition(".")
    layers = [one for one in LAYER_NAMES if of_layer in ("", one)]
    names = {one.name for layer in layers for one in LAYER_SCHEMAS[layer].fields}
    if not mark or not column or (target != NO_FIELD and field not in names):
        raise MeaningRuleError(rule=text, known=", ".join(sorted(names)))
    return column, target


def parse_value_rule(text: str) -> ValueRule:
    """
    Parse `colour:#ff0000=risk_areas/severity:3`.

    Raises
    ------
    MeaningRuleError
        If it has no column, or names no layer, field or code.
    """
    subject, mark, target = (part.strip() for part in text.rpartition("="))
    if not mark or VALUE_MARK not in subject:
        raise MeaningRuleError(rule=text, known=", ".join((*LAYER_NAMES, LEFT_OUT)))
    return ValueRule(subject, parse_meaning(target, rule=text))


def parse_meaning(target: str, *, rule: str) -> Meaning:
    """
    Parse `risk_areas/category:river/severity:3`, also with words of any language.

    Raises
    ------
    MeaningRuleError
        If it names no layer, field or code.
    """
    name, *parts = (part.strip() for part in target.split(PART_MARK))
    if name == LEFT_OUT and not parts:
        return Meaning(None)
    layer = name if name in LAYER_NAMES else read_layer_word(name)
    if layer is None:
        raise MeaningRuleError(rule=rule, known=", ".join((*LAYER_NAMES, LEFT_OUT)))
    return Meaning(layer, tuple(_parse_part(part, layer, rule) for part in parts))


def format_meaning(meaning: Meaning) -> str:
    """Format a meaning as `parse_meaning` reads it."""
    parts = (f"{field}{CODE_MARK}{value}" for field, value in meaning.values)
    return PART_MARK.join((meaning.layer or LEFT_OUT, *parts))


def _parse_part(part: str, layer: LayerName, rule: str) -> tuple[str, str]:
    """Parse `severity:3`, or a code alone where one field of the layer has it."""
    fields = {one.name: one for one in LAYER_SCHEMAS[layer].fields}
    name, mark, text = part.partition(CODE_MARK)
    if not mark:
        codes = {
            one.name: code for one in fields.values() if (code := read_code(part, one)) is not None
        }
        if len(codes) != 1:
            raise MeaningRuleError(rule=rule, known=", ".join(fields))
        return next(iter(codes.items()))
    field = fields.get(name.strip())
    if field is None:
        raise MeaningRuleError(rule=rule, known=", ".join(fields))
    text = (read_code(text, field) if field.kind == "code" else None) or text.strip()
    if isinstance(parse_cell(text, field), Finding):
        raise MeaningRuleError(rule=rule, known=", ".join(list_codes(field)) or field.name)
    return field.name, text


def list_codes(field: LayerField) -> tuple[str, ...]:
    """List the codes of a field; a severity is one of five."""
    return tuple(str(one) for one in SEVERITIES) if field.kind == "severity" else field.codes


def find_column(name: str, columns: Iterable[str]) -> str | None:
    """Find the column that a rule calls so: of that name, else of one with the same sense."""
    words = join_header_words(name)
    by_words = {join_header_words(column): column for column in columns}
    synonyms = next((one for one in COLUMN_SYNONYMS if words in one), ())
    return next((by_words[one] for one in (words, *synonyms) if one in by_words), None)


def fold_value(value: object) -> str:
    """Convert a value of a file as values are compared: colours as such, else by their words."""
    if not isinstance(value, str):
        return "" if value is None or value != value else str(value)
    text = value.strip()
    return parse_colour(text) or join_words(text) or text


def digest_value(columns: Iterable[str], column: str, value: object = None) -> str:
    """
    Make the digest by which a value, or a column, of a source is known again without being stored.

    Parameters
    ----------
    columns
        All columns of the file: files with the same ones come from the same source.
    value
        None is the column itself.
    """
    source = "\0".join(sorted({join_header_words(one) for one in columns}))
    text = f"{source}\1{join_header_words(column)}\1{'' if value is None else fold_value(value)}"
    return hashlib.sha256(text.encode()).hexdigest()
