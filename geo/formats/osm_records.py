"""Properties of OpenStreetMap's features in GeoJSON, as Overpass and its converters write them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from geo.formats.record_table import merge_cells

ID_COLUMN = "@id"
CATEGORY_COLUMN = "category"
# The tags that say what a feature is, the first that it has; those of services come first.
CATEGORY_TAGS = (
    "social_facility",
    "amenity",
    "healthcare",
    "government",
    "office",
    "emergency",
    "shop",
    "leisure",
    "tourism",
    "public_transport",
    "highway",
    "landuse",
    "building",
    "natural",
)
_ELEMENT_ID = re.compile(r"(?:node|way|relation|area)/-?\d+")
_ELEMENT_TYPES = frozenset({"node", "way", "relation"})
_OTHER_TAGS = re.compile(r'"((?:[^"\\]|\\.)*)"=>"((?:[^"\\]|\\.)*)"')


def are_osm_features(features: Sequence[Any], records: Sequence[Mapping[str, Any]]) -> bool:
    """Return whether features come from OpenStreetMap, by how the first of them are identified."""
    pairs = zip(features, records, strict=True)
    first = next(((feature, record) for feature, record in pairs if record), None)
    return first is not None and (
        _read_element_id(*first) is not None or isinstance(first[1].get("other_tags"), str)
    )


def read_osm_record(feature: object, record: Mapping[str, Any]) -> dict[str, Any]:
    """
    Read the tags of a feature as cells.

    Returns
    -------
    record
        With `@id`, such as `node/7`, and `category`, such as `amenity=hospital`.
    """
    element_id = _read_element_id(feature, record)
    own = dict(record)
    if isinstance(record.get("tags"), Mapping):  # `type` and `id` beside them are the element's
        outer = {name: own[name] for name in own if name not in ("tags", "type", "id")}
        own = {**record["tags"], **outer}
    other_tags = own.pop("other_tags", None)
    if isinstance(other_tags, str):  # as GDAL writes tags that have no column
        own = merge_cells(own, dict(_OTHER_TAGS.findall(other_tags)))
    if element_id is not None:
        own[ID_COLUMN] = element_id
    if CATEGORY_COLUMN not in own:
        own[CATEGORY_COLUMN] = next(
            (f"{tag}={own[tag]}" for tag in CATEGORY_TAGS if own.get(tag) not in (None, "", "no")),
            None,
        )
    return own


def _read_element_id(feature: object, record: Mapping[str, Any]) -> str | None:
    identifiers = [record.get(ID_COLUMN), record.get("id")]
    if isinstance(feature, Mapping):
        identifiers.append(feature.get("id"))
    for identifier in identifiers:
        if isinstance(identifier, str) and _ELEMENT_ID.fullmatch(identifier):
            return identifier
    kind = record.get("@type", record.get("type"))
    number = record.get(ID_COLUMN, record.get("id"))
    is_element = isinstance(kind, str) and kind in _ELEMENT_TYPES and isinstance(number, int)
    has_tags = "@type" in record or isinstance(record.get("tags"), Mapping)
    return f"{kind}/{number}" if is_element and has_tags else None
