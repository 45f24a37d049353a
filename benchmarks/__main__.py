"""Run the benchmarks: `python -m benchmarks --help`."""

from __future__ import annotations

import json
import logging
import os
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from benchmarks import (
    command_start,
    coverage,
    exposure,
    extract_import,
    place_changes,
    place_load,
    search,
    slider,
)
from benchmarks.machine import describe_machine
from benchmarks.networks import build_mosaic, import_city_network
from benchmarks.queries import draw_queries
from benchmarks.table import format_tables
from geo.network.street_network import StreetNetwork

CITY = "porto_alegre_br.osm.pbf"
EXTRACTS = (CITY, "andorra.osm.pbf")
DEFAULT_PARTS = ("search", "import", "exposure", "slider")
PARTS = (*DEFAULT_PARTS, "place", "changes", "start", "coverage")
HOMES = Path("peru") / "population_lima.parquet"  # beside the folder of extracts
AREAS_BY_NETWORK = {"city": 30, "mosaic": 200}
SERVICE_COUNT = 50


@click.command()
@click.argument("parts", nargs=-1, type=click.Choice(PARTS))
@click.option(
    "--data",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=Path("../shared/data/osm"),
    show_default=True,
    help="Folder with the extracts.",
)
@click.option("--tiles", type=(int, int), default=(8, 7), help="Columns and rows of the mosaic.")
@click.option("--pairs", default=50, show_default=True, help="Pairs of places.")
@click.option("--seed", default=20261122, show_default=True)
@click.option("--only", multiple=True, help="Ask only these peers.")
@click.option("--to", type=click.Path(dir_okay=False, path_type=Path), help="JSON file to write.")
def main(  # noqa: PLR0913  each option is an argument to click
    parts: tuple[str, ...],
    data: Path,
    tiles: tuple[int, int],
    pairs: int,
    seed: int,
    only: tuple[str, ...],
    to: Path | None,
) -> None:
    """
    Measure the PARTS named, or the first four.

    They are search, import, exposure, slider, place, changes, start, coverage. `place`, `changes`
    and `coverage` read homes, `changes` districts too, beside the folder of the extracts.
    """
    _silence_warnings()
    wanted = parts or DEFAULT_PARTS
    told: dict[str, Any] = {
        "load_before": os.getloadavg()[0],
        "machine": describe_machine(),
        "seed": seed,
    }
    if {"search", "exposure"} & set(wanted):
        tile = import_city_network(data / CITY)
        networks = {"city": tile, "mosaic": build_mosaic(tile, columns=tiles[0], rows=tiles[1])}
    works: dict[str, Callable[[], Any]] = {
        "import": lambda: {name: extract_import.compare_import(data / name) for name in EXTRACTS},
        "search": lambda: {
            name: _compare_on_network(
                network, name, pairs=pairs, seed=seed, selected=set(only) or None
            )
            for name, network in networks.items()
        },
        "exposure": lambda: exposure.time_exposure(networks["mosaic"], seed=seed),
        "slider": slider.time_slider,
        "place": lambda: place_load.measure_large_place(data / CITY, data.parent / HOMES),
        "changes": lambda: place_changes.measure_changes(data.parent, data / CITY, seed=seed),
        "start": command_start.measure_starts,
        "coverage": lambda: coverage.measure_coverage_speed(
            data / CITY, data.parent / HOMES, seed=seed
        ),
    }
    for name, work in works.items():
        if name in wanted:
            told[name] = work()
            told["load_after"] = os.getloadavg()[0]
            _write_results(told, to)  # what was measured stays, whatever happens to the next part
    click.echo(format_tables(told))


def _write_results(results: dict[str, Any], path: Path | None) -> None:
    if path is not None:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(results, indent=2) + "\n", encoding="utf-8")


def _compare_on_network(
    network: StreetNetwork, name: str, *, pairs: int, seed: int, selected: set[str] | None
) -> dict[str, Any]:
    questions = draw_queries(
        network, seed=seed, areas=AREAS_BY_NETWORK[name], pairs=pairs, services=SERVICE_COUNT
    )
    return search.compare_engines(questions, selected=selected)


def _silence_warnings() -> None:
    """Peers warn of their own old ways; that is not what is measured here."""
    warnings.simplefilter("ignore")
    logging.disable(logging.WARNING)


if __name__ == "__main__":
    main()
