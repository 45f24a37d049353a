"""Shapes as a layer may hold them: flat, in degrees, of the right kind, whole."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from geo.formats.findings import Finding, FindingText
from geo.layers.schema import AREA_GEOMETRY_TYPES

Geometries = NDArray[Any]  # of shapely geometries, None where a row has none
COORDINATE_DECIMALS = (
    7  # of a degree: about a centimetre, and what files carry out and in again unchanged
)
AREA_TOLERANCE = 1e-9  # relative: a mending that changes an area by more has guessed what was meant
DEGREE_BOUNDS = np.array([-180.0, -90.0, 180.0, 90.0])  # degrees
INVALID_REASONS = {
    "Self-intersection": "crosses_itself",
    "Ring Self-intersection": "touches_itself",
    "Hole lies outside shell": "hole_outside",
    "Holes are nested": "holes_nested",
    "Nested shells": "nested",
    "Duplicate Rings": "doubled",
    "Interior is disconnected": "cut_apart",
    "Too few points in geometry component": "too_few_points",
    "Invalid number of points in LinearRing": "too_few_points",
    "point array must contain": "too_few_points",
    "Points of LinearRing do not form a closed linestring": "not_closed",
}


@dataclass(frozen=True)
class CheckedGeometries:
    """
    Shapes that were looked at, one by one.

    Attributes
    ----------
    geometries
        As they may be kept; where there is a fault, as they came.
    findings
        By position.
    fixed
        Positions of areas whose outline was put in order without changing what they cover.
    """

    geometries: Geometries
    findings: dict[int, Finding]
    fixed: list[int]


def decode_geometries(
    encoded: Geometries, parse: Callable[..., Any]
) -> tuple[Geometries, dict[int, Finding]]:
    """
    Read shapes, and keep the reason of each that cannot be read.

    Parameters
    ----------
    encoded
        Encoded shapes, None where a row has none.
    parse
        `shapely.from_geojson` or `shapely.from_wkb`.

    Returns
    -------
    shapes
        None where there was none or it could not be read.
    faults
        By position.
    """
    shapes = parse(encoded, on_invalid="ignore")
    faults = {}
    for place in np.flatnonzero(shapely.is_missing(shapes)):
        if encoded[place] is not None:
            try:
                parse(encoded[place])
            except shapely.errors.GEOSException as error:
                faults[int(place)] = _make_invalid_finding(str(error))
    return shapely.force_2d(shapes), faults


def check_geometries(geometries: Geometries, allowed_types: tuple[str, ...]) -> CheckedGeometries:
    """
    Look at each shape, and put what needs no guessing in its usual form.

    Parameters
    ----------
    geometries
        Flat, degrees, None where a row has none.
    allowed_types
        Kinds of geometry a layer holds.

    Returns
    -------
    checked
        Coordinates rounded to `COORDINATE_DECIMALS`, outer rings anticlockwise, a multipoint of
        one point made a point. An invalid area is mended only where its extent stays the same.
    """
    normalised = normalise_geometries(geometries)
    faults = {}
    fixed = []
    bounds = shapely.bounds(normalised)
    valid = shapely.is_valid(normalised)
    for place, shape in enumerate(normalised):
        fault = _find_geometry_fault(shape, bounds[place], allowed_types)
        if fault is None and not valid[place]:
            fixed_geometry = fix_polygon(shape)
            fault = (
                _make_invalid_finding(shapely.is_valid_reason(shape))
                if fixed_geometry is None
                else None
            )
            if fixed_geometry is not None:
                normalised[place] = fixed_geometry
                fixed.append(place)
        if fault is not None:
            faults[place] = fault
    return CheckedGeometries(normalised, faults, fixed)


def normalise_geometries(geometries: Geometries) -> Geometries:
    """Round coordinates, turn outer rings anticlockwise, make lone multipoints points."""
    # Adding zero makes -0.0, which a file would not bring back, 0.0.
    rounded = shapely.transform(
        geometries, lambda degrees: np.round(degrees, COORDINATE_DECIMALS) + 0.0
    )
    turned = shapely.orient_polygons(rounded, exterior_cw=False)
    lone = (shapely.get_type_id(turned) == shapely.GeometryType.MULTIPOINT) & (
        shapely.get_num_geometries(turned) == 1
    )
    turned[lone] = shapely.get_geometry(turned[lone], 0)
    return np.asarray(turned, dtype=object)


def fix_polygon(geometry: BaseGeometry) -> BaseGeometry | None:
    """
    Put the outline of an area in order, if that changes nothing of what it covers.

    Returns
    -------
    whole
        None where the mended area differs by more than `AREA_TOLERANCE`: an outline that crosses
        itself does not say which side was meant.
    """
    fixed = shapely.make_valid(geometry, method="structure", keep_collapsed=False)
    same = abs(fixed.area - geometry.area) <= AREA_TOLERANCE * geometry.area
    if fixed.geom_type in AREA_GEOMETRY_TYPES and not fixed.is_empty and same:
        return shapely.orient_polygons(fixed, exterior_cw=False)
    return None


def _find_geometry_fault(
    geometry: BaseGeometry | None,
    bounds: Any,  # noqa: ANN401 (a numpy row of four)
    allowed_types: tuple[str, ...],
) -> Finding | None:
    if geometry is None or geometry.is_empty or np.isnan(bounds).any():
        return Finding("row.no_place")
    if not np.all((bounds[:2] >= DEGREE_BOUNDS[:2]) & (bounds[2:] <= DEGREE_BOUNDS[2:])):
        return _make_range_finding(bounds)
    if geometry.geom_type not in allowed_types:
        needed = FindingText(
            "shape.needed." + ("point" if "Polygon" not in allowed_types else "area")
        )
        return Finding(
            "row.shape", {"found": FindingText(f"shape.{geometry.geom_type}"), "needed": needed}
        )
    return None


def _make_range_finding(bounds: Any) -> Finding:  # noqa: ANN401 (a numpy row of four)
    longitude = max(bounds[0], bounds[2], key=abs)
    latitude = max(bounds[1], bounds[3], key=abs)
    swapped = abs(longitude) <= 90 < abs(latitude) <= 180
    key = "row.swapped" if swapped else "row.out_of_range"
    return Finding(key, {"latitude": str(latitude), "longitude": str(longitude)})


def _make_invalid_finding(reason: str) -> Finding:
    names = (name for start, name in INVALID_REASONS.items() if start in reason.split("[")[0])
    return Finding(
        "row.broken", {"reason": FindingText(f"shape.broken.{next(names, 'unreadable')}")}
    )
