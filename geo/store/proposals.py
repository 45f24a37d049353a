"""
Proposals: changes of a layer or a boundary that wait until a coordinator decides.

What a proposal contains is in none of the layers, so no view reads it; it is deleted when the
proposal is decided on, and only its numbers stay.
"""

from __future__ import annotations

import json
import uuid
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from shapely.geometry.base import BaseGeometry

from geo.errors import ProposalUnknownError
from geo.store.database import Store, Transaction
from geo.store.layers import FeatureCounts, to_feature_rows, to_geodataframe
from geo.store.write_authorisation import WriteAction, WriteTarget

ProposalState = Literal["accepted", "declined", "withdrawn"]


@dataclass(frozen=True)
class Proposal:
    """
    An open proposal, without what it contains.

    Attributes
    ----------
    row_count
        Rows of the file; 1 for a boundary.
    account, role
        Who proposed it, and under which role.
    proposed_at
        UTC.
    layers_version
        Version of the community's layers at that time.
    """

    id: str
    community: str
    target: WriteTarget
    action: WriteAction
    row_count: int
    account: str
    role: str
    proposed_at: datetime
    layers_version: int


def add_proposal(transaction: Transaction, proposal: Proposal, rows: pd.DataFrame) -> None:
    """Store an open proposal and its rows, as `make_feature_rows` and `make_boundary_rows` make."""
    parameters = {**vars(proposal), "proposed_at": proposal.proposed_at.replace(tzinfo=None)}
    transaction.execute("proposals/add", **parameters)
    transaction.execute("proposals/add_rows", rows, id=proposal.id, community=proposal.community)


def make_feature_rows(features: gpd.GeoDataFrame) -> pd.DataFrame:
    """Convert features to the rows of a proposal."""
    rows = to_feature_rows(features).drop(columns="id")
    return rows.assign(number=np.arange(len(rows)))


def make_boundary_rows(boundary: BaseGeometry) -> pd.DataFrame:
    """Convert a boundary to the row of a proposal."""
    return pd.DataFrame({"number": [0], "attributes": ["{}"], "wkb": [shapely.to_wkb(boundary)]})


def new_proposal_id() -> str:
    """Make the id of a proposal."""
    return str(uuid.uuid4())


def list_proposals(
    store: Store | Transaction, *, slug: str | None = None, account: str | None = None
) -> list[Proposal]:
    """List open proposals, the oldest first; None for a community or an account selects all."""
    return [
        Proposal(**{**row, "proposed_at": row["proposed_at"].replace(tzinfo=UTC)})
        for row in store.rows("proposals/open", community=slug, account=account)
    ]


def find_proposal(store: Store | Transaction, slug: str, proposal_id: str) -> Proposal:
    """
    Find an open proposal.

    Raises
    ------
    ProposalUnknownError
        If there is none.
    """
    for proposal in list_proposals(store, slug=slug):
        if proposal.id == proposal_id:
            return proposal
    raise ProposalUnknownError


def read_proposed_features(transaction: Transaction, proposal: Proposal) -> gpd.GeoDataFrame:
    """Read what an open proposal contains: attributes as they were stored, EPSG:4326."""
    rows = transaction.frame("proposals/rows", id=proposal.id, community=proposal.community)
    attributes = pd.DataFrame([json.loads(one) for one in rows["attributes"]], index=rows.index)
    return to_geodataframe(attributes.assign(wkb=rows["wkb"]))


def read_proposed_boundary(transaction: Transaction, proposal: Proposal) -> BaseGeometry:
    """Read the boundary that an open proposal contains."""
    return read_proposed_features(transaction, proposal).geometry.iloc[0]


def close_proposal(
    transaction: Transaction,
    proposal: Proposal,
    state: ProposalState,
    *,
    account: str,
    counts: FeatureCounts | None = None,
) -> None:
    """Record the decision on an open proposal, and delete what it contains."""
    parameters = {"id": proposal.id, "community": proposal.community}
    transaction.execute(
        "proposals/close",
        **parameters,
        state=state,
        decided_by=account,
        decided_at=datetime.now(UTC).replace(tzinfo=None),
        added=counts.added if counts else None,
        removed=counts.removed if counts else None,
    )
    transaction.execute("proposals/delete_rows", **parameters)
