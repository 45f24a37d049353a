"""Places that a file hardly means: 0, 0, and latitude and longitude that changed places."""

from __future__ import annotations

import dataclasses

import numpy as np
import shapely
from numpy.typing import NDArray

from geo.errors import LayerFileEmptyError, LayerRowsError
from geo.formats.findings import RowFinding, list_rows
from geo.formats.geometry_checks import Geometries
from geo.imports.checked_layer import CheckedLayer
from geo.imports.import_choices import ImportChoices
from geo.imports.import_questions import AXES_QUESTION, ZERO_QUESTION
from geo.imports.swapped_axes import exchange_axes, find_swapped
from geo.model import Community, LayerName

BoolArray = NDArray[np.bool_]
# A village may lie on the equator or on the meridian of Greenwich: it has neighbours there.
NEIGHBOUR_DEGREES = 1.0  # degrees


def settle_locations(  # noqa: PLR0913 (the rows, where they belong, and how they are read)
    checked: CheckedLayer,
    community: Community,
    layer: LayerName,
    choices: ImportChoices,
    *,
    file: str,
    is_part: bool = False,
) -> CheckedLayer:
    """
    Ask about places that a file hardly means, or do with them what was chosen.

    Parameters
    ----------
    is_part
        True for some rows of a file, which may all be left out.

    Raises
    ------
    LayerRowsError
        If nobody has chosen yet; it holds the questions.
    LayerFileEmptyError
        If every row is left out.
    """
    findings: list[RowFinding] = []
    frame = checked.frame
    zero = find_zero_places(np.asarray(frame.geometry.array, dtype=object), community)
    skipped = zero if choices.zero_rows == "skip" else np.zeros(len(frame), dtype=bool)
    if choices.zero_rows is None:
        findings += [RowFinding(int(row), "row.zero_place", {}) for row in frame.index[zero]]
    places = np.asarray(frame.geometry.array, dtype=object)
    swapped = find_swapped(places, community) & ~zero
    # A layer that lies outside as a whole is an error of its own; see `check_location`.
    if choices.axes is None and swapped.any() and not lies_outside(places[~skipped], community):
        rows = list_rows(frame.index[swapped])
        findings.append(RowFinding(None, "row.ask_swapped", {"rows": rows}))
    if findings:
        questions = [ZERO_QUESTION] if any(one.row for one in findings) else []
        questions += [AXES_QUESTION] if any(one.row is None for one in findings) else []
        raise LayerRowsError(layer=layer, file=file, findings=findings, questions=questions)
    if skipped.all() and len(frame) and not is_part:
        raise LayerFileEmptyError(file=file)
    swapped &= np.array(choices.axes == "swapped")
    if swapped.any():
        places = places.copy()
        places[swapped] = exchange_axes(places[swapped])
        frame = frame.set_geometry(places, crs=frame.crs)
    return dataclasses.replace(
        checked,
        frame=frame[~skipped],
        swapped=(*checked.swapped, *(int(row) for row in frame.index[swapped])),
        skipped=tuple(int(row) for row in frame.index[skipped]),
    )


def find_zero_places(geometries: Geometries, community: Community) -> BoolArray:
    """
    Find the points with a 0 that a program wrote where it knew no coordinate.

    Not those within the boundary or, without one, near other points of the file.
    """
    is_point = shapely.get_type_id(geometries) == shapely.GeometryType.POINT
    coordinates = shapely.bounds(geometries)[:, :2]
    is_origin = (coordinates == 0).all(axis=1)
    # A village beside 0, 0 has a small other coordinate; what is missing leaves a large one.
    is_half = (coordinates == 0).any(axis=1) & (np.abs(coordinates).max(axis=1) > NEIGHBOUR_DEGREES)
    zero: BoolArray = is_point & (is_origin | is_half)
    if not zero.any():
        return zero
    if community.boundary is not None:
        return zero & ~shapely.intersects(community.boundary, geometries)
    others = coordinates[~zero]
    for position in np.flatnonzero(zero):
        near = np.abs(others - coordinates[position]).max(axis=1) <= NEIGHBOUR_DEGREES
        zero[position] = not near.any()
    return zero


def lies_outside(geometries: Geometries, community: Community) -> bool:
    """Return whether no geometry lies within the boundary of a community that has one."""
    boundary = community.boundary
    return boundary is not None and not shapely.intersects(boundary, geometries).any()
