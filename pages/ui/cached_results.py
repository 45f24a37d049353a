"""Answers, each made once for a question: keys are short names, versions and numbers."""

from __future__ import annotations

from dataclasses import dataclass, replace

import geopandas as gpd
import pandas as pd

from geo.coverage.measurement import measure_coverage
from geo.coverage.records import Coverage, CoverageAsk
from geo.coverage.safe_coverage import counted_safely
from geo.model import WGS84, Slot
from geo.privacy.view import View
from geo.routes.cost import SAFEST
from geo.routes.planning import Ask, Plan, plan_way
from geo.routes.risk_crossings import exposed_lines
from geo.routes.route import Way
from geo.routes.slot_times import moment_in
from pages.ui import state
from pages.ui.route import endpoints


@dataclass(frozen=True)
class Trip:
    """A way that was chosen among those worth choosing, and the one drawn beside it."""

    plan: Plan
    number: int

    @property
    def way(self) -> Way:
        """The chosen one."""
        return self.plan.choices[self.number].way

    @property
    def as_plan(self) -> Plan:
        """The plan with the chosen way as its answer."""
        choice = self.plan.choices[self.number]
        ask = replace(self.plan.ask, aversion=min(choice.aversion_to, SAFEST))
        return replace(self.plan, ask=ask, way=choice.way)

    @property
    def beside(self) -> Way | None:
        """The shortest; the most quiet where the shortest was chosen; None if there is one way."""
        if len(self.plan.choices) == 1:
            return None
        return self.plan.choices[-1 if self.number == 0 else 0].way


def plan(view: View, slot: Slot | None) -> Plan | None:
    """Plan the way between the chosen ends; None until both are known."""
    start, end = endpoints.start(), endpoints.end()
    if start is None or end is None or start.place is None:
        return None
    moment = moment_in(view, slot)
    community = view.community
    versions = community.slug, community.layers_version, community.streets_version
    key = (*versions, start.place, end.place or end.kind, view.slot(moment))
    target = end.place or str(end.kind)
    ask = Ask(origin=start.place, target=target, aversion=SAFEST, when=moment)
    return state.remember("plan", key, lambda: plan_way(view, ask))


def coverage(view: View, ask: CoverageAsk, *, safely: bool) -> Coverage:
    """Measure coverage; `ask.when` may be any moment of its slot."""
    slot = None if ask.when is None or not view.has_streets else view.slot(ask.when)
    key = ("coverage", ask.service_type, ask.threshold, slot, ask.straight_line)
    answer = view.kept.get(key, lambda: measure_coverage(view, ask))
    if not safely or not answer.by_street:
        return answer
    return view.kept.get((*key, "safely"), lambda: counted_safely(answer))


def way_lines(trip: Trip) -> gpd.GeoDataFrame:
    """Draw the chosen way as `safest` and the other one as `direct`, with minutes as `chip`."""
    ways = [("safest", trip.way), *([("direct", trip.beside)] if trip.beside else [])]
    rows = [
        {"role": role, "chip": state.say("way.chip", minutes=round(way.minutes))}
        for role, way in ways
    ]
    crs = trip.way.exposure.network.crs
    return gpd.GeoDataFrame(rows, geometry=[way.line for _, way in ways], crs=crs).to_crs(WGS84)


def exposed(trip: Trip) -> gpd.GeoDataFrame:
    """Draw the stretches of both on marked ground, with `role` and `severity`."""
    parts = [exposed_lines(trip.way).assign(role="safest")]
    if trip.beside:
        parts.append(exposed_lines(trip.beside).assign(role="direct"))
    together = pd.concat(parts, ignore_index=True)
    return gpd.GeoDataFrame(together, crs=parts[0].crs).to_crs(WGS84)
