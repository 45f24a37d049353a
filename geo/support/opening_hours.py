"""
When doors are open: opening hours as OpenStreetMap writes them, turned into minutes of a clock.

Hours that nobody said, or that cannot be read, are not taken for open doors: `ASSUMED` is used,
and said wherever it was.
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
from geo.support.clock import Clock

ASSUMED = "Mo-Fr 08:00-15:00"
"""Ours, for doors whose hours nobody knows: the part of the day in which most offices are open."""

SUN = ("dawn", "sunrise", "sunset", "dusk")
APART = 2.0**15  # minutes; more than the horizon, so that openings laid end to end do not touch
Key = tuple[str, float, float]


@dataclass(frozen=True)
class Opening:
    """
    When a door is open, until the clock's horizon.

    Attributes
    ----------
    begin, end
        Of each stretch in which it is [min], rising and apart; open at `begin`, shut at `end`.
    assumed
        Whether nobody said, or nobody understands, its hours.
    """

    begin: FloatArray
    end: FloatArray
    assumed: bool

    def start(self, minutes: float) -> float:
        """Tell when it lets in who comes at a time; infinite if not any more."""
        place = int(np.searchsorted(self.end, minutes, side="right"))
        return max(minutes, float(self.begin[place])) if place < len(self.end) else np.inf

    def until(self, minutes: float) -> float:
        """Tell when it closes, where it is open at a time; NaN where it is shut."""
        place = int(np.searchsorted(self.end, minutes, side="right"))
        is_open = place < len(self.end) and self.begin[place] <= minutes
        return float(self.end[place]) if is_open else np.nan


class Hours:
    """
    Reads opening hours for one community and one clock; each expression once.

    Attributes
    ----------
    holidays_known
        Whether the country's public holidays are known; where not, no day is taken for one.
    """

    def __init__(self, clock: Clock, *, timezone: str, country: str | None) -> None:
        self._clock = clock
        self._zone = ZoneInfo(timezone)
        self.holidays_known = _knows_holidays(country)
        self._country = country if self.holidays_known else None
        self._known: dict[Key, Opening] = {}

    def of(self, written: str | None, *, lat: float, lon: float) -> Opening:
        """
        Turn an expression into stretches of time.

        Parameters
        ----------
        written
            As OpenStreetMap writes hours; None where nobody said.
        lat, lon
            Of the door, for hours that follow the sun.
        """
        sunny = written is not None and any(word in written.lower() for word in SUN)
        key = (written or "", lat, lon) if sunny else (written or "", 0.0, 0.0)
        if key not in self._known:
            self._known[key] = self._read(written, lat, lon)
        return self._known[key]

    def _read(self, written: str | None, lat: float, lon: float) -> Opening:
        found = None if written is None else self._stretches(written, lat, lon)
        if found is not None:
            return Opening(*found, assumed=False)
        assumed = self._stretches(ASSUMED, lat, lon)
        if assumed is None:
            msg = f"{ASSUMED} cannot be read"
            raise ValueError(msg)
        return Opening(*assumed, assumed=True)

    def _stretches(
        self, written: str, lat: float, lon: float
    ) -> tuple[FloatArray, FloatArray] | None:
        """Read the stretches in which a door is open; None where it cannot be told."""
        try:
            read = OpeningHours(
                written,
                timezone=self._zone,
                country=self._country,
                coords=(lat, lon),
                auto_country=False,  # the zone is ours, too; without this one the sun has no place
            )
        except ParserError:
            return None
        start, end = self._clock.when, self._clock.moment(self._clock.horizon)
        told = list(read.intervals(start, end))
        spans = [(begin, end) for begin, end, state, _ in told if state == State.OPEN]
        if not spans and any(state == State.UNKNOWN for _, _, state, _ in told):
            return None  # "by appointment" and nothing else: nobody knows when
        return self._merged(spans)

    def _merged(self, spans: list[tuple[datetime, datetime]]) -> tuple[FloatArray, FloatArray]:
        minutes = [(self._clock.minutes(begin), self._clock.minutes(end)) for begin, end in spans]
        told = np.array(minutes, dtype=np.float64).reshape(-1, 2)
        return _joined(told[:, 0], np.minimum(told[:, 1], self._clock.horizon))


class Timetable:
    """
    The openings of many doors, asked at once.

    Parameters
    ----------
    openings
        One a door.
    horizon
        Of the clock they were read by [min].
    """

    def __init__(self, openings: Sequence[Opening], horizon: float) -> None:
        known = {id(one): one for one in openings}
        number = {key: place for place, key in enumerate(known)}
        self._which = np.array([number[id(one)] for one in openings], dtype=np.int64)
        self._horizon = horizon
        ends = [one.end + place * APART for place, one in enumerate(known.values())]
        begins = [one.begin for one in known.values()]
        self._end: FloatArray = np.concatenate([*ends, [np.inf]])
        self._begin: FloatArray = np.concatenate([*begins, [np.inf]])
        self._after = np.cumsum([len(one) for one in begins], dtype=np.int64)

    def start(self, door: NDArray[np.int64], minutes: FloatArray) -> FloatArray:
        """Tell when doors let in who comes at some times; infinite if not any more."""
        which = self._which[door]
        asked = np.minimum(minutes, self._horizon) + which * APART
        place = np.searchsorted(self._end, asked, side="right")
        opens = np.maximum(self._begin[place], minutes)
        return np.where(place < self._after[which], opens, np.inf)


def union(openings: Sequence[Opening]) -> Opening:
    """Tell when at least one of some doors is open."""
    begin = np.concatenate([one.begin for one in openings])
    end = np.concatenate([one.end for one in openings])
    order = np.argsort(begin, kind="stable")
    return Opening(*_joined(begin[order], np.maximum.accumulate(end[order])), assumed=False)


def _joined(begin: FloatArray, end: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Join stretches, both ends rising, that touch or overlap."""
    if not len(begin):
        return begin, end
    apart = begin[1:] > end[:-1]
    return begin[np.append(True, apart)], end[np.append(apart, True)]


def _knows_holidays(country: str | None) -> bool:
    if country is None:
        return False
    try:
        OpeningHours("24/7", country=country, auto_country=False, auto_timezone=False)
    except UnknownCountryError:
        return False
    return True
