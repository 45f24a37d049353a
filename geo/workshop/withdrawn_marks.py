"""Setting marks aside: they stay as they were drawn, count for nothing, and can come back."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable
from dataclasses import replace

from geo.access.monotonic_clock import Clock, monotonic_now
from geo.errors import MarkUnreadableError
from geo.store.database import Store, Transaction
from geo.workshop.drawing_sessions import read_drawing
from geo.workshop.mark_operations import StoredMark, read_marks
from geo.workshop.mark_store import apply_in_transaction
from geo.workshop.records import BatchResult, DrawingScope, Operation


def withdraw_marks(
    store: Store,
    scope: DrawingScope,
    mark_ids: Collection[uuid.UUID],
    *,
    withdrawn: bool = True,
    now: Clock = monotonic_now,
) -> int:
    """
    Set marks aside, or bring them back; also where the session takes no more marks.

    Returns
    -------
    changed
        How many were not as they were to be.

    Raises
    ------
    DrawingUnknownError
        If there is no such drawing session.
    MarkUnreadableError
        If one of them is no mark of it; nothing was changed.
    """
    read_drawing(store, scope.community, scope.code)

    def in_transaction(transaction: Transaction) -> int:
        chosen = select_marks(read_marks(transaction, scope), mark_ids)
        changing = [
            make_put_operation(one, set_withdrawn(one, withdrawn=withdrawn))
            for one in chosen
            if one.mark.withdrawn != withdrawn
        ]
        raise_rejection(apply_in_transaction(transaction, scope, changing, now()))
        return len(changing)

    return store.transact_serialised(in_transaction)


def select_marks(
    stored_marks: dict[uuid.UUID, StoredMark], mark_ids: Iterable[uuid.UUID]
) -> list[StoredMark]:
    """
    Pick marks, in the order of their numbers, each once.

    Raises
    ------
    MarkUnreadableError
        If one is not there.
    """
    asked = set(mark_ids)
    if not asked <= stored_marks.keys():
        raise MarkUnreadableError
    return [one for one in stored_marks.values() if one.id in asked]


def set_withdrawn(
    stored_mark: StoredMark, *, withdrawn: bool, merged_into: uuid.UUID | None = None
) -> StoredMark:
    """Tell a mark as it would stand aside, or back again."""
    into = str(merged_into) if merged_into else None
    return replace(
        stored_mark, mark=replace(stored_mark.mark, withdrawn=withdrawn, merged_into=into)
    )


def make_put_operation(before: StoredMark, after: StoredMark) -> Operation:
    """Make the operation that puts a mark in the place of what it was."""
    return Operation(uuid.uuid4(), before.id, "put", before.revision, after.mark)


def raise_rejection(result: BatchResult) -> None:
    """Let a transaction fail as a whole where one of its operations was refused."""
    for fault in result.rejected.values():
        raise fault
