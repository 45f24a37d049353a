"""Properties of observations of Mapeo and CoMapeo in GeoJSON."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from geo.formats.record_table import merge_cells

CATEGORY_COLUMN = "category"
_OWN_NAMES = (
    frozenset({"$created", "$modified"}),
    frozenset({"$version"}),
    frozenset({"docId", "createdAt"}),
    frozenset({"docId", "versionId"}),
    frozenset({"categoryId", "attachments"}),
)
# Photographs and sounds, which are no cells.
_ATTACHMENT_NAMES = frozenset("attachments $photos photos audio $attachments media".split())
_CATEGORY_NAMES = ("categoryId", "category", "preset", "type")
_CREATED_NAMES = ("$created", "createdAt", "created_at")
_NOTE_NAMES = ("notes", "note", "$notes")


def are_mapeo_records(records: Sequence[Mapping[str, Any]]) -> bool:
    """Return whether records are observations, by the first that has any property."""
    first = next((record for record in records if record), {})
    return any(names <= first.keys() for names in _OWN_NAMES)


def count_attachments(record: Mapping[str, Any]) -> int:
    """Count the photographs and sounds of an observation."""
    lists = (record.get(name) for name in _ATTACHMENT_NAMES)
    return sum(len(one) if isinstance(one, list) else 1 for one in lists if one)


def read_mapeo_record(record: Mapping[str, Any]) -> dict[str, Any]:
    """
    Read the tags of an observation as cells.

    Returns
    -------
    record
        With `category`, `description` and `date`, the day alone; without attachments.
    """
    tags = record.get("tags")
    cells = dict(tags) if isinstance(tags, Mapping) else {}
    dropped = {*_ATTACHMENT_NAMES, "tags", *_CREATED_NAMES}
    cells = merge_cells(
        cells, {name: value for name, value in record.items() if name not in dropped}
    )
    category = next((cells[name] for name in _CATEGORY_NAMES if cells.get(name)), None)
    if category is None and isinstance(tags, Mapping):
        category = next(
            (f"{name}={value}" for name, value in tags.items() if name not in _NOTE_NAMES), None
        )
    cells.setdefault("description", next((cells[n] for n in _NOTE_NAMES if cells.get(n)), None))
    for name in _NOTE_NAMES:
        if cells.get(name) == cells["description"]:
            cells.pop(name, None)
    created = next((record[name] for name in _CREATED_NAMES if record.get(name)), None)
    if isinstance(created, str):
        cells["date"] = created[:10]
    return {**cells, CATEGORY_COLUMN: category}
