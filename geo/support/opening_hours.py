"""
When doors are open: opening hours as OpenStreetMap writes them, turned into minutes of a clock.

Hours that nobody said, or that cannot be read, are not taken for open doors: `ASSUMED_HOURS` is
used, and said wherever it was.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray
from opening_hours import OpeningHours, ParserError, State, UnknownCountryError  # type: ignore[attr-defined]  # its stub leaves out both errors

from geo.network.street_network import FloatArray
from geo.support.clock import PlanningClock

ASSUMED_HOURS = "Mo-Fr 08:00-15:00"
"""Ours, for doors whose hours nobody knows: the part of the day in which most offices are open."""

SOLAR_EVENTS = ("dawn", "sunrise", "sunset", "dusk")
INTERVAL_OFFSET_MIN = (
    2.0**15
)  # minutes; more than the horizon, so that openings laid end to end do not touch
ExpressionKey = tuple[str, float, float]


@dataclass(frozen=True)
class OpeningIntervals:
    """
    When a door is open, until the clock's horizon.

    Attributes
    ----------
    begin_min, end_min
        Of each stretch in which it is [min], rising and apart; open at `begin_min`, shut at
        `end_min`.
    is_assumed
        Whether nobody said, or nobody understands, its hours.
    """

    begin_min: FloatArray
    end_min: FloatArray
    is_assumed: bool

    def next_opening_min(self, arrival_min: float) -> float:
        """Tell when it lets in who comes at a time; infinite if not any more."""
        place = int(np.searchsorted(self.end_min, arrival_min, side="right"))
        return (
            max(arrival_min, float(self.begin_min[place])) if place < len(self.end_min) else np.inf
        )

    def closing_min(self, elapsed_min: float) -> float:
        """Tell when it closes, where it is open at a time; NaN where it is shut."""
        place = int(np.searchsorted(self.end_min, elapsed_min, side="right"))
        is_open = place < len(self.end_min) and self.begin_min[place] <= elapsed_min
        return float(self.end_min[place]) if is_open else np.nan


class OpeningHoursReader:
    """
    Reads opening hours for one community and one clock; each expression once.

    Attributes
    ----------
    holidays_known
        Whether the country's public holidays are known; where not, no day is taken for one.
    """

    def __init__(self, clock: PlanningClock, *, timezone: str, country: str | None) -> None:
        self._clock = clock
        self._timezone = ZoneInfo(timezone)
        self.holidays_known = _has_holiday_calendar(country)
        self._country = country if self.holidays_known else None
        self._cached: dict[ExpressionKey, OpeningIntervals] = {}

    def read_hours(self, expression: str | None, *, lat: float, lon: float) -> OpeningIntervals:
        """
        Turn an expression into stretches of time.

        Parameters
        ----------
        expression
            As OpenStreetMap writes hours; None where nobody said.
        lat, lon
            Of the door, for hours that follow the sun.
        """
        sunny = expression is not None and any(word in expression.lower() for word in SOLAR_EVENTS)
        key = (expression or "", lat, lon) if sunny else (expression or "", 0.0, 0.0)
        if key not in self._cached:
            self._cached[key] = self._read_or_assume(expression, lat, lon)
        return self._cached[key]

    def _read_or_assume(self, expression: str | None, lat: float, lon: float) -> OpeningIntervals:
        found = None if expression is None else self._parse_intervals(expression, lat, lon)
        if found is not None:
            return OpeningIntervals(*found, is_assumed=False)
        assumed = self._parse_intervals(ASSUMED_HOURS, lat, lon)
        if assumed is None:
            msg = f"{ASSUMED_HOURS} cannot be read"
            raise ValueError(msg)
        return OpeningIntervals(*assumed, is_assumed=True)

    def _parse_intervals(
        self, expression: str, lat: float, lon: float
    ) -> tuple[FloatArray, FloatArray] | None:
        """Read the stretches in which a door is open; None where it cannot be told."""
        try:
            read = OpeningHours(
                expression,
                timezone=self._timezone,
                country=self._country,
                coords=(lat, lon),
                auto_country=False,  # the zone is ours, too; without this one the sun has no place
            )
        except ParserError:
            return None
        start, end = self._clock.departure_time, self._clock.local_time_at(self._clock.horizon_min)
        told = list(read.intervals(start, end))
        spans = [(begin, end) for begin, end, state, _ in told if state == State.OPEN]
        if not spans and any(state == State.UNKNOWN for _, _, state, _ in told):
            return None  # "by appointment" and nothing else: nobody knows when
        return self._to_clock_minutes(spans)

    def _to_clock_minutes(
        self, intervals: list[tuple[datetime, datetime]]
    ) -> tuple[FloatArray, FloatArray]:
        minutes = [
            (self._clock.elapsed_min_at(begin), self._clock.elapsed_min_at(end))
            for begin, end in intervals
        ]
        told = np.array(minutes, dtype=np.float64).reshape(-1, 2)
        return _merge_intervals(told[:, 0], np.minimum(told[:, 1], self._clock.horizon_min))


class OpeningTimetable:
    """
    The openings of many doors, asked at once.

    Parameters
    ----------
    openings
        One a door.
    horizon
        Of the clock they were read by [min].
    """

    def __init__(self, openings: Sequence[OpeningIntervals], horizon_min: float) -> None:
        known = {id(one): one for one in openings}
        number = {key: place for place, key in enumerate(known)}
        self._opening_index = np.array([number[id(one)] for one in openings], dtype=np.int64)
        self._horizon_min = horizon_min
        ends = [
            one.end_min + place * INTERVAL_OFFSET_MIN for place, one in enumerate(known.values())
        ]
        begins = [one.begin_min for one in known.values()]
        self._end_min: FloatArray = np.concatenate([*ends, [np.inf]])
        self._begin_min: FloatArray = np.concatenate([*begins, [np.inf]])
        self._interval_offsets = np.cumsum([len(one) for one in begins], dtype=np.int64)

    def next_openings_min(
        self, service_indices: NDArray[np.int64], arrival_min: FloatArray
    ) -> FloatArray:
        """Tell when doors let in who comes at some times; infinite if not any more."""
        which = self._opening_index[service_indices]
        asked = np.minimum(arrival_min, self._horizon_min) + which * INTERVAL_OFFSET_MIN
        place = np.searchsorted(self._end_min, asked, side="right")
        opens = np.maximum(self._begin_min[place], arrival_min)
        return np.where(place < self._interval_offsets[which], opens, np.inf)


def union_openings(openings: Sequence[OpeningIntervals]) -> OpeningIntervals:
    """Tell when at least one of some doors is open."""
    begin = np.concatenate([one.begin_min for one in openings])
    end = np.concatenate([one.end_min for one in openings])
    order = np.argsort(begin, kind="stable")
    return OpeningIntervals(
        *_merge_intervals(begin[order], np.maximum.accumulate(end[order])), is_assumed=False
    )


def _merge_intervals(begin: FloatArray, end: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Join stretches, both ends rising, that touch or overlap."""
    if not len(begin):
        return begin, end
    apart = begin[1:] > end[:-1]
    return begin[np.append(True, apart)], end[np.append(apart, True)]


def _has_holiday_calendar(country: str | None) -> bool:
    if country is None:
        return False
    try:
        OpeningHours("24/7", country=country, auto_country=False, auto_timezone=False)
    except UnknownCountryError:
        return False
    return True
