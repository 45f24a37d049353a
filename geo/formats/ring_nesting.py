"""Polygons of rings that may be shells or holes, whatever their orientation."""

from __future__ import annotations

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import LinearRing
from shapely.geometry.base import BaseGeometry

from geo.formats.memory_limit import Geometries

MAX_PAIRS = 2_000_000  # of a ring within another one, in one shape; an archipelago has thousands
MAX_CHUNK_RINGS = 500  # compared with all rings at once


def build_polygon(rings: Geometries) -> BaseGeometry | None:
    """
    Build a polygon, or a multipolygon, of the rings of one shape.

    The orientation decides where it yields a valid area: clockwise rings are shells, others are
    holes, as shapefiles want it. Otherwise the nesting decides: a ring within an even number of
    other rings is a shell.

    Parameters
    ----------
    rings
        Linear rings, two or more.

    Returns
    -------
    geometry
        None where the rings are nested more deeply than is read, or cannot be compared.
    """
    with np.errstate(all="ignore"):  # numbers beyond all measure
        return _build_polygon(rings)


def _build_polygon(rings: Geometries) -> BaseGeometry | None:
    is_shell = ~shapely.is_ccw(rings)
    polygon: BaseGeometry | None = None
    if is_shell.all():
        polygon = shapely.MultiPolygon(list(_build_discs(rings)))
    elif is_shell.sum() == 1:
        polygon = shapely.Polygon(rings[is_shell][0], list(rings[~is_shell]))
    if polygon is not None and polygon.is_valid:
        return polygon
    try:
        containers = _find_containers(rings)
    except shapely.errors.GEOSException:
        return None
    return None if containers is None else _assemble(rings, *containers)


def _find_containers(rings: Geometries) -> tuple[NDArray[np.int64], NDArray[np.int64]] | None:
    """Find the depth of each ring, and the smallest ring around it (-1 for none)."""
    discs = _build_discs(rings)
    broken = ~shapely.is_valid(discs)
    discs[broken] = shapely.make_valid(discs[broken])
    sizes = np.asarray(shapely.area(discs))
    inner_points = np.asarray(shapely.point_on_surface(discs), dtype=object)
    tree = shapely.STRtree(discs)
    depths, parents = np.zeros(len(rings), dtype=np.int64), np.full(len(rings), -1)
    pair_count = 0
    chunk_rings = int(np.clip(MAX_PAIRS // len(rings), 1, MAX_CHUNK_RINGS))
    for begin in range(0, len(rings), chunk_rings):
        inner, outer = tree.query(inner_points[begin : begin + chunk_rings], predicate="intersects")
        inner += begin
        larger = sizes[outer] > sizes[inner]
        inner, outer = inner[larger], outer[larger]
        pair_count += len(inner)
        if pair_count > MAX_PAIRS:
            return None
        np.add.at(depths, inner, 1)
        order = np.argsort(-sizes[outer], kind="stable")  # the smallest is written last
        parents[inner[order]] = outer[order]
    return depths, parents


def _build_discs(rings: Geometries) -> Geometries:
    return np.asarray(shapely.polygons(rings), dtype=object)


def _assemble(
    rings: Geometries, depths: NDArray[np.int64], parents: NDArray[np.int64]
) -> BaseGeometry:
    holes: dict[int, list[LinearRing]] = {
        int(shell): [] for shell in np.flatnonzero(depths % 2 == 0)
    }
    for hole in np.flatnonzero(depths % 2):
        # Rings that cross each other have no such order; the check of areas refuses them.
        holes.setdefault(int(parents[hole]), []).append(rings[hole])
    polygons = [shapely.Polygon(rings[shell], inside) for shell, inside in holes.items()]
    return polygons[0] if len(polygons) == 1 else shapely.MultiPolygon(polygons)
