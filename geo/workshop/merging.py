"""
Merging of several marks of one session into one; the originals are kept as withdrawn.

The new mark covers the union of their areas. Its attributes are conservative: the highest
severity, and `always` if they hold at different times. Notes stay with the originals.
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
# Two points farther apart are two locations: the width of a small plaza.
MAX_POINT_DISTANCE_M = 50.0
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
    Merge marks into one; also in a closed session.

    Parameters
    ----------
    mark_ids
        Two or more of one kind, none of them withdrawn.

    Returns
    -------
    acknowledgement
        Of the new mark. Each original is withdrawn, with `merged_into`.

    Raises
    ------
    DrawingUnknownError
        If there is no such drawing session.
    MarkUnreadableError
        If one of them is not a mark of it.
    MergeTooFewError, MergeKindsError, MergeDisjointError
        If there are fewer than two, they are of several kinds, or do not touch; nothing was
        changed.
    """
    read_drawing(store, scope.community, scope.code)

    def in_transaction(transaction: Transaction) -> Acknowledgement:
        selected = [
            one
            for one in select_marks(read_marks(transaction, scope), mark_ids)
            if not one.mark.withdrawn
        ]
        new_id = uuid.uuid4()
        put_operation = Operation(
            uuid.uuid4(), new_id, "put", 0, combine_marks([one.mark for one in selected])
        )
        withdrawals = [
            make_put_operation(one, set_withdrawn(one, withdrawn=True, merged_into=new_id))
            for one in selected
        ]
        result = apply_in_transaction(transaction, scope, [put_operation, *withdrawals], now())
        raise_rejection(result)
        return result.acknowledged[0]

    return store.transact_serialised(in_transaction)


def combine_marks(marks: Sequence[Mark]) -> Mark:
    """
    Combine the attributes and geometries of marks.

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
        confidential=any(one.confidential for one in marks),
    )


def _merge_geometries(geometries: list[BaseGeometry]) -> BaseGeometry:
    frame = gpd.GeoDataFrame(geometry=geometries, crs=WGS84)
    crs = estimate_metric_crs(frame)
    if all(geometry.geom_type == "Point" for geometry in geometries):
        return _merge_points(geometries, frame.to_crs(crs).geometry.to_numpy())
    line_union = shapely.union_all(geometries) if _are_lines(geometries) else None
    merged_line = shapely.line_merge(line_union) if line_union is not None else None
    if merged_line is not None and merged_line.geom_type == "LineString":
        return _round_coordinates(merged_line)
    return _merge_areas(buffer_marks(frame).to_crs(crs))


def _are_lines(geometries: list[BaseGeometry]) -> bool:
    return all(shape.geom_type == "LineString" for shape in geometries)


def _merge_points(points: list[BaseGeometry], metric_points: np.ndarray) -> BaseGeometry:
    """Keep the point that was drawn first; the others must be near it."""
    if (shapely.distance(metric_points, metric_points[0]) > MAX_POINT_DISTANCE_M).any():
        raise MergeDisjointError
    return points[0]


def _merge_areas(metric_areas: gpd.GeoDataFrame) -> BaseGeometry:
    union = shapely.union_all(metric_areas.geometry.to_numpy())
    if union.geom_type != "Polygon":
        raise MergeDisjointError
    for tolerance_m in SIMPLIFY_TOLERANCES_M:
        simplified = shapely.simplify(union, tolerance_m)
        area = _round_coordinates(
            gpd.GeoSeries([simplified], crs=metric_areas.crs).to_crs(WGS84).iloc[0]
        )
        if shapely.get_num_coordinates(area) <= MAX_POINTS and area.is_valid:
            return area
    raise MergeDisjointError


def _round_coordinates(geometry: BaseGeometry) -> BaseGeometry:
    return shapely.transform(geometry, lambda at: np.round(at, COORDINATE_DECIMALS))
