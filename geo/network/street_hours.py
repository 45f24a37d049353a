"""
Opening hours of streets and gates: who may pass at a moment, or in a whole slot of a day.

In a slot an edge counts as open only if it is open during all of it, less an hour at sunrise and
sunset, when a park may open or shut. Hours that cannot be read, or whose state is unknown, lead to
destinations only.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta

import numpy as np
from opening_hours import ParserError  # type: ignore[attr-defined]  # the stub omits it

from geo.layers.opening_states import Place, StateSpan, evaluate_states
from geo.model import TimeSlot
from geo.network.edge_restrictions import EdgeRestrictions
from geo.network.passability import DESTINATION, FREE, SHUT, EdgeStates

TimeSpan = tuple[datetime, datetime]
MOMENT = timedelta(minutes=1)  # hours have no seconds
SLOT_STEP = timedelta(minutes=15)  # sampling interval of the slot
SLOT_MARGIN = timedelta(hours=1)  # ours: not counted at each change of the slot


def find_hours_states(
    restrictions: EdgeRestrictions, place: Place, spans: Sequence[TimeSpan]
) -> EdgeStates:
    """
    Find the state of edges by their opening hours in spans of time.

    Parameters
    ----------
    restrictions
        Of each edge, with its `open_hours`.
    place
        Of the community.
    spans
        With time zones. Without any, hours are of unknown state.

    Returns
    -------
    states
        `FREE` where it is open throughout all spans; `SHUT` where it is closed at any time of
        them; else `DESTINATION`.
    """
    open_hours, has_hours = restrictions.open_hours, restrictions.has_hours
    states = np.full(len(open_hours), FREE, dtype=np.int8)
    texts, number = np.unique(open_hours[has_hours].astype(str), return_inverse=True)
    by_text = [_find_state(str(text), place, spans) for text in texts]
    states[has_hours] = np.array(by_text, dtype=np.int8)[number]
    return states


def span_of_moment(moment: datetime) -> list[TimeSpan]:
    """Return the minute of a moment as a span."""
    begin = moment.replace(second=0, microsecond=0)
    return [(begin, begin + MOMENT)]


def find_slot_spans(
    find_slot: Callable[[datetime], TimeSlot], slot: TimeSlot, day: datetime, *, days: int = 1
) -> list[TimeSpan]:
    """
    Find the spans of a slot in some days, less `SLOT_MARGIN` where the slot changes.

    Parameters
    ----------
    find_slot
        Slot of a moment.
    day
        A moment of the first day, with its time zone.
    """
    midnight = day.replace(hour=0, minute=0, second=0, microsecond=0).astimezone(UTC)
    looks = [
        midnight + number * SLOT_STEP for number in range(days * (timedelta(days=1) // SLOT_STEP))
    ]
    matches = np.array([find_slot(look.astimezone(day.tzinfo)) == slot for look in looks])
    change = np.diff(np.concatenate([[False], matches, [False]]).astype(np.int8))
    spans = []
    for first, stop in zip(np.flatnonzero(change > 0), np.flatnonzero(change < 0), strict=True):
        begin = looks[first] + (SLOT_MARGIN if first else timedelta())
        end = looks[stop - 1] + SLOT_STEP - (SLOT_MARGIN if stop < len(looks) else timedelta())
        spans += [(begin.astimezone(day.tzinfo), end.astimezone(day.tzinfo))] if begin < end else []
    return spans


def _find_state(expression: str, place: Place, spans: Sequence[TimeSpan]) -> int:
    try:
        states = [_span_state(expression, place, span) for span in spans]
    except ParserError:
        return DESTINATION
    return max(states, default=DESTINATION)


def _span_state(expression: str, place: Place, span: TimeSpan) -> int:
    begin, end = span
    found = [part for part in evaluate_states(expression, place, begin, end) if part.end > begin]
    open_time = _total_time([part for part in found if part.is_open], begin, end)
    known_time = _total_time(found, begin, end)
    length = end.astimezone(UTC) - begin.astimezone(UTC)  # clocks may change in between
    if known_time < length:
        return SHUT
    return FREE if open_time >= length else DESTINATION


def _total_time(parts: Sequence[StateSpan], begin: datetime, end: datetime) -> timedelta:
    """Sum the time of disjoint parts of a span; in UTC, which no clock change shifts."""
    low, high = begin.astimezone(UTC), end.astimezone(UTC)
    times = (
        min(part.end.astimezone(UTC), high) - max(part.begin.astimezone(UTC), low) for part in parts
    )
    return sum(times, timedelta())
