"""
Import of submissions of the capture file into a drawing session.

Every version of a mark is an operation whose id is derived from the mark and the version, so that
importing a file twice adds nothing twice. A later version is based on the last imported one; if
the mark was changed here since then, both versions are kept.
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
from geo.parsing.source import SourceFile
from geo.privacy.view import open_view
from geo.store.database import Store
from geo.workshop.drawing_sessions import read_session_state
from geo.workshop.mark import parse_mark
from geo.workshop.mark_store import apply_operations
from geo.workshop.records import PARTICIPANT_ACTOR, Acknowledgement, DrawingScope, Operation

# Namespace of operation ids.
OPERATION_NAMESPACE = uuid.UUID("6f0f7d1e-4c2b-5f0a-9d53-8a1c6c7b2e10")
VERSION_BYTES = 4  # last bytes of an operation id


@dataclass(frozen=True)
class RejectedMark:
    """A mark that was rejected, with its error; `row` counts from 1 in the file."""

    row: int
    name: str
    error: AmparoError


@dataclass
class SubmissionResult:
    """
    Result of importing a submission.

    Attributes
    ----------
    added, updated, removed
        Numbers of applied marks.
    twins
        Marks that were also changed here: both versions are kept.
    unchanged
        Marks imported before, in the same or a later version.
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
    """The last imported version of a mark, and the stored mark it became."""

    version: int
    mark: uuid.UUID
    revision: int


def import_submission(
    store: Store,
    slug: str,
    source: Path | SourceFile,
    *,
    code: str = "",
    who: str = PARTICIPANT_ACTOR,
) -> SubmissionResult:
    """
    Import a submission of the capture file into a drawing session.

    Parameters
    ----------
    code
        Code of an open drawing session; if empty, the one the file was made for.
    who
        Actor recorded in the history.

    Returns
    -------
    result
        Once this returns, applied marks are on disk, in one transaction. An invalid mark is
        rejected without affecting the others.

    Raises
    ------
    CaptureUnreadableError, CaptureMemoryError, LayerFileMissingError
        If the file cannot be read.
    CaptureCommunityError, CaptureSessionConflictError
        If it belongs to another community, or its marks to another drawing session.
    CaptureSessionMissingError, DrawingUnknownError, DrawingClosedError
        If there is no open drawing session for it.
    """
    submission = read_submission(source)
    if submission.community != slug:
        raise CaptureCommunityError(file=SourceFile.of(source).name, slug=submission.community)
    code = code or submission.code
    if not code:
        raise CaptureSessionMissingError
    if not read_session_state(store, slug, code).is_open:
        raise DrawingClosedError(code=code)
    scope = DrawingScope(slug, code, who)
    importer = _SubmissionImport(store, scope, submission)
    result = apply_operations(store, scope, list(importer.operations))
    return importer.build_result(result.acknowledged, result.rejected)


def make_operation_id(mark_id: uuid.UUID, version: int) -> uuid.UUID:
    """Derive the operation id of a version of a mark: deterministic, hence idempotent."""
    prefix = uuid.uuid5(OPERATION_NAMESPACE, mark_id.hex).bytes[:-VERSION_BYTES]
    return uuid.UUID(bytes=prefix + version.to_bytes(VERSION_BYTES, "big"))


class _SubmissionImport:
    """Operations of a submission, and the outcome of each."""

    def __init__(self, store: Store, scope: DrawingScope, submission: Submission) -> None:
        self.operations: list[Operation] = []
        self._code = scope.code
        self._submitted_marks: dict[str, SubmittedMark] = {}
        self._result = SubmissionResult(scope.code)
        self._boundary = open_view(store, scope.community, "network").community.boundary
        known_versions = _find_known_versions(store, scope, submission)
        for submitted in submission.marks:
            self._add_operation(submitted, known_versions.get(submitted.id))

    def _add_operation(self, submitted: SubmittedMark, known: _KnownVersion | None) -> None:
        if known is None and submitted.removed:
            return  # drawn and deleted before any import
        if known is not None and submitted.version <= known.version:
            self._result.unchanged += not submitted.removed
            return
        try:
            mark = (
                None if submitted.removed else parse_mark(submitted.mark, boundary=self._boundary)
            )
        except AmparoError as error:
            self._reject_mark(submitted, error)
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
        operations_by_id = {str(one.opid): one for one in self.operations}
        kinds = Counter(_classify_outcome(operations_by_id[one.opid], one) for one in acknowledged)
        for opid, error in rejected.items():
            self._reject_mark(self._submitted_marks[opid], error)
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
    """Read the last imported version of each of these marks."""
    mark_ids_by_prefix = {
        str(make_operation_id(one.id, 0))[:-8]: one.id for one in submission.marks
    }
    if not mark_ids_by_prefix:
        return {}
    incoming = pd.DataFrame({"beginning": list(mark_ids_by_prefix)})
    rows = store.transact(
        lambda transaction: transaction.frame_with_incoming("capture/known_versions", incoming)
    )
    known_versions: dict[uuid.UUID, _KnownVersion] = {}
    for row in rows.to_dict("records"):  # the latest version last
        if (row["community"], row["code"]) != (scope.community, scope.code):
            raise CaptureSessionConflictError(code=row["code"])
        version = int(row["opid"][-8:], 16)
        known = _KnownVersion(version, uuid.UUID(row["mark"]), int(row["revision"]))
        known_versions[mark_ids_by_prefix[row["opid"][:-8]]] = known
    return known_versions
