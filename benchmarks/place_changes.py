"""
Processor seconds of small changes in a large place: what is written, and the first views after it.

The place has the homes of Lima, its districts as zones, and the streets of a city six times.
"""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from benchmarks.large_place import add_place, import_copies
from geo.communities.boundary import set_boundary
from geo.communities.setup_status import list_setup_items
from geo.imports.layer_import import import_layer
from geo.model import AUDIENCES, LAYER_NAMES, WGS84, LayerName
from geo.parsing.process import TEMPLATE
from geo.privacy.shared_cache import clear_caches
from geo.privacy.view import open_view
from geo.store import Store, open_store
from geo.store.actor import COMMAND_LINE_ACTOR, acting_as
from geo.store.streets import count_streets

SLUG = "large"
HOMES = "peru/population_lima.parquet"
DISTRICTS = "peru/districts.geojson"
PROVINCE = "1501"  # first digits of the codes of its districts
STORED_ROWS, NEW_ROWS = 300, 10  # services and risk areas that are there, and of a small import
SIDE_DEG = (0.0003, 0.003)  # of a risk area: about 33 to 330 m
BESIDE_DEG = 1e-4  # a new home lies so far from a stored one
SERVICE_TYPES = ("health", "police", "shelter", "legal_aid")


def measure_changes(
    data: Path, extract: Path, *, seed: int, home_count: int | None = None
) -> dict[str, Any]:
    """
    Build the place step by step, and measure each import and change.

    Parameters
    ----------
    data
        Folder with the homes and the districts.
    extract
        OpenStreetMap extract of one town.
    home_count
        How many homes; None means all.

    Returns
    -------
    results
        `seconds` holds, for each step, processor seconds: `write` in this process, `parsing` in
        the process that reads the file, its start included, and the first view of each audience.
    """
    random = np.random.default_rng(seed)
    homes = pd.read_parquet(data / HOMES).set_axis(["lat", "lon", "people"], axis="columns")
    homes = homes if home_count is None else homes.iloc[:home_count]
    districts = gpd.read_file(data / DISTRICTS)
    districts = districts[districts["ubigeo"].str.startswith(PROVINCE)]
    zones = districts[["ubigeo", "distr", "geometry"]].set_axis(
        ["code", "name", "geometry"], axis="columns"
    )
    boundary = districts.union_all()
    added_homes = homes.iloc[:NEW_ROWS].assign(lat=lambda frame: frame["lat"] + BESIDE_DEG)
    frames: dict[str, tuple[LayerName, pd.DataFrame]] = {
        "zones": ("zones", zones),
        "homes": ("demand", homes),
        "services": ("services", _draw_services(homes, random, STORED_ROWS)),
        "risk areas": ("risk_areas", _draw_areas(homes, random, STORED_ROWS)),
        "10 services": ("services", _draw_services(homes, random, NEW_ROWS)),
        "10 risk areas": ("risk_areas", _draw_areas(homes, random, NEW_ROWS)),
        "10 homes": ("demand", added_homes),
    }
    with tempfile.TemporaryDirectory() as folder, acting_as(COMMAND_LINE_ACTOR, "coordinator"):
        store = open_store(Path(folder) / "home")
        add_place(store, SLUG)
        import_copies(store, SLUG, extract, Path(folder))
        edges = count_streets(store, SLUG)["edges"]
        set_boundary(store, SLUG, boundary)
        seconds = {}
        for name, (layer, frame) in frames.items():
            file = _write_file(frame, Path(folder) / layer)
            seconds[name] = _measure(
                store, lambda layer=layer, file=file: import_layer(store, SLUG, layer, file)
            )
        other = boundary.buffer(BESIDE_DEG)
        seconds["boundary"] = _measure(store, lambda: set_boundary(store, SLUG, other))
        clear_caches()  # as in a server that was started anew
        seconds["nothing"] = _measure(store, lambda: None)
        store.close()
    return {"homes": len(homes), "edges": edges, "seconds": seconds}


def _measure(store: Store, change: Callable[[], object]) -> dict[str, float]:
    """Measure a change, and the first view of each audience after it."""
    TEMPLATE.stop()
    seconds = {"write": _cpu_s(change)}
    others = os.times()
    TEMPLATE.stop()
    now = os.times()
    seconds["parsing"] = (
        now.children_user + now.children_system - others.children_user - others.children_system
    )
    for audience in AUDIENCES[::-1]:
        view = open_view(store, SLUG, audience)
        seconds[audience] = _cpu_s(
            lambda view=view: (list_setup_items(view), [view.layer(name) for name in LAYER_NAMES])
        )
    return {name: round(value, 3) for name, value in seconds.items()}


def _cpu_s(function: Callable[[], object]) -> float:
    begin = time.process_time()
    function()
    return time.process_time() - begin


def _draw_services(homes: pd.DataFrame, random: np.random.Generator, count: int) -> pd.DataFrame:
    places = homes.sample(count, random_state=random).reset_index(drop=True)
    return pd.DataFrame(
        {
            "type": [SERVICE_TYPES[number % len(SERVICE_TYPES)] for number in range(count)],
            "name": [f"Puerta {random.integers(1_000_000_000)}" for _ in range(count)],
            "gateway": "Línea 100",
            "phone": "999 999 999",
            "lat": places["lat"],
            "lon": places["lon"],
        }
    )


def _draw_areas(homes: pd.DataFrame, random: np.random.Generator, count: int) -> gpd.GeoDataFrame:
    places = homes.sample(count, random_state=random)
    half = random.uniform(*SIDE_DEG, count) / 2
    lon, lat = places["lon"].to_numpy(), places["lat"].to_numpy()
    boxes = shapely.box(lon - half, lat - half, lon + half, lat + half)
    codes = {"category": "poor_lighting", "severity": 3, "holds": "always"}
    return gpd.GeoDataFrame(codes, index=range(count), geometry=boxes, crs=WGS84)


def _write_file(frame: pd.DataFrame, path: Path) -> Path:
    if isinstance(frame, gpd.GeoDataFrame):
        file = path.with_suffix(".geojson")
        file.write_text(frame.to_json(), encoding="utf-8")
    else:
        file = path.with_suffix(".csv")
        frame.to_csv(file, index=False)
    return file
