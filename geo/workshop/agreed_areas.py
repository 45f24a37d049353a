"""
Areas on which several drawing sessions agree, and their publication without the rest.

A published area holds, of each mark, the part inside the chosen areas: with the category, severity
and hours of its group, and without its note. It is recorded as an agreed part, so that another
choice replaces it, and the retention period of marks does not end it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from geo.access.layer_rights import require_authorisation
from geo.errors import AgreedAreaMissingError
from geo.model import WGS84
from geo.network.street_network import estimate_metric_crs
from geo.privacy.view import View
from geo.store.actor import current_actor
from geo.store.audit import append_audit_line
from geo.store.database import Store, Transaction
from geo.store.layers import delete_features, insert_features
from geo.workshop.consensus import MIN_PIECE_M2, OVERLAY_GRID_M, Consensus
from geo.workshop.consensus_areas import (
    ALL_SESSIONS,
    SessionFilter,
    read_consensus,
    select_sessions,
)
from geo.workshop.publication import (
    forget_agreed_copies,
    read_agreed_copies,
    read_agreed_marks,
    to_layer_features,
)

MIN_AGREEING_SESSIONS = 2  # one group alone agrees with nobody
AREA_COLUMNS = ["sessions", "codes", "area_m2"]


@dataclass(frozen=True)
class PublishedAreas:
    """Number of chosen areas on the map, and of the sessions whose marks they hold."""

    areas: int
    sessions: int


def find_agreed_areas(
    consensus: Consensus, *, min_sessions: int = MIN_AGREEING_SESSIONS
) -> gpd.GeoDataFrame:
    """
    Join the pieces that enough sessions cover to connected areas.

    Parameters
    ----------
    min_sessions
        Sessions that must cover each piece.

    Returns
    -------
    areas
        EPSG:4326, most sessions and largest first: `sessions` (the most that cover a part of it),
        `codes` (of all that cover parts of it), `area_m2`.
    """
    pieces = consensus.pieces[consensus.pieces["sessions"] >= min_sessions]
    if pieces.empty:
        return gpd.GeoDataFrame(
            {name: [] for name in AREA_COLUMNS}, geometry=gpd.GeoSeries([], crs=WGS84)
        )
    crs = estimate_metric_crs(pieces)
    metric = pieces.to_crs(crs).geometry.to_numpy()
    # Pieces were cut on this grid: their common outlines meet again.
    parts = shapely.get_parts(shapely.union_all(metric, grid_size=OVERLAY_GRID_M))
    area, piece = shapely.STRtree(shapely.point_on_surface(metric)).query(
        parts, predicate="contains"
    )
    covering = pieces.iloc[piece].groupby(area)
    frame = gpd.GeoDataFrame(
        {
            "sessions": covering["sessions"].max(),
            "codes": covering["codes"].agg(lambda codes: sorted(set().union(*codes))),
        },
        geometry=gpd.GeoSeries(parts, crs=crs),
    ).assign(area_m2=shapely.area(parts))
    frame = frame[frame["area_m2"] >= MIN_PIECE_M2]
    order = frame.sort_values(["sessions", "area_m2"], ascending=False, kind="stable")
    return order.to_crs(WGS84).reset_index(drop=True)[[*AREA_COLUMNS, "geometry"]]


def publish_agreed_areas(
    store: Store,
    view: View,
    chosen: Sequence[BaseGeometry],
    *,
    min_sessions: int = MIN_AGREEING_SESSIONS,
    session_filter: SessionFilter = ALL_SESSIONS,
) -> PublishedAreas:
    """
    Copy what lies inside the chosen areas into the risk areas of the community.

    Earlier agreed parts of the same sessions are replaced. With a filter, that is only what it
    shows: parts at other times, and parts outside the areas on which its sessions agree, stay.
    Marks of sessions that were added to the map completely stay there as they are.

    Parameters
    ----------
    chosen
        Areas as `find_agreed_areas` returned them, EPSG:4326. Parts on which fewer sessions agree
        by now are left out.
    min_sessions, session_filter
        As the areas were found.

    Raises
    ------
    AgreedAreaMissingError
        If no part of them is agreed on; nothing was changed.
    DrawingUnknownError
        If the view is for the public.
    WriteDeniedError
        If the acting role may not write risk areas.
    """
    slug = view.community.slug

    def in_transaction(transaction: Transaction) -> PublishedAreas:
        consensus = read_consensus(store, view, session_filter)
        current = find_agreed_areas(consensus, min_sessions=min_sessions)
        areas = _intersect_areas(current.geometry.to_numpy(), chosen)
        codes = _list_incomplete_sessions(store, view, session_filter)
        marks = _read_risk_marks(transaction, slug, codes, session_filter)
        parts = _clip_marks(marks, areas)
        if parts.empty:
            raise AgreedAreaMissingError
        result = PublishedAreas(_count_covered(areas, parts), int(parts["session"].nunique()))
        old = read_agreed_copies(transaction, slug, codes)
        if session_filter != ALL_SESSIONS:
            old = _select_shown_copies(old, parts, session_filter)
            parts = _keep_parts(parts, _select_standing_copies(old, marks), current)
        _replace_copies(transaction, slug, list(old["id"]), parts)
        append_audit_line(
            transaction,
            current_actor(),
            "agreed_areas_published",
            {"community": slug, "areas": result.areas, "sessions": result.sessions},
        )
        return result

    return store.transact_serialised(in_transaction)


def _list_incomplete_sessions(store: Store, view: View, session_filter: SessionFilter) -> list[str]:
    """List the codes of the sessions that are not on the map completely."""
    sessions = select_sessions(store, view, session_filter)
    return [one.code for one in sessions if one.agreed_on is None]


def _intersect_areas(
    current: NDArray[np.object_], chosen: Sequence[BaseGeometry]
) -> list[BaseGeometry]:
    """Intersect each chosen area with all current ones; those that vanish are left out."""
    agreed = shapely.union_all(current)
    parts = [shapely.intersection(shapely.make_valid(one), agreed) for one in chosen]
    return [part for part in parts if shapely.area(part) > 0]


def _count_covered(areas: Sequence[BaseGeometry], parts: gpd.GeoDataFrame) -> int:
    union = shapely.union_all(parts.geometry.to_numpy())
    return sum(bool(shapely.area(shapely.intersection(one, union)) > 0) for one in areas)


def _read_risk_marks(
    transaction: Transaction, slug: str, codes: Sequence[str], session_filter: SessionFilter
) -> gpd.GeoDataFrame:
    frames = [read_agreed_marks(transaction, slug, code) for code in codes]
    if not frames:
        return gpd.GeoDataFrame({"session": []}, geometry=[], crs=WGS84)
    marks = gpd.GeoDataFrame(pd.concat(frames, ignore_index=True), crs=WGS84)
    is_risk = marks["kind"] == "risk_area"
    if session_filter.slot is not None:
        is_risk &= marks["holds"].isin(["always", session_filter.slot])
    return to_layer_features(marks[is_risk].assign(note=""), "risk_area")


def _clip_marks(marks: gpd.GeoDataFrame, areas: Sequence[BaseGeometry]) -> gpd.GeoDataFrame:
    """Keep the part of each mark inside the areas; marks that lie outside are left out."""
    if marks.empty or not areas:
        return marks.iloc[:0]
    crs = estimate_metric_crs(marks)
    limits = shapely.union_all(gpd.GeoSeries(list(areas), crs=WGS84).to_crs(crs).to_numpy())
    metric = shapely.make_valid(marks.geometry.to_crs(crs).to_numpy())
    inside = [_only_polygons(shapely.intersection(one, limits)) for one in metric]
    clipped = marks.set_geometry(gpd.GeoSeries(inside, index=marks.index, crs=crs).to_crs(WGS84))
    return clipped[shapely.area(np.array(inside, dtype=object)) >= MIN_PIECE_M2]


def _only_polygons(shape: BaseGeometry) -> BaseGeometry:
    """Leave out the lines and points where outlines touch, and slivers of rounding."""
    parts = shapely.get_parts(shapely.get_parts(shape))
    areas = [part for part in parts if shapely.area(part) >= MIN_PIECE_M2]
    return areas[0] if len(areas) == 1 else shapely.MultiPolygon(areas)


def _select_shown_copies(
    copies: gpd.GeoDataFrame, parts: gpd.GeoDataFrame, session_filter: SessionFilter
) -> gpd.GeoDataFrame:
    """Select those of the time of the filter, and those whose mark has another time by now."""
    if session_filter.slot is None:
        return copies
    is_shown = copies["holds"].isin(["always", session_filter.slot])
    return copies[is_shown | copies["id"].isin(parts["id"])]


def _select_standing_copies(copies: gpd.GeoDataFrame, marks: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Leave out those whose mark was withdrawn; marks that the retention period ended were not."""
    return copies[copies["id"].isin(marks["id"]) | ~copies["has_marks"]].drop(columns="has_marks")


def _keep_parts(
    parts: gpd.GeoDataFrame, copies: gpd.GeoDataFrame, shown: gpd.GeoDataFrame
) -> gpd.GeoDataFrame:
    """Add to new parts what earlier ones have outside the areas that were to choose from."""
    return _join_parts(parts, _cut_out_areas(copies, list(shown.geometry)))


def _cut_out_areas(copies: gpd.GeoDataFrame, areas: Sequence[BaseGeometry]) -> gpd.GeoDataFrame:
    """Keep the part of each copy outside the areas."""
    if copies.empty:
        return copies
    crs = estimate_metric_crs(copies)
    cut = shapely.union_all(gpd.GeoSeries(list(areas), crs=WGS84).to_crs(crs).to_numpy())
    metric = shapely.make_valid(copies.geometry.to_crs(crs).to_numpy())
    outside = [_only_polygons(shapely.difference(one, cut)) for one in metric]
    earlier = copies.set_geometry(gpd.GeoSeries(outside, index=copies.index, crs=crs).to_crs(WGS84))
    return earlier[shapely.area(np.array(outside, dtype=object)) >= MIN_PIECE_M2]


def _join_parts(parts: gpd.GeoDataFrame, earlier: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Add earlier parts to the new ones: to that of the same mark, with what is said of it now."""
    outside = dict(zip(earlier["id"], earlier.geometry, strict=True))
    shapes = [
        shapely.union(shape, outside[mark]) if mark in outside else shape
        for mark, shape in zip(parts["id"], parts.geometry, strict=True)
    ]
    joined = parts.set_geometry(gpd.GeoSeries(shapes, index=parts.index, crs=parts.crs))
    others = earlier.loc[~earlier["id"].isin(parts["id"]), parts.columns]
    return gpd.GeoDataFrame(pd.concat([joined, others], ignore_index=True), crs=parts.crs)


def _replace_copies(
    transaction: Transaction, slug: str, old_ids: Sequence[str], parts: gpd.GeoDataFrame
) -> None:
    delete_features(require_authorisation(transaction, slug, "risk_areas", "delete"), old_ids)
    forget_agreed_copies(transaction, slug, old_ids)
    insert_features(require_authorisation(transaction, slug, "risk_areas", "add"), parts)
    copies = pd.DataFrame({"id": parts["id"].to_numpy(), "code": parts["session"].to_numpy()})
    transaction.execute("workshop/add_agreed_copies", copies, community=slug)
    transaction.execute("communities/layers_changed", slug=slug)
