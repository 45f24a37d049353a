"""
The marks of a drawing session: taken one operation at a time, each once, none lost in silence.

A phone sends operations until they are acknowledged, so the same one may come again: it is taken
once. Every operation that is taken gives the session a new revision. Who changes a mark says
which revision of it she saw; where somebody else changed it meanwhile, both are kept: what came
later becomes a mark of its own, the twin.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import pandas as pd
import shapely

from geo.access.monotonic_clock import Clock, monotonic_now
from geo.errors import AmparoError, DrawingClosedError, MarkChangedError, MarkUnreadableError
from geo.store.database import Store, Transaction
from geo.workshop.drawing_sessions import read_session_state
from geo.workshop.mark import Mark
from geo.workshop.records import Acknowledgement, BatchResult, DrawingScope, Operation

MARK_LAYER = "marks"
MAX_MARKS = 2000  # of one drawing session


def apply_operations(
    store: Store,
    scope: DrawingScope,
    operations: Sequence[Operation],
    *,
    now: Clock = monotonic_now,
) -> BatchResult:
    """
    Take operations in their order, all that can be taken together.

    Returns
    -------
    answer
        Once this returns, what was taken is on disk. A session that is closed takes nothing new,
        and says so of each; what it took before is acknowledged again.

    Raises
    ------
    DrawingUnknownError
        If there is no such drawing session.
    """
    closed = not read_session_state(store, scope.community, scope.code).is_open
    return store.transact_serialised(
        lambda transaction: apply_in_transaction(
            transaction, scope, operations, now(), closed=closed
        )
    )


def apply_in_transaction(
    transaction: Transaction,
    scope: DrawingScope,
    operations: Sequence[Operation],
    applied_at: datetime,
    *,
    closed: bool = False,
) -> BatchResult:
    """
    Take operations within a transaction that does more; see `apply_operations`.

    Parameters
    ----------
    closed
        True refuses what is new. Whoever tends the session may correct it when it is closed.
    """
    return _OperationBatch(transaction, scope, applied_at, closed=closed).apply(operations)


class _OperationBatch:
    """One transaction's work: what the session is at, and what was taken before."""

    def __init__(
        self, transaction: Transaction, scope: DrawingScope, applied_at: datetime, *, closed: bool
    ) -> None:
        self._transaction = transaction
        self._scope = scope
        self._applied_at = applied_at
        self._closed = closed
        (head,) = transaction.rows("workshop/latest_revision", **self._session_parameters)
        self._revision, self._number = int(head["revision"]), int(head["number"])
        # Revisions of marks after an operation of this very request: the next one saw it.
        self._seen_revisions: dict[uuid.UUID, int] = {}

    @property
    def _session_parameters(self) -> dict[str, Any]:
        return {"community": self._scope.community, "code": self._scope.code}

    def apply(self, operations: Sequence[Operation]) -> BatchResult:
        answer = BatchResult()
        before = self._read_acknowledged(operations)
        for one in operations:
            known = before.get(str(one.opid))
            if known is None:
                try:
                    known = self._apply_one(one)
                except AmparoError as fault:
                    answer.rejected[str(one.opid)] = fault
                    continue
                before[known.opid] = known
            self._seen_revisions[one.id] = max(known.revision, self._seen_revisions.get(one.id, 0))
            answer.acknowledged.append(known)
        return answer

    def _read_acknowledged(self, operations: Sequence[Operation]) -> dict[str, Acknowledgement]:
        """Find what was taken already; an operation of another session is none of ours."""
        if not operations:
            return {}
        asked = [str(one.opid) for one in operations]
        rows = self._transaction.rows("workshop/acknowledged_operations", opids=asked)
        return {
            row["opid"]: Acknowledgement(
                row["opid"],
                row["mark"],
                int(row["number"]),
                int(row["revision"]),
                row["taken_at"],
                row["twin_of"],
            )
            for row in rows
            if (row["community"], row["code"]) == (self._scope.community, self._scope.code)
        }

    def _apply_one(self, operation: Operation) -> Acknowledgement:
        if self._closed:
            raise DrawingClosedError(code=self._scope.code)
        last = self._read_last_operation(operation)
        seen = max(operation.base_revision, self._seen_revisions.get(operation.id, 0))
        stale = last is not None and last["revision"] > seen
        if operation.act == "remove":
            return self._remove_mark(operation, last, stale=stale)
        if operation.mark is None or self._revision >= 50 * MAX_MARKS:
            raise MarkUnreadableError
        if last is None:
            return self._add_mark(
                operation, operation.mark, str(operation.id), number=self._next_number()
            )
        if stale and not self._is_unchanged(operation, operation.mark):
            twin = str(uuid.uuid5(operation.id, str(operation.opid)))
            return self._add_mark(
                operation,
                operation.mark,
                twin,
                number=self._next_number(),
                twin_of=str(operation.id),
            )
        if last["act"] == "remove":  # it comes back
            return self._add_mark(
                operation, operation.mark, str(operation.id), number=last["number"]
            )
        return self._edit_mark(operation, operation.mark, last["number"])

    def _read_last_operation(self, operation: Operation) -> dict[str, Any] | None:
        """Read what was done last to the mark of an operation; None for a new mark."""
        rows = self._transaction.rows("workshop/last_operation", mark=str(operation.id))
        last = rows[0] if rows else None
        if last and (last["community"], last["code"]) != (self._scope.community, self._scope.code):
            raise MarkUnreadableError
        if operation.base_revision > self._revision:  # nobody can have seen such a revision
            raise MarkUnreadableError
        return last

    def _next_number(self) -> int:
        if self._number >= MAX_MARKS:
            raise MarkUnreadableError
        self._number += 1
        return self._number

    def _is_unchanged(self, operation: Operation, mark: Mark) -> bool:
        rows = self._transaction.rows(
            "workshop/mark", **self._session_parameters, id=str(operation.id)
        )
        if not rows:
            return False
        told = json.loads(rows[0]["attributes"])
        shape = shapely.from_geojson(rows[0]["geometry"])
        return shape.equals(mark.geometry) and all(
            told.get(name) == value for name, value in mark.to_attributes().items()
        )

    def _add_mark(
        self,
        operation: Operation,
        mark: Mark,
        mark_id: str,
        *,
        number: int,
        twin_of: str | None = None,
    ) -> Acknowledgement:
        taken = self._record_operation(operation, mark_id, number, twin_of)
        row = self._feature_row(mark, mark_id, taken, twin_of)
        self._transaction.execute(
            "layers/add", row, community=self._scope.community, layer=MARK_LAYER
        )
        self._append_history("history/added", row)
        return taken

    def _edit_mark(self, operation: Operation, mark: Mark, number: int) -> Acknowledgement:
        rows = self._transaction.rows(
            "workshop/mark", **self._session_parameters, id=str(operation.id)
        )
        twin_of = json.loads(rows[0]["attributes"]).get("twin_of")
        taken = self._record_operation(operation, str(operation.id), number, None)
        row = self._feature_row(mark, str(operation.id), taken, twin_of)
        self._append_history("history/edited", row)
        self._transaction.execute(
            "layers/edit", row, community=self._scope.community, layer=MARK_LAYER
        )
        return taken

    def _remove_mark(
        self, operation: Operation, last: dict[str, Any] | None, *, stale: bool
    ) -> Acknowledgement:
        if last is None:
            raise MarkUnreadableError
        if last["act"] != "remove" and stale:
            raise MarkChangedError(number=last["number"])
        taken = self._record_operation(operation, str(operation.id), last["number"], None)
        if last["act"] != "remove":
            row = pd.DataFrame({"id": [str(operation.id)]})
            self._append_history("history/removed", row)
            self._transaction.execute(
                "layers/remove", row, community=self._scope.community, layer=MARK_LAYER
            )
        return taken

    def _append_history(self, query: str, row: pd.DataFrame) -> None:
        place = self._scope
        self._transaction.execute(
            query, row, community=place.community, layer=MARK_LAYER, who=place.who
        )

    def _record_operation(
        self, operation: Operation, mark_id: str, number: int, twin_of: str | None
    ) -> Acknowledgement:
        self._revision += 1
        self._transaction.execute(
            "workshop/add_operation",
            **self._session_parameters,
            opid=str(operation.opid),
            mark=mark_id,
            act=operation.act,
            number=number,
            revision=self._revision,
            taken_at=self._applied_at,
            twin_of=twin_of,
        )
        return Acknowledgement(
            str(operation.opid), mark_id, number, self._revision, self._applied_at, twin_of
        )

    def _feature_row(
        self, mark: Mark, mark_id: str, acknowledgement: Acknowledgement, twin_of: str | None
    ) -> pd.DataFrame:
        attributes = {
            **mark.to_attributes(),
            "session": self._scope.code,
            "number": acknowledgement.number,
            "revision": acknowledgement.revision,
            "twin_of": twin_of,
        }
        return pd.DataFrame(
            {
                "id": [mark_id],
                "attributes": [json.dumps(attributes, sort_keys=True, ensure_ascii=False)],
                "wkb": [shapely.to_wkb(mark.geometry)],
            }
        )
