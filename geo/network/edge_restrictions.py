"""
Restrictions of street edges: access, hours, direction and accessibility, on foot and by vehicle.

Most edges have none. A barrier, such as a gate, restricts short edges on both sides of its node.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

import geopandas as gpd
import numpy as np
from numpy.typing import NDArray

from geo.cached_property import cached_property

DESTINATION_ACCESS = "destination"  # not through it, but to and from a location on it
CLOSED_ACCESS = "closed"  # a locked gate, for instance
WHEELCHAIR_YES, WHEELCHAIR_NO = "yes", "no"


@dataclass(frozen=True)
class EdgeRestrictions:
    """
    One value per edge; None, zero or NaN where an edge is not restricted.

    Attributes
    ----------
    access
        `DESTINATION_ACCESS` or `CLOSED_ACCESS` for pedestrians, or None.
    open_hours
        When pedestrians may pass, in the syntax of OpenStreetMap's opening hours, or None.
    barrier
        Value of the tag `barrier` of the node that restricts the edge, or None.
    direction
        1 where pedestrians may pass from `u` to `v` only, -1 from `v` to `u` only, else 0.
    drive_access
        `DESTINATION_ACCESS` or `CLOSED_ACCESS` for motor vehicles, or None: by street kind.
    drive_direction
        As `direction`, for motor vehicles.
    drive_km_h
        Speed limit [km/h], or NaN.
    has_handrail
        Whether the edge is known to have a handrail; looked at on stairs only.
    wheelchair
        `WHEELCHAIR_YES` on stairs with a ramp for wheelchairs, `WHEELCHAIR_NO` where wheelchairs
        cannot pass, or None.
    """

    access: NDArray[np.object_]
    open_hours: NDArray[np.object_]
    barrier: NDArray[np.object_]
    direction: NDArray[np.int32]
    drive_access: NDArray[np.object_]
    drive_direction: NDArray[np.int32]
    drive_km_h: NDArray[np.float64]
    has_handrail: NDArray[np.bool_]
    wheelchair: NDArray[np.object_]

    @cached_property
    def has_hours(self) -> NDArray[np.bool_]:
        """Whether each edge has opening hours."""
        return np.array([text is not None for text in self.open_hours], dtype=bool)

    @classmethod
    def none(cls, count: int) -> EdgeRestrictions:
        """Build the restrictions of edges that have none."""
        no_text = np.full(count, None, dtype=object)
        both_ways = np.zeros(count, dtype=np.int32)
        return cls(
            *(no_text, no_text, no_text, both_ways, no_text, both_ways),
            drive_km_h=np.full(count, np.nan),
            has_handrail=np.zeros(count, dtype=bool),
            wheelchair=no_text,
        )

    @classmethod
    def from_edges(cls, edges: gpd.GeoDataFrame) -> EdgeRestrictions:
        """Take the restrictions from columns of the same names."""
        texts = {
            name: edges[name].astype(object).where(edges[name].notna(), None).to_numpy()
            for name in ("access", "open_hours", "barrier", "drive_access", "wheelchair")
        }
        directions = {
            name: edges[name].to_numpy(dtype=np.int32) for name in ("direction", "drive_direction")
        }
        return cls(
            **texts,
            **directions,
            drive_km_h=edges["drive_km_h"].to_numpy(dtype=float),
            has_handrail=edges["has_handrail"].to_numpy(dtype=bool),
        )

    def select_edges(self, indices: NDArray[np.int64] | NDArray[np.bool_]) -> EdgeRestrictions:
        """Select edges by index or mask."""
        return EdgeRestrictions(
            **{name: values[indices] for name, values in self.to_columns().items()}
        )

    def to_columns(self) -> dict[str, NDArray[Any]]:
        """Return the columns of a frame of edges."""
        return {field.name: getattr(self, field.name) for field in fields(self)}


RESTRICTION_COLUMNS = [field.name for field in fields(EdgeRestrictions)]


def concatenate_restrictions(parts: list[EdgeRestrictions]) -> EdgeRestrictions:
    """Concatenate the restrictions of several sets of edges."""
    return EdgeRestrictions(
        *(np.concatenate([getattr(part, name) for part in parts]) for name in RESTRICTION_COLUMNS)
    )
