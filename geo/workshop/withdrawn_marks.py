"""Withdrawal of marks: they are kept, not used, and can be restored."""

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
    Withdraw marks, or restore them; also in a closed session.

    Returns
    -------
    changed
        Number of marks that were changed.

    Raises
    ------
    DrawingUnknownError
        If there is no such drawing session.
    MarkUnreadableError
        If one of them is not a mark of it; nothing was changed.
    """
    read_drawing(store, scope.community, scope.code)

    def in_transaction(transaction: Transaction) -> int:
        selected = select_marks(read_marks(transaction, scope), mark_ids)
        operations = [
            make_put_operation(one, set_withdrawn(one, withdrawn=withdrawn))
            for one in selected
            if one.mark.withdrawn != withdrawn
        ]
        raise_rejection(apply_in_transaction(transaction, scope, operations, now()))
        return len(operations)

    return store.transact_serialised(in_transaction)


def select_marks(
    stored_marks: dict[uuid.UUID, StoredMark], mark_ids: Iterable[uuid.UUID]
) -> list[StoredMark]:
    """
    Select marks by id, ordered by number.

    Raises
    ------
    MarkUnreadableError
        If one does not exist.
    """
    requested = set(mark_ids)
    if not requested <= stored_marks.keys():
        raise MarkUnreadableError
    return [one for one in stored_marks.values() if one.id in requested]


def set_withdrawn(
    stored_mark: StoredMark, *, withdrawn: bool, merged_into: uuid.UUID | None = None
) -> StoredMark:
    """Copy a mark with `withdrawn` set or cleared."""
    into = str(merged_into) if merged_into else None
    return replace(
        stored_mark, mark=replace(stored_mark.mark, withdrawn=withdrawn, merged_into=into)
    )


def make_put_operation(before: StoredMark, after: StoredMark) -> Operation:
    """Create the operation that replaces a mark."""
    return Operation(uuid.uuid4(), before.id, "put", before.revision, after.mark)


def raise_rejection(result: BatchResult) -> None:
    """Raise the error of a rejected operation, so that its transaction is rolled back."""
    for error in result.rejected.values():
        raise error
