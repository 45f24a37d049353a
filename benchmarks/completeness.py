"""
Pathway completeness at the size of a district: 20,000 homes, 7 situations, by day and by night.

    python -m benchmarks.completeness [--homes 20000] [--tiles 2 2] [--one-by-one 20]

The streets are copies of one extract, as in `benchmarks.networks`. Beside it, support plans are
made one by one for some of the homes, and compared: the ratio is that of all to their time.
"""

from __future__ import annotations

import argparse
import resource
import time
from dataclasses import dataclass
from pathlib import Path

import geopandas as gpd
import numpy as np
import shapely

from benchmarks.networks import build_mosaic, import_city_network, measure_network_size
from benchmarks.support_plans import MIXED_HOURS, MosaicView, build_mosaic_view
from geo.completeness.measurement import measure_completeness
from geo.completeness.records import CompletenessRequest
from geo.layers.population import Population
from geo.model import WGS84
from geo.network.street_network import StreetNetwork
from geo.pathways.records import SITUATIONS
from tests.completeness.one_by_one import find_differences

SEED = 20261130
COUNTS = {
    "health": 12, "police": 6, "womens_centre": 3, "legal_aid": 3, "psychosocial": 4,
    "forensic": 1, "prosecutor": 2, "court": 2, "child_protection": 2, "accompaniment": 3,
    "economic_support": 2,
}  # fmt: skip
DAY, NIGHT = "2026-03-03T10:00", "2026-03-03T22:00"


@dataclass
class DistrictView(MosaicView):
    """A district without a store: as a coordinator sees it."""

    demand: gpd.GeoDataFrame | None = None
    audience: str = "coordinator"
    has_streets: bool = True

    @property
    def zones(self) -> gpd.GeoDataFrame:
        """No zones."""
        return gpd.GeoDataFrame({"code": [], "name": []}, geometry=[], crs=WGS84)

    @property
    def population(self) -> Population:
        """All homes count."""
        return Population(self.demand, None)

    def own_pathway(self, situation: str) -> None:
        """Nobody changed a pathway."""
        del situation


def build_district(network: StreetNetwork, homes: int) -> DistrictView:
    """Put homes, services and risk areas on a network."""
    chance = np.random.default_rng(SEED)
    view = DistrictView(**vars(build_mosaic_view(network, seed=SEED, hours=MIXED_HOURS)))
    main = np.flatnonzero(network.node_components == np.bincount(network.node_components).argmax())
    types = np.repeat(list(COUNTS), list(COUNTS.values()))
    nodes = chance.choice(main, len(types) + homes, replace=False)
    places = gpd.GeoSeries(shapely.points(network.node_xy[nodes]), crs=network.crs).to_crs(WGS84)
    services = view.services.iloc[: len(types)].assign(type=types)
    view.services = gpd.GeoDataFrame(services, geometry=places.iloc[: len(types)].to_numpy())
    view.services = view.services.set_crs(WGS84)
    people = chance.integers(1, 9, homes)
    view.demand = gpd.GeoDataFrame(
        {"people": people, "women": people // 2},
        geometry=places.iloc[len(types) :].to_numpy(),
        crs=WGS84,
    )
    return view


def main() -> None:
    """Measure, and make plans one by one."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--data", type=Path, default=Path("../shared/data/osm"))
    parser.add_argument("--homes", type=int, default=20_000)
    parser.add_argument("--tiles", type=int, nargs=2, default=(2, 2))
    parser.add_argument("--one-by-one", type=int, default=20)
    options = parser.parse_args()
    city = import_city_network(options.data / "porto_alegre_br.osm.pbf")
    network = build_mosaic(city, columns=options.tiles[0], rows=options.tiles[1])
    view = build_district(network, options.homes)
    print(measure_network_size(network))
    moments = (("day", view.moment(DAY)), ("night", view.moment(NIGHT)))
    assert [view.slot(moment) for _, moment in moments] == ["day", "night"]  # noqa: S101
    for light, _ in moments:
        view.exposure(light)
    steps: dict[str, float] = {}
    begin, cpu = time.perf_counter(), time.process_time()
    result = measure_completeness(
        view,  # type: ignore[arg-type]  # what is read of a view
        CompletenessRequest(SITUATIONS, moments),  # type: ignore[arg-type]
        progress=lambda _, key: steps.setdefault(key, time.perf_counter() - begin),
    )
    seconds, cpu = time.perf_counter() - begin, time.process_time() - cpu
    plans = options.homes * len(result.plans)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    print(
        f"{plans} plans in {seconds:.1f} s ({cpu:.1f} s of processors), {memory:.2f} GB,"
        f" steps began at {steps}"
    )
    chance = np.random.default_rng(SEED)
    differences, begin = [], time.perf_counter()
    for _ in range(options.one_by_one):
        one = result.plans[int(chance.integers(len(result.plans)))]
        differences += find_differences(view, result, one, int(chance.integers(options.homes)))
    each = (time.perf_counter() - begin) / max(1, options.one_by_one)
    ratio = each * plans / seconds
    print(f"one by one {each:.3f} s a plan: {ratio:.0f} times as long")
    print(f"{len(differences)} differences", *differences[:10], sep="\n")


if __name__ == "__main__":
    main()
