"""
Which ways of an extract can be walked.

A way is left out only for a reason that holds on the ground: it is not there yet, it is
private, or nobody may walk on it. Main roads stay in, trunk roads too, as they are the only
way out of many villages; walking beside traffic is told by the kind of street, not hidden.
"""

from __future__ import annotations

# Classes of https://wiki.openstreetmap.org/wiki/Key:highway on which people go on foot.
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
    }
)
# Classes made for vehicles alone: walked only where a tag says that people may.
VEHICLE_HIGHWAYS = frozenset({"motorway", "motorway_link", "busway", "bus_guideway"})
# https://wiki.openstreetmap.org/wiki/Key:access
CLOSED_ACCESS_VALUES = frozenset(
    {"no", "private", "military", "emergency", "forestry", "agricultural"}
)
OPEN_FOOT_VALUES = frozenset({"yes", "designated", "permissive", "destination", "customers"})
# `use_sidepath`: the law sends walkers to a way beside it, which has been drawn as well.
CLOSED_FOOT_VALUES = frozenset({"no", "private", "use_sidepath"})


def is_walkable(
    highway: str, *, foot: str | None, access: str | None, motorroad: str | None
) -> bool:
    """
    Say whether people may walk on a way.

    Parameters
    ----------
    highway
        Value of the tag `highway`.
    foot, access, motorroad
        Values of these tags, or None where the way does not have them. What is said of
        walkers (`foot`) goes before what is said of everybody (`access`).

    Returns
    -------
    walkable
        True also for the outline of a square (`area=yes`): it is walked along its edge.
    """
    if foot in CLOSED_FOOT_VALUES:
        return False
    if foot in OPEN_FOOT_VALUES:
        return highway in WALKABLE_HIGHWAYS or highway in VEHICLE_HIGHWAYS
    return (
        highway in WALKABLE_HIGHWAYS and access not in CLOSED_ACCESS_VALUES and motorroad != "yes"
    )
