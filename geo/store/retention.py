"""
What was drawn and never agreed does not stay for ever.

A drawing session's marks, their notes and their history go when a time has passed and the network
has not agreed to keep them. That the group drew, when, and how many they were stays.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime

import pandas as pd

from geo.errors import NumberError, SessionUnknownError
from geo.store.actor import actor
from geo.store.audit import append
from geo.store.database import Store, Writer

DEFAULT_MONTHS = 24  # the time one biennial local action plan takes; each network may set another


@dataclass(frozen=True)
class Due:
    """
    A drawing session whose time has passed.

    Attributes
    ----------
    marks
        Shapes it has on the map.
    history
        Lines of the history that tell of its shapes.
    """

    community: str
    code: str
    held_on: date
    marks: int
    history: int


def due(store: Store, *, months: int = DEFAULT_MONTHS, today: date | None = None) -> list[Due]:
    """
    Tell what a run would delete.

    Parameters
    ----------
    months
        How long what was not agreed may stay, from the day it was drawn; at least one.
    today
        None means today.

    Raises
    ------
    NumberError
        If there are no months.
    """
    before = _before(months, today)
    return [Due(**row) for row in store.rows("retention/due", before=before)]


def run_retention(
    store: Store, *, months: int = DEFAULT_MONTHS, today: date | None = None
) -> list[Due]:
    """
    Delete what is due, and write the file anew so that nothing of it is left there.

    Parameters and what is raised: as `due`.

    Returns
    -------
    deleted
        As `due` told it just before. Backups made earlier still hold it.
    """
    before = _before(months, today)

    def work(writer: Writer) -> list[Due]:
        found = [Due(**row) for row in writer.rows("retention/due", before=before)]
        append(writer, actor(), "retention", _counted(months, found))
        if found:
            _delete(writer, found)
        return found

    deleted = store.transact_in_turn(work)
    if deleted:
        store.write_anew()
    return deleted


def agree_session(store: Store, slug: str, code: str, *, agreed_on: date | None = None) -> None:
    """
    Note that what a group drew is to be kept.

    Parameters
    ----------
    agreed_on
        None means today.

    Raises
    ------
    SessionUnknownError
        If the community has no drawing session of this code.
    """
    day = agreed_on or date.today()

    def work(writer: Writer) -> None:
        if not writer.rows("retention/session", community=slug, code=code):
            raise SessionUnknownError(code=code)
        writer.change("retention/agree", community=slug, code=code, agreed_on=day)
        append(writer, actor(), "session_agreed", {"community": slug, "sessions": 1})

    store.transact_in_turn(work)


def _before(months: int, today: date | None) -> date:
    if months < 1:
        raise NumberError(name="months", value=months, least=1)
    day: date = (pd.Timestamp(today or date.today()) - pd.DateOffset(months=months)).date()
    return day


def _now() -> datetime:
    return datetime.now(UTC).replace(tzinfo=None)


def _counted(months: int, found: list[Due]) -> dict[str, int]:
    return {
        "months": months,
        "sessions": len(found),
        "marks": sum(one.marks for one in found),
        "history": sum(one.history for one in found),
    }


def _delete(writer: Writer, found: list[Due]) -> None:
    incoming = pd.DataFrame([{"community": one.community, "code": one.code} for one in found])
    writer.change("retention/delete_marks", incoming)
    writer.change("retention/delete_history", incoming)
    # A session whose operations are gone would take again what a phone still holds.
    writer.change("retention/close_drawings", incoming, closed_at=_now())
    writer.change("retention/delete_operations", incoming)
    writer.change("retention/delete_participations", incoming)
    for slug in sorted({one.community for one in found}):
        writer.change("communities/layers_changed", slug=slug)
