"""Acceptance and refusal of service candidates found in an OpenStreetMap extract."""

from __future__ import annotations

from dataclasses import dataclass

import geopandas as gpd

from geo.access.layer_rights import require_authorisation, require_right
from geo.errors import CandidateUnknownError
from geo.imports.confidentiality import find_confidential_matches
from geo.imports.layer_checks import check_layer
from geo.privacy.view import View
from geo.store import Store
from geo.store.database import Transaction
from geo.store.layers import read_layer
from geo.store.streets import accept_candidates, record_candidate_decision

# Data from OpenStreetMap is not verified by the network; the source names its origin.
OSM_SOURCE = "OpenStreetMap"


@dataclass(frozen=True)
class CandidateCorrections:
    """Corrections to a candidate; None keeps the value of the extract."""

    type: str | None = None
    name: str | None = None
    phone: str | None = None
    opening_hours: str | None = None
    address: str | None = None
    confidential: bool | None = None


def accept_service_candidate(
    store: Store, view: View, osm_id: str, *, corrections: CandidateCorrections
) -> None:
    """
    Add a candidate to the services and record the decision, in one transaction.

    A coordinator's is confidential where the store holds the place so, unless she says otherwise.

    Parameters
    ----------
    view
        View of an audience that may see the candidate.
    osm_id
        As in "node/123".

    Raises
    ------
    CandidateUnknownError
        If there is no such candidate, or it has been decided on.
    LayerRowsError
        If a correction is invalid, such as an unknown type.
    WriteDeniedError
        If the acting role may not add services.
    """
    candidate = _find_candidate(view, osm_id)
    changes = {name: value for name, value in vars(corrections).items() if value is not None}
    corrected = candidate.drop(columns="osm_id").assign(
        source=OSM_SOURCE, verified_on=None, **changes
    )
    if corrections.confidential is None and not candidate["confidential"].iloc[0]:
        # The map only did not say so: the type, or the name, may still decide.
        corrected = corrected.assign(confidential=None)
    checked = check_layer(corrected, "services")

    def in_transaction(transaction: Transaction) -> None:
        slug = view.community.slug
        authorisation = require_authorisation(transaction, slug, "services", "add")
        accepted = checked
        if corrections.confidential is None and authorisation.sees_confidential:
            # For coordinators only: others would find what is stored by accepting what is near it.
            stored = read_layer(transaction, slug, "services")
            matches = find_confidential_matches(checked, stored)
            accepted = checked.assign(confidential=checked["confidential"] | matches)
        accept_candidates(authorisation, [osm_id], accepted)

    store.transact(in_transaction)


def refuse_service_candidate(store: Store, view: View, osm_id: str) -> None:
    """
    Record that a candidate is not a service of the community.

    Raises
    ------
    CandidateUnknownError
        If there is no such candidate, or it has been decided on.
    WriteDeniedError
        If the acting role may not decide on candidates.
    """
    require_right("candidates", "edit")
    _find_candidate(view, osm_id)
    record_candidate_decision(store, view.community.slug, osm_id, "refused")


def _find_candidate(view: View, osm_id: str) -> gpd.GeoDataFrame:
    candidates = view.candidates[view.candidates["osm_id"] == osm_id].reset_index(drop=True)
    if candidates.empty:
        raise CandidateUnknownError
    return candidates
