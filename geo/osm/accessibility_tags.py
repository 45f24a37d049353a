"""
Handrails and wheelchair access of OpenStreetMap ways, by their tags.

What is not tagged is not known, and never counts as yes. Tags that contradict each other count as
not known either.

Sources: https://wiki.openstreetmap.org/wiki/Key:handrail (on which sides of steps, and which values
there are), https://wiki.openstreetmap.org/wiki/Key:wheelchair (`yes` is unrestricted access,
`limited` needs help, there is no default), https://wiki.openstreetmap.org/wiki/Key:ramp
(`ramp=yes` does not say whom the ramp serves, `ramp:wheelchair=yes` does; `ramp=separate` is mapped
as a way of its own).
"""

from __future__ import annotations

from geo.network.edge_restrictions import WHEELCHAIR_NO, WHEELCHAIR_YES
from geo.osm.filtered_extract import Tags

_HANDRAIL_SIDE_KEYS = tuple(f"handrail:{side}" for side in ("left", "right", "center", "both"))
_WHEELCHAIR_KEYS = ("wheelchair", "ramp:wheelchair")
ACCESSIBILITY_KEYS = ("handrail", *_HANDRAIL_SIDE_KEYS, "ramp", *_WHEELCHAIR_KEYS)
_HANDRAIL_VALUES = frozenset({"yes", "left", "right", "both", "center", "centre", "double"})
_RESTRICTING_KEYS = frozenset(ACCESSIBILITY_KEYS)


def has_handrail(tags: Tags) -> bool:
    """Return whether steps are tagged with a handrail on any side."""
    if tags.get("handrail") == "no":
        return False
    keys = ("handrail", *_HANDRAIL_SIDE_KEYS)
    return any(not _HANDRAIL_VALUES.isdisjoint(_split_values(tags, key)) for key in keys)


def read_wheelchair(tags: Tags) -> str | None:
    """
    Read whether wheelchairs can pass a way.

    Parameters
    ----------
    tags
        Tags of a way, with `highway`.

    Returns
    -------
    access
        `WHEELCHAIR_NO`, or None where nothing says so. Steps are `WHEELCHAIR_YES` where they are
        tagged so, or with a ramp for wheelchairs; other ways need no such tag.
    """
    if _RESTRICTING_KEYS.isdisjoint(tags):
        return None
    if tags["highway"] != "steps":
        return WHEELCHAIR_NO if tags.get("wheelchair") == "no" else None
    values = {value for key in _WHEELCHAIR_KEYS for value in _split_values(tags, key)}
    if values and values <= {"yes", "designated"}:
        return None if tags.get("ramp") in {"no", "separate"} else WHEELCHAIR_YES
    return WHEELCHAIR_NO if "no" in values else None


def _split_values(tags: Tags, key: str) -> set[str]:
    return {value.strip() for value in tags.get(key, "").lower().split(";")} - {""}
