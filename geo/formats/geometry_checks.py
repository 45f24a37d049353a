"""Validation and normalisation of geometries: 2D, in degrees, of an allowed type, valid."""

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
COORDINATE_DECIMALS = 7  # of a degree: about a centimetre; exported files are read back unchanged
AREA_TOLERANCE = 1e-9  # relative; a repair that changes an area by more is a guess
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
    Checked geometries.

    Attributes
    ----------
    geometries
        Normalised; unchanged where there is a finding.
    findings
        By position.
    fixed
        Positions of areas that were made valid without changing their extent.
    """

    geometries: Geometries
    findings: dict[int, Finding]
    fixed: list[int]


def decode_geometries(
    encoded: Geometries, parse: Callable[..., Any]
) -> tuple[Geometries, dict[int, Finding]]:
    """
    Decode geometries, with a finding for each that cannot be decoded.

    Parameters
    ----------
    encoded
        Encoded geometries, None where a row has none.
    parse
        `shapely.from_geojson` or `shapely.from_wkb`.

    Returns
    -------
    geometries
        None where there was none or it could not be decoded.
    findings
        By position.
    """
    geometries = parse(encoded, on_invalid="ignore")
    findings = {}
    for position in np.flatnonzero(shapely.is_missing(geometries)):
        if encoded[position] is not None:
            try:
                parse(encoded[position])
            except shapely.errors.GEOSException as error:
                findings[int(position)] = _make_invalid_finding(str(error))
    # Making a million points anew takes a second.
    is_flat = not (shapely.has_z(geometries).any() or shapely.has_m(geometries).any())
    return (geometries if is_flat else shapely.force_2d(geometries)), findings


def check_geometries(geometries: Geometries, allowed_types: tuple[str, ...]) -> CheckedGeometries:
    """
    Normalise each geometry, check it, and repair it where that is unambiguous.

    Parameters
    ----------
    geometries
        Flat, degrees, None where a row has none.
    allowed_types
        Geometry types that the layer holds.

    Returns
    -------
    checked
        Coordinates rounded to `COORDINATE_DECIMALS`, outer rings anticlockwise, a multipoint of
        one point made a point. An invalid area is repaired only where its extent stays the same.
    """
    normalised = normalise_geometries(geometries)
    findings = {}
    fixed = []
    bounds = shapely.bounds(normalised)
    valid = shapely.is_valid(normalised)
    suspect = ~valid | _flag_suspects(normalised, bounds, allowed_types)
    for position in map(int, np.flatnonzero(suspect)):
        geometry = normalised[position]
        finding = _find_geometry_fault(geometry, bounds[position], allowed_types)
        if finding is None and not valid[position]:
            fixed_geometry = fix_polygon(geometry)
            finding = (
                _make_invalid_finding(shapely.is_valid_reason(geometry))
                if fixed_geometry is None
                else None
            )
            if fixed_geometry is not None:
                normalised[position] = fixed_geometry
                fixed.append(position)
        if finding is not None:
            findings[position] = finding
    return CheckedGeometries(normalised, findings, fixed)


def normalise_geometries(geometries: Geometries) -> Geometries:
    """Round coordinates, orient outer rings anticlockwise, convert multipoints of one to points."""
    # Adding zero turns -0.0, which a file would not restore, into 0.0.
    rounded = shapely.transform(
        geometries, lambda degrees: np.round(degrees, COORDINATE_DECIMALS) + 0.0
    )
    has_areas = (shapely.get_dimensions(rounded) == 2).any()
    oriented = shapely.orient_polygons(rounded, exterior_cw=False) if has_areas else rounded
    single_points = (shapely.get_type_id(oriented) == shapely.GeometryType.MULTIPOINT) & (
        shapely.get_num_geometries(oriented) == 1
    )
    oriented[single_points] = shapely.get_geometry(oriented[single_points], 0)
    return np.asarray(oriented, dtype=object)


def fix_polygon(geometry: BaseGeometry) -> BaseGeometry | None:
    """
    Make an area valid if that does not change its extent.

    Returns
    -------
    geometry
        None where the repaired area differs by more than `AREA_TOLERANCE`: the inside of an
        outline that crosses itself is ambiguous.
    """
    fixed = shapely.make_valid(geometry, method="structure", keep_collapsed=False)
    is_same_extent = abs(fixed.area - geometry.area) <= AREA_TOLERANCE * geometry.area
    if fixed.geom_type in AREA_GEOMETRY_TYPES and not fixed.is_empty and is_same_extent:
        return shapely.orient_polygons(fixed, exterior_cw=False)
    return None


def _flag_suspects(
    geometries: Geometries, bounds: NDArray[np.float64], allowed_types: tuple[str, ...]
) -> NDArray[np.bool_]:
    """Flag what `_find_geometry_fault` may find a fault in, all at once: most have none."""
    type_ids = [shapely.GeometryType[name.upper()] for name in allowed_types]
    in_range = (bounds[:, :2] >= DEGREE_BOUNDS[:2]) & (bounds[:, 2:] <= DEGREE_BOUNDS[2:])
    is_plain = in_range.all(axis=1) & np.isin(shapely.get_type_id(geometries), type_ids)
    return np.asarray(~is_plain | shapely.is_empty(geometries))


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
    names = (name for prefix, name in INVALID_REASONS.items() if prefix in reason.split("[")[0])
    return Finding(
        "row.broken", {"reason": FindingText(f"shape.broken.{next(names, 'unreadable')}")}
    )
