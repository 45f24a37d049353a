"""
A place of a capital's size in a store: the homes of Lima, and a city of 160,000 street edges.

The streets are copies of one extract, moved beside each other to where the homes are. The place is
stored as a demonstration, so that an unprotected installation shows it.
"""

from __future__ import annotations

import math
import random
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import geopandas as gpd
import osmium
import pandas as pd
from shapely import Point, Polygon, box

from geo.access.layer_rights import require_authorisation
from geo.communities.boundary import set_boundary
from geo.imports.street_import import import_streets
from geo.model import WGS84, Community, LayerName
from geo.store import Store, communities, open_store
from geo.store.actor import COMMAND_LINE_ACTOR, acting_as
from geo.store.database import Transaction
from geo.store.layers import insert_features
from geo.store.streets import read_street_bounds

SLUG = "lima"
COLUMNS, ROWS = 2, 3  # of copies of the extract
CORNER = (-12.20, -77.10)  # latitude and longitude of the south-west corner of all copies
ID_OFFSET = 10**11  # between the numbers of two copies
SERVICES, RISK_AREAS = 60, 60
SEED = 20261122
SERVICE_TYPES = ("health", "police", "womens_centre", "legal_aid")


def build_large_place(home: Path, extract: Path, homes: Path, folder: Path) -> None:
    """
    Fill an installation with the place.

    Parameters
    ----------
    home
        Folder of the installation; it is created.
    extract
        OpenStreetMap extract of one town.
    homes
        Parquet file of homes: latitude, longitude, people.
    folder
        For the files that are imported.
    """
    store = open_store(home)
    add_place(store, SLUG)
    boundary = import_copies(store, SLUG, extract, folder)
    with acting_as(COMMAND_LINE_ACTOR, "coordinator"):
        set_boundary(store, SLUG, boundary)
    insert_layers(
        store,
        SLUG,
        {
            "demand": read_homes(homes),
            "services": make_services(boundary.bounds),
            "risk_areas": make_risk_areas(boundary.bounds),
        },
    )
    store.close()


def add_place(store: Store, slug: str) -> None:
    """Add an empty community that an unprotected installation shows."""
    communities.add_community(
        store, Community(slug=slug, name="Lima", timezone="America/Lima", demonstration=True)
    )


def import_copies(store: Store, slug: str, extract: Path, folder: Path) -> Polygon:
    """Import the copies of an extract as streets of a community; return the box around them."""
    city = folder / "city.osm.pbf"
    if not city.exists():
        write_copies(extract, city)
    with acting_as(COMMAND_LINE_ACTOR, "coordinator"):
        import_streets(store, slug, city)
    return box(*read_street_bounds(store, slug))


def insert_layers(store: Store, slug: str, layers: dict[LayerName, gpd.GeoDataFrame]) -> None:
    """Insert layers without a file."""

    def insert(transaction: Transaction, layer: LayerName, frame: gpd.GeoDataFrame) -> None:
        insert_features(require_authorisation(transaction, slug, layer, "add"), frame)

    with acting_as(COMMAND_LINE_ACTOR, "coordinator"):
        for layer, frame in layers.items():
            store.transact(partial(insert, layer=layer, frame=frame))


def read_homes(file: Path) -> gpd.GeoDataFrame:
    """Read the homes; the number of women is unknown."""
    table = pd.read_parquet(file)
    points = gpd.points_from_xy(table["longitude"], table["latitude"], crs=WGS84)
    people = table["population_2020"].astype(float)
    return gpd.GeoDataFrame({"people": people, "women": float("nan")}, geometry=points)


def write_copies(extract: Path, target: Path) -> None:
    """Write copies of an extract's nodes and ways, beside each other from `CORNER` on."""
    corners = [
        (entry.location.lat, entry.location.lon)
        for entry in osmium.FileProcessor(str(extract), osmium.osm.NODE)
    ]
    lats, lons = zip(*corners, strict=True)
    low, left = min(lats), min(lons)
    height = max(lats) - low
    # Metres are kept: away from the equator a degree of longitude is shorter.
    stretch = math.cos(math.radians(low)) / math.cos(math.radians(CORNER[0]))
    width = (max(lons) - left) * stretch
    shifts = [(CORNER[0] + row * height, CORNER[1] + column * width) for column, row in _cells()]
    with osmium.SimpleWriter(str(target), overwrite=True) as writer:
        for number, (south, west) in enumerate(shifts):
            offset = number * ID_OFFSET
            for node in osmium.FileProcessor(str(extract), osmium.osm.NODE):
                lat = south + node.location.lat - low
                lon = west + (node.location.lon - left) * stretch
                writer.add_node(node.replace(id=node.id + offset, location=(lon, lat)))
        for number in range(len(shifts)):
            offset = number * ID_OFFSET
            for way in osmium.FileProcessor(str(extract), osmium.osm.WAY):
                nodes = [one.ref + offset for one in way.nodes]
                writer.add_way(way.replace(id=way.id + offset, nodes=nodes))


def _cells() -> Iterator[tuple[int, int]]:
    return ((column, row) for column in range(COLUMNS) for row in range(ROWS))


def make_services(bounds: tuple[float, float, float, float]) -> gpd.GeoDataFrame:
    """Make open services at random points."""
    points = list(_random_points(bounds, SERVICES))
    kinds = [SERVICE_TYPES[number % len(SERVICE_TYPES)] for number in range(SERVICES)]
    names = [f"Servicio {number}" for number in range(SERVICES)]
    columns = {"name": names, "type": kinds, "confidential": False, "opening_hours": "24/7"}
    return gpd.GeoDataFrame(columns, geometry=points, crs=WGS84)


def make_risk_areas(bounds: tuple[float, float, float, float]) -> gpd.GeoDataFrame:
    """Make round risk areas of about 300 m."""
    areas = [point.buffer(0.0015, 8) for point in _random_points(bounds, RISK_AREAS)]
    severity = [1 + number % 5 for number in range(RISK_AREAS)]
    columns = {"category": "poor_lighting", "severity": severity, "holds": "always"}
    return gpd.GeoDataFrame(columns, geometry=areas, crs=WGS84)


def _random_points(bounds: tuple[float, float, float, float], count: int) -> Iterator[Point]:
    chance = random.Random(SEED)
    west, south, east, north = bounds
    for _ in range(count):
        yield Point(chance.uniform(west, east), chance.uniform(south, north))
