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
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

import pandas as pd
import shapely

from geo.access.monotonic_clock import Clock, steady_now
from geo.errors import AmparoError, DrawingClosedError, MarkChangedError, MarkUnreadableError
from geo.store.database import Store, Writer
from geo.workshop.drawing_sessions import standing
from geo.workshop.mark import Mark

LAYER = "marks"
PARTICIPANT = "participant"  # who the history names where a phone drew: nobody is known
MOST_MARKS = 2000  # of one drawing session


@dataclass(frozen=True)
class Operation:
    """
    One thing that was done to a mark.

    Attributes
    ----------
    opid, id
        Made by whoever did it: of the operation, and of the mark.
    base
        The revision of the mark she saw; 0 for a new one.
    mark
        What it becomes; None where it is removed.
    """

    opid: uuid.UUID
    id: uuid.UUID
    act: Literal["put", "remove"]
    base: int
    mark: Mark | None


@dataclass(frozen=True)
class Taken:
    """An operation that was taken, now or before."""

    opid: str
    id: str
    number: int
    revision: int
    at: datetime
    twin: str | None


@dataclass(frozen=True)
class Answer:
    """
    What became of some operations.

    Attributes
    ----------
    refused
        Faults by operation: these were not taken.
    """

    taken: list[Taken] = field(default_factory=list)
    refused: dict[str, AmparoError] = field(default_factory=dict)


@dataclass(frozen=True)
class Place:
    """A drawing session of a community, and in whose name marks are made there."""

    community: str
    code: str
    who: str = PARTICIPANT


def take(
    store: Store, place: Place, operations: Sequence[Operation], *, now: Clock = steady_now
) -> Answer:
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
    closed = not standing(store, place.community, place.code).open
    return store.transact_in_turn(
        lambda writer: take_in(writer, place, operations, now(), closed=closed)
    )


def take_in(
    writer: Writer,
    place: Place,
    operations: Sequence[Operation],
    at: datetime,
    *,
    closed: bool = False,
) -> Answer:
    """
    Take operations within a transaction that does more; see `take`.

    Parameters
    ----------
    closed
        True refuses what is new. Whoever tends the session may correct it when it is closed.
    """
    return _Taking(writer, place, at, closed=closed).take(operations)


class _Taking:
    """One transaction's work: what the session is at, and what was taken before."""

    def __init__(self, writer: Writer, place: Place, at: datetime, *, closed: bool) -> None:
        self._writer = writer
        self._place = place
        self._at = at
        self._closed = closed
        (head,) = writer.rows("workshop/head", **self._where)
        self._revision, self._number = int(head["revision"]), int(head["number"])
        # Revisions of marks after an operation of this very request: the next one saw it.
        self._seen: dict[uuid.UUID, int] = {}

    @property
    def _where(self) -> dict[str, Any]:
        return {"community": self._place.community, "code": self._place.code}

    def take(self, operations: Sequence[Operation]) -> Answer:
        answer = Answer()
        before = self._before(operations)
        for one in operations:
            known = before.get(str(one.opid))
            if known is None:
                try:
                    known = self._take_one(one)
                except AmparoError as fault:
                    answer.refused[str(one.opid)] = fault
                    continue
                before[known.opid] = known
            self._seen[one.id] = max(known.revision, self._seen.get(one.id, 0))
            answer.taken.append(known)
        return answer

    def _before(self, operations: Sequence[Operation]) -> dict[str, Taken]:
        """Find what was taken already; an operation of another session is none of ours."""
        if not operations:
            return {}
        asked = [str(one.opid) for one in operations]
        rows = self._writer.rows("workshop/taken", opids=asked)
        return {
            row["opid"]: Taken(
                row["opid"],
                row["mark"],
                int(row["number"]),
                int(row["revision"]),
                row["taken_at"],
                row["twin_of"],
            )
            for row in rows
            if (row["community"], row["code"]) == (self._place.community, self._place.code)
        }

    def _take_one(self, one: Operation) -> Taken:
        if self._closed:
            raise DrawingClosedError(code=self._place.code)
        rows = self._writer.rows("workshop/last_of_mark", mark=str(one.id))
        last = rows[0] if rows else None
        if last and (last["community"], last["code"]) != (self._place.community, self._place.code):
            raise MarkUnreadableError
        seen = max(one.base, self._seen.get(one.id, 0))
        stale = last is not None and last["revision"] > seen
        if one.act == "remove":
            return self._remove(one, last, stale=stale)
        if one.mark is None or self._revision >= 50 * MOST_MARKS:
            raise MarkUnreadableError
        if last is None:
            return self._add(one, one.mark, str(one.id), number=self._next())
        if stale and not self._same(one, one.mark):
            twin = str(uuid.uuid5(one.id, str(one.opid)))
            return self._add(one, one.mark, twin, number=self._next(), twin_of=str(one.id))
        if last["act"] == "remove":  # it comes back
            return self._add(one, one.mark, str(one.id), number=last["number"])
        return self._edit(one, one.mark, last["number"])

    def _next(self) -> int:
        if self._number >= MOST_MARKS:
            raise MarkUnreadableError
        self._number += 1
        return self._number

    def _same(self, one: Operation, mark: Mark) -> bool:
        rows = self._writer.rows("workshop/mark", **self._where, id=str(one.id))
        if not rows:
            return False
        told = json.loads(rows[0]["attributes"])
        shape = shapely.from_geojson(rows[0]["geometry"])
        return shape.equals(mark.geometry) and all(
            told.get(name) == value for name, value in mark.told().items()
        )

    def _add(
        self, one: Operation, mark: Mark, mark_id: str, *, number: int, twin_of: str | None = None
    ) -> Taken:
        taken = self._note(one, mark_id, number, twin_of)
        row = self._row(mark, mark_id, taken, twin_of)
        self._writer.change("layers/add", row, community=self._place.community, layer=LAYER)
        self._history("history/added", row)
        return taken

    def _edit(self, one: Operation, mark: Mark, number: int) -> Taken:
        rows = self._writer.rows("workshop/mark", **self._where, id=str(one.id))
        twin_of = json.loads(rows[0]["attributes"]).get("twin_of")
        taken = self._note(one, str(one.id), number, None)
        row = self._row(mark, str(one.id), taken, twin_of)
        self._history("history/edited", row)
        self._writer.change("layers/edit", row, community=self._place.community, layer=LAYER)
        return taken

    def _remove(self, one: Operation, last: dict[str, Any] | None, *, stale: bool) -> Taken:
        if last is None:
            raise MarkUnreadableError
        if last["act"] != "remove" and stale:
            raise MarkChangedError(number=last["number"])
        taken = self._note(one, str(one.id), last["number"], None)
        if last["act"] != "remove":
            row = pd.DataFrame({"id": [str(one.id)]})
            self._history("history/removed", row)
            self._writer.change("layers/remove", row, community=self._place.community, layer=LAYER)
        return taken

    def _history(self, query: str, row: pd.DataFrame) -> None:
        place = self._place
        self._writer.change(query, row, community=place.community, layer=LAYER, who=place.who)

    def _note(self, one: Operation, mark_id: str, number: int, twin_of: str | None) -> Taken:
        self._revision += 1
        self._writer.change(
            "workshop/note",
            **self._where,
            opid=str(one.opid),
            mark=mark_id,
            act=one.act,
            number=number,
            revision=self._revision,
            taken_at=self._at,
            twin_of=twin_of,
        )
        return Taken(str(one.opid), mark_id, number, self._revision, self._at, twin_of)

    def _row(self, mark: Mark, mark_id: str, taken: Taken, twin_of: str | None) -> pd.DataFrame:
        attributes = {
            **mark.told(),
            "session": self._place.code,
            "number": taken.number,
            "revision": taken.revision,
            "twin_of": twin_of,
        }
        return pd.DataFrame(
            {
                "id": [mark_id],
                "attributes": [json.dumps(attributes, sort_keys=True, ensure_ascii=False)],
                "wkb": [shapely.to_wkb(mark.geometry)],
            }
        )
