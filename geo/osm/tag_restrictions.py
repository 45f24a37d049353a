"""Restrictions of all OpenStreetMap ways that are read, by their tags."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from geo.network.edge_restrictions import CLOSED_ACCESS, EdgeRestrictions
from geo.network.polylines import BoolArray
from geo.osm.driving_tags import read_driving
from geo.osm.filtered_extract import OsmWays
from geo.osm.walkability import read_pedestrian_direction, read_street_passage


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
    """Read the restrictions of ways from their tags."""
    passages = [read_street_passage(tags) for tags in streets.tags]
    driving = [read_driving(tags) for tags in streets.tags]
    count = len(passages)
    return TagRestrictions(
        EdgeRestrictions(
            access=_object_array([passage.access for passage in passages]),
            open_hours=_object_array([passage.open_hours for passage in passages]),
            barrier=np.full(count, None, dtype=object),
            direction=np.array(
                [read_pedestrian_direction(tags) for tags in streets.tags], dtype=np.int32
            ),
            drive_access=_object_array([one.access for one in driving]),
            drive_direction=np.array([one.direction for one in driving], dtype=np.int32),
            drive_km_h=np.array([one.km_h for one in driving], dtype=np.float64),
        ),
        np.array([passage.has_unread_condition for passage in passages], dtype=np.bool_),
    )


def _object_array(values: list[str | None]) -> np.ndarray[tuple[int], np.dtype[np.object_]]:
    return np.array(values, dtype=object)
