"""Communities of real size for coverage: Lima by straight lines, and a made city by street."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from benchmarks.networks import COMMUNITY_SLUG, build_mosaic, import_city_network
from benchmarks.queries import draw_areas
from geo.layers.schema import CANDIDATE_COLUMNS, LAYER_SCHEMAS
from geo.model import WGS84, Community, LayerName
from geo.network.edge_restrictions import EdgeRestrictions
from geo.network.street_network import StreetNetwork
from geo.store import communities, open_store
from geo.store.database import Store, Transaction
from geo.store.layers import insert_features
from geo.store.streets import StreetImport, replace_streets
from geo.store.write_authorisation import WriteAuthorisation

LIMA, VILLA_EL_SALVADOR = "lima", "villa-el-salvador"
LIMA_PROVINCE, VILLA_UBIGEO = "Lima", "150142"
CITY_TILES = (4, 2)  # columns and rows of Porto Alegre: about 160,000 edges
CITY_HOMES, CITY_ZONES_PER_SIDE = 60_000, 6
CITY_SERVICES = {"health": 50, "police": 12, "womens_centre": 6}
CITY_SHELTERS = 4  # confidential
RISK_AREAS, SAFE_ZONES = 200, 20
WOMEN_SHARE = 0.51
SERVICE_TYPE_BY_CENTRE = {"CEM": "womens_centre", "SAR": "shelter", "HRT": "shelter"}


def build_lima(folder: Path, peru: Path) -> Store:
    """Build Lima in a folder: 336,740 cells as homes, districts as zones, no streets."""
    districts = gpd.read_file(peru / "districts.geojson")
    lima = districts[districts["prov"].str.casefold() == LIMA_PROVINCE.casefold()]
    cells = pd.read_parquet(peru / "population_lima.parquet")
    services = _peruvian_services(peru)
    near = services[services.within(shapely.box(*lima.total_bounds))]
    return _build_peru(folder, LIMA, lima, cells, near)


def build_villa(folder: Path, peru: Path) -> Store:
    """Build Villa El Salvador in a folder: 19,527 cells as homes, no streets."""
    districts = gpd.read_file(peru / "districts.geojson")
    villa = districts[districts["ubigeo"] == VILLA_UBIGEO]
    cells = pd.read_csv(peru / "population_villa_el_salvador.csv")
    services = _peruvian_services(peru)
    near = services[services.within(shapely.box(*villa.total_bounds).buffer(0.05))]
    return _build_peru(folder, VILLA_EL_SALVADOR, villa, cells, near)


def _build_peru(
    folder: Path,
    slug: str,
    districts: gpd.GeoDataFrame,
    cells: pd.DataFrame,
    services: gpd.GeoDataFrame,
) -> Store:
    store = open_store(folder)
    boundary = shapely.make_valid(shapely.union_all(districts.geometry.to_numpy()))
    communities.add_community(
        store, Community(slug, slug, "PE", timezone="America/Lima", boundary=boundary)
    )
    people = cells["population_2020"].to_numpy(dtype=float)
    points = gpd.points_from_xy(cells["longitude"], cells["latitude"])
    zones = {"code": districts["ubigeo"].tolist(), "name": districts["distr"].tolist()}
    _add(store, slug, "demand", {"people": people, "women": np.nan}, points)
    _add(store, slug, "zones", zones, districts.geometry.to_numpy())
    columns = {"type": services["type"].tolist(), "name": services["name"].tolist()}
    _add(store, slug, "services", columns, services.geometry.to_numpy())
    return store


def _peruvian_services(peru: Path) -> gpd.GeoDataFrame:
    hospitals = gpd.read_file(peru / "hospitals.geojson").to_crs(WGS84)
    listed = pd.read_csv(peru / "violence_services.csv", dtype=str)
    centres = listed[(listed["tipo"] == "CEM") & listed["lat"].notna() & listed["lon"].notna()]
    where = gpd.points_from_xy(centres["lon"].astype(float), centres["lat"].astype(float))
    return gpd.GeoDataFrame(
        {
            "type": ["health"] * len(hospitals) + ["womens_centre"] * len(centres),
            "name": [f"{n}" for n in range(len(hospitals) + len(centres))],
        },
        geometry=[*hospitals.geometry, *where],
        crs=WGS84,
    )


def build_city(folder: Path, extract: Path, *, seed: int) -> Store:
    """Build a made city in a folder: about 160,000 edges, 60,000 homes beside them, 36 zones."""
    columns, rows = CITY_TILES
    network = build_mosaic(import_city_network(extract), columns=columns, rows=rows)
    chance = np.random.default_rng(seed)
    store = open_store(folder)
    frame = gpd.GeoSeries([shapely.box(*_bounds(network))], crs=network.crs).to_crs(WGS84)
    communities.add_community(
        store,
        Community(COMMUNITY_SLUG, COMMUNITY_SLUG, "BR", timezone="UTC", boundary=frame.iloc[0]),
    )
    replace_streets(store, COMMUNITY_SLUG, _to_street_import(network))
    _add_city_layers(store, network, chance)
    return store


def _add_city_layers(store: Store, network: StreetNetwork, chance: np.random.Generator) -> None:
    people = chance.integers(1, 9, size=CITY_HOMES).astype(float)
    women = chance.binomial(people.astype(int), WOMEN_SHARE).astype(float)
    homes = _beside_streets(network, CITY_HOMES, chance, offset_m=15.0)
    _add(store, COMMUNITY_SLUG, "demand", {"people": people, "women": women}, homes)
    west, south, east, north = _bounds(network)
    sides = np.linspace([west, south], [east, north], CITY_ZONES_PER_SIDE + 1)
    cells = [
        shapely.box(sides[i, 0], sides[j, 1], sides[i + 1, 0], sides[j + 1, 1])
        for i in range(CITY_ZONES_PER_SIDE)
        for j in range(CITY_ZONES_PER_SIDE)
    ]
    names = [f"Zone {n}" for n in range(len(cells))]
    zones = gpd.GeoSeries(cells, crs=network.crs).to_crs(WGS84)
    _add(store, COMMUNITY_SLUG, "zones", {"code": names, "name": names}, zones.to_numpy())
    types = [kind for kind, count in CITY_SERVICES.items() for _ in range(count)]
    types += ["shelter"] * CITY_SHELTERS
    columns = {
        "type": types,
        "name": [f"Service {n}" for n in range(len(types))],
        "confidential": [kind == "shelter" for kind in types],
    }
    where = _beside_streets(network, len(types), chance, offset_m=5.0)
    _add(store, COMMUNITY_SLUG, "services", columns, where)
    risk = draw_areas(network, RISK_AREAS, chance).to_crs(WGS84)
    attributes = {"category": "poor_lighting", "severity": risk["severity"], "holds": "always"}
    _add(store, COMMUNITY_SLUG, "risk_areas", attributes, risk.geometry.to_numpy())
    safe = draw_areas(network, SAFE_ZONES, chance).to_crs(WGS84)
    _add(
        store,
        COMMUNITY_SLUG,
        "safe_zones",
        {"kind": ["church"] * SAFE_ZONES},
        safe.geometry.to_numpy(),
    )


def _bounds(network: StreetNetwork) -> tuple[float, float, float, float]:
    west, south, east, north = shapely.total_bounds(network.lines)
    return float(west), float(south), float(east), float(north)


def _beside_streets(
    network: StreetNetwork, count: int, chance: np.random.Generator, *, offset_m: float
) -> np.ndarray:
    main = np.flatnonzero(network.edge_components == network.main_component)
    lines = network.lines[chance.choice(main, count)]
    spots = shapely.line_interpolate_point(lines, chance.uniform(size=count), normalized=True)
    xy = shapely.get_coordinates(spots) + chance.normal(scale=offset_m, size=(count, 2))
    return np.asarray(gpd.GeoSeries(shapely.points(xy), crs=network.crs).to_crs(WGS84))


def _to_street_import(network: StreetNetwork) -> StreetImport:
    count = len(network.u)
    columns = {
        "edge": np.arange(count, dtype=np.int32),
        "u": network.u,
        "v": network.v,
        "way": np.arange(count, dtype=np.int64),
        "name": network.street_names,
        "kind": network.street_kinds,
        "lit": None,
        "surface": None,
        "steps": network.is_stairs,
        "bridge": network.is_bridge,
        "fragment": network.edge_components,
        "routable": True,
        **EdgeRestrictions.none(count).to_columns(),
    }
    lines = gpd.GeoSeries(network.lines, crs=network.crs).to_crs(WGS84)
    base = gpd.GeoDataFrame(
        {name: [] for name in "layer class name bridge steps rank".split()},
        geometry=[],
        crs=WGS84,
    )
    candidates = gpd.GeoDataFrame(
        {name: [] for name in ("osm_id", *CANDIDATE_COLUMNS)},
        geometry=[],
        crs=WGS84,
    )
    edges = gpd.GeoDataFrame(columns, geometry=lines.to_numpy(), crs=WGS84)
    return StreetImport(edges, base, candidates, "made")


def _add(
    store: Store, slug: str, layer: LayerName, columns: dict[str, object], shapes: object
) -> None:
    features = gpd.GeoDataFrame(columns, geometry=np.asarray(shapes, dtype=object), crs=WGS84)
    missing = [field.name for field in LAYER_SCHEMAS[layer].fields if field.name not in features]
    defaults = {f.name: f.default for f in LAYER_SCHEMAS[layer].fields}
    features = features.assign(**{name: defaults[name] for name in missing})

    def write(transaction: Transaction) -> None:
        everything = frozenset({"add", "replace", "edit", "delete"})
        right = WriteAuthorisation(
            transaction, slug, layer, everything, "coordinator", "coordinator",
            sees_confidential=True,
        )  # fmt: skip
        insert_features(right, features)

    store.transact(write)
