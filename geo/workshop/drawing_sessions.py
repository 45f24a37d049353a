"""
Drawing sessions that can be joined: opened by a trainer, joined by a word, shared, closed.

What is drawn belongs to the group until the trainer shares it; closing takes no more marks. The
record of who drew (`geo.model.DrawingSession`) is written at once; whether the network agrees to
keep it is another question (`geo.store.retention.agree_session`).
"""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta

from geo.access.monotonic_clock import Clock, steady_now
from geo.errors import (
    AgeBandError,
    ConsentMissingError,
    DrawingUnknownError,
    NumberError,
    OpeningError,
)
from geo.model import FACILITATOR_ROLES, HOLDS, DrawingSession
from geo.store import communities as records
from geo.store.actor import actor
from geo.store.audit import append
from geo.store.database import Store, Writer
from geo.workshop.join_codes import new_word, plain_word

JOINED_FOR = timedelta(hours=12)  # a workshop's day; then the word joins nothing any more
MOST_PARTICIPANTS = 500
YOUNGEST, OLDEST = 5, 110  # years
DONE = {"share": "drawing_shared", "hide": "drawing_hidden", "close": "drawing_closed"}
_OURS = re.compile(r"^S(\d+)$")
_AGES = re.compile(r"(\d{1,3})-(\d{1,3})")


@dataclass(frozen=True)
class Drawing:
    """
    A drawing session that was opened here.

    Attributes
    ----------
    word
        By which phones join.
    opened_at, shared_at, closed_at, drawn_at
        UTC; None where it has not been.
    marks, phones
        How many marks stand, and how many phones joined within `JOINED_FOR`.
    """

    community: str
    code: str
    word: str
    opened_at: datetime
    shared_at: datetime | None
    closed_at: datetime | None
    held_on: date
    age_band: str
    participants: int
    moment: str
    agreed_on: date | None
    marks: int
    phones: int
    drawn_at: datetime | None


@dataclass(frozen=True)
class Standing:
    """Whether a drawing session takes marks, and whether the network sees them."""

    open: bool
    shared: bool


@dataclass(frozen=True)
class Opening:
    """What a trainer says of a group that is to draw; never names."""

    held_on: date
    age_band: str
    participants: int
    moment: str
    facilitator_role: str
    consent: bool


def open_drawing(store: Store, slug: str, said: Opening, *, now: Clock = steady_now) -> Drawing:
    """
    Open a drawing session.

    Returns
    -------
    drawing
        With the word by which phones join.

    Raises
    ------
    CommunityUnknownError
        If there is no such community.
    ConsentMissingError
        If the group has not agreed.
    AgeBandError, NumberError, OpeningError
        If something said of the group cannot be.
    """
    records.community(store, slug)
    _check(said)

    def work(writer: Writer) -> str:
        code = _free_code(writer, slug)
        session = DrawingSession(code=code, **asdict(said))
        writer.change("communities/add_session", community=slug, **asdict(session))
        word = _free_word(writer, now())
        writer.change("workshop/open", community=slug, code=code, word=word, opened_at=now())
        writer.change("communities/layers_changed", slug=slug)
        _tell(writer, "drawing_opened", slug, code)
        return code

    return drawing(store, slug, store.transact_in_turn(work))


def drawings(store: Store, slug: str) -> list[Drawing]:
    """List the drawing sessions that were opened here, the first opened first."""
    return [Drawing(**row) for row in store.rows("workshop/drawings", community=slug)]


def drawing(store: Store, slug: str, code: str) -> Drawing:
    """
    Read one drawing session.

    Raises
    ------
    DrawingUnknownError
        If none of this code was opened here.
    """
    found = next((one for one in drawings(store, slug) if one.code == code), None)
    if found is None:
        raise DrawingUnknownError(code=code[:20])
    return found


def standing(source: Store | Writer, slug: str, code: str) -> Standing:
    """
    Tell how far a drawing session is, at the cost of one short question.

    Parameters
    ----------
    source
        The store, or what asks it several questions at once.

    Raises
    ------
    DrawingUnknownError
        If none of this code was opened here.
    """
    rows = source.rows("workshop/state", community=slug, code=code)
    if not rows:
        raise DrawingUnknownError(code=code[:20])
    return Standing(open=rows[0]["closed_at"] is None, shared=rows[0]["shared_at"] is not None)


def joined_by(store: Store, typed: str, *, now: Clock = steady_now) -> tuple[str, str] | None:
    """
    Find the open drawing session of a word.

    Parameters
    ----------
    typed
        As somebody wrote it.

    Returns
    -------
    place
        Community and code; None where no open session has the word.
    """
    rows = store.rows("workshop/by_word", word=plain_word(typed), since=now() - JOINED_FOR)
    return (rows[0]["community"], rows[0]["code"]) if rows else None


def share_drawing(store: Store, slug: str, code: str, *, now: Clock = steady_now) -> Drawing:
    """
    Show what a group drew to the whole network.

    Raises
    ------
    DrawingUnknownError
        If none of this code was opened here.
    """
    return _change(store, slug, code, "share", shared_at=now())


def hide_drawing(store: Store, slug: str, code: str) -> Drawing:
    """
    Leave what a group drew to the group again; what it agreed on stays with the network.

    Raises
    ------
    DrawingUnknownError
        If none of this code was opened here.
    """
    return _change(store, slug, code, "hide")


def close_drawing(store: Store, slug: str, code: str, *, now: Clock = steady_now) -> Drawing:
    """
    Take no more marks in a drawing session.

    Raises
    ------
    DrawingUnknownError
        If none of this code was opened here.
    """
    return _change(store, slug, code, "close", closed_at=now())


def reopen_drawing(store: Store, slug: str, code: str, *, now: Clock = steady_now) -> Drawing:
    """
    Take marks again in a drawing session that was closed, by a new word.

    Phones that took part go on for as long as they would have; others join by the new word.

    Raises
    ------
    DrawingUnknownError
        If none of this code was opened here.
    """
    drawing(store, slug, code)

    def work(writer: Writer) -> None:
        word = _free_word(writer, now())
        writer.change("workshop/reopen", community=slug, code=code, word=word, opened_at=now())
        _tell(writer, "drawing_reopened", slug, code)

    store.transact_in_turn(work)
    return drawing(store, slug, code)


def _change(store: Store, slug: str, code: str, what: str, **at: datetime) -> Drawing:
    """Do something to a drawing session, and say so in the audit log."""
    drawing(store, slug, code)

    def work(writer: Writer) -> None:
        writer.change(f"workshop/{what}", community=slug, code=code, **at)
        _tell(writer, DONE[what], slug, code)

    store.transact_in_turn(work)
    return drawing(store, slug, code)


def _tell(writer: Writer, action: str, slug: str, code: str) -> None:
    append(writer, actor(), action, {"community": slug, "session": code})


def called(code: str) -> str:
    """Give what people call a group: the number of a code that was given here, else the code."""
    return _OURS.sub(r"\1", code)


def _check(said: Opening) -> None:
    if not said.consent:
        raise ConsentMissingError
    ages = _AGES.fullmatch(said.age_band)
    if ages is None or not YOUNGEST <= int(ages[1]) <= int(ages[2]) <= OLDEST:
        raise AgeBandError(ages=said.age_band[:20])
    if not 1 <= said.participants <= MOST_PARTICIPANTS:
        raise NumberError(value=said.participants, least=1)
    if said.moment not in HOLDS or said.facilitator_role not in FACILITATOR_ROLES:
        raise OpeningError


def _free_code(writer: Writer, slug: str) -> str:
    taken = {row["code"] for row in writer.rows("communities/sessions", community=slug)}
    number = len(taken) + 1
    while f"S{number}" in taken:
        number += 1
    return f"S{number}"


def _free_word(writer: Writer, at: datetime) -> str:
    while True:
        word = new_word()
        if not writer.rows("workshop/by_word", word=word, since=at - JOINED_FOR):
            return word
