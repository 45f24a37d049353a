"""
What comes back from the one file: read, checked, and taken into a drawing session.

Every version of a mark is an operation whose name tells the mark and the version, so that a file
brought twice adds nothing twice. What is known of a mark is its last version that was brought: a
later one is based on it, and where somebody changed the mark here meanwhile, both are kept.
"""

from __future__ import annotations

import uuid
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from geo.capture.submission_reader import Submission, SubmittedMark, read_submission
from geo.errors import (
    AmparoError,
    CaptureCommunityError,
    CaptureSessionConflictError,
    CaptureSessionMissingError,
    DrawingClosedError,
)
from geo.privacy.view import open_view
from geo.store.database import Store
from geo.workshop.drawing_sessions import read_session_state
from geo.workshop.mark import parse_mark
from geo.workshop.mark_store import apply_operations
from geo.workshop.records import PARTICIPANT_ACTOR, Acknowledgement, DrawingScope, Operation

# Of our names of operations.
OPERATION_NAMESPACE = uuid.UUID("6f0f7d1e-4c2b-5f0a-9d53-8a1c6c7b2e10")
VERSION_BYTES = 4  # at the end of such a name


@dataclass(frozen=True)
class RejectedMark:
    """A mark that was not taken, and why; counted from 1 as the file lists them."""

    row: int
    name: str
    error: AmparoError


@dataclass
class SubmissionResult:
    """
    What became of a file.

    Attributes
    ----------
    added, updated, removed
        Marks that were taken.
    twins
        Marks that were also changed here: both versions stand.
    unchanged
        Marks that were brought before, as they are or in a later version.
    """

    code: str
    added: int = 0
    updated: int = 0
    twins: int = 0
    unchanged: int = 0
    removed: int = 0
    rejected: list[RejectedMark] = field(default_factory=list)


@dataclass(frozen=True)
class _KnownVersion:
    """The last version of a mark that was brought, and the mark that it is here."""

    version: int
    mark: uuid.UUID
    revision: int


def import_submission(
    store: Store, slug: str, path: Path, *, code: str = "", who: str = PARTICIPANT_ACTOR
) -> SubmissionResult:
    """
    Bring what was drawn in the one file into a drawing session.

    Parameters
    ----------
    code
        Of an open drawing session; where empty, the one the file was made for.
    who
        In whose name the marks are made.

    Returns
    -------
    returned
        Once this returns, what was taken is on disk, all of it at once. What cannot be kept is
        refused by itself and stops nothing else.

    Raises
    ------
    CaptureUnreadableError, CaptureMemoryError, LayerFileMissingError
        If the file cannot be read.
    CaptureCommunityError, CaptureSessionConflictError
        If it belongs to another community, or its marks to another drawing session.
    CaptureSessionMissingError, DrawingUnknownError, DrawingClosedError
        If there is no open drawing session to bring it into.
    """
    brought = read_submission(path)
    if brought.community != slug:
        raise CaptureCommunityError(file=path.name, slug=brought.community)
    code = code or brought.code
    if not code:
        raise CaptureSessionMissingError
    if not read_session_state(store, slug, code).is_open:
        raise DrawingClosedError(code=code)
    place = DrawingScope(slug, code, who)
    asked = _SubmissionImport(store, place, brought)
    answer = apply_operations(store, place, list(asked.operations))
    return asked.build_result(answer.acknowledged, answer.rejected)


def make_operation_id(mark_id: uuid.UUID, version: int) -> uuid.UUID:
    """Name the operation that brings a version of a mark: always the same name."""
    beginning = uuid.uuid5(OPERATION_NAMESPACE, mark_id.hex).bytes[:-VERSION_BYTES]
    return uuid.UUID(bytes=beginning + version.to_bytes(VERSION_BYTES, "big"))


class _SubmissionImport:
    """The operations that a file asks for, and what becomes of each."""

    def __init__(self, store: Store, scope: DrawingScope, submission: Submission) -> None:
        self.operations: list[Operation] = []
        self._code = scope.code
        self._submitted_marks: dict[str, SubmittedMark] = {}
        self._result = SubmissionResult(scope.code)
        self._boundary = open_view(store, scope.community, "network").community.boundary
        known = _find_known_versions(store, scope, submission)
        for one in submission.marks:
            self._add_operation(one, known.get(one.id))

    def _add_operation(self, submitted: SubmittedMark, known: _KnownVersion | None) -> None:
        if known is None and submitted.removed:
            return  # it was drawn and deleted before anybody here saw it
        if known is not None and submitted.version <= known.version:
            self._result.unchanged += not submitted.removed
            return
        try:
            mark = (
                None if submitted.removed else parse_mark(submitted.mark, boundary=self._boundary)
            )
        except AmparoError as fault:
            self._reject_mark(submitted, fault)
            return
        opid = make_operation_id(submitted.id, submitted.version)
        self._submitted_marks[str(opid)] = submitted
        self.operations.append(
            Operation(
                opid=opid,
                id=known.mark if known else submitted.id,
                act="remove" if mark is None else "put",
                base_revision=known.revision if known else 0,
                mark=mark,
            )
        )

    def build_result(
        self, acknowledged: list[Acknowledgement], rejected: dict[str, AmparoError]
    ) -> SubmissionResult:
        asked = {str(one.opid): one for one in self.operations}
        kinds = Counter(_classify_outcome(asked[one.opid], one) for one in acknowledged)
        for opid, fault in rejected.items():
            self._reject_mark(self._submitted_marks[opid], fault)
        self._result.added, self._result.updated = kinds["added"], kinds["updated"]
        self._result.twins, self._result.removed = kinds["twin"], kinds["removed"]
        self._result.rejected.sort(key=lambda one: one.row)
        return self._result

    def _reject_mark(self, submitted: SubmittedMark, error: AmparoError) -> None:
        self._result.rejected.append(RejectedMark(submitted.row, submitted.name, error))


def _classify_outcome(operation: Operation, acknowledgement: Acknowledgement) -> str:
    if operation.act == "remove":
        return "removed"
    if acknowledgement.twin_of is not None:
        return "twin"
    return "updated" if operation.base_revision else "added"


def _find_known_versions(
    store: Store, scope: DrawingScope, submission: Submission
) -> dict[uuid.UUID, _KnownVersion]:
    """Find what was brought of these marks before."""
    beginnings = {str(make_operation_id(one.id, 0))[:-8]: one.id for one in submission.marks}
    if not beginnings:
        return {}
    incoming = pd.DataFrame({"beginning": list(beginnings)})
    rows = store.transact(
        lambda transaction: transaction.frame_with_incoming("capture/known_versions", incoming)
    )
    found: dict[uuid.UUID, _KnownVersion] = {}
    for row in rows.to_dict("records"):  # the latest version last
        if (row["community"], row["code"]) != (scope.community, scope.code):
            raise CaptureSessionConflictError(code=row["code"])
        version = int(row["opid"][-8:], 16)
        known = _KnownVersion(version, uuid.UUID(row["mark"]), int(row["revision"]))
        found[beginnings[row["opid"][:-8]]] = known
    return found
