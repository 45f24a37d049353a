"""
Opening hours: parse OpenStreetMap `opening_hours` into intervals of minutes on a clock.

Missing or invalid opening hours are not treated as always open: `ASSUMED_HOURS` is used and
reported wherever it applies.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray
from opening_hours import ParserError  # type: ignore[attr-defined]  # the stub omits it

from geo.layers.opening_hours_reader import read_opening_hours
from geo.layers.opening_states import (
    Place,
    StateSpan,
    evaluate_states,
    has_holiday_calendar,
)
from geo.network.street_network import FloatArray
from geo.support.clock import PlanningClock

ASSUMED_HOURS = "Mo-Fr 08:00-15:00"
"""Ours, for doors whose hours nobody knows: the part of the day in which most offices are open."""

SOLAR_EVENTS = ("dawn", "sunrise", "sunset", "dusk")
INTERVAL_OFFSET_MIN = (
    2.0**15
)  # minutes; above the horizon, so that concatenated openings do not touch
ExpressionKey = tuple[str, float, float]


class UncertainSpan(NamedTuple):
    """Time in which nobody knows whether it is open [min], and the comment of the rule."""

    begin_min: float
    end_min: float
    comment: str


@dataclass(frozen=True)
class OpeningIntervals:
    """
    Opening intervals of a service, until the clock's horizon.

    Attributes
    ----------
    begin_min, end_min
        Begin and end of each interval [min], ascending and disjoint; open at `begin_min`,
        closed at `end_min`.
    is_assumed
        Whether its hours are missing, invalid, or unknown throughout.
    uncertain
        Times in which one has to call first, ascending; open at none of them.
    """

    begin_min: FloatArray
    end_min: FloatArray
    is_assumed: bool
    uncertain: tuple[UncertainSpan, ...] = ()

    def next_opening_min(self, arrival_min: float) -> float:
        """Return the next time it is open from an arrival on; infinite if never again."""
        interval = int(np.searchsorted(self.end_min, arrival_min, side="right"))
        return (
            max(arrival_min, float(self.begin_min[interval]))
            if interval < len(self.end_min)
            else np.inf
        )

    def closing_min(self, elapsed_min: float) -> float:
        """Return the closing time if it is open at a time; NaN if it is closed."""
        interval = int(np.searchsorted(self.end_min, elapsed_min, side="right"))
        is_open = interval < len(self.end_min) and self.begin_min[interval] <= elapsed_min
        return float(self.end_min[interval]) if is_open else np.nan

    def uncertain_comment(self, elapsed_min: float) -> str | None:
        """Return the comment for a time of unknown state, "" without one; None at other times."""
        matching = (
            span.comment for span in self.uncertain if span.begin_min <= elapsed_min < span.end_min
        )
        return next(matching, None)


class OpeningHoursReader:
    """
    Parser of opening hours for one community and one clock, with a cache.

    Attributes
    ----------
    holidays_known
        Whether the country's public holidays are known; if not, no day counts as one.
    """

    def __init__(self, clock: PlanningClock, *, timezone: str, country: str | None) -> None:
        self._clock = clock
        self._timezone = ZoneInfo(timezone)
        self.holidays_known = has_holiday_calendar(country)
        self._country = country if self.holidays_known else None
        self._cached: dict[ExpressionKey, OpeningIntervals] = {}

    def read_hours(self, expression: str | None, *, lat: float, lon: float) -> OpeningIntervals:
        """
        Parse an expression into opening intervals.

        Parameters
        ----------
        expression
            OpenStreetMap `opening_hours`; None where unknown.
        lat, lon
            Location of the service, for hours relative to the sun.
        """
        sunny = expression is not None and any(word in expression.lower() for word in SOLAR_EVENTS)
        key = (expression or "", lat, lon) if sunny else (expression or "", 0.0, 0.0)
        if key not in self._cached:
            self._cached[key] = self._read_or_assume(expression, lat, lon)
        return self._cached[key]

    def _read_or_assume(self, expression: str | None, lat: float, lon: float) -> OpeningIntervals:
        spans = None if expression is None else self._evaluate(expression, lat, lon)
        uncertain = () if spans is None else self._list_uncertain(spans)
        if spans is not None and (any(span.is_open for span in spans) or not uncertain):
            open_spans = self._to_clock_minutes(spans)
            return OpeningIntervals(*open_spans, is_assumed=False, uncertain=uncertain)
        # Unreadable, or only "by appointment": the hours are unknown.
        assumed = self._evaluate(ASSUMED_HOURS, lat, lon)
        if assumed is None:
            msg = f"{ASSUMED_HOURS} cannot be read"
            raise ValueError(msg)
        return OpeningIntervals(
            *self._to_clock_minutes(assumed), is_assumed=True, uncertain=uncertain
        )

    def _evaluate(self, expression: str, lat: float, lon: float) -> list[StateSpan] | None:
        """Evaluate an expression for the planning period; None where it cannot be read."""
        start, end = self._clock.departure_time, self._clock.local_time_at(self._clock.horizon_min)
        place = Place(self._timezone, self._country, lat, lon)
        syntax = read_opening_hours(expression).syntax  # None: the library may read it all the same
        try:
            return None if syntax is None else evaluate_states(syntax, place, start, end)
        except ParserError:
            return None

    def _list_uncertain(self, spans: list[StateSpan]) -> tuple[UncertainSpan, ...]:
        return tuple(
            UncertainSpan(
                self._clock.elapsed_min_at(span.begin),
                self._clock.elapsed_min_at(span.end),
                span.comment,
            )
            for span in spans
            if not span.is_open
        )

    def _to_clock_minutes(self, spans: list[StateSpan]) -> tuple[FloatArray, FloatArray]:
        minutes = [
            (self._clock.elapsed_min_at(span.begin), self._clock.elapsed_min_at(span.end))
            for span in spans
            if span.is_open
        ]
        pairs = np.array(minutes, dtype=np.float64).reshape(-1, 2)
        return _merge_intervals(pairs[:, 0], np.minimum(pairs[:, 1], self._clock.horizon_min))


class OpeningTimetable:
    """
    Opening intervals of many services, for vectorised queries.

    Parameters
    ----------
    openings
        One per service.
    horizon_min
        Horizon of the clock they were parsed for [min].
    """

    def __init__(self, openings: Sequence[OpeningIntervals], horizon_min: float) -> None:
        distinct = {id(opening): opening for opening in openings}
        number = {key: index for index, key in enumerate(distinct)}
        self._opening_index = np.array(
            [number[id(opening)] for opening in openings], dtype=np.int64
        )
        self._horizon_min = horizon_min
        ends = [
            opening.end_min + index * INTERVAL_OFFSET_MIN
            for index, opening in enumerate(distinct.values())
        ]
        begins = [opening.begin_min for opening in distinct.values()]
        self._end_min: FloatArray = np.concatenate([*ends, [np.inf]])
        self._begin_min: FloatArray = np.concatenate([*begins, [np.inf]])
        self._interval_offsets = np.cumsum([len(begin) for begin in begins], dtype=np.int64)

    def next_openings_min(
        self, service_indices: NDArray[np.int64], arrival_min: FloatArray
    ) -> FloatArray:
        """Return the next open time of each service from an arrival on; infinite if never again."""
        opening_index = self._opening_index[service_indices]
        shifted = np.minimum(arrival_min, self._horizon_min) + opening_index * INTERVAL_OFFSET_MIN
        interval = np.searchsorted(self._end_min, shifted, side="right")
        opens = np.maximum(self._begin_min[interval], arrival_min)
        return np.where(interval < self._interval_offsets[opening_index], opens, np.inf)


def union_openings(openings: Sequence[OpeningIntervals]) -> OpeningIntervals:
    """Union of opening intervals: when at least one service is open."""
    begin = np.concatenate([opening.begin_min for opening in openings])
    end = np.concatenate([opening.end_min for opening in openings])
    order = np.argsort(begin, kind="stable")
    return OpeningIntervals(
        *_merge_intervals(begin[order], np.maximum.accumulate(end[order])), is_assumed=False
    )


def _merge_intervals(begin: FloatArray, end: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Merge intervals that touch or overlap; begins and ends are ascending."""
    if not len(begin):
        return begin, end
    is_gap = begin[1:] > end[:-1]
    return begin[np.append(True, is_gap)], end[np.append(is_gap, True)]
