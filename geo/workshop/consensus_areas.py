"""What all groups marked, and where they agree: for the network, never for the public."""

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
    Which groups are asked.

    Attributes
    ----------
    age_band
        Only groups of these ages; None asks all.
    slot
        Only what they marked for the day or the night, or for always; None takes all.
    """

    age_band: str | None = None
    slot: TimeSlot | None = None


ALL_SESSIONS = SessionFilter()


def read_consensus(
    store: Store, view: View, session_filter: SessionFilter = ALL_SESSIONS
) -> Consensus:
    """
    Tell how far groups agree on what they marked as risk areas.

    Raises
    ------
    DrawingUnknownError
        If the view is for the public: it learns of no group what it drew.
    """
    if view.audience == "public":
        raise DrawingUnknownError(code="")
    asked = select_sessions(store, view, session_filter)
    marked = _read_risk_marks(store, view)
    if session_filter.slot is not None:
        marked = marked[marked["holds"].isin(["always", session_filter.slot])]
    marked = marked[marked["session"].isin([one.code for one in asked])]
    return compute_consensus(marked, session_count=len(asked))


def select_sessions(
    store: Store, view: View, session_filter: SessionFilter = ALL_SESSIONS
) -> list[DrawingSession]:
    """List the groups that are asked: of the ages, and whose marks the network may see."""
    opened = {one.code: one for one in list_drawings(store, view.community.slug)}
    shared = {code for code, one in opened.items() if one.shared_at is not None}
    return [
        one
        for one in view.sessions
        if (one.code in shared or one.code not in opened or one.agreed_on is not None)
        and session_filter.age_band in (None, one.age_band)
    ]


def _read_risk_marks(store: Store, view: View) -> gpd.GeoDataFrame:
    """Gather what is in the agreed layer with what is shared and not agreed yet."""
    agreed = view.risk_areas[CONSENSUS_COLUMNS]
    rows = store.frame("workshop/network_marks", community=view.community.slug, kind="risk_area")
    shared = buffer_marks(to_geodataframe(rows))[CONSENSUS_COLUMNS]
    both = pd.concat([agreed, shared], ignore_index=True)
    return gpd.GeoDataFrame(both, crs=agreed.crs)


def read_session_marks(
    store: Store, view: View, code: str, *, is_facilitator: bool
) -> gpd.GeoDataFrame:
    """
    Read what one group drew and did not set aside, as it was drawn.

    Parameters
    ----------
    is_facilitator
        Whether it is for somebody who tends drawing sessions: others see what is shared.

    Returns
    -------
    marks
        EPSG:4326, with `kind`, `number`, `category`, `severity`, `holds`, `name`.

    Raises
    ------
    DrawingUnknownError
        If none of this code was opened here, or it is not for this view.
    """
    slug = view.community.slug
    told = read_drawing(store, slug, code)
    seen = is_facilitator or told.shared_at is not None or told.agreed_on is not None
    if view.audience == "public" or not seen:
        raise DrawingUnknownError(code=code[:20])
    known = read_marks(store, DrawingScope(slug, code)).values()
    standing = [one for one in known if not one.mark.withdrawn]
    columns: dict[str, list[object]] = {
        "kind": [one.mark.kind for one in standing],
        "number": [one.number for one in standing],
        "category": [one.mark.category for one in standing],
        "severity": [one.mark.severity for one in standing],
        "holds": [one.mark.holds for one in standing],
        "name": [one.mark.name for one in standing],
    }
    shapes = [one.mark.geometry for one in standing]
    return gpd.GeoDataFrame(columns, geometry=shapes, crs=WGS84)
