"""One question, one answer: which door next, by which way, is it open, what stands beside it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from geo.errors import MomentFarError, NumberError, NumberTooLargeError, StepUnknownError
from geo.model import Slot
from geo.network.exposure import Exposure
from geo.network.snapping import Positions
from geo.pathways.records import Pathway, Step
from geo.privacy.view import View
from geo.routes.cost import check_aversion
from geo.routes.planning import enter
from geo.support.clock import Clock
from geo.support.distance_bounds import Spread
from geo.support.leg_matrix import Legs
from geo.support.leg_search import Rows
from geo.support.lower_bounds import Value
from geo.support.opening_hours import Hours
from geo.support.overnight import by_way_of_home
from geo.support.records import Door, SupportAsk, SupportPlan
from geo.support.schedule import Telling, Turn, in_order
from geo.support.selection_model import AT_ORIGIN, Task
from geo.support.service_options import Doors, Walked
from geo.support.stop_selection import Route, best_route
from geo.support.time_windows import is_urgent, open_windows
from geo.support.vehicle_network import vehicle_exposure

MOST_HOURS = 24.0 * 366 * 100  # a hundred years: beyond, a number is a slip of the finger
SOON = 24.0 * 60  # minutes, ours: what opens later may be stood in for by another type
FIRST_YEAR, LAST_YEAR = 1901, 2200  # opening hours and the sun are reckoned within these
NOWHERE = Route((), Value(0.0, 0.0, 0.0))


def plan_support(view: View, ask: SupportAsk, pathway: Pathway) -> SupportPlan:
    """
    Choose a door for each step, and their order, and the ways between them.

    Parameters
    ----------
    pathway
        Its steps; those of `ask.skip` are left out. A service in `ask.chosen` that is none of
        its step's (any more) is as good as none chosen.

    Returns
    -------
    plan
        The best one there is: first as few windows missed as can be, then urgent steps as soon as
        can be, then the least of ways priced and waits, the way back too. Steps that no way leads
        to stand among the others at their turn.

    Raises
    ------
    NumberError, NumberTooLargeError
        If the aversion, or the hours since, is no number that makes sense.
    StepUnknownError
        If a step to skip, or to come first, is none of the pathway's.
    NoStreetsError
        If the community has no streets.
    PlaceOutsideError
        If the origin lies outside the community, or far from its streets.
    MomentFarError
        If opening hours cannot be reckoned at that moment.
    """
    return _Planning(view, ask, pathway).plan()


def check_hours_since(hours: float | None) -> float | None:
    """
    Accept hours since it happened: zero or more, or not said.

    Raises
    ------
    NumberError, NumberTooLargeError
        If they are negative, not a number, or more than a hundred years.
    """
    if hours is None:
        return None
    if not hours >= 0:  # true of what is not a number, too
        raise NumberError(name="hours_since", value=hours, least=0)
    if hours > MOST_HOURS:
        raise NumberTooLargeError(name="hours_since", value=hours, most=MOST_HOURS)
    return float(hours)


class _Planning:
    """The work on one question."""

    def __init__(self, view: View, ask: SupportAsk, pathway: Pathway) -> None:
        _check(ask, pathway)
        self._view, self._ask, self._pathway = view, ask, pathway
        self._origin = enter(view, ask.origin, end="from")
        self._clock = Clock(view, ask.when)
        country = view.community.country
        self._hours = Hours(self._clock, timezone=view.timezone, country=country)
        self._doors = Doors(view, self._origin, self._clock, self._hours)
        self._steps = [step for step in pathway.steps if step.code not in ask.skip]
        self._walked = {step.code: self._doors_of(step) for step in self._steps}

    def plan(self) -> SupportPlan:
        """Choose, and tell the choice."""
        ask, clock, legs = self._ask, self._clock, self._legs()
        steps, route = self._best(legs)
        telling = Telling(clock, legs, self._doors, ask.hours_since)
        turns = list(self._turns(legs, steps, route))
        stops = telling.stops(turns)
        for step in self._steps:
            if step.code not in stops:
                stops[step.code] = telling.without_way(step, ask.chosen.get(step.code))
        visited = [turn.step.code for turn in turns]
        back = route.visits[-1] if turns else None
        last = turns[-1].visit.place if turns else AT_ORIGIN
        stays = sum(turn.step.stay_minutes for turn in turns)
        return SupportPlan(
            ask=ask,
            pathway=self._pathway,
            stops=in_order(self._steps, stops, visited, first=ask.first),
            way_back=None if back is None else legs.way(back.layer, last, AT_ORIGIN),
            total_minutes=0.0 if back is None else back.arrive - stays,
            total_cost=route.value.total,
            missed=int(route.value.missed),
            skipped=tuple(step for step in self._pathway.steps if step.code in ask.skip),
            always=tuple(one.door for one in self._doors.lines if one.always(clock.horizon)),
            leave_back_at=None if back is None else clock.moment(telling.leave(back)),
            back_at=None if back is None else clock.moment(back.arrive),
            holidays_known=self._hours.holidays_known,
            urgency=route.value.urgency,
        )

    def _doors_of(self, step: Step) -> list[Walked]:
        """List the doors of a step: the one she chose, or all that a way leads to."""
        every, chosen = self._doors.walked(step), self._ask.chosen.get(step.code)
        without = self._doors.unwalked(step)
        if any(door.id == chosen for door in without):
            return []
        named = [one for one in every if one.door.id == chosen]
        own = any(one.door.type == step.service for one in every)
        if not named and not own and any(_is_own_reserved(step, door) for door in without):
            return []  # whom to ask is nearer to what she needs than another kind of door
        return named or preferred(step, every)

    def _legs(self) -> Legs:
        places, aversion = _together(self._origin, self._doors.places), self._ask.aversion
        exposures = [self._exposure(slot) for slot in self._clock.slots]
        spread = Spread(exposures[0].network, places)
        return Legs([Rows(exposure, aversion, spread) for exposure in exposures])

    def _exposure(self, slot: Slot) -> Exposure:
        if self._ask.mode == "vehicle":
            return vehicle_exposure(self._view, slot)
        return self._view.exposure(slot)

    def _best(self, legs: Legs) -> tuple[tuple[Step, ...], Route]:
        """Find the best route through all steps, or through as many as can be in two weeks."""
        steps = [step for step in self._steps if self._walked[step.code]]
        for many in range(len(steps), 0, -1):
            tried = (
                (kept, best_route(self._task(legs, kept))) for kept in combinations(steps, many)
            )
            found = [(kept, route) for kept, route in tried if route is not None]
            if found:
                return min(found, key=lambda one: one[1].value)
        return (), NOWHERE

    def _task(self, legs: Legs, steps: Sequence[Step]) -> Task:
        since = self._ask.hours_since
        doors = [[one.place + 1 for one in self._walked[step.code]] for step in steps]
        return Task(
            clock=self._clock,
            legs=legs,
            doors=tuple(np.array(places, dtype=np.int64) for places in doors),
            openings=self._doors.openings,
            stay=np.array([step.stay_minutes for step in steps]),
            closes=tuple(open_windows(step, since) for step in steps),
            urgent=np.array([is_urgent(step, since) for step in steps]),
            before=before_each(steps, first=self._ask.first),
        )

    def _turns(self, legs: Legs, steps: Sequence[Step], route: Route) -> Iterator[Turn]:
        """Tell for each visit what it is for, and from where and when she goes there."""
        came_from, free = AT_ORIGIN, 0.0
        for visit in route.visits[:-1]:
            step = steps[visit.step]
            every = self._doors.walked(step)
            chosen = next(one for one in every if one.place + 1 == visit.place)
            others = tuple(one for one in every if one is not chosen)
            night = by_way_of_home(legs, self._clock, visit, came_from=came_from, free=free)
            if night is None:
                yield Turn(step, chosen, others, visit, came_from, free)
            else:
                home, later = night
                yield Turn(step, chosen, others, later, AT_ORIGIN, home.arrive, home, came_from)
            came_from, free = visit.place, visit.start + step.stay_minutes


def preferred(step: Step, doors: Sequence[Walked]) -> list[Walked]:
    """
    Take the doors of one type: the step's own, or the first that can stand in for it.

    Parameters
    ----------
    doors
        Of the step's own type and of those that can give the same.

    Returns
    -------
    doors
        Of the first type with a door that opens within a day; where none does, of the first
        that there is. The others stand beside it, a click away.
    """
    kinds = [
        [one for one in doors if one.door.type == kind] for kind in (step.service, *step.instead)
    ]
    soon = [of_kind for of_kind in kinds if any(one.opening.start(0.0) <= SOON for one in of_kind)]
    return next(iter(soon or filter(None, kinds)), [])


def before_each(steps: Sequence[Step], *, first: str | None) -> NDArray[np.int64]:
    """
    Tell for each step which of the others come before it, as bits.

    Parameters
    ----------
    steps
        Those that a way leads to: what is not among them holds nobody up.
    first
        Code of the step that she wants first: it waits for none, and all wait for it.
    """
    bit = {step.code: 1 << number for number, step in enumerate(steps)}
    lead = bit.get(first or "", 0)
    before = [sum(bit.get(code, 0) for code in set(step.after)) | lead for step in steps]
    return np.array(
        [0 if step.code == first else bits for step, bits in zip(steps, before, strict=True)],
        dtype=np.int64,
    )


def _is_own_reserved(step: Step, door: Door) -> bool:
    return door.confidential and door.type == step.service


def _together(one: Positions, others: Positions) -> Positions:
    return Positions(
        np.concatenate([one.edge, others.edge]),
        np.concatenate([one.along_m, others.along_m]),
        np.concatenate([one.access_m, others.access_m]),
    )


def _check(ask: SupportAsk, pathway: Pathway) -> None:
    check_aversion(ask.aversion)
    check_hours_since(ask.hours_since)
    if not FIRST_YEAR <= ask.when.year <= LAST_YEAR:
        text = ask.when.isoformat(timespec="minutes")
        raise MomentFarError(text=text, first=str(FIRST_YEAR), last=str(LAST_YEAR))
    codes = [step.code for step in pathway.steps]
    named = [*sorted(ask.skip), *([] if ask.first is None else [ask.first])]
    unknown = [code for code in named if code not in codes]
    if unknown:
        raise StepUnknownError(step=unknown[0], known=", ".join(codes))
