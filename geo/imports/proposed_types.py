"""Types and kinds proposed for rows that say theirs in other words, or only in their name."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import groupby

import numpy as np
import pandas as pd

from geo.formats.findings import RowFinding
from geo.layers.field_words import find_codes, join_words
from geo.layers.layer_words import TYPE_FIELDS
from geo.layers.likely_shelter import is_likely_shelter
from geo.layers.schema import GEOMETRY_COLUMN
from geo.model import (
    CONFIDENTIAL_SERVICE_TYPES,
    CONFIDENTIAL_ZONE_KINDS,
    OFTEN_CONFIDENTIAL_SERVICE_TYPES,
    LayerName,
)

TYPE_FIELD = TYPE_FIELDS["services"]
NAME_FIELD = "name"
CODE_KEY, BLANK_KEY, COLUMNS_KEY = "row.code", "row.blank", "row.columns"
# Columns of our readers that say how a map sorted its places.
GROUP_COLUMNS = ("folder", "layer", "icon")
UNSPECIFIC_TYPES = frozenset({"other"})
ALWAYS_CONFIDENTIAL_TYPES = frozenset({*CONFIDENTIAL_SERVICE_TYPES, *CONFIDENTIAL_ZONE_KINDS})
CONFIDENTIAL_TYPES = ALWAYS_CONFIDENTIAL_TYPES | frozenset(OFTEN_CONFIDENTIAL_SERVICE_TYPES)
# Of the rows with one unknown code, how many have to say the same type by their names before it is
# proposed for the others: fewer may be chance.
MIN_ALIKE_ROWS, MIN_ALIKE_SHARE = 3, 0.5


def propose_types(
    findings: Sequence[RowFinding],
    values: pd.DataFrame,
    cells: pd.DataFrame,
    rows: np.ndarray,
    layer: LayerName,
) -> list[RowFinding]:
    """
    Add a proposal to the findings on types, kinds and categories that are not among the codes.

    Where the file has no column of types, but names tell some of them, that becomes a finding of
    each row instead of one of the file.

    Parameters
    ----------
    values
        Cells of the layer as they were read.
    cells
        Cells of the file.
    rows
        Row number of each row of `values` and `cells`.

    Returns
    -------
    findings
        Those with a proposal hold it as `proposed`.
    """
    field = TYPE_FIELDS.get(layer)
    if field is None:
        return _spread_missing(findings, cells, rows)
    columns = [values[NAME_FIELD].tolist()] if NAME_FIELD in values else []
    columns += [cells[name].tolist() for name in GROUP_COLUMNS if name in cells]
    positions = {int(row): position for position, row in enumerate(rows)}

    def list_texts(row: int) -> list[str]:
        texts = (column[positions[row]] for column in columns)
        return [text for text in texts if isinstance(text, str)]

    def propose(row: int) -> str | None:
        return find_type(list_texts(row), field)

    if any(_is_missing(one, field) for one in findings) and any(map(propose, positions)):
        blanks = [RowFinding(row, BLANK_KEY, {"column": field}) for row in positions]
        findings = [*(one for one in findings if not _is_missing(one, field)), *blanks]
    findings = _spread_missing(findings, cells, rows)
    findings = [_add_proposal(one, field, propose) for one in findings]

    def names_other(row: int, code: str) -> bool:
        named = set[str]().union(*(find_codes(one, field) for one in list_texts(row)))
        cell_of = cells.iloc[positions[row]]
        record = {str(name): cell_of[name] for name in cells.columns}
        return bool(named - {code}) or is_likely_shelter(record)

    return _propose_alike(findings, field, names_other)


def find_type(texts: Sequence[str], field: str = TYPE_FIELD) -> str | None:
    """
    Find the type that the first telling text names.

    Parameters
    ----------
    field
        Whose codes are looked for: one of `TYPE_FIELDS`.

    Returns
    -------
    type
        A type of confidential places where one is among several; None where a text names several
        others.
    """
    for text in texts:
        codes = find_codes(text, field) - UNSPECIFIC_TYPES
        hidden = sorted(codes & ALWAYS_CONFIDENTIAL_TYPES)
        if hidden or len(codes) == 1:
            return hidden[0] if hidden else codes.pop()
        if codes:
            return None
    return None


def _spread_missing(
    findings: Sequence[RowFinding], cells: pd.DataFrame, rows: np.ndarray
) -> list[RowFinding]:
    """Ask for a missing field row by row where the file has no column at all to choose from."""
    missing = next((one for one in findings if one.row is None and one.key == COLUMNS_KEY), None)
    has_columns = any(
        cells[name].notna().any() for name in cells.columns if name != GEOMETRY_COLUMN
    )
    if missing is None or has_columns:
        return list(findings)
    fields = str(missing.placeholders["missing"]).split(", ")
    blanks = [RowFinding(int(row), BLANK_KEY, {"column": name}) for row in rows for name in fields]
    return [*(one for one in findings if one is not missing), *blanks]


def _add_proposal(
    finding: RowFinding, field: str, propose: Callable[[int], str | None]
) -> RowFinding:
    row, key, placeholders = finding
    if row is None or key not in (CODE_KEY, BLANK_KEY) or placeholders["column"] != field:
        return finding
    written = str(placeholders.get("value", ""))
    proposed = find_type([written], field)
    if proposed is None and not find_codes(written, field):
        proposed = propose(row)
    return RowFinding(row, key, {**placeholders, "proposed": proposed}) if proposed else finding


def _propose_alike(
    findings: Sequence[RowFinding], field: str, names_other: Callable[[int, str], bool]
) -> list[RowFinding]:
    """
    Propose for the rows of an unknown code what the names of most of them say.

    Not where one of them says another type or may be a shelter: the code then says nothing.
    """

    def name_code(finding: RowFinding) -> str:
        is_of_type = finding.key == CODE_KEY and finding.placeholders["column"] == field
        return join_words(str(finding.placeholders["value"])) if is_of_type else ""

    proposals: dict[str, tuple[str, int]] = {}
    for code, group in groupby(sorted(findings, key=name_code), key=name_code):
        alike = list(group) if code else []
        named = [one.placeholders["proposed"] for one in alike if "proposed" in one.placeholders]
        is_enough = len(named) >= max(MIN_ALIKE_ROWS, MIN_ALIKE_SHARE * len(alike))
        if not is_enough or len(set(named)) > 1 or named[0] in CONFIDENTIAL_TYPES:
            continue
        proposed = str(named[0])
        if not any(one.row is None or names_other(one.row, proposed) for one in alike):
            proposals[code] = (proposed, len(named))
    return [_add_alike(one, proposals.get(name_code(one))) for one in findings]


def _add_alike(finding: RowFinding, proposal: tuple[str, int] | None) -> RowFinding:
    row, key, placeholders = finding
    if proposal is None or "proposed" in placeholders:
        return finding
    proposed, count = proposal
    return RowFinding(row, key, {**placeholders, "proposed": proposed, "alike": count})


def _is_missing(finding: RowFinding, field: str) -> bool:
    is_of_columns = finding.row is None and finding.key == COLUMNS_KEY
    return is_of_columns and finding.placeholders["missing"] == field
