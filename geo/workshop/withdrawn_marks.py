"""Setting marks aside: they stay as they were drawn, count for nothing, and can come back."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable
from dataclasses import replace

from geo.access.monotonic_clock import Clock, steady_now
from geo.errors import MarkUnreadableError
from geo.store.database import Store, Writer
from geo.workshop.drawing_sessions import drawing
from geo.workshop.mark_operations import Known, known_marks
from geo.workshop.mark_store import Answer, Operation, Place, take_in


def set_aside(
    store: Store,
    place: Place,
    marks: Collection[uuid.UUID],
    *,
    aside: bool = True,
    now: Clock = steady_now,
) -> int:
    """
    Set marks aside, or bring them back; also where the session takes no more marks.

    Returns
    -------
    changed
        How many were not as they were to be.

    Raises
    ------
    DrawingUnknownError
        If there is no such drawing session.
    MarkUnreadableError
        If one of them is no mark of it; nothing was changed.
    """
    drawing(store, place.community, place.code)

    def work(writer: Writer) -> int:
        chosen = choose(known_marks(writer, place), marks)
        changing = [
            put(one, replace_aside(one, aside=aside)) for one in chosen if one.mark.aside != aside
        ]
        whole(take_in(writer, place, changing, now()))
        return len(changing)

    return store.transact_in_turn(work)


def choose(known: dict[uuid.UUID, Known], marks: Iterable[uuid.UUID]) -> list[Known]:
    """
    Pick marks, in the order of their numbers, each once.

    Raises
    ------
    MarkUnreadableError
        If one is not there.
    """
    asked = set(marks)
    if not asked <= known.keys():
        raise MarkUnreadableError
    return [one for one in known.values() if one.id in asked]


def replace_aside(one: Known, *, aside: bool, merged_into: uuid.UUID | None = None) -> Known:
    """Tell a mark as it would stand aside, or back again."""
    into = str(merged_into) if merged_into else None
    return replace(one, mark=replace(one.mark, aside=aside, merged_into=into))


def put(before: Known, after: Known) -> Operation:
    """Make the operation that puts a mark in the place of what it was."""
    return Operation(uuid.uuid4(), before.id, "put", before.revision, after.mark)


def whole(answer: Answer) -> None:
    """Let a transaction fail as a whole where one of its operations was refused."""
    for fault in answer.refused.values():
        raise fault
