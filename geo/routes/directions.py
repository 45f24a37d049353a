"""Turn-by-turn directions: one instruction per street, with metres, minutes and risk areas."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
import shapely
from numpy.typing import NDArray

from geo.cached_property import cached_property
from geo.language import DEFAULT_LOCALE, gettext
from geo.network.edge_restrictions import DESTINATION_ACCESS
from geo.network.ferry_network import FERRY_KIND
from geo.routes.risk_crossings import (
    ACCESS_NUMBERS,
    RiskCrossing,
    find_risk_crossings,
    intersect_access_stretches,
    summarise_crossings,
)
from geo.routes.rounded_minutes import round_minutes_up
from geo.routes.route import Route, line_substring

MAX_STRAIGHT_DEG = 30.0  # smaller bends need no instruction
MIN_U_TURN_DEG = 150.0
MIN_STRETCH_M = 5.0  # a shorter part is a digitising artefact
MIN_ACCESS_M = 20.0  # nearer to its street, a location needs no instruction of its own; our choice


@dataclass(frozen=True)
class Instruction:
    """
    Instruction for one stretch of a route on one street.

    Attributes
    ----------
    text
        Sentence in the reader's language.
    street
        Name of the street, or None.
    length_m, minutes
        Length and walking time of the stretch.
    inside_risk_m
        Metres of the stretch inside risk areas.
    """

    text: str
    street: str | None
    length_m: float
    minutes: float
    inside_risk_m: float


def build_instructions(route: Route, *, locale: str = DEFAULT_LOCALE) -> list[Instruction]:
    """
    Build the turn-by-turn instructions of a route.

    Returns
    -------
    instructions
        Their lengths and minutes add up to those of the route.
    """
    stretches = _group_into_stretches(route)
    along = [
        _build_instruction(route, stretches, number, locale) for number in range(len(stretches))
    ]
    access = [
        _build_access_instruction(route, index, stretches[-index], locale) for index in (0, 1)
    ]
    for index, instruction in enumerate(access):
        if instruction.length_m < MIN_ACCESS_M:  # part of the first, or of the last, on a street
            along[-index] = _append_access(along[-index], instruction)
    to_street, from_street = (
        [instruction] if instruction.length_m >= MIN_ACCESS_M else [] for instruction in access
    )
    return [*to_street, *along, *from_street]


@dataclass(frozen=True)
class StreetStretch:
    """Consecutive parts of a route on one street of one kind; may include short other parts."""

    route: Route
    edge_parts: NDArray[np.int64]

    @cached_property
    def main_edge(self) -> int:
        """The edge with the most metres of the stretch."""
        return int(
            self.route.edge_indices[
                self.edge_parts[np.argmax(self.route.part_lengths_m[self.edge_parts])]
            ]
        )

    @property
    def length_m(self) -> float:
        """Length of the stretch."""
        return float(self.route.part_lengths_m[self.edge_parts].sum())

    @cached_property
    def line(self) -> shapely.LineString:
        """Line of the stretch."""
        route = self.route
        parts = self.edge_parts
        part_route = Route(
            route.exposure, route.edge_indices[parts], route.from_m[parts], route.to_m[parts]
        )
        return part_route.line

    @property
    def street_name(self) -> str | None:
        """Name of the street."""
        name: str | None = self.route.exposure.network.street_names[self.main_edge]
        return name

    @property
    def street_kind(self) -> str:
        """Kind of the street: ferry, bridge, steps, path or street."""
        network = self.route.exposure.network
        if network.street_kinds[self.main_edge] == FERRY_KIND:
            return "ferry"
        if network.is_bridge[self.main_edge]:
            return "bridge"
        if network.is_stairs[self.main_edge]:
            return "steps"
        on_foot = ("path", "footway", "track", "bridleway", "pedestrian", "connector")
        return "path" if network.street_kinds[self.main_edge] in on_foot else "street"


def _group_into_stretches(route: Route) -> list[StreetStretch]:
    if not len(route.edge_indices):
        return []
    part_indices = np.arange(len(route.edge_indices))
    significant = [
        stretch
        for stretch in (StreetStretch(route, part_indices[i : i + 1]) for i in part_indices)
        if _is_significant(stretch)
    ]
    split_indices = [
        after.edge_parts[0]
        for before, after in pairwise(significant)
        if _needs_instruction(before, after)
    ]
    return [StreetStretch(route, pieces) for pieces in np.split(part_indices, split_indices)]


def _is_significant(stretch: StreetStretch) -> bool:
    return stretch.length_m >= MIN_STRETCH_M or (
        stretch.street_kind in {"bridge", "steps", "ferry"} and stretch.length_m > 1
    )


def _needs_instruction(before: StreetStretch, after: StreetStretch) -> bool:
    """Return whether a new instruction starts: another street, or a turn between unnamed ones."""
    if (before.street_name, before.street_kind) != (after.street_name, after.street_kind):
        return True
    if after.street_kind == "ferry":
        return False
    return after.street_name is None and _classify_turn(before.line, after.line) != "on"


def _build_instruction(
    route: Route, stretches: list[StreetStretch], index: int, locale: str
) -> Instruction:
    stretch = stretches[index]
    inside = float(route.part_measures.inside_m[stretch.edge_parts].sum())
    minutes = float(route.part_minutes[stretch.edge_parts].sum())
    sentences = [
        _format_start(stretches, index, minutes, locale),
        *([gettext("step.private_gate", locale)] if _passes_private_gate(stretch) else []),
        *(
            _format_crossing(found, locale)
            for found in find_risk_crossings(route, stretch.edge_parts)
        ),
    ]
    return Instruction(" ".join(sentences), stretch.street_name, stretch.length_m, minutes, inside)


def _format_start(stretches: list[StreetStretch], index: int, minutes: float, locale: str) -> str:
    stretch = stretches[index]
    street, metres = _name_street(stretch, locale), _round_distance(stretch.length_m)
    if stretch.street_kind == "ferry":
        return gettext("step.board", locale, street=street, minutes=round_minutes_up(minutes))
    turn = "start" if index == 0 else _classify_turn(stretches[index - 1].line, stretch.line)
    return gettext(f"step.{turn}", locale, street=street, metres=metres)


def _passes_private_gate(stretch: StreetStretch) -> bool:
    edges = stretch.route.edge_indices[stretch.edge_parts]
    restrictions = stretch.route.exposure.network.restrictions
    gates = [barrier is not None for barrier in restrictions.barrier[edges]]
    return bool((restrictions.access[edges][gates] == DESTINATION_ACCESS).any())


def _build_access_instruction(
    route: Route, index: int, stretch: StreetStretch, locale: str
) -> Instruction:
    """Build the instruction from the origin to its street (0), or from the last street (1)."""
    crossed = intersect_access_stretches(route)
    is_own = crossed[3] == ACCESS_NUMBERS[index]
    crossings = summarise_crossings(route, *(part[is_own] for part in crossed))
    length_m = float(route.access_m[index])
    text = gettext(
        "step.access_end" if index else "step.access_start",
        locale,
        street=_name_street(stretch, locale),
        metres=_round_distance(length_m),
    )
    return Instruction(
        " ".join([text, *(_format_crossing(crossing, locale) for crossing in crossings)]),
        None,
        length_m,
        float(route.access_minutes[index]),
        float(route.access_measures.inside_m[index]),
    )


def _append_access(instruction: Instruction, access: Instruction) -> Instruction:
    """Add the measures of a short access stretch to those of an instruction."""
    return replace(
        instruction,
        length_m=instruction.length_m + access.length_m,
        minutes=instruction.minutes + access.minutes,
        inside_risk_m=instruction.inside_risk_m + access.inside_risk_m,
    )


def _name_street(stretch: StreetStretch, locale: str) -> str:
    name_state = "named" if stretch.street_name else "unnamed"
    return gettext(
        f"step.{stretch.street_kind}_{name_state}", locale, name=stretch.street_name or ""
    )


def _format_crossing(crossing: RiskCrossing, locale: str) -> str:
    return gettext(
        "step.crosses",
        locale,
        metres=_round_distance(crossing.inside_risk_m),
        why=gettext(f"category.{crossing.category}", locale).lower(),
    )


def _round_distance(distance_m: float) -> int:
    """Round a distance for instructions: to ten from twenty metres on."""
    return round(distance_m) if distance_m < 20 else int(round(distance_m, -1))


def _classify_turn(before: shapely.LineString, after: shapely.LineString) -> str:
    bend = _turn_angle_deg(before, after)
    if abs(bend) < MAX_STRAIGHT_DEG:
        return "on"
    if abs(bend) > MIN_U_TURN_DEG:
        return "back"
    return "right" if bend > 0 else "left"


def _turn_angle_deg(before: shapely.LineString, after: shapely.LineString) -> float:
    """Turn angle between the end of one line and the start of the next, right positive."""
    reach_m = 15.0  # window, so that a kink at the corner does not decide
    arrive = _line_bearing_deg(
        line_substring(before, max(before.length - reach_m, 0.0), before.length)
    )
    leave = _line_bearing_deg(line_substring(after, 0.0, min(after.length, reach_m)))
    return (leave - arrive + 180.0) % 360.0 - 180.0


def _line_bearing_deg(line: shapely.LineString) -> float:
    first, last = shapely.get_coordinates(line)[[0, -1]]
    return float(np.degrees(np.arctan2(*(last - first))))
