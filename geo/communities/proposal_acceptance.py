"""
Acceptance of proposals: their effect shown beforehand, and written in one transaction.

A proposal is written as its proposer would have written it: what her role is not shown stays. It
is validated anew, against the boundary and the layer of the moment of its acceptance.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

import geopandas as gpd
import shapely
from shapely.geometry.base import BaseGeometry

from geo.access.layer_rights import authorise, require_right
from geo.access.proposals import append_decision_line
from geo.communities.boundary import replace_boundary
from geo.errors import ProposalOutdatedError, WriteDeniedError
from geo.imports.layer_checks import check_layer
from geo.imports.layer_import import add_rows, count_new_rows
from geo.imports.location_check import check_location
from geo.imports.redacted_rows import replace_rows
from geo.model import LayerName
from geo.store.actor import current_actor
from geo.store.communities import read_community
from geo.store.database import Store, Transaction
from geo.store.layers import FeatureCounts, list_removable_ids, read_layer
from geo.store.proposals import (
    Proposal,
    close_proposal,
    find_proposal,
    read_proposed_boundary,
    read_proposed_features,
)
from geo.store.write_authorisation import WriteAuthorisation


@dataclass(frozen=True)
class ProposalEffect:
    """
    What the acceptance of a proposal would change.

    Attributes
    ----------
    added, removed
        Numbers of features; 0 for a boundary.
    boundary
        The proposed boundary, EPSG:4326; None for a layer.
    features
        The proposed rows; None for a boundary.
    fingerprint
        Of what the layer and the boundary are now.
    """

    added: int
    removed: int
    boundary: BaseGeometry | None
    features: gpd.GeoDataFrame | None
    fingerprint: str


def preview_proposal(store: Store, slug: str, proposal_id: str) -> ProposalEffect:
    """
    Tell a coordinator what the acceptance of a proposal would change.

    Raises
    ------
    ProposalUnknownError
        If no such proposal is open.
    WriteDeniedError
        If the acting role may not decide on proposals.
    LayerRowsError, LayerOutsideError, LayerCoordinatesSwappedError
        If the rows do not fit the community any longer.
    """
    with store.open_reader() as reader:
        return _measure_effect(*_authorise_decision(reader, slug, proposal_id))


def accept_proposal(store: Store, slug: str, proposal_id: str, *, fingerprint: str) -> None:
    """
    Write what a proposal contains, record it in the audit log, and close the proposal.

    Parameters
    ----------
    fingerprint
        Of the effect that was shown.

    Raises
    ------
    ProposalOutdatedError
        If the layer or the boundary has changed since then; nothing is changed.
    ProposalUnknownError, WriteDeniedError, LayerRowsError, LayerOutsideError
    LayerCoordinatesSwappedError
        As `preview_proposal`.
    """

    def in_transaction(transaction: Transaction) -> None:
        authorisation, proposal = _authorise_decision(transaction, slug, proposal_id)
        effect = _measure_effect(authorisation, proposal)
        if effect.fingerprint != fingerprint:
            raise ProposalOutdatedError
        counts = _write_proposal(authorisation, proposal, effect)
        close_proposal(transaction, proposal, "accepted", account=current_actor(), counts=counts)
        append_decision_line(transaction, proposal, "accepted")

    store.transact_serialised(in_transaction)


def _authorise_decision(
    transaction: Transaction, slug: str, proposal_id: str
) -> tuple[WriteAuthorisation, Proposal]:
    require_right("proposals", "edit")
    proposal = find_proposal(transaction, slug, proposal_id)
    authorisation = authorise(
        transaction, slug, proposal.target, proposal.action, proposed_by=proposal.role
    )
    if authorisation is None:
        raise WriteDeniedError(layer=proposal.target)
    return authorisation, proposal


def _measure_effect(authorisation: WriteAuthorisation, proposal: Proposal) -> ProposalEffect:
    transaction, slug = authorisation.transaction, authorisation.community
    old_boundary = read_community(transaction, slug).boundary
    removable_ids = list_removable_ids(authorisation)
    seen = [*removable_ids, "" if old_boundary is None else shapely.to_wkb(old_boundary, hex=True)]
    fingerprint = hashlib.sha256("\n".join(seen).encode()).hexdigest()
    if proposal.target == "boundary":
        boundary = read_proposed_boundary(transaction, proposal)
        return ProposalEffect(0, 0, boundary, None, fingerprint)
    features = check_layer(read_proposed_features(transaction, proposal), _layer_of(proposal))
    features = features.reset_index(drop=True)
    check_location(features, old_boundary, file=proposal.target)
    if proposal.action == "replace":
        added, removed = len(features), len(removable_ids)
    else:
        added, removed = (
            count_new_rows(features, read_layer(transaction, slug, _layer_of(proposal))),
            0,
        )
    return ProposalEffect(added, removed, None, features, fingerprint)


def _write_proposal(
    authorisation: WriteAuthorisation, proposal: Proposal, effect: ProposalEffect
) -> FeatureCounts:
    if effect.boundary is not None:
        replace_boundary(authorisation, effect.boundary)
    if effect.features is None:
        return FeatureCounts(0, 0, 0)
    stored = read_layer(authorisation.transaction, authorisation.community, _layer_of(proposal))
    if proposal.action == "replace":
        return replace_rows(authorisation, effect.features, stored)
    return add_rows(authorisation, effect.features, stored)


def _layer_of(proposal: Proposal) -> LayerName:
    if proposal.target == "boundary":
        raise ValueError(proposal.target)
    return proposal.target
