"""The records of a support route: what is asked, which door each step leads to, what it takes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

from geo.pathways.records import Pathway, Situation, Step, Window
from geo.routes.planning import Place
from geo.routes.route import Way

Mode = Literal["walk", "vehicle"]
WindowState = Literal["open", "closing", "closed", "unknown"]
MODES: tuple[Mode, ...] = ("walk", "vehicle")


@dataclass(frozen=True)
class SupportAsk:
    """
    What somebody wants to know. It is never written anywhere.

    Attributes
    ----------
    origin
        Where she starts.
    situation
        In broad terms.
    hours_since
        Hours since it happened [>= 0]; None: she does not say, and no window is judged.
    when
        The moment she leaves, with its time zone.
    aversion
        See `geo.routes.cost`.
    mode
        On foot, or in a vehicle with the last metres on foot.
    skip
        Codes of steps she leaves out.
    first
        Code of the step she wants first, or None.
    chosen
        For a step's code, the id of the service she prefers to the one proposed.
    """

    origin: Place
    situation: Situation
    hours_since: float | None
    when: datetime
    aversion: float
    mode: Mode = "walk"
    skip: frozenset[str] = frozenset()
    first: str | None = None
    chosen: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Door:
    """
    A service as a step shows it.

    Attributes
    ----------
    lat, lon
        EPSG:4326; None where it has no place for anybody: a confidential one, or a phone line.
    contact
        Whom to ask instead of a confidential place, or None.
    hours
        As OpenStreetMap writes them; None where nobody said.
    verified_on
        When somebody checked it last; None: never.
    unverified, stale
        Never checked; checked longer ago than the limit.
    confidential
        Only `type` and `contact` are told then.
    unreachable
        Whether it has a place, but no street leads there from where she starts.
    shut
        Whether it does not open within `geo.support.clock.HORIZON_DAYS`.
    """

    id: str
    type: str
    name: str | None
    phone: str | None
    contact: str | None
    hours: str | None
    verified_on: date | None
    unverified: bool
    stale: bool
    confidential: bool
    lat: float | None = None
    lon: float | None = None
    unreachable: bool = False
    shut: bool = False


@dataclass(frozen=True)
class Deadline:
    """
    A window of a step, judged at the moment its door lets her in.

    Attributes
    ----------
    state
        Open; closing: open, and with less than a quarter of it, or under 12 hours, left; closed;
        unknown where she did not say when it happened.
    closes_at
        None where unknown.
    """

    window: Window
    state: WindowState
    closes_at: datetime | None


@dataclass(frozen=True)
class Other:
    """Another door for the same step, a click away: what it would take from the same place."""

    door: Door
    minutes: float | None
    opens_at: datetime | None
    wait_minutes: float | None
    open_until: datetime | None


@dataclass(frozen=True)
class Return:
    """A way back to where she started, and when she sets out and is there."""

    way: Way
    leave_at: datetime
    arrive_at: datetime


@dataclass(frozen=True)
class Stop:
    """
    A step, and the door it leads to.

    Attributes
    ----------
    door
        None where the community has no service of the type.
    way
        From the stop before, or from the origin; None where there is no place to go to.
    home
        Where there is time enough before it, the way back to the origin, from where `way` begins.
    leave_at, arrive_at, starts_at
        When to set out (as late as helps, so that she waits where she is and not at a closed
        door), when she comes there, when the door lets her in. None without a way.
    opens_at
        When it opens, where it is closed as she could first come; else None.
    open_until
        When it closes after `starts_at`; None: it does not, or nobody knows.
    wait_minutes
        Minutes lost until it opens; None without a way.
    hours_assumed
        True where nobody said its hours and `geo.support.opening_hours.ASSUMED` was used.
    deadlines
        Its windows, judged.
    still_go
        True once a window has closed: the step stays, and `step.still` says what still helps.
    others
        Other doors for the same step, the least costly first.
    phones
        Lines that answer while its door is closed (and the 24-hour ones always).
    """

    step: Step
    door: Door | None
    way: Way | None
    leave_at: datetime | None
    arrive_at: datetime | None
    starts_at: datetime | None
    opens_at: datetime | None
    open_until: datetime | None
    wait_minutes: float | None
    hours_assumed: bool
    deadlines: tuple[Deadline, ...]
    still_go: bool
    others: tuple[Other, ...]
    phones: tuple[Door, ...]
    home: Return | None = None


@dataclass(frozen=True)
class SupportPlan:
    """
    The answer.

    Attributes
    ----------
    pathway
        The network's own copy, or the starter.
    stops
        In the order proposed; those without a place to go to stand at their turn.
    way_back
        From the last door to where she started; None if no stop has a way.
    total_minutes
        Ways and waits of one round, the way back too; visits are not counted.
    total_cost
        The same with ways priced for the aversion, for that one round [minutes].
    urgency
        The sum over steps whose clinical windows are open of what it takes until their doors let
        her in, ways priced and waits, in that round [minutes].
    missed
        How many windows close before she gets there that were open when she left.
    skipped
        Steps she left out, so that they can be taken up again.
    always
        24-hour phone lines.
    leave_back_at, back_at
        When to set out on the way back, and when she is there; None without one.
    holidays_known
        Whether the country's public holidays were reckoned with; where not, a door may be shut
        on one.
    """

    ask: SupportAsk
    pathway: Pathway
    stops: tuple[Stop, ...]
    way_back: Way | None
    total_minutes: float
    total_cost: float
    missed: int
    skipped: tuple[Step, ...]
    always: tuple[Door, ...]
    leave_back_at: datetime | None = None
    back_at: datetime | None = None
    holidays_known: bool = True
    urgency: float = 0.0
