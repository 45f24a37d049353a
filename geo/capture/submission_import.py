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

from geo.capture.submission_reader import Brought, Drawn, read_returned
from geo.errors import (
    AmparoError,
    CaptureElsewhereError,
    CaptureForeignError,
    CaptureGroupError,
    DrawingClosedError,
)
from geo.privacy.view import open_view
from geo.store.database import Store
from geo.workshop.drawing_sessions import standing
from geo.workshop.mark import read_mark
from geo.workshop.mark_store import PARTICIPANT, Operation, Place, Taken, take

FAMILY = uuid.UUID("6f0f7d1e-4c2b-5f0a-9d53-8a1c6c7b2e10")  # of our names of operations
VERSION_BYTES = 4  # at the end of such a name


@dataclass(frozen=True)
class Refused:
    """A mark that was not taken, and why; counted from 1 as the file lists them."""

    row: int
    name: str
    fault: AmparoError


@dataclass
class Returned:
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
    refused: list[Refused] = field(default_factory=list)


@dataclass(frozen=True)
class _Known:
    """The last version of a mark that was brought, and the mark that it is here."""

    version: int
    mark: uuid.UUID
    revision: int


def take_returned(
    store: Store, slug: str, path: Path, *, code: str = "", who: str = PARTICIPANT
) -> Returned:
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
    CaptureUnreadableError, CaptureTooFullError, LayerFileMissingError
        If the file cannot be read.
    CaptureForeignError, CaptureElsewhereError
        If it belongs to another community, or its marks to another drawing session.
    CaptureGroupError, DrawingUnknownError, DrawingClosedError
        If there is no open drawing session to bring it into.
    """
    brought = read_returned(path)
    if brought.community != slug:
        raise CaptureForeignError(file=path.name, slug=brought.community)
    code = code or brought.code
    if not code:
        raise CaptureGroupError
    if not standing(store, slug, code).open:
        raise DrawingClosedError(code=code)
    place = Place(slug, code, who)
    asked = _Asked(store, place, brought)
    answer = take(store, place, list(asked.operations))
    return asked.told(answer.taken, answer.refused)


def operation_name(mark: uuid.UUID, version: int) -> uuid.UUID:
    """Name the operation that brings a version of a mark: always the same name."""
    beginning = uuid.uuid5(FAMILY, mark.hex).bytes[:-VERSION_BYTES]
    return uuid.UUID(bytes=beginning + version.to_bytes(VERSION_BYTES, "big"))


class _Asked:
    """The operations that a file asks for, and what becomes of each."""

    def __init__(self, store: Store, place: Place, brought: Brought) -> None:
        self.operations: list[Operation] = []
        self._code = place.code
        self._drawn: dict[str, Drawn] = {}
        self._told = Returned(place.code)
        self._boundary = open_view(store, place.community, "network").community.boundary
        known = _known(store, place, brought)
        for one in brought.drawn:
            self._ask(one, known.get(one.id))

    def _ask(self, one: Drawn, known: _Known | None) -> None:
        if known is None and one.removed:
            return  # it was drawn and deleted before anybody here saw it
        if known is not None and one.version <= known.version:
            self._told.unchanged += not one.removed
            return
        try:
            mark = None if one.removed else read_mark(one.mark, boundary=self._boundary)
        except AmparoError as fault:
            self._refuse(one, fault)
            return
        opid = operation_name(one.id, one.version)
        self._drawn[str(opid)] = one
        self.operations.append(
            Operation(
                opid=opid,
                id=known.mark if known else one.id,
                act="remove" if mark is None else "put",
                base=known.revision if known else 0,
                mark=mark,
            )
        )

    def told(self, taken: list[Taken], refused: dict[str, AmparoError]) -> Returned:
        asked = {str(one.opid): one for one in self.operations}
        kinds = Counter(_kind(asked[one.opid], one) for one in taken)
        for opid, fault in refused.items():
            self._refuse(self._drawn[opid], fault)
        self._told.added, self._told.updated = kinds["added"], kinds["updated"]
        self._told.twins, self._told.removed = kinds["twin"], kinds["removed"]
        self._told.refused.sort(key=lambda one: one.row)
        return self._told

    def _refuse(self, one: Drawn, fault: AmparoError) -> None:
        self._told.refused.append(Refused(one.row, one.name, fault))


def _kind(asked: Operation, taken: Taken) -> str:
    if asked.act == "remove":
        return "removed"
    if taken.twin is not None:
        return "twin"
    return "updated" if asked.base else "added"


def _known(store: Store, place: Place, brought: Brought) -> dict[uuid.UUID, _Known]:
    """Find what was brought of these marks before."""
    beginnings = {str(operation_name(one.id, 0))[:-8]: one.id for one in brought.drawn}
    if not beginnings:
        return {}
    incoming = pd.DataFrame({"beginning": list(beginnings)})
    rows = store.transact(lambda writer: writer.frame_of("capture/brought", incoming))
    found: dict[uuid.UUID, _Known] = {}
    for row in rows.to_dict("records"):  # the latest version last
        if (row["community"], row["code"]) != (place.community, place.code):
            raise CaptureElsewhereError(code=row["code"])
        version = int(row["opid"][-8:], 16)
        known = _Known(version, uuid.UUID(row["mark"]), int(row["revision"]))
        found[beginnings[row["opid"][:-8]]] = known
    return found
