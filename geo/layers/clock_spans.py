"""Spans between two clock times as people write them, with or without a.m. and p.m."""

from __future__ import annotations

from geo.layers.opening_hours_words import LAST_HOUR, MINUTES_PER_HOUR, MORNING, NOON_HOUR, Clock

DAY_MIN = LAST_HOUR * MINUTES_PER_HOUR  # minutes
NOON_MIN = NOON_HOUR * MINUTES_PER_HOUR  # minutes
EARLIEST_BARE_MIN = 5 * MINUTES_PER_HOUR  # minutes; "2 a 6" is rather of the afternoon
Span = tuple[int, int]


def read_span(opens: Clock | None, closes: Clock | None) -> Span | None:
    """
    Convert two clock times to minutes since midnight.

    Parameters
    ----------
    opens, closes
        None for the word "midnight".

    Returns
    -------
    span
        Begin and end [min]; an end past midnight exceeds a day. None where the times have more
        than one meaning.
    """
    begin, end = opens or Clock(0, is_padded=True), closes or Clock(DAY_MIN, is_padded=True)
    if begin.half_day or end.half_day:
        return _read_half_day_span(begin, end)
    start, stop = begin.minutes, end.minutes
    if start == DAY_MIN or begin.is_year:
        return None
    if stop > start:
        is_early = 0 < start < EARLIEST_BARE_MIN and not begin.is_padded and stop <= NOON_MIN
        is_bare = begin.is_bare and end.is_bare and stop < NOON_MIN  # "8 a 10": in the evening?
        return None if start and (is_early or is_bare) else (start, stop)
    if start == stop == 0:
        return (0, DAY_MIN)
    return (start, stop + DAY_MIN) if start > NOON_MIN and stop < start else None


def _read_half_day_span(begin: Clock, end: Clock) -> Span | None:
    """Convert times with a.m. or p.m.; one of them may be without if only one meaning remains."""
    starts, stops = _list_meanings(begin), _list_meanings(end)
    spans = {
        (start, stop)
        for start in starts
        for stop in stops
        if stop > start or (begin.half_day and end.half_day)
    }
    if len(spans) != 1:
        return None
    start, stop = spans.pop()
    if (stop == 0 and start < NOON_MIN) or (stop == NOON_MIN and start > NOON_MIN):
        return None  # "8 am - 12 am", "2 pm - 12 pm": many mean the other twelve
    return (start, stop) if stop > start else (start, stop + DAY_MIN)


def _list_meanings(clock: Clock) -> list[int]:
    """List the minutes since midnight that a clock time may mean."""
    minutes = clock.minutes
    if minutes > NOON_MIN + MINUTES_PER_HOUR - 1 or (not clock.half_day and minutes == 0):
        return [minutes] if clock.half_day != MORNING else []
    first_half = minutes % NOON_MIN
    if clock.half_day is None:
        return [first_half, first_half + NOON_MIN]
    return [first_half if clock.half_day == MORNING else first_half + NOON_MIN]
