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

from geo.access.monotonic_clock import Clock, steady_now
from geo.errors import MergeApartError, MergeFewError, MergeKindsError
from geo.model import WGS84
from geo.network.street_network import metric_crs
from geo.store.database import Store, Writer
from geo.workshop.drawing_area import grounds
from geo.workshop.drawing_sessions import drawing
from geo.workshop.mark import DECIMALS, MOST_POINTS, Mark
from geo.workshop.mark_operations import known_marks
from geo.workshop.mark_store import Operation, Place, Taken, take_in
from geo.workshop.withdrawn_marks import choose, put, replace_aside, whole

LEAST_MERGED = 2
NEAR_M = 50.0  # two points farther apart are two places: the width of a small square
COARSER_M = (0.0, 0.5, 1.0, 2.0, 4.0)  # how far an outline may give way to be short enough


def merge_marks(
    store: Store, place: Place, marks: Collection[uuid.UUID], *, now: Clock = steady_now
) -> Taken:
    """
    Make one mark of several; also where the session takes no more marks.

    Parameters
    ----------
    marks
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
    MergeFewError, MergeKindsError, MergeApartError
        If there is nothing to merge, they are of several kinds, or do not touch; nothing was
        changed.
    """
    drawing(store, place.community, place.code)

    def work(writer: Writer) -> Taken:
        chosen = [one for one in choose(known_marks(writer, place), marks) if not one.mark.aside]
        new = uuid.uuid4()
        made = Operation(uuid.uuid4(), new, "put", 0, merged([one.mark for one in chosen]))
        asides = [put(one, replace_aside(one, aside=True, merged_into=new)) for one in chosen]
        answer = take_in(writer, place, [made, *asides], now())
        whole(answer)
        return answer.taken[0]

    return store.transact_in_turn(work)


def merged(marks: Sequence[Mark]) -> Mark:
    """
    Tell what several marks are as one.

    Raises
    ------
    MergeFewError, MergeKindsError, MergeApartError
        As `merge_marks`.
    """
    if len(marks) < LEAST_MERGED:
        raise MergeFewError
    if len({one.kind for one in marks}) > 1:
        raise MergeKindsError
    gravest = max(marks, key=lambda one: one.severity or 0)  # of equals the first
    holds = {one.holds for one in marks}
    return Mark(
        kind=gravest.kind,
        geometry=_ground([one.geometry for one in marks]),
        category=gravest.category,
        severity=gravest.severity,
        holds=gravest.holds if len(holds) == 1 else "always",
        name=next((one.name for one in marks if one.name), ""),
        note="",
        aside=False,
    )


def _ground(shapes: list[BaseGeometry]) -> BaseGeometry:
    frame = gpd.GeoDataFrame(geometry=shapes, crs=WGS84)
    crs = metric_crs(frame)
    if all(shape.geom_type == "Point" for shape in shapes):
        return _one_place(shapes, frame.to_crs(crs).geometry.to_numpy())
    lines = shapely.union_all(shapes) if _all_lines(shapes) else None
    joined = shapely.line_merge(lines) if lines is not None else None
    if joined is not None and joined.geom_type == "LineString":
        return _rounded(joined)
    return _one_area(grounds(frame).to_crs(crs))


def _all_lines(shapes: list[BaseGeometry]) -> bool:
    return all(shape.geom_type == "LineString" for shape in shapes)


def _one_place(shapes: list[BaseGeometry], metric: np.ndarray) -> BaseGeometry:
    """Keep the place that was drawn first; what lies far from it is another place."""
    if (shapely.distance(metric, metric[0]) > NEAR_M).any():
        raise MergeApartError
    return shapes[0]


def _one_area(metric: gpd.GeoDataFrame) -> BaseGeometry:
    union = shapely.union_all(metric.geometry.to_numpy())
    if union.geom_type != "Polygon":
        raise MergeApartError
    for coarser in COARSER_M:
        simple = shapely.simplify(union, coarser)
        ground = _rounded(gpd.GeoSeries([simple], crs=metric.crs).to_crs(WGS84).iloc[0])
        if shapely.get_num_coordinates(ground) <= MOST_POINTS and ground.is_valid:
            return ground
    raise MergeApartError


def _rounded(shape: BaseGeometry) -> BaseGeometry:
    return shapely.transform(shape, lambda at: np.round(at, DECIMALS))
