"""Records of a support plan: request, stops, services, time windows and routes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

from geo.model import TimeSlot, TravelMode
from geo.pathways.records import Pathway, PathwayStep, Situation, TimeWindow
from geo.routes.planning import Location
from geo.routes.route import Route

WindowState = Literal["open", "closing", "closed", "unknown"]


@dataclass(frozen=True)
class SupportRequest:
    """
    Parameters of a support plan. They are never stored.

    Attributes
    ----------
    origin
        Location where the plan starts.
    situation
        Code of the situation.
    hours_since
        Hours since the event [>= 0]; None: unknown, and no window is evaluated.
    departure_time
        Moment of departure, with a time zone.
    aversion
        See `geo.routes.cost`.
    travel_mode
        On foot, or by vehicle with access on foot.
    skipped_steps
        Codes of steps to leave out.
    first_step
        Code of the step to do first, or None.
    chosen_services
        By step code, the id of the service to use instead of the proposed one.
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
    A service as shown for a step.

    Attributes
    ----------
    lat, lon
        EPSG:4326; None for a confidential service and one that is reached by phone.
    contact
        Contact for a confidential service, or None.
    opening_hours
        OpenStreetMap `opening_hours`; None where unknown.
    verified_on
        Date of the last verification; None: never.
    is_unverified, is_stale
        Never verified; verified longer ago than the limit.
    is_confidential
        If true, only `type` and `contact` are disclosed.
    is_unreachable
        Whether it has a location, but no street connects it to the origin.
    is_closed_throughout
        Whether it never opens within `geo.support.clock.PLANNING_HORIZON_DAYS`.
    address, source
        None for a confidential service, and where it is not known.
    is_public
        Whether a person or a file said that its place is public.
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
    address: str | None = None
    source: str | None = None
    is_public: bool = False

    @property
    def is_by_phone(self) -> bool:
        """Whether it is reached by phone: it has no place, so that nobody walks to it."""
        return self.lat is None and not self.is_confidential


@dataclass(frozen=True)
class WindowDeadline:
    """
    A time window of a step, evaluated when the visit starts.

    Attributes
    ----------
    state
        Open; closing: open, with less than a quarter or less than 12 hours left; closed;
        unknown if the time of the event is not given.
    closes_at
        None where unknown.
    """

    window: TimeWindow
    state: WindowState
    closes_at: datetime | None


@dataclass(frozen=True)
class AlternativeService:
    """Another service for the same step, with the time from the same position; see `Stop`."""

    service: StopService
    minutes: float | None
    opens_at: datetime | None
    wait_minutes: float | None
    open_until: datetime | None
    hours_assumed: bool = False


@dataclass(frozen=True)
class ReturnTrip:
    """Route back to the origin, with departure and arrival."""

    route: Route
    leave_at: datetime
    arrive_at: datetime


@dataclass(frozen=True)
class Stop:
    """
    A step with its selected service.

    Attributes
    ----------
    service
        None where the community has no service of the type.
    route
        From the previous stop, or from the origin; None without a location.
    home_trip
        Return to the origin before it, where there is enough time; `route` then starts there.
    leave_at, arrive_at, starts_at
        Departure (as late as useful, to avoid waiting at a closed service), arrival, and start
        of the visit. None without a route.
    opens_at
        Opening time, if it is closed at the earliest arrival; else None.
    open_until
        Closing time after `starts_at`; None: never, or unknown.
    wait_minutes
        Waiting time until it opens; None without a route.
    early_slot, early_minutes
        Slot of the departure, and waiting time at the closed service, where a later departure
        would cost more as the slot changes. None and zero where there is no wait at its door
        longer than `geo.support.departures.MAX_EARLY_MIN`.
    hours_assumed
        True where its hours are unknown and `geo.support.opening_hours.ASSUMED_HOURS` was used.
    deadlines
        Its windows, evaluated.
    has_closed_window
        True once a window has closed: the step remains, and `step.still` lists what still helps.
    alternatives
        Other services for the same step, the least costly first.
    phone_lines
        Phone lines open while the service is closed (24-hour lines always).
    call_comment
        Comment of the opening hours, "" without one, where at the earliest arrival one has to call
        first, as nobody knows whether it is open; else None.
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
    call_comment: str | None = None
    early_slot: TimeSlot | None = None
    early_minutes: float = 0.0


@dataclass(frozen=True)
class SupportPlan:
    """
    Result of support planning.

    Attributes
    ----------
    pathway
        The network's own copy, or the starter pathway.
    stops
        In the proposed order; stops without a location are in pathway order.
    return_route
        From the last service to the origin; None if no stop has a route.
    total_minutes
        Routes and waits of one round trip, including the return, without visits.
    total_cost
        The same with route costs for the aversion instead of minutes [minutes].
    urgency_min
        Sum over steps with open clinical windows of route costs and waits until the visit starts,
        in that round trip [minutes].
    missed_windows
        Number of windows open at departure that close before the visit starts.
    skipped_steps
        Steps left out on request, so that they can be added again.
    always_open_lines
        24-hour phone lines.
    other_lines
        Phone lines with a number that are not known to answer at every hour.
    return_departs_at, return_arrives_at
        Departure and arrival of the return; None without one.
    holidays_known
        Whether the country's public holidays were considered; if not, a service may be closed
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
    other_lines: tuple[StopService, ...] = ()
