"""What a feature says of itself in a file that people read on a phone, and its group there."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from geo.formats.layer_style import CODE_LABELS, LayerStyle, label_feature
from geo.formats.text_cells import format_text_cell, list_records
from geo.language import gettext, label_for

# Columns that a description names, in this order; what is a code is said by its label.
TEXT_COLUMNS = (
    "phone",
    "gateway",
    "opening_hours",
    "hours",
    "address",
    "note",
    "code",
    "verified_on",
)


def describe_feature(record: Mapping[str, object], locale: str) -> list[str]:
    """List what is known of a feature, as lines of plain text without its name."""
    lines = [find_type_label(record, locale) or ""]
    if record.get("severity") is not None and "holds" in record:
        lines.append(gettext(f"draw.severity.{record['severity']}", locale))
        lines.append(label_for("holds", record["holds"], locale))
    lines += [format_text_cell(record.get(name)) for name in TEXT_COLUMNS]
    return [line for line in lines if line]


def find_type_label(record: Mapping[str, object], locale: str) -> str | None:
    """Return the label of the code that says what a feature is; None where it has none."""
    labels = (label_feature(name, record.get(name), locale) for name in CODE_LABELS)
    return next((label for label in labels if label is not None), None)


def group_by_type(
    cells: pd.DataFrame, style: LayerStyle, locale: str
) -> list[tuple[str, list[int]]]:
    """
    Group the rows of a frame by what they are.

    Returns
    -------
    groups
        Label of the type, or the layer's title for a layer without types, and positions of rows;
        in the order of the first row of each.
    """
    groups: dict[str, list[int]] = {}
    for position, record in enumerate(list_records(cells)):
        label = find_type_label(record, locale)
        groups.setdefault(label or style.title, []).append(position)
    return list(groups.items())
