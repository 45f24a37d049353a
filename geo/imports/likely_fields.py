"""
Columns without a known name whose cells look like a field of services.

What is found is only said: nobody's telephone is taken because of how it is written. A column that
is about persons by its name, by its cells, or by the columns beside it is never proposed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from itertools import islice

import geopandas as gpd
import pandas as pd

from geo.formats.findings import Finding
from geo.imports.personal_columns import find_personal_kind
from geo.layers.column_matching import match_columns
from geo.layers.opening_hours_reader import read_opening_hours
from geo.layers.phone_numbers import split_phone_text
from geo.model import LayerName

LIKELY_IN: LayerName = "services"  # the layer with these fields
MIN_CELLS, MIN_SHARE = 3, 0.6  # of the cells of a column that have to be of the field
SAMPLE_CELLS = 200  # of a column that are looked at
MAX_LENGTH = 300  # characters of a cell of telephones or of opening hours; a longer one is a note
MIN_WRITTEN_DIGITS = 6  # of a number with signs in it; `08-16` is none
MIN_WRITTEN_SHARE = 0.5  # of the numbers that need signs: digits alone may be a code
MAX_REST = 3  # letters or signs beside the numbers of a cell: `y`, `/`, `, `
# Blanks, dashes or brackets between digits, or a plus before them.
_WRITTEN_NUMBER = re.compile(r"\+\d|\d[\s()\-]+\d")
_DATE = re.compile(r"\d{4}[-/.]\d{1,2}[-/.]\d{1,2}.*|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}.*")
_HOURS_MARK = re.compile(r"[^\W\d_]|\d:\d")
# What personal columns are in a file of institutions, too: their telephones.
_OPEN_KIND = "telephone"


def find_likely_fields(frame: gpd.GeoDataFrame, taken: Collection[str]) -> dict[str, str]:
    """
    Find the columns that look like a telephone or opening hours of services.

    Parameters
    ----------
    frame
        Rows of a file, with the cells as they were read.
    taken
        Columns that are a field already, or are to be none.

    Returns
    -------
    fields
        Field by column; a field that the file has by name, or that two columns look like, is none.
    """
    cells = pd.DataFrame(frame.drop(columns=frame.geometry.name))
    names = [str(name) for name in cells.columns]
    known = match_columns(names, LIKELY_IN).columns
    kinds = {name: find_personal_kind(name, cells[name].tolist()) for name in names}
    has_persons = any(kind not in (None, _OPEN_KIND) for kind in kinds.values())
    found: dict[str, list[str]] = {}
    for name in names:
        if name in taken or name in known.values():
            continue
        for field, kind, test in (
            ("phone", _OPEN_KIND, _are_phones),
            ("opening_hours", None, _are_hours),
        ):
            is_open = kinds[name] in (None, kind) and not (field == "phone" and has_persons)
            if field not in known and is_open and _fits(cells[name].tolist(), test):
                found.setdefault(field, []).append(name)
    return {columns[0]: field for field, columns in found.items() if len(columns) == 1}


def list_likely_notices(fields: Mapping[str, str]) -> Iterator[Finding]:
    """Say which columns look like a field, and that they were not taken."""
    for column, field in fields.items():
        yield Finding(f"import.notice_looks_like_{field}", {"column": column})


def _fits(column: Sequence[object], test: Callable[[Sequence[str]], bool]) -> bool:
    texts = (cell.strip() for cell in column if isinstance(cell, str) and cell.strip())
    sample = list(islice(texts, SAMPLE_CELLS))
    return len(sample) >= MIN_CELLS and test(sample)


def _are_phones(texts: Sequence[str]) -> bool:
    phones = [text for text in texts if len(text) <= MAX_LENGTH and _is_phone(text)]
    written = [
        text
        for text in phones
        if _WRITTEN_NUMBER.search(text)
        and sum(sign.isdecimal() for sign in text) >= MIN_WRITTEN_DIGITS
    ]
    is_enough = len(phones) >= MIN_SHARE * len(texts)
    return is_enough and len(written) >= max(1, MIN_WRITTEN_SHARE * len(phones))


def _is_phone(text: str) -> bool:
    parts = split_phone_text(text)
    rest = sum(len(part.text.strip()) for part in parts if part.dial is None)
    has_number = any(part.dial for part in parts)
    return has_number and rest <= MAX_REST and _DATE.fullmatch(text) is None


def _are_hours(texts: Sequence[str]) -> bool:
    read = [
        text
        for text in texts
        if len(text) <= MAX_LENGTH
        and _HOURS_MARK.search(text)
        and read_opening_hours(text).syntax is not None
    ]
    return len(read) >= MIN_SHARE * len(texts)
