"""Initial bounds of maps: of the data, of the community, or of the densest streets."""

from __future__ import annotations

from collections.abc import Iterable

import geopandas as gpd
import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from geo.errors import ExtentMissingError
from geo.privacy.view import View

MapBounds = tuple[float, float, float, float]
MARGIN_SHARE = 0.04  # of width and height, around the content
LAYER_MARGIN_DEG = 0.005  # about 500 m, around layers alone: they may be a single point
# Central shares of the coordinates on each axis: without them, two distant services would shrink a
# village to a dot.
CORE_SHARE = 2 / 3
# Without a boundary the last roads that lead elsewhere would make everything else half as large.
STREET_SHARE = 0.95
DATA_SHARE = 4 / 5
# Width and height that a map of a few shapes has at least: the streets around must be recognised.
MIN_EXTENT_M = 300.0
METRES_PER_DEGREE = 111_320.0  # of latitude


def data_bounds(view: View, share: float = DATA_SHARE) -> MapBounds:
    """
    Compute the bounds of risk areas, safe zones and services; of the community if there are none.

    Parameters
    ----------
    share
        Central share of the features that must be inside: above 0, up to 1.

    Raises
    ------
    ExtentMissingError
        If there is neither a boundary nor a street nor a feature.
    """
    return view.cache.get_or_compute(
        ("data bounds", share), lambda: _compute_data_bounds(view, share)
    )


def community_bounds(view: View) -> MapBounds:
    """
    Compute the bounds of a community: of its boundary, else of its streets, else of its layers.

    Raises
    ------
    ExtentMissingError
        If it has none of them.
    """
    boundary = view.community.boundary
    if boundary is not None:
        return _pad_bounds(boundary.bounds)
    if not view.has_streets:
        return _pad_bounds(view.data_bounds, least_deg=LAYER_MARGIN_DEG)
    return view.cache.get_or_compute("street bounds", lambda: _compute_street_bounds(view))


def opening_bounds(view: View) -> MapBounds:
    """
    Compute the bounds at which a map of a complete community opens.

    With a boundary, or without streets, those of `community_bounds`. Else those of the streets but
    the outermost, with all zones, risk areas, safe zones and services.

    Raises
    ------
    ExtentMissingError
        As `community_bounds`.
    """
    if view.community.boundary is not None or not view.has_streets:
        return community_bounds(view)
    return view.cache.get_or_compute("opening bounds", lambda: _compute_opening_bounds(view))


def is_located(view: View) -> bool:
    """Return whether a community has a boundary, streets or a feature; see `community_bounds`."""
    try:
        community_bounds(view)
    except ExtentMissingError:
        return False
    return True


def street_core_bounds(view: View, share: float = CORE_SHARE) -> MapBounds:
    """
    Compute the bounds of the densest streets, independent of any layer; without streets, of all.

    Parameters
    ----------
    share
        Central share of the streets that must be inside: above 0, up to 1.
    """
    if not view.has_streets:
        return community_bounds(view)
    return view.cache.get_or_compute(
        ("street core bounds", share), lambda: _compute_street_bounds(view, share)
    )


def shape_bounds(view: View, shapes: Iterable[BaseGeometry]) -> MapBounds | None:
    """
    Compute the bounds of some shapes, not beyond those of the community.

    Parameters
    ----------
    shapes
        EPSG:4326; empty ones have no extent.

    Returns
    -------
    bounds
        At least `MIN_EXTENT_M` wide and high. None where there is no shape.

    Raises
    ------
    ExtentMissingError
        As `community_bounds`.
    """
    drawn = [shape for shape in shapes if not shape.is_empty]
    if not drawn:
        return None
    bounds = shapely.total_bounds(np.array(drawn, dtype=object))
    west, south, east, north = _widen_bounds(_pad_bounds(tuple(bounds)))
    least_x, least_y, most_x, most_y = community_bounds(view)
    clipped = max(west, least_x), max(south, least_y), min(east, most_x), min(north, most_y)
    is_inside = clipped[0] < clipped[2] and clipped[1] < clipped[3]
    return clipped if is_inside else (least_x, least_y, most_x, most_y)


def _widen_bounds(bounds: MapBounds) -> MapBounds:
    west, south, east, north = bounds
    high = MIN_EXTENT_M / METRES_PER_DEGREE
    wide = high / max(np.cos(np.radians((south + north) / 2)), 0.01)
    add_x, add_y = (max(wide - (east - west), 0) / 2, max(high - (north - south), 0) / 2)
    return west - add_x, south - add_y, east + add_x, north + add_y


def _compute_data_bounds(view: View, share: float) -> MapBounds:
    layers = (view.risk_areas, view.safe_zones, view.services)
    shapes = np.array([shape for layer in layers for shape in layer.geometry.dropna()])
    if len(shapes) < 2:
        return opening_bounds(view)
    xy = shapely.get_coordinates(shapely.centroid(shapes))
    low, high = np.quantile(xy, [(1 - share) / 2, (1 + share) / 2], axis=0)
    core = shapes[((xy >= low) & (xy <= high)).all(axis=1)]
    return _pad_bounds(tuple(shapely.total_bounds(core if len(core) > 1 else shapes)))


def _compute_opening_bounds(view: View) -> MapBounds:
    layers = (view.zones, view.risk_areas, view.safe_zones, view.services)
    bounds = [layer.total_bounds for layer in layers if layer.geometry.notna().any()]
    corners = np.array([_find_street_bounds(view, STREET_SHARE), *bounds])
    return _pad_bounds((*corners[:, :2].min(axis=0), *corners[:, 2:].max(axis=0)))


def _compute_street_bounds(view: View, share: float = 1.0) -> MapBounds:
    return _pad_bounds(_find_street_bounds(view, share))


def _find_street_bounds(view: View, share: float) -> tuple[float, ...]:
    bounds = shapely.bounds(view.network.lines)
    west, south = np.quantile(bounds[:, :2], (1 - share) / 2, axis=0)
    east, north = np.quantile(bounds[:, 2:], (1 + share) / 2, axis=0)
    box = shapely.box(west, south, east, north)
    geographic = gpd.GeoSeries([box], crs=view.network.crs).to_crs("EPSG:4326")
    return tuple(geographic.total_bounds)


def _pad_bounds(bounds: tuple[float, ...], *, least_deg: float = 0.0) -> MapBounds:
    west, south, east, north = (float(degree) for degree in bounds)
    margin_x = max(MARGIN_SHARE * (east - west), least_deg)
    margin_y = max(MARGIN_SHARE * (north - south), least_deg)
    return west - margin_x, south - margin_y, east + margin_x, north + margin_y
