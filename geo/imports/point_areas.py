"""Risk areas from a file of points: a circle of one radius around each."""

from __future__ import annotations

import dataclasses

import geopandas as gpd
import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from geo.errors import LayerRadiusError, NumberError, NumberTooLargeError
from geo.imports.checked_layer import CheckedLayer
from geo.language import gettext
from geo.layers.schema import MAX_TEXT_LENGTH
from geo.model import WGS84, Community, LayerName
from geo.network.street_network import estimate_metric_crs

MIN_RADIUS_M = 1.0  # less is finer than a telephone measures
MAX_RADIUS_M = 500.0  # more is a quarter of a town, not a place that somebody marked
QUARTER_SEGMENTS = 8  # of the circle; 32 corners stay within 0.5 % of its radius
POINT_LAYER: LayerName = "risk_areas"


def check_radius(layer: LayerName, radius_m: float | None) -> None:
    """
    Check the radius around the points of a file [m]; None for a file without.

    Raises
    ------
    LayerRadiusError
        If the layer has no areas that may be drawn around points.
    NumberError, NumberTooLargeError
        If it is not within `MIN_RADIUS_M` and `MAX_RADIUS_M`.
    """
    if radius_m is None:
        return
    if layer != POINT_LAYER:
        raise LayerRadiusError(layer=layer)
    if not radius_m >= MIN_RADIUS_M:  # also true for NaN
        raise NumberError(name="radius", value=radius_m, least=MIN_RADIUS_M)
    if radius_m > MAX_RADIUS_M:
        raise NumberTooLargeError(name="radius", value=radius_m, most=MAX_RADIUS_M)


def draw_point_areas(
    checked: CheckedLayer, radius_m: float | None, community: Community
) -> tuple[CheckedLayer, tuple[int, ...]]:
    """
    Replace the points of risk areas by circles around them.

    Parameters
    ----------
    checked
        A layer that was checked with points accepted, if there is a radius.
    radius_m
        Radius [m], in the metric CRS of the community; None changes nothing.

    Returns
    -------
    checked, rows
        The note of such a row tells the radius, in the community's language; and these rows.
    """
    frame = checked.frame
    shapes = np.array(frame.geometry.array, dtype=object)
    is_point = shapely.get_dimensions(shapes) == 0
    if radius_m is None or not is_point.any():
        return checked, ()
    crs = estimate_metric_crs(_locate(community.boundary, frame))
    metric = gpd.GeoSeries(shapes[is_point], crs=WGS84).to_crs(crs)
    circles = metric.buffer(radius_m, quad_segs=QUARTER_SEGMENTS).to_crs(WGS84)
    shapes[is_point] = np.asarray(circles.array, dtype=object)
    radius_text = gettext("import.point_note", community.locale, metres=radius_m)
    notes = [
        _append_note(note, radius_text) if chosen else note
        for note, chosen in zip(frame["note"], is_point, strict=True)
    ]
    # Not a list: an unknown note would become a number.
    drawn = frame.assign(note=np.array(notes, dtype=object))
    rows = tuple(int(row) for row in frame.index[is_point])
    return dataclasses.replace(checked, frame=drawn.set_geometry(shapes, crs=WGS84)), rows


def _locate(boundary: BaseGeometry | None, frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    return frame if boundary is None else gpd.GeoDataFrame(geometry=[boundary], crs=WGS84)


def _append_note(note: object, radius_text: str) -> str:
    if not isinstance(note, str) or not note:
        return radius_text
    return (
        note
        if note.endswith(radius_text)
        else f"{note[: MAX_TEXT_LENGTH - len(radius_text) - 1]} {radius_text}"
    )
