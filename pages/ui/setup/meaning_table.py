"""What the values and columns of a file are taken for, with a choice for each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import Any, cast

import streamlit as st

from geo.imports.file_splitting import ParsedFile
from geo.imports.import_questions import format_code
from geo.imports.meaning_rules import (
    LEFT_OUT,
    NO_FIELD,
    Meaning,
    MeaningRules,
    ValueRule,
    parse_meaning,
)
from geo.layers.layer_words import TYPE_FIELDS
from geo.layers.schema import LAYER_SCHEMAS
from geo.model import LAYER_NAMES, SEVERITIES, LayerName
from pages.ui import state
from pages.ui.widgets import display

MAX_VALUES = 24  # values with a choice; a file with more is better told by its folders
KEY_COLUMNS = ("folder", "layer", "colour", "icon", "category")
LAYER_CHOICES = ("risk_areas", "safe_zones", "services", "demand", "zones", LEFT_OUT)
SEVERITY_FIELD = "severity"


def select_rules(parsed: ParsedFile, file_id: str, before: MeaningRules) -> MeaningRules:
    """
    Show the values whose meaning is open, then those that were recognised, then the columns.

    Parameters
    ----------
    before
        What was chosen before on the file; such a value stays where it was.

    Returns
    -------
    rules
        What was chosen; a choice that equals what was recognised is none.
    """
    values = [(number, one) for number, one in enumerate(parsed.values) if _is_offered(one)]
    chosen = {rule.subject for rule in before.values}
    is_open = {
        number: "unclear" in one["layers"] or _name_subject(one) in chosen for number, one in values
    }
    rules: list[ValueRule] = []
    open_values = [pair for pair in values if is_open[pair[0]]][:MAX_VALUES]
    if open_values:
        display.show_text(state.gettext("meaning.open"))
    for number, one in open_values:
        rules += _select_value(one, f"{file_id}_{number}")
    others = [pair for pair in values if not is_open[pair[0]]][:MAX_VALUES]
    if others:
        with st.expander(state.ngettext("meaning.recognised", len(others))):
            for number, one in others:
                rules += _select_value(one, f"{file_id}_{number}")
    return MeaningRules(columns=_select_columns(parsed, file_id), values=tuple(rules))


def _name_subject(value: dict[str, Any]) -> str:
    return f"{value['column']}:{value['value']}"


def _is_offered(value: dict[str, Any]) -> bool:
    """Return whether a value says something, or may: folders, colours, icons and categories."""
    return bool(value["options"]) or value["column"] in KEY_COLUMNS


def _select_value(value: dict[str, Any], key: str) -> list[ValueRule]:
    """Show the choice for a value: its layer, then its type and severity."""
    known = _find_known(value)
    label = state.ngettext(
        "meaning.value", value["rows"], column=value["column"], value=value["value"]
    )
    layers: list[str | None] = [*LAYER_CHOICES]
    current = None if known is None else known.layer or LEFT_OUT
    chosen = st.selectbox(
        label,
        layers,
        index=None if current is None else layers.index(current),
        placeholder=_format_placeholder(value),
        format_func=_format_layer,
        key=f"meaning_{key}",
    )
    if chosen is None:
        return []
    if chosen == LEFT_OUT:
        meaning = Meaning(None)
    else:
        layer = cast("LayerName", chosen)
        codes = dict(known.values) if known is not None and known.layer == layer else {}
        meaning = Meaning(layer, _select_codes(layer, codes, key))
    if value["rule"] is None and meaning == known:
        return []
    return [ValueRule(_name_subject(value), meaning)]


def _find_known(value: dict[str, Any]) -> Meaning | None:
    """Find the meaning that a rule gives, or that all rows of the value were found to have."""
    if value["rule"] is not None:
        return parse_meaning(value["rule"], rule=value["rule"])
    layers = [one for one in value["layers"] if one not in ("unclear", LEFT_OUT)]
    if len(value["layers"]) != 1 or not layers:
        return None
    for option in value["options"]:
        meaning = parse_meaning(option, rule=option)
        if meaning.layer == layers[0]:
            return meaning
    return None


def _select_codes(layer: LayerName, known: dict[str, str], key: str) -> tuple[tuple[str, str], ...]:
    """Show the choice of a type, and of a severity; none leaves it to the rows."""
    codes: dict[str, str] = {}
    fields = {one.name: one for one in LAYER_SCHEMAS[layer].fields}
    for name in (TYPE_FIELDS.get(layer), SEVERITY_FIELD):
        if name is None or name not in fields:
            continue
        options = fields[name].codes or tuple(str(one) for one in SEVERITIES)
        current = known.get(name)
        code = st.selectbox(
            state.gettext(f"meaning.{name}"),
            options,
            index=options.index(current) if current in options else None,
            placeholder=state.gettext("meaning.by_row"),
            format_func=partial(format_code, name, locale=state.locale()),
            key=f"meaning_{name}_{layer}_{key}",
        )
        if code is not None:
            codes[name] = code
    return tuple(codes.items())


def _select_columns(parsed: ParsedFile, file_id: str) -> tuple[tuple[str, str], ...]:
    """Show which field each column is, in the layers that the file feeds."""
    layers = [layer for layer in LAYER_NAMES if layer in parsed.layers]
    names = dict.fromkeys(one.name for layer in layers for one in LAYER_SCHEMAS[layer].fields)
    options = [NO_FIELD, *names]
    rules = []
    with st.expander(state.gettext("meaning.columns")):
        for number, one in enumerate(parsed.columns):
            fields = one["fields"]
            current = next(iter(fields.values()), NO_FIELD)
            chosen = st.selectbox(
                _format_column(one),
                options,
                index=options.index(current) if current in options else 0,
                format_func=_format_field,
                key=f"column_{file_id}_{number}",
            )
            if chosen != current:
                rules.append((str(one["column"]), chosen))
    return tuple(rules)


def merge_rules(before: MeaningRules, chosen: MeaningRules) -> MeaningRules:
    """Add what was chosen now to what was chosen before on the same file."""
    columns = dict(before.columns) | dict(chosen.columns)
    values = {one.subject: one for one in (*before.values, *chosen.values)}
    return replace(before, columns=tuple(columns.items()), values=tuple(values.values()))


def _format_column(column: dict[str, Any]) -> str:
    """Format a column, with the field that it looks like, which is not chosen."""
    if not column["looks_like"]:
        return str(column["column"])
    field = _format_field(column["looks_like"])
    return state.gettext("meaning.looks_like", column=column["column"], field=field)


def _format_layer(layer: str | None) -> str:
    return state.gettext(f"meaning.layer.{layer}")


def _format_field(field: str) -> str:
    return state.gettext("meaning.no_field" if field == NO_FIELD else f"field.{field}")


def _format_placeholder(value: dict[str, Sequence[str]]) -> str:
    """Say what is suggested, without choosing it."""
    layers = {parse_meaning(one, rule=one).layer for one in value["options"]}
    if len(layers) == 1 and (layer := next(iter(layers))) is not None:
        return state.gettext("meaning.perhaps", layer=_format_layer(layer))
    return state.gettext("ask.choose")
