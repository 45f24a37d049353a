"""
Imports of large layer files: processor seconds, elapsed seconds and peak memory, all rows stored.

`python -m benchmarks.layer_imports` runs each case in a process of its own and writes
`benchmarks/results/layer_imports.json`. Seconds and memory are those of this process and of the
parsing process that it starts; starting Python is not counted.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import click
import geopandas as gpd
import numpy as np
import shapely

from benchmarks.memory import peak_children_mb, peak_memory_mb, process_seconds

RESULT = Path(__file__).with_name("results") / "layer_imports.json"
SEED = 13
EXTENT = (-77.2, -12.3, -76.8, -11.9)  # degrees; Lima
DISTRICT = shapely.box(*EXTENT)
ROWS, HOMES = 100_000, 1_000_000
START_WAIT_S = 8.0  # until the parsing process has started, as that of a server has
PADDING = 4_000  # characters of a note in each of 500 rows: 2 MB


def _places(count: int) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    west, south, east, north = EXTENT
    chance = np.random.default_rng(SEED)
    return np.round(chance.uniform((west, south), (east, north), (count, 2)), 6)


def _write_homes(folder: Path) -> Path:
    people = np.random.default_rng(SEED).integers(1, 9, HOMES)
    points = gpd.points_from_xy(*_places(HOMES).T, crs=4326)
    path = folder / "homes.parquet"
    gpd.GeoDataFrame({"people": people, "women": people // 2}, geometry=points).to_parquet(path)
    return path


def _write_csv(folder: Path) -> Path:
    lines = ["name,type,latitude,longitude"]
    lines += [
        f"Posta {number},health,{lat},{lon}"
        for number, (lon, lat) in enumerate(_places(ROWS).tolist())
    ]
    path = folder / "services.csv"
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def _write_areas(folder: Path) -> Path:
    shapes = shapely.buffer(shapely.points(_places(ROWS)), 0.0003, quad_segs=2)
    frame = gpd.GeoDataFrame(
        {"category": ["harassment"] * ROWS, "severity": np.arange(ROWS) % 5 + 1},
        geometry=shapely.set_precision(shapes, 1e-7),
        crs=4326,
    )
    path = folder / "areas.geojson"
    frame.to_file(path)
    return path


def _write_small(folder: Path) -> Path:
    features = [
        {
            "type": "Feature",
            "properties": {"name": f"Posta {number}", "type": "health", "other": "x" * PADDING},
            "geometry": {"type": "Point", "coordinates": place},
        }
        for number, place in enumerate(_places(500).tolist())
    ]
    path = folder / "small.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    return path


CASES: dict[str, tuple[str, Callable[[Path], Path], int]] = {
    "homes_geoparquet": ("demand", _write_homes, 1),
    "services_csv": ("services", _write_csv, 1),
    "services_csv_again": ("services", _write_csv, 2),
    "areas_geojson": ("risk_areas", _write_areas, 1),
    "areas_geojson_again": ("risk_areas", _write_areas, 2),
    "small_geojson": ("services", _write_small, 1),
}


@click.command()
@click.option("--only", type=click.Choice(list(CASES)), multiple=True)
@click.option("--case", "case", type=click.Choice(list(CASES)), hidden=True)
@click.option("--to", type=click.Path(path_type=Path), default=RESULT)
def main(only: tuple[str, ...], case: str | None, to: Path) -> None:
    """Measure the cases, one after another."""
    if case is not None:
        click.echo(json.dumps(measure_case(case)))
        return
    found = {}
    for name in only or CASES:
        command = [sys.executable, "-m", "benchmarks.layer_imports", "--case", name]
        result = subprocess.run(command, capture_output=True, check=True, text=True)
        found[name] = json.loads(result.stdout)
        click.echo(f"{name}: {found[name]}")
    to.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")


def measure_case(name: str) -> dict[str, float]:
    """
    Import a file, and measure the last import of it.

    Returns
    -------
    measures
        `rows`, `waiting`, `megabytes` of the file, `processor_seconds`, `seconds`, `memory_mb` of
        this process and `parsing_mb` of the parsing process, at most; `load`, how many processes
        of the machine wanted a processor in the last minute: seconds say little above two.
    """
    from geo.communities.creation import NewCommunity, create_community
    from geo.imports.layer_import import import_layer
    from geo.parsing.process import TEMPLATE, warm_up
    from geo.store import open_store
    from geo.store.actor import COMMAND_LINE_ACTOR, acting_as

    layer, write_file, times = CASES[name]
    with tempfile.TemporaryDirectory() as folder, acting_as(COMMAND_LINE_ACTOR, "coordinator"):
        place = Path(folder)
        path = write_file(place)
        warm_up()
        time.sleep(START_WAIT_S)
        store = open_store(place / "home")
        create_community(store, NewCommunity("place", "Place", "PE", boundary=DISTRICT))
        for _ in range(times):
            before, started = _processor_seconds(), _children_seconds()
            start = time.perf_counter()
            report = import_layer(store, "place", layer, path, waits=True)  # type: ignore[arg-type]
            seconds = time.perf_counter() - start
        store.close()
        TEMPLATE.stop()  # what it used is known once it has ended
        return {
            "rows": report.rows,
            "added": report.added,
            "unchanged": report.unchanged,
            "waiting": len(report.waiting),
            "megabytes": round(path.stat().st_size / 1e6, 1),
            "processor_seconds": round(_processor_seconds() - before - started, 1),
            "seconds": round(seconds, 1),
            "load": round(os.getloadavg()[0], 1),
            "memory_mb": round(peak_memory_mb()),
            "parsing_mb": round(peak_children_mb()),
        }


def _processor_seconds() -> float:
    """Return the processor seconds of this process and of those that it started and that ended."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def _children_seconds() -> float:
    """Return the processor seconds of the processes that this one started and that still run."""
    children = Path(f"/proc/self/task/{os.getpid()}/children").read_text(encoding="ascii").split()
    return sum(process_seconds(int(child)) for child in children)


if __name__ == "__main__":
    main()
