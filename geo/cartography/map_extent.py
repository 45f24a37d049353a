"""What a map shows first: as much ground as there is something to see on."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import shapely

from geo.errors import NoStreetsError
from geo.privacy.view import View

Bounds = tuple[float, float, float, float]
ROOM = 0.04  # of width and height, beside what is shown
# Shares of everything drawn, from west to east and from south to north: two far doors would
# otherwise make a village a spot.
HEART = 2 / 3
MOST = 4 / 5


def drawn_bounds(view: View, share: float = MOST) -> Bounds:
    """
    Bound what people drew and the doors that help; the whole community where there is nothing.

    Parameters
    ----------
    share
        How much of it, from the middle outwards: above 0, up to 1.

    Raises
    ------
    NoStreetsError
        If there is neither boundary nor street to go by.
    """
    return view.kept.get(("drawn bounds", share), lambda: _drawn(view, share))


def whole_bounds(view: View) -> Bounds:
    """
    Bound the community: its boundary, or its streets.

    Raises
    ------
    NoStreetsError
        If it has neither.
    """
    boundary = view.community.boundary
    if boundary is not None:
        return _with_room(boundary.bounds)
    return view.kept.get("street bounds", lambda: _street_bounds(view))


def street_heart(view: View, share: float = HEART) -> Bounds:
    """
    Bound where most streets are, which tells nothing of what is marked; without streets, all.

    Parameters
    ----------
    share
        How much of the streets, from the middle outwards: above 0, up to 1.
    """
    if not view.has_streets:
        return whole_bounds(view)
    return view.kept.get(("street heart", share), lambda: _street_bounds(view, share))


def _drawn(view: View, share: float) -> Bounds:
    layers = (view.risk_areas, view.safe_zones, view.services)
    shapes = np.array([shape for layer in layers for shape in layer.geometry.dropna()])
    if len(shapes) < 2:
        return whole_bounds(view)
    xy = shapely.get_coordinates(shapely.centroid(shapes))
    low, high = np.quantile(xy, [(1 - share) / 2, (1 + share) / 2], axis=0)
    core = shapes[((xy >= low) & (xy <= high)).all(axis=1)]
    return _with_room(tuple(shapely.total_bounds(core if len(core) > 1 else shapes)))


def _street_bounds(view: View, share: float = 1.0) -> Bounds:
    if not view.has_streets:
        raise NoStreetsError(community=view.community.name)
    bounds = shapely.bounds(view.network.lines)
    west, south = np.quantile(bounds[:, :2], (1 - share) / 2, axis=0)
    east, north = np.quantile(bounds[:, 2:], (1 + share) / 2, axis=0)
    ground = shapely.box(west, south, east, north)
    outline = gpd.GeoSeries([ground], crs=view.network.crs).to_crs("EPSG:4326")
    return _with_room(tuple(outline.total_bounds))


def _with_room(bounds: tuple[float, ...]) -> Bounds:
    west, south, east, north = (float(degree) for degree in bounds)
    wide, high = ROOM * (east - west), ROOM * (north - south)
    return west - wide, south - high, east + wide, north + high
