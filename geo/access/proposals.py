"""
Proposals of whoever may not write: to make one, to list, to decline and to withdraw them.

Acceptance writes layers and is in `geo.communities.proposal_acceptance`.
"""

from __future__ import annotations

from datetime import UTC, datetime

import geopandas as gpd
import pandas as pd
from shapely.geometry.base import BaseGeometry

from geo.access.layer_rights import current_right, has_right, require_right
from geo.access.visitor import ANONYMOUS
from geo.errors import ProposalLimitError, ProposalUnknownError, WriteDeniedError
from geo.model import LayerName
from geo.store.actor import current_actor, current_role
from geo.store.audit import append_audit_line
from geo.store.audit_vocabulary import AuditDetail
from geo.store.communities import read_community
from geo.store.database import Store, Transaction
from geo.store.proposals import (
    Proposal,
    ProposalState,
    add_proposal,
    close_proposal,
    find_proposal,
    list_proposals,
    make_boundary_rows,
    make_feature_rows,
    new_proposal_id,
)
from geo.store.write_authorisation import WriteAction, WriteTarget

MAX_OPEN_PROPOSALS = 20  # of an account, in all communities


def propose_features(
    transaction: Transaction,
    slug: str,
    layer: LayerName,
    action: WriteAction,
    features: gpd.GeoDataFrame,
) -> None:
    """
    Propose to add features, or to replace those of a layer, within a transaction.

    Parameters
    ----------
    features
        Validated attributes and EPSG:4326 geometry.

    Raises
    ------
    WriteDeniedError
        If the acting account may not propose that.
    ProposalLimitError
        If it has as many open proposals as are permitted.
    """
    _propose(transaction, slug, (layer, action), make_feature_rows(features))


def propose_boundary(transaction: Transaction, slug: str, boundary: BaseGeometry) -> None:
    """
    Propose another boundary (EPSG:4326) within a transaction.

    Raises
    ------
    WriteDeniedError, ProposalLimitError
        As `propose_features`.
    """
    _propose(transaction, slug, ("boundary", "replace"), make_boundary_rows(boundary))


def list_open_proposals(store: Store, slug: str) -> list[Proposal]:
    """List the open proposals of a community for a coordinator, for others their own only."""
    if has_right("proposals", "edit"):
        return list_proposals(store, slug=slug)
    return list_proposals(store, slug=slug, account=current_actor()) if _has_account() else []


def decline_proposal(store: Store, slug: str, proposal_id: str) -> None:
    """
    Decline a proposal; the layers stay as they are.

    Raises
    ------
    WriteDeniedError
        If the acting role may not decide on proposals.
    ProposalUnknownError
        If no such proposal is open.
    """

    def in_transaction(transaction: Transaction) -> None:
        require_right("proposals", "edit")
        record_decision(transaction, find_proposal(transaction, slug, proposal_id), "declined")

    store.transact_serialised(in_transaction)


def withdraw_proposal(store: Store, slug: str, proposal_id: str) -> None:
    """
    Withdraw a proposal of the acting account.

    Raises
    ------
    ProposalUnknownError
        If the account has no such open proposal, whether another one has it or not.
    """

    def in_transaction(transaction: Transaction) -> None:
        proposal = find_proposal(transaction, slug, proposal_id)
        if proposal.account != current_actor() or not _has_account():
            raise ProposalUnknownError
        record_decision(transaction, proposal, "withdrawn")

    store.transact_serialised(in_transaction)


def record_decision(transaction: Transaction, proposal: Proposal, state: ProposalState) -> None:
    """Close a proposal and write the line of the audit log, within a serialised transaction."""
    close_proposal(transaction, proposal, state, account=current_actor())
    append_decision_line(transaction, proposal, state)


def append_decision_line(
    transaction: Transaction, proposal: Proposal, state: ProposalState
) -> None:
    """Write the line of the audit log on a decision, within a serialised transaction."""
    details: dict[str, AuditDetail] = {
        "community": proposal.community,
        "account": proposal.account,
        "what": proposal.target,
        "rows": proposal.row_count,
    }
    append_audit_line(transaction, current_actor(), f"proposal_{state}", details)


def _propose(
    transaction: Transaction,
    slug: str,
    wanted: tuple[WriteTarget, WriteAction],
    rows: pd.DataFrame,
) -> None:
    target, action = wanted
    role, account = current_role(), current_actor()
    proposes = current_right(transaction, slug, target, action) == "propose"
    if role is None or not proposes or not _has_account():
        raise WriteDeniedError(layer=target)
    if len(list_proposals(transaction, account=account)) >= MAX_OPEN_PROPOSALS:
        raise ProposalLimitError(count=MAX_OPEN_PROPOSALS)
    proposal = Proposal(
        id=new_proposal_id(),
        community=slug,
        target=target,
        action=action,
        row_count=len(rows),
        account=account,
        role=role,
        proposed_at=datetime.now(UTC),
        layers_version=read_community(transaction, slug).layers_version,
    )
    add_proposal(transaction, proposal, rows)


def _has_account() -> bool:
    """Return whether a decision could reach the actor: nobody without an account proposes."""
    return current_actor() != ANONYMOUS
