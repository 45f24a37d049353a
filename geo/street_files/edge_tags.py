"""Tags of an edge of OSMnx, of which one made of several ways holds lists of values."""

from __future__ import annotations

import ast

from geo.layers.text_cleaning import clean_text
from geo.osm.filtered_extract import Tags
from geo.osm.osm_reader import HIGHWAY_KEYS
from geo.osm.walkability import VEHICLE_HIGHWAYS
from geo.street_files.graphml_document import Texts

MAX_LIST_CHARACTERS = 10_000
UNKNOWN_KIND = "road"
# Of an edge made of several kinds: stairs, what is closed to pedestrians, then the busier street.
_WARNING_KINDS = (
    *("steps", *sorted(VEHICLE_HIGHWAYS), "trunk", "trunk_link", "primary", "primary_link"),
    *("secondary", "secondary_link", "tertiary", "tertiary_link", "unclassified", "residential"),
)
_TRUE_WORDS = frozenset({"true", "yes", "1"})


def read_edge_tags(texts: Texts) -> Tags:
    """
    Read the tags of an edge.

    Parameters
    ----------
    texts
        As OSMnx writes them: a value, or a list of the values of several ways, as `['a', 'b']`.
    """
    tags: Tags = {}
    for key in HIGHWAY_KEYS:
        values = [clean_text(value) for value in read_list(texts.get(key, "")) if value]
        if values:
            tags[key] = _choose_value(key, values)
    oneway = tags.get("oneway", "no").lower()
    if oneway in _TRUE_WORDS:
        tags["oneway"] = "yes"
    elif oneway in ("false", "no", "0"):
        tags.pop("oneway", None)
    if tags.get("surface") == "":
        del tags["surface"]
    tags.setdefault("highway", UNKNOWN_KIND)
    return tags


def read_list(text: str) -> list[str]:
    """Read a list written as Python writes it; any other text is the only value."""
    if text[:1] not in ("[", "{") or len(text) > MAX_LIST_CHARACTERS:
        return [text] if text else []
    try:
        values = ast.literal_eval(text)
    except (ValueError, SyntaxError, RecursionError, MemoryError):
        return [text]
    if not isinstance(values, list | set | tuple):
        return [text]
    return list(dict.fromkeys(str(value) for value in values))


def _choose_value(key: str, values: list[str]) -> str:
    if len(values) == 1:
        return values[0]
    if key == "highway":
        return next((kind for kind in _WARNING_KINDS if kind in values), values[0])
    if key == "oneway":
        return next((value for value in values if value.lower() in _TRUE_WORDS), values[0])
    if key in ("bridge", "tunnel"):
        return next((value for value in values if value != "no"), "no")
    if key == "lit":
        return "no" if "no" in values else values[0]
    if key == "surface":
        return ""  # the parts differ: the kind of street decides the speed
    return ";".join(values)  # names; of access and speed limits the strictest counts
