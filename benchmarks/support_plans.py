"""
Support routes on a network with a million junctions: six steps, fifty doors each.

`python -m benchmarks.support_plans` prints one line a question: seconds in all, once exposure is
known, and in each part of the work. Everything is drawn from a seed.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any
from unittest.mock import patch

import click
import geopandas as gpd
import numpy as np
import shapely

from benchmarks.__main__ import CITY
from benchmarks.machine import facts
from benchmarks.networks import city, mosaic, size_of
from benchmarks.queries import draw_areas
from benchmarks.timing import clocked, middle
from geo.model import WGS84, Community, Slot
from geo.network.daylight import local_time, slot_at
from geo.network.exposure import Crossings, Exposure, measure_exposure
from geo.network.street_network import StreetNetwork
from geo.pathways.records import Pathway, Sentence, Step, Window
from geo.privacy.view import Kept
from geo.routes.planning import Place
from geo.support import clock, leg_matrix, planning, schedule, service_options
from geo.support.planning import plan_support
from geo.support.records import SupportAsk, SupportPlan

TYPES = ("health", "forensic", "police", "legal_aid", "psychosocial", "womens_centre")
DOORS = 50
RISK, SAFE = 200, 20
ROUNDS = 5
NOON, NIGHT = "2026-03-03T10:00", "2026-03-03T23:30"
OFFICE = ("Mo-Fr 08:00-16:00", "Mo-Fr 07:30-12:00,13:00-17:00", "Tu,Th 09:00-15:00", "24/7", None)
TIMEZONE = "America/Sao_Paulo"
SAID = Sentence("", "Vaya.")


@dataclass
class Mosaic:
    """What the planner looks at, without a store behind it."""

    network: StreetNetwork
    services: gpd.GeoDataFrame
    risk_areas: gpd.GeoDataFrame
    safe_zones: gpd.GeoDataFrame
    centre: tuple[float, float]
    community: Community = field(default_factory=lambda: Community("mosaic", "Mosaic", "BR"))
    timezone: str = TIMEZONE
    kept: Kept = field(default_factory=lambda: Kept(64))

    def exposure(self, slot: Slot) -> Exposure:
        """Measure once, as a view does."""
        crossings = self.kept.get("crossings", lambda: Crossings(self.network))
        areas = {"risk_areas": self.risk_areas, "safe_zones": self.safe_zones}
        return self.kept.get(
            ("exposure", slot), lambda: measure_exposure(crossings, slot=slot, **areas)
        )

    def slot(self, when: datetime) -> Slot:
        """Tell day from night by the sun."""
        return slot_at(when, lat=self.centre[0], lon=self.centre[1])

    def moment(self, written: str | None = None) -> datetime:
        """Read a local time."""
        return local_time(written, self.timezone)


def lay(network: StreetNetwork, *, seed: int, hours: tuple[str | None, ...]) -> Mosaic:
    """Put doors, marked ground and places to wait on a network."""
    chance = np.random.default_rng(seed)
    risk = draw_areas(network, RISK, chance)
    risk["holds"] = chance.choice(["always", "always", "night", "day"], size=RISK)
    safe = draw_areas(network, SAFE, chance)
    main = np.flatnonzero(network.component == np.bincount(network.component).argmax())
    nodes = chance.choice(main, DOORS * len(TYPES), replace=False)
    places = gpd.GeoSeries(shapely.points(network.node_xy[nodes]), crs=network.crs).to_crs(WGS84)
    middle_of = places.union_all().centroid
    count = len(nodes)
    services = gpd.GeoDataFrame(
        {
            "id": [f"{number:04d}" for number in range(count)],
            "type": np.repeat(TYPES, DOORS),
            "name": [f"Door {number}" for number in range(count)],
            "phone": None,
            "gateway": None,
            "confidential": False,
            "opening_hours": [hours[n] for n in chance.integers(len(hours), size=count)],
            "verified_on": "2026-02-01",
        },
        geometry=places,
    )
    return Mosaic(network, services, risk, safe, (middle_of.y, middle_of.x))


def pathway(*, urgent: bool) -> Pathway:
    """Make six steps, the first with windows if it is urgent."""
    window = (Window("w", 72.0, "clinical", None),) if urgent else ()
    steps = [
        Step(kind, kind, SAID, windows=window if number == 0 else ())
        for number, kind in enumerate(TYPES)
    ]
    return Pathway(None, "sexual_violence", tuple(steps))


def questions(
    ground: Mosaic, at: str, *, seed: int, urgent: bool
) -> list[tuple[SupportAsk, Pathway]]:
    """Ask from several places."""
    chance = np.random.default_rng(seed + 1)
    network = ground.network
    main = np.flatnonzero(network.component == np.bincount(network.component).argmax())
    nodes = chance.choice(main, ROUNDS)
    spots = gpd.GeoSeries(shapely.points(network.node_xy[nodes]), crs=network.crs).to_crs(WGS84)
    return [
        (
            SupportAsk(Place(spot.y, spot.x), "sexual_violence", 10.0, ground.moment(at), 3.0),
            pathway(urgent=urgent),
        )
        for spot in spots
    ]


Work = Callable[..., object]
PHASES: dict[str, tuple[object, str]] = {
    "doors": (service_options.Doors, "__init__"),
    "daylight": (clock.Clock, "__init__"),
    "legs": (leg_matrix.Legs, "settle"),
    "choice": (planning, "best_route"),
    "telling": (schedule.Telling, "stops"),
}


@contextmanager
def watched() -> Iterator[dict[str, float]]:
    """Add up the seconds of each part of the work; the choice is told without its legs."""
    spent = dict.fromkeys(PHASES, 0.0)
    inside: list[str] = []

    def timed(name: str, work: Work) -> Work:
        def run(*arguments: object, **options: object) -> object:
            inside.append(name)
            seconds, result = clocked(lambda: work(*arguments, **options))
            inside.pop()
            if name not in inside:
                spent[name] += seconds
            if inside:
                spent[inside[-1]] -= seconds
            return result

        return run

    with _patched({key: timed(key, getattr(*at)) for key, at in PHASES.items()}):
        yield spent


@contextmanager
def _patched(works: dict[str, Work]) -> Iterator[None]:
    patches = [patch.object(*PHASES[name], work) for name, work in works.items()]
    for one in patches:
        one.start()
    try:
        yield
    finally:
        for one in patches:
            one.stop()


def measure(network: StreetNetwork, *, seed: int) -> list[dict[str, Any]]:
    """Time every kind of question; the slowest of each counts as much as the middle."""
    rows = []
    for name, at, hours in (
        ("all open", NOON, ("24/7",)),
        ("mixed hours, by day", NOON, OFFICE),
        ("mixed hours, by night", NIGHT, OFFICE),
    ):
        ground = lay(network, seed=seed, hours=hours)
        for slot in ("day", "night"):
            _ = ground.exposure(slot).minutes, ground.exposure(slot).can_be_priced
        for urgent in (False, True):
            rows.append({"question": name, "urgent": urgent, **_timed(ground, at, seed, urgent)})
    return rows


def _timed(ground: Mosaic, at: str, seed: int, urgent: bool) -> dict[str, Any]:
    asked = questions(ground, at, seed=seed, urgent=urgent)
    plan_support(ground, *asked[0])  # the light of these days is kept, as between two questions
    took, parts = [], []
    for ask, path in asked:
        with watched() as spent:
            seconds, plan = clocked(lambda ask=ask, path=path: plan_support(ground, ask, path))
        took.append(seconds)
        parts.append(dict(spent))
        _insist(plan)
    return {
        "median_s": middle(took),
        "worst_s": max(took),
        **{name: middle([part[name] for part in parts]) for name in PHASES},
    }


def _insist(plan: SupportPlan) -> None:
    if sum(stop.way is not None for stop in plan.stops) != len(TYPES):
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
    network = mosaic(city(data / CITY), columns=tiles[0], rows=tiles[1])
    _ = network.arcs, network.cells, network.component, network.tree
    once, _ = clocked(lambda: network.landmarks)
    size = size_of(network)
    click.echo(", ".join(f"{name} {value}" for name, value in facts().items()))
    click.echo(f"{size.junctions:,} junctions, {len(TYPES)} steps × {DOORS} doors")
    click.echo(f"once for the network: landmarks {once:.1f} s")
    click.echo(f"load {os.getloadavg()[0]:.1f} before")
    for row in measure(network, seed=seed):
        parts = "  ".join(f"{name} {1e3 * row[name]:.0f}" for name in PHASES)
        urgent = "urgent" if row["urgent"] else ""
        click.echo(
            f"{row['question']:<22} {urgent:<7} median {row['median_s']:.2f} s"
            f"  worst {row['worst_s']:.2f} s   [ms] {parts}"
        )
    click.echo(f"load {os.getloadavg()[0]:.1f} after")


if __name__ == "__main__":
    main()
