"""
Merging: several marks of one session that mean the same become one; the originals stay, aside.

The new mark covers the ground of all of them. What it says is careful: the highest severity, and
always where they hold at different times. Notes stay with the originals.
"""

from __future__ import annotations

import uuid
from collections.abc import Collection, Sequence

import geopandas as gpd
import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from geo.access.monotonic_clock import Clock, monotonic_now
from geo.errors import MergeDisjointError, MergeKindsError, MergeTooFewError
from geo.model import WGS84
from geo.network.street_network import estimate_metric_crs
from geo.store.database import Store, Transaction
from geo.workshop.drawing_area import buffer_marks
from geo.workshop.drawing_sessions import read_drawing
from geo.workshop.mark import COORDINATE_DECIMALS, MAX_POINTS, Mark
from geo.workshop.mark_operations import read_marks
from geo.workshop.mark_store import apply_in_transaction
from geo.workshop.records import Acknowledgement, DrawingScope, Operation
from geo.workshop.withdrawn_marks import (
    make_put_operation,
    raise_rejection,
    select_marks,
    set_withdrawn,
)

MIN_MERGED_MARKS = 2
MAX_POINT_DISTANCE_M = 50.0  # two points farther apart are two places: the width of a small square
SIMPLIFY_TOLERANCES_M = (
    0.0,
    0.5,
    1.0,
    2.0,
    4.0,
)  # how far an outline may give way to be short enough


def merge_marks(
    store: Store,
    scope: DrawingScope,
    mark_ids: Collection[uuid.UUID],
    *,
    now: Clock = monotonic_now,
) -> Acknowledgement:
    """
    Make one mark of several; also where the session takes no more marks.

    Parameters
    ----------
    mark_ids
        Two or more of one kind, none of them aside.

    Returns
    -------
    taken
        The new mark. Each original is aside, with `merged_into`.

    Raises
    ------
    DrawingUnknownError
        If there is no such drawing session.
    MarkUnreadableError
        If one of them is no mark of it.
    MergeTooFewError, MergeKindsError, MergeDisjointError
        If there is nothing to merge, they are of several kinds, or do not touch; nothing was
        changed.
    """
    read_drawing(store, scope.community, scope.code)

    def in_transaction(transaction: Transaction) -> Acknowledgement:
        chosen = [
            one
            for one in select_marks(read_marks(transaction, scope), mark_ids)
            if not one.mark.withdrawn
        ]
        new = uuid.uuid4()
        made = Operation(uuid.uuid4(), new, "put", 0, combine_marks([one.mark for one in chosen]))
        asides = [
            make_put_operation(one, set_withdrawn(one, withdrawn=True, merged_into=new))
            for one in chosen
        ]
        answer = apply_in_transaction(transaction, scope, [made, *asides], now())
        raise_rejection(answer)
        return answer.acknowledged[0]

    return store.transact_serialised(in_transaction)


def combine_marks(marks: Sequence[Mark]) -> Mark:
    """
    Tell what several marks are as one.

    Raises
    ------
    MergeTooFewError, MergeKindsError, MergeDisjointError
        As `merge_marks`.
    """
    if len(marks) < MIN_MERGED_MARKS:
        raise MergeTooFewError
    if len({one.kind for one in marks}) > 1:
        raise MergeKindsError
    gravest = max(marks, key=lambda one: one.severity or 0)  # of equals the first
    holds = {one.holds for one in marks}
    return Mark(
        kind=gravest.kind,
        geometry=_merge_geometries([one.geometry for one in marks]),
        category=gravest.category,
        severity=gravest.severity,
        holds=gravest.holds if len(holds) == 1 else "always",
        name=next((one.name for one in marks if one.name), ""),
        note="",
        withdrawn=False,
    )


def _merge_geometries(geometries: list[BaseGeometry]) -> BaseGeometry:
    frame = gpd.GeoDataFrame(geometry=geometries, crs=WGS84)
    crs = estimate_metric_crs(frame)
    if all(shape.geom_type == "Point" for shape in geometries):
        return _merge_points(geometries, frame.to_crs(crs).geometry.to_numpy())
    lines = shapely.union_all(geometries) if _are_lines(geometries) else None
    joined = shapely.line_merge(lines) if lines is not None else None
    if joined is not None and joined.geom_type == "LineString":
        return _round_coordinates(joined)
    return _merge_areas(buffer_marks(frame).to_crs(crs))


def _are_lines(geometries: list[BaseGeometry]) -> bool:
    return all(shape.geom_type == "LineString" for shape in geometries)


def _merge_points(points: list[BaseGeometry], metric_points: np.ndarray) -> BaseGeometry:
    """Keep the place that was drawn first; what lies far from it is another place."""
    if (shapely.distance(metric_points, metric_points[0]) > MAX_POINT_DISTANCE_M).any():
        raise MergeDisjointError
    return points[0]


def _merge_areas(metric_areas: gpd.GeoDataFrame) -> BaseGeometry:
    union = shapely.union_all(metric_areas.geometry.to_numpy())
    if union.geom_type != "Polygon":
        raise MergeDisjointError
    for coarser in SIMPLIFY_TOLERANCES_M:
        simple = shapely.simplify(union, coarser)
        ground = _round_coordinates(
            gpd.GeoSeries([simple], crs=metric_areas.crs).to_crs(WGS84).iloc[0]
        )
        if shapely.get_num_coordinates(ground) <= MAX_POINTS and ground.is_valid:
            return ground
    raise MergeDisjointError


def _round_coordinates(geometry: BaseGeometry) -> BaseGeometry:
    return shapely.transform(geometry, lambda at: np.round(at, COORDINATE_DECIMALS))
