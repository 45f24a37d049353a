"""
Support routes on a network with a million junctions: six steps, fifty doors each.

`python -m benchmarks.support_plans` prints one line a question: seconds in all, once exposure is
known, and in each part of the work. Everything is drawn from a seed.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar
from unittest.mock import patch

import click
import geopandas as gpd
import numpy as np
import shapely

from benchmarks.__main__ import CITY
from benchmarks.machine import describe_machine
from benchmarks.networks import build_mosaic, import_city_network, measure_network_size
from benchmarks.queries import draw_areas
from benchmarks.timing import median_s, time_call
from geo.model import WGS84, Community, TimeSlot
from geo.network.daylight import determine_slot, parse_local_time
from geo.network.exposure import AreaCrossingCache, Exposure, measure_exposure
from geo.network.street_network import StreetNetwork
from geo.pathways.records import Pathway, PathwaySentence, PathwayStep, TimeWindow
from geo.privacy.result_cache import ResultCache
from geo.routes.planning import Location
from geo.support import clock, leg_matrix, planning, schedule, service_options
from geo.support.planning import plan_support
from geo.support.records import SupportPlan, SupportRequest

T = TypeVar("T")

SERVICE_TYPES = ("health", "forensic", "police", "legal_aid", "psychosocial", "womens_centre")
SERVICES_PER_TYPE = 50
RISK_AREA_COUNT, SAFE_ZONE_COUNT = 200, 20
ROUNDS = 5
DAY_TIME, NIGHT_TIME = "2026-03-03T10:00", "2026-03-03T23:30"
MIXED_HOURS = (
    "Mo-Fr 08:00-16:00",
    "Mo-Fr 07:30-12:00,13:00-17:00",
    "Tu,Th 09:00-15:00",
    "24/7",
    None,
)
TIMEZONE = "America/Sao_Paulo"
SAMPLE_SENTENCE = PathwaySentence("", "Vaya.")


@dataclass
class MosaicView:
    """What the planner looks at, without a store behind it."""

    network: StreetNetwork
    services: gpd.GeoDataFrame
    risk_areas: gpd.GeoDataFrame
    safe_zones: gpd.GeoDataFrame
    centre: tuple[float, float]
    community: Community = field(default_factory=lambda: Community("mosaic", "Mosaic", "BR"))
    timezone: str = TIMEZONE
    cache: ResultCache = field(default_factory=lambda: ResultCache(64))

    def load_shared(self, subject: Hashable, version: Hashable, compute: Callable[[], T]) -> T:
        """Compute once, for this view alone."""
        return self.cache.get_or_compute((subject, version), compute)

    def exposure(self, slot: TimeSlot) -> Exposure:
        """Measure once, as a view does."""
        crossings = self.cache.get_or_compute("crossings", lambda: AreaCrossingCache(self.network))
        areas = {"risk_areas": self.risk_areas, "safe_zones": self.safe_zones}
        return self.cache.get_or_compute(
            ("exposure", slot), lambda: measure_exposure(crossings, slot=slot, **areas)
        )

    def slot(self, when: datetime) -> TimeSlot:
        """Tell day from night by the sun."""
        return determine_slot(when, lat=self.centre[0], lon=self.centre[1])

    def moment(self, text: str | None = None) -> datetime:
        """Read a local time."""
        return parse_local_time(text, self.timezone)


def build_mosaic_view(
    network: StreetNetwork, *, seed: int, hours: tuple[str | None, ...]
) -> MosaicView:
    """Put doors, marked ground and places to wait on a network."""
    chance = np.random.default_rng(seed)
    risk = draw_areas(network, RISK_AREA_COUNT, chance)
    risk["holds"] = chance.choice(["always", "always", "night", "day"], size=RISK_AREA_COUNT)
    safe = draw_areas(network, SAFE_ZONE_COUNT, chance)
    main = np.flatnonzero(network.node_components == np.bincount(network.node_components).argmax())
    nodes = chance.choice(main, SERVICES_PER_TYPE * len(SERVICE_TYPES), replace=False)
    places = gpd.GeoSeries(shapely.points(network.node_xy[nodes]), crs=network.crs).to_crs(WGS84)
    middle_of = places.union_all().centroid
    count = len(nodes)
    services = gpd.GeoDataFrame(
        {
            "id": [f"{number:04d}" for number in range(count)],
            "type": np.repeat(SERVICE_TYPES, SERVICES_PER_TYPE),
            "name": [f"Door {number}" for number in range(count)],
            "phone": None,
            "gateway": None,
            "confidential": False,
            "opening_hours": [hours[n] for n in chance.integers(len(hours), size=count)],
            "verified_on": "2026-02-01",
        },
        geometry=places,
    )
    return MosaicView(network, services, risk, safe, (middle_of.y, middle_of.x))


def build_pathway(*, urgent: bool) -> Pathway:
    """Make six steps, the first with windows if it is urgent."""
    window = (TimeWindow("w", 72.0, "clinical", None),) if urgent else ()
    steps = [
        PathwayStep(kind, kind, SAMPLE_SENTENCE, windows=window if number == 0 else ())
        for number, kind in enumerate(SERVICE_TYPES)
    ]
    return Pathway(None, "sexual_violence", tuple(steps))


def draw_requests(
    view: MosaicView, local_time_text: str, *, seed: int, urgent: bool
) -> list[tuple[SupportRequest, Pathway]]:
    """Ask from several places."""
    chance = np.random.default_rng(seed + 1)
    network = view.network
    main = np.flatnonzero(network.node_components == np.bincount(network.node_components).argmax())
    nodes = chance.choice(main, ROUNDS)
    spots = gpd.GeoSeries(shapely.points(network.node_xy[nodes]), crs=network.crs).to_crs(WGS84)
    return [
        (
            SupportRequest(
                Location(spot.y, spot.x), "sexual_violence", 10.0, view.moment(local_time_text), 3.0
            ),
            build_pathway(urgent=urgent),
        )
        for spot in spots
    ]


PhaseFunction = Callable[..., object]
PHASES: dict[str, tuple[object, str]] = {
    "services": (service_options.ServiceOptions, "__init__"),
    "daylight": (clock.PlanningClock, "__init__"),
    "legs": (leg_matrix.LegMatrix, "compute_exact_legs"),
    "choice": (planning, "find_best_sequence"),
    "schedule": (schedule.ScheduleBuilder, "build_stops"),
}


@contextmanager
def time_phases() -> Iterator[dict[str, float]]:
    """Add up the seconds of each part of the work; the choice is told without its legs."""
    spent = dict.fromkeys(PHASES, 0.0)
    inside: list[str] = []

    def timed(name: str, work: PhaseFunction) -> PhaseFunction:
        def run(*arguments: object, **options: object) -> object:
            inside.append(name)
            seconds, result = time_call(lambda: work(*arguments, **options))
            inside.pop()
            if name not in inside:
                spent[name] += seconds
            if inside:
                spent[inside[-1]] -= seconds
            return result

        return run

    with _patch_phases({key: timed(key, getattr(*at)) for key, at in PHASES.items()}):
        yield spent


@contextmanager
def _patch_phases(wrappers: dict[str, PhaseFunction]) -> Iterator[None]:
    patches = [patch.object(*PHASES[name], work) for name, work in wrappers.items()]
    for one in patches:
        one.start()
    try:
        yield
    finally:
        for one in patches:
            one.stop()


def time_support_plans(network: StreetNetwork, *, seed: int) -> list[dict[str, Any]]:
    """Time every kind of question; the slowest of each counts as much as the middle."""
    rows = []
    for name, at, hours in (
        ("all open", DAY_TIME, ("24/7",)),
        ("mixed hours, by day", DAY_TIME, MIXED_HOURS),
        ("mixed hours, by night", NIGHT_TIME, MIXED_HOURS),
    ):
        ground = build_mosaic_view(network, seed=seed, hours=hours)
        for slot in ("day", "night"):
            _ = ground.exposure(slot).cost_components_min, ground.exposure(slot).has_valid_costs
        for urgent in (False, True):
            rows.append(
                {"question": name, "urgent": urgent, **_time_requests(ground, at, seed, urgent)}
            )
    return rows


def _time_requests(
    view: MosaicView, local_time_text: str, seed: int, urgent: bool
) -> dict[str, Any]:
    requests = draw_requests(view, local_time_text, seed=seed, urgent=urgent)
    plan_support(view, *requests[0])  # the light of these days is kept, as between two questions
    took, parts = [], []
    for request, path in requests:
        with time_phases() as spent:
            seconds, plan = time_call(
                lambda request=request, path=path: plan_support(view, request, path)
            )
        took.append(seconds)
        parts.append(dict(spent))
        _check_all_steps_planned(plan)
    return {
        "median_s": median_s(took),
        "worst_s": max(took),
        **{name: median_s([part[name] for part in parts]) for name in PHASES},
    }


def _check_all_steps_planned(plan: SupportPlan) -> None:
    if sum(stop.route is not None for stop in plan.stops) != len(SERVICE_TYPES):
        msg = "a step was left out"
        raise ValueError(msg)


@click.command()
@click.option(
    "--data",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=Path("../shared/data/osm"),
    show_default=True,
)
@click.option("--tiles", type=(int, int), default=(8, 7), help="Columns and rows of the mosaic.")
@click.option("--seed", default=20261122, show_default=True)
def main(data: Path, tiles: tuple[int, int], seed: int) -> None:
    """Print the table."""
    network = build_mosaic(import_city_network(data / CITY), columns=tiles[0], rows=tiles[1])
    _ = network.adjacency_matrix, network.node_grid, network.node_components, network.edge_tree
    once, _ = time_call(lambda: network.landmark_minutes)
    size = measure_network_size(network)
    click.echo(", ".join(f"{name} {value}" for name, value in describe_machine().items()))
    click.echo(
        f"{size.junctions:,} junctions, {len(SERVICE_TYPES)} steps × {SERVICES_PER_TYPE} doors"
    )
    click.echo(f"once for the network: landmarks {once:.1f} s")
    click.echo(f"load {os.getloadavg()[0]:.1f} before")
    for row in time_support_plans(network, seed=seed):
        parts = "  ".join(f"{name} {1e3 * row[name]:.0f}" for name in PHASES)
        urgent = "urgent" if row["urgent"] else ""
        click.echo(
            f"{row['question']:<22} {urgent:<7} median {row['median_s']:.2f} s"
            f"  worst {row['worst_s']:.2f} s   [ms] {parts}"
        )
    click.echo(f"load {os.getloadavg()[0]:.1f} after")


if __name__ == "__main__":
    main()
