"""Reads risk marks of all drawing sessions and computes consensus; never for the public."""

from __future__ import annotations

from dataclasses import dataclass

import geopandas as gpd
import pandas as pd

from geo.errors import DrawingUnknownError
from geo.model import WGS84, DrawingSession, TimeSlot
from geo.privacy.view import View
from geo.store.database import Store
from geo.store.layers import to_geodataframe
from geo.workshop.consensus import Consensus, compute_consensus
from geo.workshop.drawing_area import buffer_marks
from geo.workshop.drawing_sessions import list_drawings, read_drawing
from geo.workshop.mark_operations import read_marks
from geo.workshop.records import DrawingScope

CONSENSUS_COLUMNS = ["session", "holds", "geometry"]


@dataclass(frozen=True)
class SessionFilter:
    """
    Filter of drawing sessions and of their marks.

    Attributes
    ----------
    age_band
        Only sessions of this age band; None selects all.
    slot
        Only marks that hold at this time, or always; None selects all.
    """

    age_band: str | None = None
    slot: TimeSlot | None = None


ALL_SESSIONS = SessionFilter()


def read_consensus(
    store: Store, view: View, session_filter: SessionFilter = ALL_SESSIONS
) -> Consensus:
    """
    Compute the consensus of drawing sessions on risk areas.

    Raises
    ------
    DrawingUnknownError
        If the view is for the public, to which marks of sessions are not disclosed.
    """
    if view.audience == "public":
        raise DrawingUnknownError(code="")
    selected = select_sessions(store, view, session_filter)
    marks = _read_risk_marks(store, view)
    if session_filter.slot is not None:
        marks = marks[marks["holds"].isin(["always", session_filter.slot])]
    marks = marks[marks["session"].isin([one.code for one in selected])]
    return compute_consensus(marks, session_count=len(selected))


def select_sessions(
    store: Store, view: View, session_filter: SessionFilter = ALL_SESSIONS
) -> list[DrawingSession]:
    """List the sessions of an age band whose marks are disclosed to the network."""
    opened_by_code = {one.code: one for one in list_drawings(store, view.community.slug)}
    shared = {code for code, one in opened_by_code.items() if one.shared_at is not None}
    return [
        one
        for one in view.sessions
        if (one.code in shared or one.code not in opened_by_code or one.agreed_on is not None)
        and session_filter.age_band in (None, one.age_band)
    ]


def _read_risk_marks(store: Store, view: View) -> gpd.GeoDataFrame:
    """
    Combine the agreed layer with marks that are shared and not agreed yet.

    An agreed part of a mark counts once its session has no marks any more: before, the mark does,
    and the part would stay after the mark was withdrawn.
    """
    copies = store.rows("workshop/agreed_copies", community=view.community.slug)
    counted = ~view.risk_areas["id"].isin([row["id"] for row in copies if row["has_marks"]])
    agreed = view.risk_areas.loc[counted, CONSENSUS_COLUMNS]
    rows = store.frame("workshop/network_marks", community=view.community.slug, kind="risk_area")
    shared = buffer_marks(to_geodataframe(rows))[CONSENSUS_COLUMNS]
    combined = pd.concat([agreed, shared], ignore_index=True)
    return gpd.GeoDataFrame(combined, crs=agreed.crs)


def read_session_marks(
    store: Store, view: View, code: str, *, is_facilitator: bool
) -> gpd.GeoDataFrame:
    """
    Read the marks of one drawing session that are not withdrawn, as drawn.

    Confidential ones are read by coordinators only.

    Parameters
    ----------
    is_facilitator
        Whether the reader manages drawing sessions: others read only shared ones.

    Returns
    -------
    marks
        EPSG:4326, with `kind`, `number`, `category`, `severity`, `holds`, `name`.

    Raises
    ------
    DrawingUnknownError
        If there is no such session, or it is not disclosed to this view.
    """
    slug = view.community.slug
    session = read_drawing(store, slug, code)
    is_disclosed = is_facilitator or session.shared_at is not None or session.agreed_on is not None
    if view.audience == "public" or not is_disclosed:
        raise DrawingUnknownError(code=code[:20])
    stored_marks = read_marks(store, DrawingScope(slug, code)).values()
    sees_all = view.audience == "coordinator"
    active = [
        one
        for one in stored_marks
        if not one.mark.withdrawn and (sees_all or not one.mark.confidential)
    ]
    columns: dict[str, list[object]] = {
        "kind": [one.mark.kind for one in active],
        "number": [one.number for one in active],
        "category": [one.mark.category for one in active],
        "severity": [one.mark.severity for one in active],
        "holds": [one.mark.holds for one in active],
        "name": [one.mark.name for one in active],
    }
    geometries = [one.mark.geometry for one in active]
    return gpd.GeoDataFrame(columns, geometry=geometries, crs=WGS84)
