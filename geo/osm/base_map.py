"""The base map of an extract: land, water, buildings, streets and place names as one table."""

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
from geo.osm.filtered_extract import FilteredExtract, GeometryArray, decode_hex_wkb

BASE_MAP_LAYERS = ("ground", "water", "building", "street", "place")
LABELLED_LAYERS = frozenset({"water", "street", "place"})


def build_base_map(
    extract: FilteredExtract, *, clip_polygon: BaseGeometry | None = None
) -> gpd.GeoDataFrame:
    """
    Build the table of features that the base map shows.

    Parameters
    ----------
    extract
        Result of reading a file.
    clip_polygon
        Polygon, EPSG:4326: only features that touch it stay, unclipped. None keeps all.

    Returns
    -------
    base
        Columns `layer class name bridge steps rank geometry`, EPSG:4326; `rank` is the first
        zoom at which a feature is drawn. Streets are complete ways, walkable or not. Buildings
        and land have no name: only water, streets and places are labelled.
    """
    sources = (
        (extract.land_areas.tags, decode_hex_wkb(extract.land_areas.wkb), classify_area),
        (extract.lines.tags, extract.lines.to_linestrings(), classify_line),
        (extract.streets.tags, extract.streets.to_linestrings(), classify_street),
        (extract.places.tags, decode_hex_wkb(extract.places.wkb), classify_place),
    )
    features = [feature for source in sources for feature in _classify_features(*source)]
    base = gpd.GeoDataFrame(
        {
            "layer": _object_series([map_class[0] for map_class, _, _ in features]),
            "class": _object_series([map_class[1] for map_class, _, _ in features]),
            "name": _object_series(
                [_label_text(map_class[0], tags) for map_class, tags, _ in features]
            ),
            "bridge": _bool_array([tags.get("bridge", "no") != "no" for _, tags, _ in features]),
            "steps": _bool_array([tags.get("highway") == "steps" for _, tags, _ in features]),
            "rank": np.array([map_class[2] for map_class, _, _ in features], dtype=np.int32),
        },
        geometry=np.array([geometry for _, _, geometry in features], dtype=object),
        crs=WGS84,
    )
    if clip_polygon is None:
        return base
    is_inside = find_intersecting_geometries(base.geometry.to_numpy(), clip_polygon=clip_polygon)
    return base[is_inside].reset_index(drop=True)


def _classify_features(
    tags: Sequence[Tags], geometries: GeometryArray, classify: Callable[[Tags], MapClass | None]
) -> Iterator[tuple[MapClass, Tags, BaseGeometry]]:
    for feature_tags, geometry in zip(tags, geometries.tolist(), strict=True):
        map_class = classify(feature_tags)
        if map_class is not None:
            yield map_class, feature_tags, geometry


def _label_text(layer: str, tags: Tags) -> str | None:
    return tags.get("name") if layer in LABELLED_LAYERS else None


def _object_series(values: list[str | None] | list[str]) -> pd.Series[str]:
    return pd.Series(values, dtype=object)  # pandas would turn None into NaN otherwise


def _bool_array(values: list[bool]) -> npt.NDArray[np.bool_]:
    return np.array(values, dtype=np.bool_)
