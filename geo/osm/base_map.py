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
    Classed,
    Tags,
    area_class,
    line_class,
    place_class,
    street_class,
)
from geo.osm.clipping import shapes_touching
from geo.osm.filtered_extract import RawExtract, shapes

LAYERS = ("ground", "water", "building", "street", "place")
LABELLED = frozenset({"water", "street", "place"})


def base_features(raw: RawExtract, *, keep: BaseGeometry | None = None) -> gpd.GeoDataFrame:
    """
    Collect what the base map shows.

    Parameters
    ----------
    raw
        What one pass kept.
    keep
        Polygon, EPSG:4326: only shapes that touch it stay, uncut. None keeps all.

    Returns
    -------
    base
        Columns `layer class name bridge steps rank geometry`, EPSG:4326; `rank` is the first
        zoom at which a feature is drawn. Streets are whole ways, walkable or not. Buildings
        and land have no name here: nothing but water, streets and places is labelled.
    """
    parts = (
        (raw.ground.tags, raw.ground.wkb, area_class),
        (raw.lines.tags, raw.lines.wkb, line_class),
        (raw.streets.tags, raw.streets.wkb, street_class),
        (raw.places.tags, raw.places.wkb, place_class),
    )
    drawn = [feature for part in parts for feature in _drawn(*part)]
    base = gpd.GeoDataFrame(
        {
            "layer": _texts([classed[0] for classed, _, _ in drawn]),
            "class": _texts([classed[1] for classed, _, _ in drawn]),
            "name": _texts([_label(classed[0], tags) for classed, tags, _ in drawn]),
            "bridge": _flags([tags.get("bridge", "no") != "no" for _, tags, _ in drawn]),
            "steps": _flags([tags.get("highway") == "steps" for _, tags, _ in drawn]),
            "rank": np.array([classed[2] for classed, _, _ in drawn], dtype=np.int32),
        },
        geometry=shapes(wkb for _, _, wkb in drawn),
        crs=WGS84,
    )
    if keep is None:
        return base
    here = shapes_touching(base.geometry.to_numpy(), keep=keep)
    return base[here].reset_index(drop=True)


def _drawn(
    tags: Sequence[Tags], wkb: Sequence[str], classify: Callable[[Tags], Classed | None]
) -> Iterator[tuple[Classed, Tags, str]]:
    for told, shape in zip(tags, wkb, strict=True):
        classed = classify(told)
        if classed is not None:
            yield classed, told, shape


def _label(layer: str, tags: Tags) -> str | None:
    return tags.get("name") if layer in LABELLED else None


def _texts(values: list[str | None] | list[str]) -> pd.Series[str]:
    return pd.Series(values, dtype=object)  # pandas would turn None into NaN otherwise


def _flags(values: list[bool]) -> npt.NDArray[np.bool_]:
    return np.array(values, dtype=np.bool_)
