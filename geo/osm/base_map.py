"""The base map of an extract: ground, water, buildings, streets and place names as one table."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
from shapely.geometry.base import BaseGeometry

from geo.model import WGS84
from geo.osm.base_map_classes import (
    MapClass,
    Tags,
    classify_area,
    classify_line,
    classify_place,
    classify_street,
)
from geo.osm.clipping import find_intersecting_geometries
from geo.osm.filtered_extract import FilteredExtract, decode_hex_wkb

BASE_MAP_LAYERS = ("ground", "water", "building", "street", "place")
LABELLED_LAYERS = frozenset({"water", "street", "place"})


def build_base_map(
    extract: FilteredExtract, *, clip_polygon: BaseGeometry | None = None
) -> gpd.GeoDataFrame:
    """
    Collect what the base map shows.

    Parameters
    ----------
    extract
        What one pass kept.
    clip_polygon
        Polygon, EPSG:4326: only shapes that touch it stay, uncut. None keeps all.

    Returns
    -------
    base
        Columns `layer class name bridge steps rank geometry`, EPSG:4326; `rank` is the first
        zoom at which a feature is drawn. Streets are whole ways, walkable or not. Buildings
        and land have no name here: nothing but water, streets and places is labelled.
    """
    parts = (
        (extract.land_areas.tags, extract.land_areas.wkb, classify_area),
        (extract.lines.tags, extract.lines.wkb, classify_line),
        (extract.streets.tags, extract.streets.wkb, classify_street),
        (extract.places.tags, extract.places.wkb, classify_place),
    )
    drawn = [feature for part in parts for feature in _classify_features(*part)]
    base = gpd.GeoDataFrame(
        {
            "layer": _object_series([classed[0] for classed, _, _ in drawn]),
            "class": _object_series([classed[1] for classed, _, _ in drawn]),
            "name": _object_series([_label_text(classed[0], tags) for classed, tags, _ in drawn]),
            "bridge": _bool_array([tags.get("bridge", "no") != "no" for _, tags, _ in drawn]),
            "steps": _bool_array([tags.get("highway") == "steps" for _, tags, _ in drawn]),
            "rank": np.array([classed[2] for classed, _, _ in drawn], dtype=np.int32),
        },
        geometry=decode_hex_wkb(wkb for _, _, wkb in drawn),
        crs=WGS84,
    )
    if clip_polygon is None:
        return base
    here = find_intersecting_geometries(base.geometry.to_numpy(), clip_polygon=clip_polygon)
    return base[here].reset_index(drop=True)


def _classify_features(
    tags: Sequence[Tags], wkb: Sequence[str], classify: Callable[[Tags], MapClass | None]
) -> Iterator[tuple[MapClass, Tags, str]]:
    for tags_of_feature, shape in zip(tags, wkb, strict=True):
        classed = classify(tags_of_feature)
        if classed is not None:
            yield classed, tags_of_feature, shape


def _label_text(layer: str, tags: Tags) -> str | None:
    return tags.get("name") if layer in LABELLED_LAYERS else None


def _object_series(values: list[str | None] | list[str]) -> pd.Series[str]:
    return pd.Series(values, dtype=object)  # pandas would turn None into NaN otherwise


def _bool_array(values: list[bool]) -> npt.NDArray[np.bool_]:
    return np.array(values, dtype=np.bool_)
