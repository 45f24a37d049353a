"""Restrictions of all OpenStreetMap ways that are read, by their tags."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from geo.cached_property import cached_property
from geo.network.edge_restrictions import CLOSED_ACCESS, EdgeRestrictions
from geo.network.polylines import BoolArray, Int64Array
from geo.osm.accessibility_tags import has_handrail, read_wheelchair
from geo.osm.driving_tags import read_driving
from geo.osm.filtered_extract import OsmWays, Tags
from geo.osm.walkability import read_pedestrian_direction, read_street_passage

_NAME_KEYS = frozenset({"name", "ref"})  # tags that restrict nothing, and differ most


@dataclass(frozen=True)
class TagRestrictions:
    """
    One value per way.

    Attributes
    ----------
    values
        The restrictions that all edges of a way have; directions are relative to the way's.
    has_unread_condition
        Whether a condition of time was not understood.
    """

    values: EdgeRestrictions
    has_unread_condition: BoolArray

    @cached_property
    def is_walkable(self) -> BoolArray:
        """Whether anybody may walk on the way."""
        return np.asarray(self.values.access != CLOSED_ACCESS)


def read_tag_restrictions(streets: OsmWays) -> TagRestrictions:
    """Read the restrictions of ways from their tags; ways with the same tags are read once."""
    tags, group = _group_by_tags(streets.tags)
    passages = [read_street_passage(one) for one in tags]
    driving = [read_driving(one) for one in tags]
    directions = np.array([read_pedestrian_direction(one) for one in tags], dtype=np.int32)
    values = EdgeRestrictions(
        access=_object_array([passage.access for passage in passages]),
        open_hours=_object_array([passage.open_hours for passage in passages]),
        barrier=np.full(len(tags), None, dtype=object),
        direction=directions,
        drive_access=_object_array([one.access for one in driving]),
        drive_direction=np.array([one.direction for one in driving], dtype=np.int32),
        drive_km_h=np.array([one.km_h for one in driving], dtype=np.float64),
        has_handrail=np.array([has_handrail(one) for one in tags], dtype=np.bool_),
        wheelchair=_object_array([read_wheelchair(one) for one in tags]),
    )
    has_unread = np.array([passage.has_unread_condition for passage in passages], dtype=np.bool_)
    return TagRestrictions(values.select_edges(group), has_unread[group])


def _group_by_tags(tags: list[Tags]) -> tuple[list[Tags], Int64Array]:
    """Group ways whose tags are equal but for names: the tags of each group, each way's group."""
    groups: dict[tuple[tuple[str, str], ...], int] = {}
    representatives: list[Tags] = []
    group_of_each = np.zeros(len(tags), dtype=np.int64)
    for position, one in enumerate(tags):
        key = tuple([item for item in one.items() if item[0] not in _NAME_KEYS])
        group = groups.setdefault(key, len(representatives))
        if group == len(representatives):
            representatives.append(one)
        group_of_each[position] = group
    return representatives, group_of_each


def _object_array(values: list[str | None]) -> np.ndarray[tuple[int], np.dtype[np.object_]]:
    return np.array(values, dtype=object)
