"""Rows of imported files that wait: who sees them, and what is decided on them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

import geopandas as gpd
import numpy as np

from geo.access.layer_rights import acting_role_sees_confidential
from geo.errors import (
    LayerRowsError,
    MeaningNeededError,
    WaitingRowsUnknownError,
    WriteDeniedError,
)
from geo.imports.checked_layer import CheckedLayer
from geo.imports.layer_checks import split_layer
from geo.imports.layer_import import write_or_propose
from geo.imports.point_areas import check_radius, draw_point_areas
from geo.imports.row_proposals import (
    NO_CORRECTIONS,
    Corrections,
    Decision,
    carry_out_proposals,
    correct_cells,
    find_proposal,
    is_acceptable,
)
from geo.imports.unclear_resolution import UnclearDecision, resolve_unclear
from geo.imports.zone_settling import place_in_zone
from geo.model import LAYER_NAMES, Community, LayerName
from geo.store import Store
from geo.store.actor import current_actor, current_role
from geo.store.communities import read_community
from geo.store.database import Transaction
from geo.store.import_batches import (
    Doubt,
    ImportBatch,
    add_changes,
    decide,
    find_batch,
    list_batches,
    read_last_change,
    read_waiting,
)

POINTS_KEY = "row.points"


@dataclass(frozen=True)
class WaitingBatch:
    """
    The rows of one import that wait.

    Attributes
    ----------
    features
        Columns of the layer and EPSG:4326 geometry; index `row` as in the file.
    doubts
        What was found, by row.
    """

    batch: ImportBatch
    features: gpd.GeoDataFrame
    doubts: dict[int, list[Doubt]]


@dataclass(frozen=True)
class DecisionReport:
    """
    What became of rows that were decided on.

    Attributes
    ----------
    taken, left_out, waiting
        Rows of the file.
    proposed
        True where the rows taken wait for a coordinator, as a proposal.
    added, unchanged
        Numbers of features of the rows taken: new, and already in the layer.
    """

    layer: LayerName
    file: str
    taken: tuple[int, ...]
    left_out: tuple[int, ...]
    waiting: tuple[int, ...]
    proposed: bool
    added: int = 0
    unchanged: int = 0


def list_visible_batches(store: Store | Transaction, slug: str) -> list[ImportBatch]:
    """List the imports of a community for a coordinator, for others their own only."""
    if current_role() is None:
        return []
    return list_batches(store, slug, account=_visible_account())


def read_waiting_batches(store: Store, slug: str) -> list[WaitingBatch]:
    """
    Read the rows that wait, for a coordinator all, for others those of their own imports.

    Notes
    -----
    They are as they came: those who brought a file know it, and coordinators are shown everything.
    """
    return [
        WaitingBatch(batch, *read_waiting(store, batch))
        for batch in list_visible_batches(store, slug)
        if batch.waiting
    ]


def resolve_rows(  # noqa: PLR0913 (what is decided, on which rows; a record would hide them)
    store: Store,
    slug: str,
    batch_id: str,
    rows: Collection[int] | None,
    decision: Decision,
    *,
    corrections: Corrections = NO_CORRECTIONS,
    radius_m: float | None = None,
    layer: LayerName | None = None,
) -> DecisionReport:
    """
    Decide on rows that wait, in one transaction.

    Parameters
    ----------
    rows
        Rows of the file; None is all that wait. Those on which the decision cannot be carried out
        go on waiting.
    decision
        `proposal` does what is proposed for each, `take` takes those that are valid, `leave_out`
        leaves them out.
    corrections
        Written into the rows before.
    radius_m
        Radius [m] of the circles that the points of risk areas become.
    layer
        Layer of rows without a clear one, in which those that raise a doubt go on waiting; others
        stay in their own.

    Raises
    ------
    MeaningNeededError
        If rows without a clear layer are to be taken, and none is given.
    ImportBatchUnknownError
        If there is no such import, or it is another account's.
    WaitingRowsUnknownError
        If one of the rows does not wait.
    LayerRowsError
        If a correction is not valid.
    ZoneUnknownError
        If the zone that it names is none, or several.
    LayerRadiusError, NumberError
        If the radius cannot be used.
    WriteDeniedError, ProposalLimitError
        If the acting role may neither write nor propose that.
    """
    community = read_community(store, slug)
    choice = _Choice(rows, decision, corrections, radius_m, layer)
    return store.transact(lambda transaction: _resolve(transaction, community, batch_id, choice))


@dataclass(frozen=True)
class _Choice:
    """The parameters of `resolve_rows`."""

    rows: Collection[int] | None
    decision: Decision
    corrections: Corrections
    radius_m: float | None
    layer: LayerName | None = None


def _resolve(
    transaction: Transaction, community: Community, batch_id: str, choice: _Choice
) -> DecisionReport:
    slug = community.slug
    if current_role() is None:
        raise WriteDeniedError(layer="-")
    batch = find_batch(transaction, slug, batch_id, account=_visible_account())
    frame, doubts = read_waiting(transaction, batch)
    chosen = _select(frame, choice.rows)
    if choice.decision == "leave_out":
        return _report(transaction, batch, frame, taken=(), left_out=tuple(chosen))
    if batch.is_unclear:
        layer = choice.layer
        if layer is None:
            raise MeaningNeededError(layers=", ".join(LAYER_NAMES))
        statement = UnclearDecision(layer, choice.corrections, choice.radius_m)
        found = resolve_unclear(transaction, community, batch, frame.loc[chosen], doubts, statement)
        taken = tuple(one for one in chosen if one not in found.waiting)
        decided = DecisionReport(layer, batch.file, taken, (), found.waiting, found.proposed)
        return replace(decided, added=found.added, unchanged=found.unchanged)
    check_radius(batch.layer, choice.radius_m)
    placed, doubts, corrections = place_in_zone(
        transaction, slug, frame.loc[chosen], doubts, choice.corrections
    )
    choice = replace(choice, corrections=corrections)
    prepared, left_out = _prepare(placed, doubts, batch, choice)
    if prepared.empty:
        return _report(transaction, batch, frame, taken=(), left_out=left_out)
    checked = _check(prepared, batch, community, choice.radius_m)
    before = read_last_change(transaction, slug, batch.layer)
    _, counts = write_or_propose(transaction, slug, batch.layer, "add", checked)
    add_changes(transaction, slug, batch.id, batch.layer, after_change=before)
    taken = tuple(int(row) for row in checked.frame.index)
    report = _report(transaction, batch, frame, taken=taken, left_out=left_out)
    if counts is None:
        return replace(report, proposed=True)
    return replace(report, added=counts.added, unchanged=counts.unchanged)


def _visible_account() -> str | None:
    return None if acting_role_sees_confidential() else current_actor()


def _select(frame: gpd.GeoDataFrame, rows: Collection[int] | None) -> list[int]:
    waiting = [int(row) for row in frame.index]
    chosen = waiting if rows is None else sorted(set(rows))
    unknown = sorted(set(chosen) - set(waiting))
    if unknown:
        raise WaitingRowsUnknownError(rows=", ".join(map(str, unknown)))
    return chosen


def _prepare(
    frame: gpd.GeoDataFrame,
    doubts: Mapping[int, Sequence[Doubt]],
    batch: ImportBatch,
    choice: _Choice,
) -> tuple[gpd.GeoDataFrame, tuple[int, ...]]:
    """Correct rows; return those that may be tried, and those that the proposal leaves out."""
    corrected, remaining, faults = correct_cells(frame, doubts, batch.layer, choice.corrections)
    if faults:
        raise LayerRowsError(layer=batch.layer, file=batch.file, findings=faults)
    if choice.radius_m is not None:
        remaining = {
            row: [one for one in found if one[0] != POINTS_KEY] for row, found in remaining.items()
        }
    left_out: tuple[int, ...] = ()
    if choice.decision == "proposal":
        proposals = {row: find_proposal(found) for row, found in remaining.items() if found}
        left_out = tuple(row for row, one in proposals.items() if one == "leave_out")
        moved = {row for row, one in proposals.items() if one not in (None, "leave_out")}
        corrected = carry_out_proposals(corrected, {row: remaining.get(row, []) for row in doubts})
        ready = [row for row, found in remaining.items() if not found or row in moved]
    else:
        ready = [row for row, found in remaining.items() if is_acceptable(found)]
    return corrected.loc[[row for row in corrected.index if int(row) in set(ready)]], left_out


def _check(
    frame: gpd.GeoDataFrame, batch: ImportBatch, community: Community, radius_m: float | None
) -> CheckedLayer:
    """Check rows as those of a file are, without those that still have a finding."""
    frame = frame.copy()
    frame.attrs["file"] = batch.file
    checked, _ = split_layer(frame, batch.layer, accepts_points=radius_m is not None)
    return draw_point_areas(checked, radius_m, community)[0]


def _report(
    transaction: Transaction,
    batch: ImportBatch,
    frame: gpd.GeoDataFrame,
    *,
    taken: tuple[int, ...],
    left_out: tuple[int, ...],
) -> DecisionReport:
    decide(transaction, batch, taken, "taken")
    decide(transaction, batch, left_out, "left_out")
    waiting = np.setdiff1d(frame.index.to_numpy(), [*taken, *left_out])
    return DecisionReport(
        batch.layer, batch.file, taken, left_out, tuple(int(row) for row in waiting), proposed=False
    )
