"""Iterates over the rows of a GeoDataFrame as typed records with geometry and texts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pandas as pd
from geopandas import GeoDataFrame
from shapely import is_geometry
from shapely.geometry.base import BaseGeometry


@dataclass(frozen=True)
class FeatureRow:
    """
    One feature of a layer.

    Attributes
    ----------
    geometry
        Its geometry, EPSG:4326.
    values
        Its other columns.
    """

    geometry: BaseGeometry
    values: dict[str, object]

    def get_text(self, column: str) -> str | None:
        """Read a column as text; None where it is missing, null or empty."""
        value = self.values.get(column)
        if value is None or value is pd.NA or (isinstance(value, float) and value != value):
            return None
        return str(value) or None

    @property
    def label_position(self) -> tuple[float, float]:
        """Latitude and longitude of a point inside the feature, for markers and labels."""
        point = self.geometry.representative_point()
        return point.y, point.x


def iterate_features(frame: GeoDataFrame) -> Iterator[FeatureRow]:
    """Iterate over a frame in its order; features without geometry are skipped."""
    values = pd.DataFrame(frame.drop(columns=frame.geometry.name)).to_dict("records")
    for geometry, record in zip(list(frame.geometry), values, strict=True):
        if is_geometry(geometry) and not geometry.is_empty:
            yield FeatureRow(geometry, {str(column): value for column, value in record.items()})
