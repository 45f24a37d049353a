"""The records of a support route: what is asked, which door each step leads to, what it takes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

from geo.pathways.records import Pathway, PathwayStep, Situation, TimeWindow
from geo.routes.planning import Location
from geo.routes.route import Route

TravelMode = Literal["walk", "vehicle"]
WindowState = Literal["open", "closing", "closed", "unknown"]
TRAVEL_MODES: tuple[TravelMode, ...] = ("walk", "vehicle")


@dataclass(frozen=True)
class SupportRequest:
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
    departure_time
        The moment she leaves, with its time zone.
    aversion
        See `geo.routes.cost`.
    travel_mode
        On foot, or in a vehicle with the last metres on foot.
    skipped_steps
        Codes of steps she leaves out.
    first_step
        Code of the step she wants first, or None.
    chosen_services
        For a step's code, the id of the service she prefers to the one proposed.
    """

    origin: Location
    situation: Situation
    hours_since: float | None
    departure_time: datetime
    aversion: float
    travel_mode: TravelMode = "walk"
    skipped_steps: frozenset[str] = frozenset()
    first_step: str | None = None
    chosen_services: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class StopService:
    """
    A service as a step shows it.

    Attributes
    ----------
    lat, lon
        EPSG:4326; None where it has no place for anybody: a confidential one, or a phone line.
    contact
        Whom to ask instead of a confidential place, or None.
    opening_hours
        As OpenStreetMap writes them; None where nobody said.
    verified_on
        When somebody checked it last; None: never.
    is_unverified, is_stale
        Never checked; checked longer ago than the limit.
    is_confidential
        Only `type` and `contact` are told then.
    is_unreachable
        Whether it has a place, but no street leads there from where she starts.
    is_closed_throughout
        Whether it does not open within `geo.support.clock.PLANNING_HORIZON_DAYS`.
    """

    id: str
    type: str
    name: str | None
    phone: str | None
    contact: str | None
    opening_hours: str | None
    verified_on: date | None
    is_unverified: bool
    is_stale: bool
    is_confidential: bool
    lat: float | None = None
    lon: float | None = None
    is_unreachable: bool = False
    is_closed_throughout: bool = False


@dataclass(frozen=True)
class WindowDeadline:
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

    window: TimeWindow
    state: WindowState
    closes_at: datetime | None


@dataclass(frozen=True)
class AlternativeService:
    """Another door for the same step, a click away: what it would take from the same place."""

    service: StopService
    minutes: float | None
    opens_at: datetime | None
    wait_minutes: float | None
    open_until: datetime | None


@dataclass(frozen=True)
class ReturnTrip:
    """A way back to where she started, and when she sets out and is there."""

    route: Route
    leave_at: datetime
    arrive_at: datetime


@dataclass(frozen=True)
class Stop:
    """
    A step, and the door it leads to.

    Attributes
    ----------
    service
        None where the community has no service of the type.
    route
        From the stop before, or from the origin; None where there is no place to go to.
    home_trip
        Where there is time enough before it, the way back to the origin, from where `route` begins.
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
        True where nobody said its hours and `geo.support.opening_hours.ASSUMED_HOURS` was used.
    deadlines
        Its windows, judged.
    has_closed_window
        True once a window has closed: the step stays, and `step.still` says what still helps.
    alternatives
        Other doors for the same step, the least costly first.
    phone_lines
        Lines that answer while its door is closed (and the 24-hour ones always).
    """

    step: PathwayStep
    service: StopService | None
    route: Route | None
    leave_at: datetime | None
    arrive_at: datetime | None
    starts_at: datetime | None
    opens_at: datetime | None
    open_until: datetime | None
    wait_minutes: float | None
    hours_assumed: bool
    deadlines: tuple[WindowDeadline, ...]
    has_closed_window: bool
    alternatives: tuple[AlternativeService, ...]
    phone_lines: tuple[StopService, ...]
    home_trip: ReturnTrip | None = None


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
    return_route
        From the last door to where she started; None if no stop has a way.
    total_minutes
        Ways and waits of one round, the way back too; visits are not counted.
    total_cost
        The same with ways priced for the aversion, for that one round [minutes].
    urgency_min
        The sum over steps whose clinical windows are open of what it takes until their doors let
        her in, ways priced and waits, in that round [minutes].
    missed_windows
        How many windows close before she gets there that were open when she left.
    skipped_steps
        Steps she left out, so that they can be taken up again.
    always_open_lines
        24-hour phone lines.
    return_departs_at, return_arrives_at
        When to set out on the way back, and when she is there; None without one.
    holidays_known
        Whether the country's public holidays were reckoned with; where not, a door may be shut
        on one.
    """

    request: SupportRequest
    pathway: Pathway
    stops: tuple[Stop, ...]
    return_route: Route | None
    total_minutes: float
    total_cost: float
    missed_windows: int
    skipped_steps: tuple[PathwayStep, ...]
    always_open_lines: tuple[StopService, ...]
    return_departs_at: datetime | None = None
    return_arrives_at: datetime | None = None
    holidays_known: bool = True
    urgency_min: float = 0.0
