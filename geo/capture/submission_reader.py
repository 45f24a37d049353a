"""Reading what the one file sends: GeoJSON of ours, from a phone that anybody may hold."""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from geo.capture.page_data import FORMAT
from geo.errors import CaptureTooFullError, CaptureUnreadableError, LayerFileMissingError
from geo.workshop.mark_store import MOST_MARKS

LARGEST = 8_000_000  # bytes: as many marks as a group can draw, each with long outlines and notes
LONGEST_NAME = 40  # letters of a mark's name, where the report says which one was refused
LATEST = 2**32 - 1  # version of a mark
PARTS = ("kind", "category", "severity", "holds", "name", "note")


@dataclass(frozen=True)
class Drawn:
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
        return told[:LONGEST_NAME] if isinstance(told, str) else ""


@dataclass(frozen=True)
class Brought:
    """What a file says of itself, and what it holds, each mark once."""

    community: str
    code: str
    drawn: list[Drawn]


def read_returned(path: Path) -> Brought:
    """
    Read a file that came back.

    Raises
    ------
    LayerFileMissingError
        If there is no such file.
    CaptureUnreadableError
        If it is not what our page writes.
    CaptureTooFullError
        If it holds more than a group draws.
    """
    if not path.is_file():
        raise LayerFileMissingError(file=path.name)
    if path.stat().st_size > LARGEST:
        raise CaptureTooFullError(file=path.name, most=MOST_MARKS)
    whole = _parsed(path)
    head = whole.get("capture")
    features = whole.get("features")
    if not isinstance(head, dict) or head.get("format") != FORMAT or not _texts(head):
        raise CaptureUnreadableError(file=path.name)
    removed = head.get("removed", [])
    if not isinstance(features, list) or not isinstance(removed, list):
        raise CaptureUnreadableError(file=path.name)
    if len(features) + len(removed) > MOST_MARKS:
        raise CaptureTooFullError(file=path.name, most=MOST_MARKS)
    rows = [(one, False) for one in features] + [(one, True) for one in removed]
    drawn = [_drawn(number + 1, *row, path.name) for number, row in enumerate(rows)]
    if len({one.id for one in drawn}) < len(drawn):
        raise CaptureUnreadableError(file=path.name)
    return Brought(head["community"], head.get("session") or "", drawn)


def _parsed(path: Path) -> dict[str, Any]:
    try:
        whole = json.loads(path.read_bytes().decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:  # neither text nor JSON, or nested without end
        raise CaptureUnreadableError(file=path.name) from error
    if not isinstance(whole, dict) or whole.get("type") != "FeatureCollection":
        raise CaptureUnreadableError(file=path.name)
    return whole


def _texts(head: dict[str, Any]) -> bool:
    session = head.get("session")
    return isinstance(head.get("community"), str) and (session is None or isinstance(session, str))


def _drawn(row: int, one: object, removed: bool, file: str) -> Drawn:
    told = one if removed else _member(one, "properties")
    mark_id, version = _member(told, "id"), _member(told, "version")
    whole = isinstance(version, int) and not isinstance(version, bool)
    if not isinstance(mark_id, str) or not whole or not 1 <= version <= LATEST:
        raise CaptureUnreadableError(file=file)
    try:
        known = uuid.UUID(mark_id)
    except ValueError as error:
        raise CaptureUnreadableError(file=file) from error
    mark = {} if removed else {name: _member(told, name) for name in PARTS}
    return Drawn(row, known, version, removed, {**mark, "geometry": _member(one, "geometry")})


def _member(of: object, name: str) -> Any:  # noqa: ANN401 (whatever a file says)
    return of.get(name) if isinstance(of, dict) else None
