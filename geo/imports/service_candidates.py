"""Services that an extract named: accepted one by one, as people know them, or refused."""

from __future__ import annotations

from dataclasses import dataclass

import geopandas as gpd

from geo.errors import CandidateUnknownError
from geo.imports.layer_checks import check_layer
from geo.privacy.view import View
from geo.store import Store
from geo.store.streets import accept_candidate, record_candidate_decision

# Nobody of the network has verified what OpenStreetMap says; the source tells where it is from.
OSM_SOURCE = "OpenStreetMap"


@dataclass(frozen=True)
class CandidateCorrections:
    """What people know better than the extract; None keeps what it says."""

    type: str | None = None
    name: str | None = None
    phone: str | None = None
    opening_hours: str | None = None
    confidential: bool | None = None


def accept_service_candidate(
    store: Store, view: View, osm_id: str, *, corrections: CandidateCorrections, who: str
) -> None:
    """
    Make a service of a candidate, and note the decision: both, or neither.

    Parameters
    ----------
    view
        Of a reader who may see the candidate.
    osm_id
        As in "node/123".
    who
        The role that decides.

    Raises
    ------
    CandidateUnknownError
        If nobody offers it, or it has been decided on.
    LayerRowsError
        If what people know cannot be: an unknown type, say.
    """
    offered = _find_candidate(view, osm_id)
    better = {name: value for name, value in vars(corrections).items() if value is not None}
    row = offered.drop(columns="osm_id").assign(source=OSM_SOURCE, verified_on=None, **better)
    checked = check_layer(row, "services")
    accept_candidate(store, view.community.slug, osm_id, checked, who=who)


def refuse_service_candidate(store: Store, view: View, osm_id: str) -> None:
    """
    Note that a candidate is none of the community's services.

    Raises
    ------
    CandidateUnknownError
        If nobody offers it, or it has been decided on.
    """
    _find_candidate(view, osm_id)
    record_candidate_decision(store, view.community.slug, osm_id, "refused")


def _find_candidate(view: View, osm_id: str) -> gpd.GeoDataFrame:
    found = view.candidates[view.candidates["osm_id"] == osm_id].reset_index(drop=True)
    if found.empty:
        raise CandidateUnknownError
    return found
