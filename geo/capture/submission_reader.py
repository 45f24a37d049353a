"""Reading what the one file sends: GeoJSON of ours, from a phone that anybody may hold."""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from geo.capture.page_data import CAPTURE_FORMAT
from geo.errors import CaptureMemoryError, CaptureUnreadableError, LayerFileMissingError
from geo.workshop.mark_store import MAX_MARKS

# Bytes: as many marks as a group can draw, each with long outlines and notes.
MAX_FILE_BYTES = 8_000_000
MAX_NAME_LENGTH = 40  # letters of a mark's name, where the report says which one was refused
MAX_VERSION = 2**32 - 1  # version of a mark
MARK_KEYS = ("kind", "category", "severity", "holds", "name", "note")


@dataclass(frozen=True)
class SubmittedMark:
    """
    A mark of the file, or one that was deleted in it.

    Attributes
    ----------
    row
        Where it stands in the file, from 1.
    version
        How often it was changed on the phone, from 1.
    mark
        As it was sent, not checked yet; nothing where it was deleted.
    """

    row: int
    id: uuid.UUID
    version: int
    removed: bool
    mark: Mapping[str, Any]

    @property
    def name(self) -> str:
        """What people called it; empty where they did not."""
        told = self.mark.get("name") or self.mark.get("note")
        return told[:MAX_NAME_LENGTH] if isinstance(told, str) else ""


@dataclass(frozen=True)
class Submission:
    """What a file says of itself, and what it holds, each mark once."""

    community: str
    code: str
    marks: list[SubmittedMark]


def read_submission(path: Path) -> Submission:
    """
    Read a file that came back.

    Raises
    ------
    LayerFileMissingError
        If there is no such file.
    CaptureUnreadableError
        If it is not what our page writes.
    CaptureMemoryError
        If it holds more than a group draws.
    """
    if not path.is_file():
        raise LayerFileMissingError(file=path.name)
    if path.stat().st_size > MAX_FILE_BYTES:
        raise CaptureMemoryError(file=path.name, most=MAX_MARKS)
    whole = _parse_feature_collection(path)
    head = whole.get("capture")
    features = whole.get("features")
    if (
        not isinstance(head, dict)
        or head.get("format") != CAPTURE_FORMAT
        or not _has_valid_header(head)
    ):
        raise CaptureUnreadableError(file=path.name)
    removed = head.get("removed", [])
    if not isinstance(features, list) or not isinstance(removed, list):
        raise CaptureUnreadableError(file=path.name)
    if len(features) + len(removed) > MAX_MARKS:
        raise CaptureMemoryError(file=path.name, most=MAX_MARKS)
    rows = [(one, False) for one in features] + [(one, True) for one in removed]
    drawn = [_parse_submitted_mark(number + 1, *row, path.name) for number, row in enumerate(rows)]
    if len({one.id for one in drawn}) < len(drawn):
        raise CaptureUnreadableError(file=path.name)
    return Submission(head["community"], head.get("session") or "", drawn)


def _parse_feature_collection(path: Path) -> dict[str, Any]:
    try:
        whole = json.loads(path.read_bytes().decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:  # neither text nor JSON, or nested without end
        raise CaptureUnreadableError(file=path.name) from error
    if not isinstance(whole, dict) or whole.get("type") != "FeatureCollection":
        raise CaptureUnreadableError(file=path.name)
    return whole


def _has_valid_header(header: dict[str, Any]) -> bool:
    session = header.get("session")
    return isinstance(header.get("community"), str) and (
        session is None or isinstance(session, str)
    )


def _parse_submitted_mark(row: int, data: object, removed: bool, file_name: str) -> SubmittedMark:
    told = data if removed else _get_member(data, "properties")
    mark_id, version = _get_member(told, "id"), _get_member(told, "version")
    whole = isinstance(version, int) and not isinstance(version, bool)
    if not isinstance(mark_id, str) or not whole or not 1 <= version <= MAX_VERSION:
        raise CaptureUnreadableError(file=file_name)
    try:
        known = uuid.UUID(mark_id)
    except ValueError as error:
        raise CaptureUnreadableError(file=file_name) from error
    mark = {} if removed else {name: _get_member(told, name) for name in MARK_KEYS}
    return SubmittedMark(
        row, known, version, removed, {**mark, "geometry": _get_member(data, "geometry")}
    )


def _get_member(container: object, name: str) -> Any:  # noqa: ANN401 (whatever a file says)
    return container.get(name) if isinstance(container, dict) else None
