"""
Walkability of OpenStreetMap ways, by their tags.

A way is excluded only if it does not exist yet, is private, or is closed to pedestrians. Main and
trunk roads are included, as they are the only access to many villages; the kind of street shows
that one walks beside traffic.
"""

from __future__ import annotations

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
    }
)
# Values for vehicles only: walkable only where `foot` allows it.
VEHICLE_HIGHWAYS = frozenset({"motorway", "motorway_link", "busway", "bus_guideway"})
# https://wiki.openstreetmap.org/wiki/Key:access
CLOSED_ACCESS_VALUES = frozenset(
    {"no", "private", "military", "emergency", "forestry", "agricultural"}
)
OPEN_FOOT_VALUES = frozenset({"yes", "designated", "permissive", "destination", "customers"})
# `use_sidepath`: pedestrians must use a parallel way, which is mapped as well.
CLOSED_FOOT_VALUES = frozenset({"no", "private", "use_sidepath"})


def is_walkable(
    highway: str, *, foot: str | None, access: str | None, motorroad: str | None
) -> bool:
    """
    Return whether pedestrians may use a way.

    Parameters
    ----------
    highway
        Value of the tag `highway`.
    foot, access, motorroad
        Values of these tags, or None where the way does not have them. `foot` takes precedence
        over `access`.

    Returns
    -------
    walkable
        True also for the outline of a square (`area=yes`), which is routed along its edge.
    """
    if foot in CLOSED_FOOT_VALUES:
        return False
    if foot in OPEN_FOOT_VALUES:
        return highway in WALKABLE_HIGHWAYS or highway in VEHICLE_HIGHWAYS
    return (
        highway in WALKABLE_HIGHWAYS and access not in CLOSED_ACCESS_VALUES and motorroad != "yes"
    )
