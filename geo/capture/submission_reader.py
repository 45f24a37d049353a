"""Parser of submissions of the capture file: GeoJSON from untrusted phones."""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from geo.capture.page_data import CAPTURE_FORMAT
from geo.errors import CaptureMemoryError, CaptureUnreadableError, LayerFileMissingError
from geo.parsing.source import SourceFile
from geo.workshop.mark_store import MAX_MARKS

# Bytes: the largest number of marks, each with a long outline and note.
MAX_FILE_BYTES = 8_000_000
MAX_NAME_LENGTH = 40  # characters of a mark's name in messages about rejected marks
MAX_VERSION = 2**32 - 1  # version of a mark
MARK_KEYS = ("kind", "category", "severity", "holds", "name", "note")


@dataclass(frozen=True)
class SubmittedMark:
    """
    A mark of a submission, or one that was deleted on the phone.

    Attributes
    ----------
    row
        Position in the file, from 1.
    version
        How often it was changed on the phone, from 1.
    mark
        Submitted data, not validated yet; empty if it was deleted.
    """

    row: int
    id: uuid.UUID
    version: int
    removed: bool
    mark: Mapping[str, Any]

    @property
    def name(self) -> str:
        """Its name or note; empty if it has neither."""
        label = self.mark.get("name") or self.mark.get("note")
        return label[:MAX_NAME_LENGTH] if isinstance(label, str) else ""


@dataclass(frozen=True)
class Submission:
    """A parsed submission: its community, session code, and marks without duplicates."""

    community: str
    code: str
    marks: list[SubmittedMark]


def read_submission(source: Path | SourceFile) -> Submission:
    """
    Read and parse a submission.

    Raises
    ------
    LayerFileMissingError
        If there is no such file.
    CaptureUnreadableError
        If it is not in the format of the capture file.
    CaptureMemoryError
        If it has more marks or bytes than permitted.
    """
    file = SourceFile.of(source)
    if not file.exists():
        raise LayerFileMissingError(file=file.name)
    if file.size_bytes() > MAX_FILE_BYTES:
        raise CaptureMemoryError(file=file.name, most=MAX_MARKS)
    collection = _parse_feature_collection(file)
    header = collection.get("capture")
    features = collection.get("features")
    if (
        not isinstance(header, dict)
        or header.get("format") != CAPTURE_FORMAT
        or not _has_valid_header(header)
    ):
        raise CaptureUnreadableError(file=file.name)
    removed = header.get("removed", [])
    if not isinstance(features, list) or not isinstance(removed, list):
        raise CaptureUnreadableError(file=file.name)
    if len(features) + len(removed) > MAX_MARKS:
        raise CaptureMemoryError(file=file.name, most=MAX_MARKS)
    rows = [(item, False) for item in features] + [(item, True) for item in removed]
    marks = [_parse_submitted_mark(number + 1, *row, file.name) for number, row in enumerate(rows)]
    if len({item.id for item in marks}) < len(marks):
        raise CaptureUnreadableError(file=file.name)
    return Submission(header["community"], header.get("session") or "", marks)


def _parse_feature_collection(file: SourceFile) -> dict[str, Any]:
    try:
        collection = json.loads(file.read_bytes().decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:  # neither text nor JSON, or nested too deeply
        raise CaptureUnreadableError(file=file.name) from error
    if not isinstance(collection, dict) or collection.get("type") != "FeatureCollection":
        raise CaptureUnreadableError(file=file.name)
    return collection


def _has_valid_header(header: dict[str, Any]) -> bool:
    session = header.get("session")
    return isinstance(header.get("community"), str) and (
        session is None or isinstance(session, str)
    )


def _parse_submitted_mark(row: int, data: object, removed: bool, file_name: str) -> SubmittedMark:
    properties = data if removed else _get_member(data, "properties")
    mark_id, version = _get_member(properties, "id"), _get_member(properties, "version")
    is_integer = isinstance(version, int) and not isinstance(version, bool)
    if not isinstance(mark_id, str) or not is_integer or not 1 <= version <= MAX_VERSION:
        raise CaptureUnreadableError(file=file_name)
    try:
        parsed_id = uuid.UUID(mark_id)
    except ValueError as error:
        raise CaptureUnreadableError(file=file_name) from error
    mark = {} if removed else {name: _get_member(properties, name) for name in MARK_KEYS}
    return SubmittedMark(
        row, parsed_id, version, removed, {**mark, "geometry": _get_member(data, "geometry")}
    )


def _get_member(container: object, name: str) -> Any:  # noqa: ANN401 (untrusted data)
    return container.get(name) if isinstance(container, dict) else None
