"""Doubts on rows that are valid by themselves: by what other rows hold, and by where they lie."""

from __future__ import annotations

import dataclasses
from collections.abc import Hashable, Iterable

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from geo.formats.findings import Finding, RowFinding
from geo.formats.geometry_checks import Geometries
from geo.imports.checked_layer import CheckedLayer, WaitingRows, restrict_notes
from geo.imports.import_choices import ImportChoices
from geo.imports.location_questions import find_zero_places, lies_outside
from geo.imports.swapped_axes import find_nearer_exchanged, find_swapped
from geo.layers.text_folding import squeeze_cell
from geo.model import Community, LayerName

BoolArray = NDArray[np.bool_]
# A point that so many rows with different names have was hardly measured for each of them: it is
# the middle of a town, or where a map opened. Offices in one house are fewer.
MIN_SHARED_PLACE = 10
# In a short list already so many, where they are most of it.
MIN_SHARED_MAJORITY = 4
# No ground of a community is so wide: an area across the 180° meridian was drawn the wrong way
# around the Earth, or has a wrong corner.
MAX_AREA_WIDTH_DEG = 180.0
# Two decimals of a degree are more than a kilometre.
COARSE_DECIMALS = 2
# Farther than this and than `FAR_EXTENTS` times the community's extent: another place.
FAR_DEGREES = 0.5  # degrees, some 50 km
FAR_EXTENTS = 2.0
# What may be taken as it is, if whoever brings it says so.
ACCEPTABLE_KEYS = (
    "row.zero_place",
    "row.looks_swapped",
    "row.duplicate",
    "row.repeated",
    "row.shared_place",
    "row.coarse_place",
    "row.inaccurate_place",
    "row.far_outside",
    "row.not_active",
    "row.ring_closed",
    "row.zone_repeated",
    "row.zone_mismatch",
    "row.layer_lost",
)


def set_apart_misplaced(
    checked: CheckedLayer, waiting: WaitingRows, community: Community, choices: ImportChoices
) -> tuple[CheckedLayer, WaitingRows]:
    """
    Move the rows to those that wait whose place nobody meant: 0, or exchanged coordinates.

    Parameters
    ----------
    choices
        What was chosen for such rows raises no doubt any more.
    """
    return set_apart(checked, waiting, _find_place_doubts(checked.frame, community, choices))


def set_apart_doubtful(
    checked: CheckedLayer, waiting: WaitingRows, community: Community, layer: LayerName
) -> tuple[CheckedLayer, WaitingRows]:
    """Move the rows to those that wait that are far, coarse, shared, or twice in the file."""
    frame = checked.frame
    findings = [
        *_find_far_rows(frame, community.boundary),
        *_find_wide_areas(frame),
        *(_find_coarse_places(frame) if layer != "demand" else ()),
        *_find_shared_places(frame),
        *_find_duplicates(frame),
    ]
    return set_apart(checked, waiting, findings)


def set_apart(
    checked: CheckedLayer, waiting: WaitingRows, findings: Iterable[RowFinding]
) -> tuple[CheckedLayer, WaitingRows]:
    """Move rows with findings from those of the layer to those that wait."""
    doubts = tuple(findings)
    if not doubts:
        return checked, waiting
    is_doubtful = checked.frame.index.isin({one.row for one in doubts})
    moved = checked.frame[is_doubtful]
    frames = [frame for frame in (waiting.frame, moved) if len(frame)]
    merged = gpd.GeoDataFrame(
        pd.concat([pd.DataFrame(frame).astype(object) for frame in frames]),
        geometry=moved.geometry.name,
        crs=moved.crs,
    ).sort_index()
    kept = dataclasses.replace(checked, frame=checked.frame[~is_doubtful])
    return (
        restrict_notes(kept, kept.frame.index.to_numpy()),
        WaitingRows(merged, (*waiting.doubts, *doubts)),
    )


def _find_place_doubts(
    frame: gpd.GeoDataFrame, community: Community, choices: ImportChoices
) -> list[RowFinding]:
    """Find coordinates of 0, and latitude and longitude that look as if they changed places."""
    places = _places(frame)
    zero = find_zero_places(places, community)
    swapped = find_swapped(places, community) & ~zero
    doubts = []
    if choices.zero_rows is None:
        doubts += [RowFinding(int(row), "row.zero_place", {}) for row in frame.index[zero]]
    if swapped.any() and lies_outside(places[~zero], community):
        # Of a file with exchanged axes, rows of other places have them, too.
        swapped |= find_nearer_exchanged(places, community) & ~zero
    if choices.axes is None:
        doubts += [RowFinding(int(row), "row.looks_swapped", {}) for row in frame.index[swapped]]
    return doubts


def _find_far_rows(frame: gpd.GeoDataFrame, boundary: BaseGeometry | None) -> list[RowFinding]:
    """Find the rows far from the community, where others of the file lie within it."""
    places = _places(frame)
    if boundary is None or not len(places):
        return []
    distance = shapely.distance(boundary, places)  # degrees; nan without a place
    west, south, east, north = boundary.bounds
    limit = max(FAR_DEGREES, FAR_EXTENTS * max(east - west, north - south))
    far = np.nan_to_num(distance, nan=0.0) > limit
    if not (distance <= limit).any():  # the file as a whole is of another place: see location_check
        return []
    kilometres = distance * 111.0
    return [
        RowFinding(int(row), "row.far_outside", {"kilometres": int(kilometres[position])})
        for position, row in enumerate(frame.index)
        if far[position]
    ]


def _find_wide_areas(frame: gpd.GeoDataFrame) -> list[RowFinding]:
    """Find the areas that reach more than half around the Earth."""
    bounds = shapely.bounds(_places(frame)).reshape(-1, 4)
    is_wide = bounds[:, 2] - bounds[:, 0] > MAX_AREA_WIDTH_DEG  # False without a place
    return [RowFinding(int(row), "row.wide_area", {}) for row in frame.index[is_wide]]


def list_coarse_notices(frame: gpd.GeoDataFrame, layer: LayerName) -> list[Finding]:
    """
    Say of a file that all of its places are coarse: whoever made it rounded them.

    Homes may stand on a grid.
    """
    is_point, is_coarse = _flag_coarse_places(frame)
    if layer == "demand" or not is_point.any() or not is_coarse[is_point].all():
        return []
    return [Finding("import.notice_coarse")]


def _find_coarse_places(frame: gpd.GeoDataFrame) -> list[RowFinding]:
    """Find the coarse points of a file that has others."""
    is_point, is_coarse = _flag_coarse_places(frame)
    if is_coarse[is_point].all():
        return []
    return [RowFinding(int(row), "row.coarse_place", {}) for row in frame.index[is_coarse]]


def _flag_coarse_places(frame: gpd.GeoDataFrame) -> tuple[BoolArray, BoolArray]:
    """Flag points, and those with so few decimals that they are more than a kilometre wide."""
    places = _places(frame)
    is_point = shapely.get_type_id(places) == shapely.GeometryType.POINT
    coordinates = np.column_stack([shapely.get_x(places), shapely.get_y(places)])
    is_coarse = (np.abs(coordinates - np.round(coordinates, COARSE_DECIMALS)) < 1e-9).all(axis=1)
    return is_point, np.asarray(is_point & is_coarse)


def _find_shared_places(frame: gpd.GeoDataFrame) -> list[RowFinding]:
    """Find the points that many rows of different names have."""
    if "name" not in frame or not len(frame):
        return []
    names = [squeeze_cell(name) for name in frame["name"]]
    by_place: dict[Hashable, list[int]] = {}
    for position, key in enumerate(_place_keys(frame)):
        if key is not None:
            by_place.setdefault(key, []).append(position)
    placed = sum(map(len, by_place.values()))
    return [
        RowFinding(int(frame.index[position]), "row.shared_place", {"count": len(positions)})
        for positions in by_place.values()
        if len({names[one] for one in positions})
        >= (MIN_SHARED_MAJORITY if 2 * len(positions) > placed else MIN_SHARED_PLACE)
        for position in positions
    ]


def _find_duplicates(frame: gpd.GeoDataFrame) -> list[RowFinding]:
    """Find the rows with the name and place of an earlier one, be they equal to it or not."""
    if "name" not in frame:
        return []
    cells = pd.DataFrame(frame.drop(columns=frame.geometry.name)).astype(object)
    records = list(cells.where(cells.notna(), None).itertuples(index=False, name=None))
    names = [squeeze_cell(name) for name in frame["name"]]
    first: dict[Hashable, tuple[int, Hashable]] = {}
    doubts = []
    for row, place, name, record in zip(
        frame.index, _place_keys(frame), names, records, strict=True
    ):
        if place is None or not name:
            continue
        earlier, known = first.setdefault((name, place), (int(row), record))
        if earlier != row:
            key = "row.repeated" if known == record else "row.duplicate"
            doubts.append(RowFinding(int(row), key, {"row_before": earlier}))
    return doubts


def _place_keys(frame: gpd.GeoDataFrame) -> list[bytes | None]:
    """Return what is equal for equal places; None without one."""
    return list(shapely.to_wkb(_places(frame)))


def _places(frame: gpd.GeoDataFrame) -> Geometries:
    return np.asarray(frame.geometry.array, dtype=object)
