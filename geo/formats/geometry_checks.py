"""Shapes as a layer may hold them: flat, in degrees, of the right kind, whole."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from geo.formats.findings import Fault, Word
from geo.layers.schema import AREAS

Shapes = NDArray[Any]  # of shapely geometries, None where a row has none
DECIMALS = 7  # of a degree: about a centimetre, and what files carry out and in again unchanged
SAME_AREA = 1e-9  # relative: a mending that changes an area by more has guessed what was meant
FARTHEST = np.array([-180.0, -90.0, 180.0, 90.0])  # degrees
REASONS = {
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
class Checked:
    """
    Shapes that were looked at, one by one.

    Attributes
    ----------
    shapes
        As they may be kept; where there is a fault, as they came.
    faults
        By position.
    mended
        Positions of areas whose outline was put in order without changing what they cover.
    """

    shapes: Shapes
    faults: dict[int, Fault]
    mended: list[int]


def decode(parts: Shapes, parse: Callable[..., Any]) -> tuple[Shapes, dict[int, Fault]]:
    """
    Read shapes, and keep the reason of each that cannot be read.

    Parameters
    ----------
    parts
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
    shapes = parse(parts, on_invalid="ignore")
    faults = {}
    for place in np.flatnonzero(shapely.is_missing(shapes)):
        if parts[place] is not None:
            try:
                parse(parts[place])
            except shapely.errors.GEOSException as error:
                faults[int(place)] = _broken(str(error))
    return shapely.force_2d(shapes), faults


def check_shapes(shapes: Shapes, allowed: tuple[str, ...]) -> Checked:
    """
    Look at each shape, and put what needs no guessing in its usual form.

    Parameters
    ----------
    shapes
        Flat, degrees, None where a row has none.
    allowed
        Kinds of geometry a layer holds.

    Returns
    -------
    checked
        Coordinates rounded to `DECIMALS`, outer rings anticlockwise, a multipoint of one point
        made a point. An invalid area is mended only where its extent stays the same.
    """
    kept = usual_form(shapes)
    faults = {}
    mended = []
    bounds = shapely.bounds(kept)
    valid = shapely.is_valid(kept)
    for place, shape in enumerate(kept):
        fault = _fault(shape, bounds[place], allowed)
        if fault is None and not valid[place]:
            whole = mend(shape)
            fault = _broken(shapely.is_valid_reason(shape)) if whole is None else None
            if whole is not None:
                kept[place] = whole
                mended.append(place)
        if fault is not None:
            faults[place] = fault
    return Checked(kept, faults, mended)


def usual_form(shapes: Shapes) -> Shapes:
    """Round shapes to `DECIMALS`, turn outer rings anticlockwise, make lone multipoints points."""
    # Adding zero makes -0.0, which a file would not bring back, 0.0.
    rounded = shapely.transform(shapes, lambda degrees: np.round(degrees, DECIMALS) + 0.0)
    turned = shapely.orient_polygons(rounded, exterior_cw=False)
    lone = (shapely.get_type_id(turned) == shapely.GeometryType.MULTIPOINT) & (
        shapely.get_num_geometries(turned) == 1
    )
    turned[lone] = shapely.get_geometry(turned[lone], 0)
    return np.asarray(turned, dtype=object)


def mend(shape: BaseGeometry) -> BaseGeometry | None:
    """
    Put the outline of an area in order, if that changes nothing of what it covers.

    Returns
    -------
    whole
        None where the mended area differs by more than `SAME_AREA`: an outline that crosses
        itself does not say which side was meant.
    """
    whole = shapely.make_valid(shape, method="structure", keep_collapsed=False)
    same = abs(whole.area - shape.area) <= SAME_AREA * shape.area
    if whole.geom_type in AREAS and not whole.is_empty and same:
        return shapely.orient_polygons(whole, exterior_cw=False)
    return None


def _fault(shape: BaseGeometry | None, bounds: Any, allowed: tuple[str, ...]) -> Fault | None:  # noqa: ANN401 (a numpy row of four)
    if shape is None or shape.is_empty or np.isnan(bounds).any():
        return Fault("row.no_place")
    if not np.all((bounds[:2] >= FARTHEST[:2]) & (bounds[2:] <= FARTHEST[2:])):
        return _out_of_range(bounds)
    if shape.geom_type not in allowed:
        needed = Word("shape.needed." + ("point" if "Polygon" not in allowed else "area"))
        return Fault("row.shape", {"found": Word(f"shape.{shape.geom_type}"), "needed": needed})
    return None


def _out_of_range(bounds: Any) -> Fault:  # noqa: ANN401 (a numpy row of four)
    longitude = max(bounds[0], bounds[2], key=abs)
    latitude = max(bounds[1], bounds[3], key=abs)
    swapped = abs(longitude) <= 90 < abs(latitude) <= 180
    key = "row.swapped" if swapped else "row.out_of_range"
    return Fault(key, {"latitude": str(latitude), "longitude": str(longitude)})


def _broken(reason: str) -> Fault:
    names = (name for start, name in REASONS.items() if start in reason.split("[")[0])
    return Fault("row.broken", {"reason": Word(f"shape.broken.{next(names, 'unreadable')}")})
