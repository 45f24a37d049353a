"""Undoing of an import: what it added is removed, and what it removed is brought back."""

from __future__ import annotations

from dataclasses import dataclass

from geo.access.layer_rights import acting_role_sees_confidential, require_authorisation
from geo.errors import ImportBatchUnknownError, WriteDeniedError
from geo.imports.waiting_rows import list_visible_batches
from geo.model import LayerName
from geo.store import Store
from geo.store.actor import current_actor, current_role
from geo.store.database import Transaction
from geo.store.import_batches import (
    UNCLEAR,
    ImportBatch,
    close_batch,
    count_edited,
    find_batch,
    list_added_ids,
    list_companions,
    read_removed_by,
)
from geo.store.layers import delete_features, insert_features, list_removable_ids


@dataclass(frozen=True)
class UndoReport:
    """
    What the undoing of an import did.

    Attributes
    ----------
    layer
        None where it had brought rows into several.
    removed, restored
        Features that the import had added, and that it had removed.
    kept
        Features that it had added and that stay, as they were changed since.
    waiting
        Rows that waited, and were deleted.
    """

    layer: LayerName | None
    file: str
    removed: int
    restored: int
    kept: int
    waiting: int


def undo_import(store: Store, slug: str, batch_id: str | None = None) -> UndoReport:
    """
    Undo an import, of all layers that its file brought, in one transaction; history keeps both.

    Parameters
    ----------
    batch_id
        None is the latest import that the acting account may undo.

    Raises
    ------
    ImportBatchUnknownError
        If there is no such import, it was undone, or it is another account's.
    WriteDeniedError
        If the acting role may not remove or add features of the layer.
    """

    def in_transaction(transaction: Transaction) -> UndoReport:
        if current_role() is None:
            raise WriteDeniedError(layer="-")
        chosen = batch_id or _find_latest(transaction, slug)
        account = None if acting_role_sees_confidential() else current_actor()
        batch = find_batch(transaction, slug, chosen, account=account)
        undone = [_undo(transaction, one) for one in list_companions(transaction, batch)]
        layers = {one.layer for one in undone if one.layer != UNCLEAR}
        return UndoReport(
            next(iter(layers)) if len(layers) == 1 else None,
            batch.file,
            sum(one.removed for one in undone),
            sum(one.restored for one in undone),
            sum(one.kept for one in undone),
            sum(one.waiting for one in undone),
        )

    return store.transact(in_transaction)


def _undo(transaction: Transaction, batch: ImportBatch) -> UndoReport:
    """Undo what an import did to one layer."""
    if batch.is_unclear:
        close_batch(transaction, batch)
        return UndoReport(batch.layer, batch.file, 0, 0, 0, batch.waiting)
    slug = batch.community
    edited = count_edited(transaction, batch)
    removal = require_authorisation(transaction, slug, batch.layer, "delete")
    removable = set(list_removable_ids(removal))
    added = [one for one in list_added_ids(transaction, batch) if one in removable]
    removed = read_removed_by(transaction, batch)
    delete_features(removal, added)
    if len(removed):
        insert_features(require_authorisation(transaction, slug, batch.layer, "add"), removed)
    close_batch(transaction, batch)
    return UndoReport(batch.layer, batch.file, len(added), len(removed), edited, batch.waiting)


def _find_latest(transaction: Transaction, slug: str) -> str:
    batches = list_visible_batches(transaction, slug)
    if not batches:
        raise ImportBatchUnknownError
    return batches[0].id
