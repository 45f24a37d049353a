"""A way told street by street: metres, minutes, what marked areas it crosses and why."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np
import shapely
from numpy.typing import NDArray

from geo.language import DEFAULT_LOCALE, sentence
from geo.routes.risk_crossings import Crossed, crossed
from geo.routes.route import Way, piece_line

STRAIGHT_DEG = 30.0  # a bend of less is not worth a word
SHARP_DEG = 150.0
LEAST_TOLD_M = 5.0  # a shorter piece is a kink of the drawing, not a street to look out for


@dataclass(frozen=True)
class Step:
    """
    One stretch of a way on one street.

    Attributes
    ----------
    text
        The sentence to read aloud.
    street
        Its name, or None.
    length_m, minutes
        What it takes.
    inside_risk_m
        Metres of it inside marked areas.
    """

    text: str
    street: str | None
    length_m: float
    minutes: float
    inside_risk_m: float


def directions(way: Way, *, locale: str = DEFAULT_LOCALE) -> list[Step]:
    """
    Tell a way street by street.

    Returns
    -------
    steps
        Their lengths and minutes add up to the way's.
    """
    legs = _legs(way)
    return [_step(way, legs, number, locale) for number in range(len(legs))]


@dataclass(frozen=True)
class Leg:
    """Consecutive pieces of a way on one street, of one kind; kinks of other streets among them."""

    way: Way
    pieces: NDArray[np.int64]

    @cached_property
    def main(self) -> int:
        """The edge that most of it runs on."""
        return int(self.way.edge[self.pieces[np.argmax(self.way.lengths[self.pieces])]])

    @property
    def length_m(self) -> float:
        """Metres walked."""
        return float(self.way.lengths[self.pieces].sum())

    @cached_property
    def line(self) -> shapely.LineString:
        """Its line on the ground."""
        way = self.way
        chosen = self.pieces
        part = Way(way.exposure, way.edge[chosen], way.from_m[chosen], way.to_m[chosen])
        return part.line

    @property
    def street(self) -> str | None:
        """Its street's name."""
        name: str | None = self.way.exposure.network.names[self.main]
        return name

    @property
    def sort(self) -> str:
        """What one walks on: a bridge, steps, a path or a street."""
        network = self.way.exposure.network
        if network.bridge[self.main]:
            return "bridge"
        if network.steps[self.main]:
            return "steps"
        on_foot = ("path", "footway", "track", "bridleway", "pedestrian")
        return "path" if network.kinds[self.main] in on_foot else "street"


def _legs(way: Way) -> list[Leg]:
    if not len(way.edge):
        return []
    every = np.arange(len(way.edge))
    told = [leg for leg in (Leg(way, every[i : i + 1]) for i in every) if _worth_telling(leg)]
    cuts = [after.pieces[0] for before, after in pairwise(told) if _parted(before, after)]
    return [Leg(way, pieces) for pieces in np.split(every, cuts)]


def _worth_telling(leg: Leg) -> bool:
    return leg.length_m >= LEAST_TOLD_M or (leg.sort in {"bridge", "steps"} and leg.length_m > 1)


def _parted(before: Leg, after: Leg) -> bool:
    """Tell whether a new sentence is due: another street, or a corner between nameless ones."""
    if (before.street, before.sort) != (after.street, after.sort):
        return True
    return after.street is None and _turn(before.line, after.line) != "on"


def _step(way: Way, legs: list[Leg], number: int, locale: str) -> Step:
    leg = legs[number]
    inside = float(way.measures.inside_m[leg.pieces].sum())
    turn = "start" if number == 0 else _turn(legs[number - 1].line, leg.line)
    named = "named" if leg.street else "unnamed"
    text = sentence(
        f"step.{turn}",
        locale,
        street=sentence(f"step.{leg.sort}_{named}", locale, name=leg.street or ""),
        metres=_rounded(leg.length_m),
    )
    told = [text, *(_told(found, locale) for found in crossed(way, leg.pieces))]
    minutes = float(way.times[leg.pieces].sum())
    return Step(" ".join(told), leg.street, leg.length_m, minutes, inside)


def _told(found: Crossed, locale: str) -> str:
    return sentence(
        "step.crosses",
        locale,
        metres=_rounded(found.metres),
        why=sentence(f"category.{found.category}", locale).lower(),
    )


def _rounded(metres: float) -> int:
    """Round as people say distances: by ten from twenty metres on."""
    return round(metres) if metres < 20 else int(round(metres, -1))


def _turn(before: shapely.LineString, after: shapely.LineString) -> str:
    bend = _bend(before, after)
    if abs(bend) < STRAIGHT_DEG:
        return "on"
    if abs(bend) > SHARP_DEG:
        return "back"
    return "right" if bend > 0 else "left"


def _bend(before: shapely.LineString, after: shapely.LineString) -> float:
    """Degrees turned from one line's last stretch to the next one's first, right positive."""
    reach = 15.0  # metres looked at, so that a kink at the corner does not decide
    arrive = _bearing(piece_line(before, max(before.length - reach, 0.0), before.length))
    leave = _bearing(piece_line(after, 0.0, min(after.length, reach)))
    return (leave - arrive + 180.0) % 360.0 - 180.0


def _bearing(line: shapely.LineString) -> float:
    first, last = shapely.get_coordinates(line)[[0, -1]]
    return float(np.degrees(np.arctan2(*(last - first))))
