"""
Walkability of OpenStreetMap ways, by their tags.

A way is excluded only if it does not exist yet, or is closed to pedestrians; a private way can be
walked to a destination on it or behind it. Main and trunk roads are included, as they are the only
access to many villages; the kind of street shows that one walks beside traffic. So are streets
whose sidewalk is mapped apart (`sidewalk=separate`): such sidewalks often have gaps, and only
`foot=use_sidepath` says that nobody may walk on the street.
"""

from __future__ import annotations

from geo.osm.filtered_extract import Tags
from geo.osm.passage import CLOSED_PASSAGE, OPEN_PASSAGE, PASSAGE_KEYS, Passage, read_passage

# Values of https://wiki.openstreetmap.org/wiki/Key:highway open to pedestrians.
WALKABLE_HIGHWAYS = frozenset(
    {
        "trunk",
        "trunk_link",
        "primary",
        "primary_link",
        "secondary",
        "secondary_link",
        "tertiary",
        "tertiary_link",
        "unclassified",
        "residential",
        "living_street",
        "service",
        "road",
        "pedestrian",
        "footway",
        "path",
        "steps",
        "track",
        "bridleway",
        "cycleway",
        "platform",
        "corridor",
    }
)
# Values for vehicles only: walkable only where `foot` allows it.
VEHICLE_HIGHWAYS = frozenset({"motorway", "motorway_link", "busway", "bus_guideway"})
# https://wiki.openstreetmap.org/wiki/Lifecycle_prefix, written as keys beside `highway`.
LIFECYCLE_KEYS = ("construction", "proposed", "abandoned", "razed", "demolished")
_EXISTING_VALUES = frozenset({"no", "minor", "widening"})
WALKABILITY_KEYS = (*PASSAGE_KEYS, "motorroad", *LIFECYCLE_KEYS)
_RESTRICTING_KEYS = frozenset(WALKABILITY_KEYS)
# `oneway` alone concerns vehicles: https://wiki.openstreetmap.org/wiki/Key:oneway:foot.
PEDESTRIAN_DIRECTION_KEYS = ("oneway:foot", "foot:forward", "foot:backward", "conveying", "oneway")
_FORWARD_VALUES = frozenset({"yes", "true", "1", "forward"})
_BACKWARD_VALUES = frozenset({"-1", "reverse", "backward"})


def read_street_passage(tags: Tags) -> Passage:
    """
    Read who may walk on a way.

    Parameters
    ----------
    tags
        Tags of a way, with `highway`. The outline of a square (`area=yes`) is a way, too.

    Returns
    -------
    passage
        `CLOSED_PASSAGE` where nobody may.
    """
    highway = tags["highway"]
    if _RESTRICTING_KEYS.isdisjoint(tags):
        return OPEN_PASSAGE if highway in WALKABLE_HIGHWAYS else CLOSED_PASSAGE
    if not is_in_existence(tags):
        return CLOSED_PASSAGE
    if highway in WALKABLE_HIGHWAYS and tags.get("motorroad") != "yes":
        return read_passage(tags)
    if highway in WALKABLE_HIGHWAYS or highway in VEHICLE_HIGHWAYS:
        by_foot_alone = {key: tags[key] for key in tags if not key.startswith("access")}
        return read_passage(by_foot_alone, implied="closed")
    return CLOSED_PASSAGE


def is_in_existence(tags: Tags) -> bool:
    """Return whether a way is neither planned nor given up, by its tags of a life cycle."""
    return all(tags.get(key, "no") in _EXISTING_VALUES for key in LIFECYCLE_KEYS)


def read_pedestrian_direction(tags: Tags) -> int:
    """
    Read in which direction pedestrians may pass a way, such as an escalator.

    Returns
    -------
    direction
        1 along the way only, -1 against it only, else 0.
    """
    conveying = tags.get("conveying", "no")
    default = tags.get("oneway", "no") if conveying == "yes" else conveying
    value = tags.get("oneway:foot", default)
    if value in _FORWARD_VALUES or tags.get("foot:backward") == "no":
        return 1
    return -1 if value in _BACKWARD_VALUES or tags.get("foot:forward") == "no" else 0
