"""
What a coverage question costs at real size, beside a plain peer in the same run.

Three places: all homes of Lima without streets, by straight lines; the same homes on the streets
of a city, as far as they reach; and that city with homes beside its own streets. Each is asked in
processes of its own, so that caches are empty at first and memory is its own.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import click
import geopandas as gpd
import numpy as np
import shapely

from benchmarks.large_place import (
    add_place,
    import_copies,
    insert_layers,
    make_risk_areas,
    make_services,
    read_homes,
)
from benchmarks.served_app import ROOT
from geo.communities.boundary import set_boundary
from geo.model import WGS84
from geo.store import Store, open_store
from geo.store.actor import COMMAND_LINE_ACTOR, acting_as
from geo.store.streets import read_street_edges

CELLS, CELLS_ON_STREETS, CITY = "cells", "cells-on-streets", "city"
CITY_HOMES = 60_000
BESIDE_DEG = 4e-4  # a home of the city lies so far from the beginning of a street, at most
PEOPLE_RANGE = (1, 9)  # in a home of the city
RUNS = {
    "lima, straight lines, coordinator": (CELLS, "coordinator"),
    "lima, straight lines, network": (CELLS, "network"),
    "lima, streets, coordinator": (CELLS_ON_STREETS, "coordinator"),
    "city, streets, coordinator": (CITY, "coordinator"),
    "city, streets, network": (CITY, "network"),
}
# The network's first view records what is disclosed of the homes: only the first process does.
MODES = ("one", "prepared", "five", "peer")


def measure_coverage_speed(
    extract: Path, homes: Path, *, seed: int, home: Path | None = None
) -> dict[str, Any]:
    """
    Build the places, and ask.

    Parameters
    ----------
    extract
        OpenStreetMap extract of one town.
    homes
        Parquet file of homes.
    home
        Where the installation is kept for another run, which then discloses no home first; None
        makes one that is removed.

    Returns
    -------
    results
        For each place and audience: the questions of one visitor, of five at once, and of the
        peer, each with processor seconds, seconds by the clock and people covered; and `peak_mb`,
        the most memory of each of these processes.
    """
    with tempfile.TemporaryDirectory() as folder:
        installation = home or Path(folder) / "home"
        if not installation.exists():
            build_places(installation, extract, homes, Path(folder), seed=seed)
        told: dict[str, Any] = {}
        for name, (slug, audience) in RUNS.items():
            told[name] = {mode: _run(mode, installation, slug, audience) for mode in MODES}
            click.echo(f"{name}: {told[name]}", err=True)
        return told


def _run(mode: str, home: Path, slug: str, audience: str) -> dict[str, Any]:
    run = subprocess.run(
        [sys.executable, "-m", "benchmarks.single_coverage", mode, str(home), slug, audience],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        check=True,
        capture_output=True,
        text=True,
    )
    told: dict[str, Any] = json.loads(run.stdout)
    return told


def build_places(home: Path, extract: Path, homes: Path, folder: Path, *, seed: int) -> None:
    """Fill an installation with the three places."""
    store = open_store(home)
    cells = read_homes(homes)
    for slug in (CELLS, CELLS_ON_STREETS, CITY):
        add_place(store, slug)
        if slug == CELLS:
            boundary = shapely.box(*cells.total_bounds)
        else:
            boundary = import_copies(store, slug, extract, folder)
        with acting_as(COMMAND_LINE_ACTOR, "coordinator"):
            set_boundary(store, slug, boundary)
        insert_layers(
            store,
            slug,
            {
                "demand": draw_homes(store, slug, seed=seed) if slug == CITY else cells,
                "services": make_services(boundary.bounds),
                "risk_areas": make_risk_areas(boundary.bounds),
            },
        )
    store.close()


def draw_homes(store: Store, slug: str, *, seed: int, count: int = CITY_HOMES) -> gpd.GeoDataFrame:
    """Draw homes beside the streets of a community; half of their people are women, about."""
    random = np.random.default_rng(seed)
    lines = read_street_edges(store, slug).geometry.sample(count, replace=True, random_state=random)
    corners = shapely.get_coordinates(shapely.get_point(lines.to_numpy(), 0))
    xy = corners + random.uniform(-BESIDE_DEG, BESIDE_DEG, corners.shape)
    people = random.integers(*PEOPLE_RANGE, count)
    columns = {"people": people.astype(float), "women": random.binomial(people, 0.5).astype(float)}
    return gpd.GeoDataFrame(columns, geometry=shapely.points(xy), crs=WGS84)
