"""A way told street by street: metres, minutes, what marked areas it crosses and why."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np
import shapely
from numpy.typing import NDArray

from geo.language import DEFAULT_LOCALE, gettext
from geo.routes.risk_crossings import RiskCrossing, find_risk_crossings
from geo.routes.route import Route, line_substring

MAX_STRAIGHT_DEG = 30.0  # a bend of less is not worth a word
MIN_U_TURN_DEG = 150.0
MIN_STRETCH_M = 5.0  # a shorter piece is a kink of the drawing, not a street to look out for


@dataclass(frozen=True)
class Instruction:
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


def build_instructions(route: Route, *, locale: str = DEFAULT_LOCALE) -> list[Instruction]:
    """
    Tell a way street by street.

    Returns
    -------
    steps
        Their lengths and minutes add up to the way's.
    """
    legs = _group_into_stretches(route)
    return [_build_instruction(route, legs, number, locale) for number in range(len(legs))]


@dataclass(frozen=True)
class StreetStretch:
    """Consecutive pieces of a way on one street, of one kind; kinks of other streets among them."""

    route: Route
    edge_parts: NDArray[np.int64]

    @cached_property
    def main_edge(self) -> int:
        """The edge that most of it runs on."""
        return int(
            self.route.edge_indices[
                self.edge_parts[np.argmax(self.route.part_lengths_m[self.edge_parts])]
            ]
        )

    @property
    def length_m(self) -> float:
        """Metres walked."""
        return float(self.route.part_lengths_m[self.edge_parts].sum())

    @cached_property
    def line(self) -> shapely.LineString:
        """Its line on the ground."""
        way = self.route
        chosen = self.edge_parts
        part = Route(way.exposure, way.edge_indices[chosen], way.from_m[chosen], way.to_m[chosen])
        return part.line

    @property
    def street_name(self) -> str | None:
        """Its street's name."""
        name: str | None = self.route.exposure.network.street_names[self.main_edge]
        return name

    @property
    def street_kind(self) -> str:
        """What one walks on: a bridge, steps, a path or a street."""
        network = self.route.exposure.network
        if network.is_bridge[self.main_edge]:
            return "bridge"
        if network.is_stairs[self.main_edge]:
            return "steps"
        on_foot = ("path", "footway", "track", "bridleway", "pedestrian")
        return "path" if network.street_kinds[self.main_edge] in on_foot else "street"


def _group_into_stretches(route: Route) -> list[StreetStretch]:
    if not len(route.edge_indices):
        return []
    every = np.arange(len(route.edge_indices))
    told = [
        leg
        for leg in (StreetStretch(route, every[i : i + 1]) for i in every)
        if _is_significant(leg)
    ]
    cuts = [
        after.edge_parts[0] for before, after in pairwise(told) if _needs_instruction(before, after)
    ]
    return [StreetStretch(route, pieces) for pieces in np.split(every, cuts)]


def _is_significant(stretch: StreetStretch) -> bool:
    return stretch.length_m >= MIN_STRETCH_M or (
        stretch.street_kind in {"bridge", "steps"} and stretch.length_m > 1
    )


def _needs_instruction(before: StreetStretch, after: StreetStretch) -> bool:
    """Tell whether a new sentence is due: another street, or a corner between nameless ones."""
    if (before.street_name, before.street_kind) != (after.street_name, after.street_kind):
        return True
    return after.street_name is None and _classify_turn(before.line, after.line) != "on"


def _build_instruction(
    route: Route, stretches: list[StreetStretch], index: int, locale: str
) -> Instruction:
    leg = stretches[index]
    inside = float(route.part_measures.inside_m[leg.edge_parts].sum())
    turn = "start" if index == 0 else _classify_turn(stretches[index - 1].line, leg.line)
    named = "named" if leg.street_name else "unnamed"
    text = gettext(
        f"step.{turn}",
        locale,
        street=gettext(f"step.{leg.street_kind}_{named}", locale, name=leg.street_name or ""),
        metres=_round_distance(leg.length_m),
    )
    told = [
        text,
        *(_format_crossing(found, locale) for found in find_risk_crossings(route, leg.edge_parts)),
    ]
    minutes = float(route.part_minutes[leg.edge_parts].sum())
    return Instruction(" ".join(told), leg.street_name, leg.length_m, minutes, inside)


def _format_crossing(crossing: RiskCrossing, locale: str) -> str:
    return gettext(
        "step.crosses",
        locale,
        metres=_round_distance(crossing.metres),
        why=gettext(f"category.{crossing.category}", locale).lower(),
    )


def _round_distance(distance_m: float) -> int:
    """Round as people say distances: by ten from twenty metres on."""
    return round(distance_m) if distance_m < 20 else int(round(distance_m, -1))


def _classify_turn(before: shapely.LineString, after: shapely.LineString) -> str:
    bend = _turn_angle_deg(before, after)
    if abs(bend) < MAX_STRAIGHT_DEG:
        return "on"
    if abs(bend) > MIN_U_TURN_DEG:
        return "back"
    return "right" if bend > 0 else "left"


def _turn_angle_deg(before: shapely.LineString, after: shapely.LineString) -> float:
    """Degrees turned from one line's last stretch to the next one's first, right positive."""
    reach = 15.0  # metres looked at, so that a kink at the corner does not decide
    arrive = _line_bearing_deg(
        line_substring(before, max(before.length - reach, 0.0), before.length)
    )
    leave = _line_bearing_deg(line_substring(after, 0.0, min(after.length, reach)))
    return (leave - arrive + 180.0) % 360.0 - 180.0


def _line_bearing_deg(line: shapely.LineString) -> float:
    first, last = shapely.get_coordinates(line)[[0, -1]]
    return float(np.degrees(np.arctan2(*(last - first))))
