"""
Application of operations on marks: idempotent, with revisions and conflict resolution.

A phone sends operations until they are acknowledged, so an operation may be received again: it is
applied once. Every applied operation increments the revision of the session. An edit states the
revision of the mark it is based on; if the mark was changed since then, both versions are kept:
the later one becomes a separate mark, the twin.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

import pandas as pd
import shapely

from geo.access.layer_rights import require_right
from geo.access.monotonic_clock import Clock, monotonic_now
from geo.errors import AmparoError, DrawingClosedError, MarkChangedError, MarkUnreadableError
from geo.store.actor import current_actor
from geo.store.database import Store, Transaction
from geo.workshop.drawing_sessions import read_session_state
from geo.workshop.mark import Mark, is_confidential_mark
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
    Apply operations in order, in one transaction.

    Returns
    -------
    result
        Once this returns, applied operations are on disk. A closed session rejects each new
        operation; those applied before are acknowledged again.

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
    Apply operations within a larger transaction; see `apply_operations`.

    Parameters
    ----------
    closed
        True rejects new operations. A trainer may still edit marks of a closed session.

    Raises
    ------
    WriteDeniedError
        If the acting role may not change marks; nothing was applied.
    """
    for action in sorted({"delete" if one.act == "remove" else "edit" for one in operations}):
        require_right("marks", action)
    return _OperationBatch(transaction, scope, applied_at, closed=closed).apply(operations)


class _OperationBatch:
    """Operations of one transaction, with the current revision and number of the session."""

    def __init__(
        self, transaction: Transaction, scope: DrawingScope, applied_at: datetime, *, closed: bool
    ) -> None:
        self._transaction = transaction
        self._scope = scope
        self._applied_at = applied_at
        self._closed = closed
        (head,) = transaction.rows("workshop/latest_revision", **self._session_parameters)
        self._revision, self._number = int(head["revision"]), int(head["number"])
        # Revisions of marks after earlier operations of this request; later ones are based on them.
        self._seen_revisions: dict[uuid.UUID, int] = {}

    @property
    def _session_parameters(self) -> dict[str, Any]:
        return {"community": self._scope.community, "code": self._scope.code}

    def apply(self, operations: Sequence[Operation]) -> BatchResult:
        result = BatchResult()
        acknowledged = self._read_acknowledged(operations)
        for operation in operations:
            acknowledgement = acknowledged.get(str(operation.opid))
            if acknowledgement is None:
                try:
                    acknowledgement = self._apply_one(operation)
                except AmparoError as error:
                    result.rejected[str(operation.opid)] = error
                    continue
                acknowledged[acknowledgement.opid] = acknowledgement
            self._seen_revisions[operation.id] = max(
                acknowledgement.revision, self._seen_revisions.get(operation.id, 0)
            )
            result.acknowledged.append(acknowledgement)
        return result

    def _read_acknowledged(self, operations: Sequence[Operation]) -> dict[str, Acknowledgement]:
        """Read acknowledgements of operations applied before, of this session only."""
        if not operations:
            return {}
        opids = [str(one.opid) for one in operations]
        rows = self._transaction.rows("workshop/acknowledged_operations", opids=opids)
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
        seen_revision = max(operation.base_revision, self._seen_revisions.get(operation.id, 0))
        stale = last is not None and last["revision"] > seen_revision
        if operation.act == "remove":
            return self._remove_mark(operation, last, stale=stale)
        if operation.mark is None or self._revision >= 50 * MAX_MARKS:
            raise MarkUnreadableError
        mark = self._keep_confidential(operation, operation.mark)
        if last is None:
            return self._add_mark(operation, mark, str(operation.id), number=self._next_number())
        if stale and not self._is_unchanged(operation, mark):
            twin = str(uuid.uuid5(operation.id, str(operation.opid)))
            return self._add_mark(
                operation,
                mark,
                twin,
                number=self._next_number(),
                twin_of=str(operation.id),
            )
        if last["act"] == "remove":  # it is restored
            return self._add_mark(operation, mark, str(operation.id), number=last["number"])
        return self._edit_mark(operation, mark, last["number"])

    def _keep_confidential(self, operation: Operation, mark: Mark) -> Mark:
        """Keep the flag of a mark, removed or not: a page may not know it."""
        parameters = {**self._session_parameters, "id": str(operation.id)}
        rows = self._transaction.rows("workshop/mark", **parameters)
        rows = rows or self._transaction.rows("workshop/removed_mark", **parameters)
        stored = bool(rows) and is_confidential_mark(json.loads(rows[0]["attributes"]))
        return replace(mark, confidential=mark.confidential or stored)

    def _read_last_operation(self, operation: Operation) -> dict[str, Any] | None:
        """Read the last operation on the mark of an operation; None for a new mark."""
        rows = self._transaction.rows("workshop/last_operation", mark=str(operation.id))
        last = rows[0] if rows else None
        if last and (last["community"], last["code"]) != (self._scope.community, self._scope.code):
            raise MarkUnreadableError
        if operation.base_revision > self._revision:  # a revision that does not exist yet
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
        attributes = {"confidential": False, **json.loads(rows[0]["attributes"])}
        geometry = shapely.from_geojson(rows[0]["geometry"])
        return geometry.equals(mark.geometry) and all(
            attributes.get(name) == value for name, value in mark.to_attributes().items()
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
        acknowledgement = self._record_operation(operation, mark_id, number, twin_of)
        row = self._feature_row(mark, mark_id, acknowledgement, twin_of)
        self._transaction.execute(
            "layers/add", row, community=self._scope.community, layer=MARK_LAYER
        )
        self._append_history("history/added", row)
        return acknowledgement

    def _edit_mark(self, operation: Operation, mark: Mark, number: int) -> Acknowledgement:
        rows = self._transaction.rows(
            "workshop/mark", **self._session_parameters, id=str(operation.id)
        )
        twin_of = json.loads(rows[0]["attributes"]).get("twin_of")
        acknowledgement = self._record_operation(operation, str(operation.id), number, None)
        row = self._feature_row(mark, str(operation.id), acknowledgement, twin_of)
        self._append_history("history/edited", row)
        self._transaction.execute(
            "layers/edit", row, community=self._scope.community, layer=MARK_LAYER
        )
        return acknowledgement

    def _remove_mark(
        self, operation: Operation, last: dict[str, Any] | None, *, stale: bool
    ) -> Acknowledgement:
        if last is None:
            raise MarkUnreadableError
        if last["act"] != "remove" and stale:
            raise MarkChangedError(number=last["number"])
        acknowledgement = self._record_operation(operation, str(operation.id), last["number"], None)
        if last["act"] != "remove":
            row = pd.DataFrame({"id": [str(operation.id)]})
            self._append_history("history/removed", row)
            self._transaction.execute(
                "layers/remove", row, community=self._scope.community, layer=MARK_LAYER
            )
        return acknowledgement

    def _append_history(self, query: str, row: pd.DataFrame) -> None:
        scope = self._scope
        self._transaction.execute(
            query,
            row,
            community=scope.community,
            layer=MARK_LAYER,
            who=scope.who,
            account=current_actor(),
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
