"""
Layers that rows may be of by what they are called, where nothing else in the file says it.

A name or a note in free words is a hint: it is offered, and taken only when somebody says so.
"""

from __future__ import annotations

from collections.abc import Sequence

import geopandas as gpd
import numpy as np
from numpy.typing import NDArray

from geo.imports.meaning_rules import Meaning
from geo.imports.personal_columns import find_personal_kind, names_submission
from geo.imports.proposed_types import UNSPECIFIC_TYPES
from geo.layers.column_matching import match_columns
from geo.layers.field_words import find_codes, join_header_words
from geo.layers.layer_words import TYPE_FIELDS, find_layer_words, names_another_field
from geo.layers.schema import AREA_GEOMETRY_TYPES
from geo.model import LayerName

# What a format or a phone calls the text of a place, beside what layers call their names.
TEXT_COLUMNS = frozenset({"name", "description", "descripcion", "note", "comment"})
NAMED_LIKE: LayerName = "services"  # the layer by whose words a column of names is found
ZONES: LayerName = "zones"
ZONE_FIELDS = ("code", "name")
MAX_LENGTH = 200  # characters of a text that names what a place is; a longer one tells a story
MIN_ZONES = 2  # one area with a name may be anything


def suggest_meanings(
    frame: gpd.GeoDataFrame, positions: Sequence[int]
) -> dict[int, tuple[Meaning, ...]]:
    """
    Suggest what rows are by their names and notes, and by the shape of the file.

    Parameters
    ----------
    frame
        Result of `read_all_tables`.
    positions
        Of the rows of which nothing is known.

    Returns
    -------
    meanings
        By position, those that a text names; zones, where all rows are areas with a code and a
        name of their own. Rows without any are missing.
    """
    columns = [str(name) for name in frame.columns if name != frame.geometry.name]
    texts = [frame[name].tolist() for name in _list_text_columns(frame, columns)]
    meanings = {
        position: _read_texts([column[position] for column in texts]) for position in positions
    }
    if not any(meanings.values()) and _are_zones(frame, columns):
        return dict.fromkeys(positions, (Meaning(ZONES),))
    return {position: found for position, found in meanings.items() if found}


def _list_text_columns(frame: gpd.GeoDataFrame, columns: Sequence[str]) -> list[str]:
    """List columns of names and notes, and then others of short texts, as the answers of a form."""
    name = match_columns(columns, NAMED_LIKE).columns.get("name")
    named = [one for one in columns if one == name or join_header_words(one) in TEXT_COLUMNS]
    others = [
        one
        for one in columns
        if one not in named
        and not names_another_field(one)
        and not names_submission(one)
        and find_personal_kind(one, frame[one]) is None
    ]
    return [*named, *others]


def _read_texts(texts: Sequence[object]) -> tuple[Meaning, ...]:
    """Read the first text that names a layer, or else a type, which several layers may have."""
    for text in texts:
        if not isinstance(text, str) or not 0 < len(text.strip()) <= MAX_LENGTH:
            continue
        layers = find_layer_words(text)
        if layers:
            return tuple(Meaning(one, _read_code(text, one)) for one in sorted(layers))
        named = [layer for layer in TYPE_FIELDS if _find_types(text, layer)]
        if named:
            return tuple(Meaning(layer, _read_code(text, layer)) for layer in named)
    return ()


def _read_code(text: str, layer: LayerName) -> tuple[tuple[str, str], ...]:
    """Read the code of a layer's type that a text names, if it is one only."""
    codes = _find_types(text, layer)
    return ((TYPE_FIELDS[layer], codes.pop()),) if len(codes) == 1 else ()


def _find_types(text: str, layer: LayerName) -> set[str]:
    field = TYPE_FIELDS.get(layer)
    return set() if field is None else find_codes(text, field) - UNSPECIFIC_TYPES


def _are_zones(frame: gpd.GeoDataFrame, columns: Sequence[str]) -> bool:
    """Return whether rows are areas that each have a code and a name, as districts have."""
    match = match_columns(columns, ZONES).columns
    shapes: NDArray[np.bool_] = frame.geometry.geom_type.isin(AREA_GEOMETRY_TYPES).to_numpy()
    if len(frame) < MIN_ZONES or not shapes.all() or not set(ZONE_FIELDS) <= match.keys():
        return False
    return all(frame[match[field]].notna().all() for field in ZONE_FIELDS) and bool(
        frame[match["code"]].is_unique
    )
