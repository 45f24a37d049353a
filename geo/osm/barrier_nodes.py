"""
Barriers on nodes of ways, such as gates and bollards: who passes them, on foot and by vehicle.

Source: https://wiki.openstreetmap.org/wiki/Key:barrier.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from geo.network.edge_restrictions import CLOSED_ACCESS, DESTINATION_ACCESS
from geo.osm.access_values import Access, classify_access, stricter_access
from geo.osm.driving_tags import VEHICLE_ACCESS_KEYS, read_vehicle_access
from geo.osm.filtered_extract import OsmNodes, Tags
from geo.osm.passage import CLOSED_PASSAGE, PASSAGE_KEYS, Passage, read_passage

BARRIER_FILTER_KEYS = ("barrier", "access", "foot", "locked", "noexit")
BARRIER_KEYS = (
    "barrier",
    "noexit",
    "locked",
    "locked:conditional",
    *PASSAGE_KEYS,
    *VEHICLE_ACCESS_KEYS,
    *(f"{key}:conditional" for key in VEHICLE_ACCESS_KEYS),
)
UNNAMED_BARRIER = "yes"  # OpenStreetMap's value for a barrier of unknown kind

# Pedestrians and vehicles pass these where no other tag says otherwise.
_OPEN_BARRIERS = frozenset(
    "gate lift_gate swing_gate sliding_gate sliding_beam hampshire_gate bump_gate entrance "
    "border_control toll_booth cattle_grid sally_port kerb height_restrictor no arch "
    "coupure checkpoint".split()
)
# Pedestrians pass these, vehicles do not.
_PEDESTRIAN_BARRIERS = frozenset(
    "bollard stile kissing_gate turnstile full-height_turnstile cycle_barrier motorcycle_barrier "
    "horse_stile wicket_gate block chain planter rope bar barrier_board log debris boulder "
    "jersey_barrier delineators bus_trap sump_buster spikes tyres steps".split()
)
_IMPASSABLE_BARRIERS = frozenset(
    "wall fence hedge retaining_wall city_wall guard_rail cable_barrier wire_fence ditch "
    "railing handrail hedge_bank noise_barrier dike embankment".split()
)
# One can walk around these, so an explicit `foot=yes` goes before `locked=yes`.
_SIDESTEPPED_BARRIERS = frozenset(
    "lift_gate swing_gate sliding_beam bollard chain block bar rope cycle_barrier bump_gate "
    "motorcycle_barrier".split()
)
_UNLOCKED_VALUES = frozenset({"no", "unknown"})
_LOCK_STATE = re.compile(r"\b(?:yes|no)\b(?=\s*@)", re.IGNORECASE)
_OPPOSITE = {"yes": "no", "no": "yes"}


@dataclass
class BarrierNodes:
    """
    Nodes that restrict pedestrians or vehicles, in columns.

    Attributes
    ----------
    refs
        OSM id of each node.
    kinds
        Value of its tag `barrier`; `UNNAMED_BARRIER` without one.
    passages
        Passage of pedestrians.
    drive_access
        Access of motor vehicles, or None.
    """

    refs: list[int] = field(default_factory=list)
    kinds: list[str] = field(default_factory=list)
    passages: list[Passage] = field(default_factory=list)
    drive_access: list[str | None] = field(default_factory=list)

    def select(self, indices: list[int]) -> BarrierNodes:
        """Select barriers by index."""
        return BarrierNodes(
            *([values[index] for index in indices] for values in vars(self).values())
        )


def list_mapped_dead_ends(nodes: OsmNodes) -> list[int]:
    """List the nodes at which, as their tags say, a street ends."""
    pairs = zip(nodes.node_ids, nodes.tags, strict=True)
    return [ref for ref, tags in pairs if tags.get("noexit") == "yes"]


def find_barriers(nodes: OsmNodes) -> BarrierNodes:
    """Find the nodes that restrict anybody, among those with a tag of barriers or access."""
    barriers = BarrierNodes()
    for ref, tags in zip(nodes.node_ids, nodes.tags, strict=True):
        passage, drive_access = read_barrier_passage(tags), _read_drive_access(tags)
        if passage.is_restricted or passage.has_unread_condition or drive_access is not None:
            barriers.refs.append(ref)
            barriers.kinds.append(tags.get("barrier", UNNAMED_BARRIER))
            barriers.passages.append(passage)
            barriers.drive_access.append(drive_access)
    return barriers


def read_barrier_passage(tags: Tags) -> Passage:
    """
    Read who may pass a barrier on foot.

    A lock closes it: what a person with a key may do is not known. A barrier of unknown kind is
    passed to a destination only.
    """
    tags = _lock_as_access(tags)
    passage = read_passage(tags, implied=_implied_access(tags.get("barrier")))
    return CLOSED_PASSAGE if _is_locked(tags) else passage


def _lock_as_access(tags: Tags) -> Tags:
    """Write a lock that is closed at some times as a condition of access."""
    condition = tags.get("locked:conditional")
    access = classify_access(tags.get("foot")) or classify_access(tags.get("access")) or "open"
    if condition is None or access != "open":
        return tags
    opposite = _LOCK_STATE.sub(lambda match: _OPPOSITE[match[0].lower()], condition)
    base = "no" if tags.get("locked") == "yes" else "yes"
    return {**tags, "locked": "no", "foot": base, "foot:conditional": opposite}


def _is_locked(tags: Tags) -> bool:
    """Return whether a lock closes a barrier at any time."""
    if tags.get("locked", "no") in _UNLOCKED_VALUES:
        return False
    is_beside = tags.get("barrier") in _SIDESTEPPED_BARRIERS
    return not (is_beside and classify_access(tags.get("foot")) == "open")


def _implied_access(barrier: str | None) -> Access:
    if barrier is None or barrier in _OPEN_BARRIERS or barrier in _PEDESTRIAN_BARRIERS:
        return "open"
    return "closed" if barrier in _IMPASSABLE_BARRIERS else "destination"


def _read_drive_access(tags: Tags) -> str | None:
    barrier = tags.get("barrier")
    implied: Access = "open" if barrier is None or barrier in _OPEN_BARRIERS else "closed"
    access = read_vehicle_access(tags, implied=implied)
    if "locked:conditional" in tags:  # as any other condition, it leaves a destination only
        access = stricter_access(access, "destination")
    if tags.get("locked", "no") not in _UNLOCKED_VALUES:
        access = "closed"
    return {"open": None, "destination": DESTINATION_ACCESS, "closed": CLOSED_ACCESS}[access]
