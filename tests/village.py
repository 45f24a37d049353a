"""
A village drawn in metres, so that what is asked of it can be checked in the head.

Its zero lies on the middle meridian of a UTM zone: metres drawn here are metres measured there.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from shapely.affinity import translate

from geo.layers.street_rows import TURN_RESTRICTION_COLUMNS
from geo.model import WGS84, Community, LayerName
from geo.network.edge_restrictions import EdgeRestrictions
from geo.network.exposure import AreaCrossingCache, Exposure, measure_exposure
from geo.network.snapping import StreetPositions, snap_to_streets
from geo.network.street_network import StreetNetwork, build_street_network
from geo.privacy.view import View, open_view
from geo.routes.planning import Location
from geo.store import Store, open_store
from geo.store import communities as records
from geo.store.streets import StreetImport, replace_streets
from tests.feature_edits import add_features

METRIC = "EPSG:32616"
EAST_M, NORTH_M = 500_000.0, 1_540_000.0
M_PER_MIN = 75.0  # what a residential street is walked at
SLUG = "napkin"

Spot = tuple[float, float]


@dataclass(frozen=True)
class Street:
    """A piece of street between two corners, straight or by way of some spots."""

    u: str
    v: str
    via: tuple[Spot, ...] = ()
    name: str | None = None
    kind: str = "residential"
    bridge: bool = False
    steps: bool = False


def edges(corners: Mapping[str, Spot], streets: Sequence[Street]) -> gpd.GeoDataFrame:
    """Draw streets between named corners, as an extract would give them."""
    number = {corner: place for place, corner in enumerate(corners)}
    lines = [[corners[one.u], *one.via, corners[one.v]] for one in streets]
    columns = {
        "edge": np.arange(len(streets), dtype=np.int32),
        "u": np.array([number[one.u] for one in streets], dtype=np.int32),
        "v": np.array([number[one.v] for one in streets], dtype=np.int32),
        "way": np.arange(len(streets), dtype=np.int64),
        "name": [one.name for one in streets],
        "kind": [one.kind for one in streets],
        "lit": [None] * len(streets),
        "surface": [None] * len(streets),
        "steps": [one.steps for one in streets],
        "bridge": [one.bridge for one in streets],
        "fragment": np.zeros(len(streets), dtype=np.int32),
        "routable": [True] * len(streets),
        **EdgeRestrictions.none(len(streets)).to_columns(),
    }
    return gpd.GeoDataFrame(columns, geometry=on_earth(*map(shapely.LineString, lines)))


def on_earth(*shapes: shapely.Geometry | None) -> gpd.GeoSeries:
    """Put shapes drawn in metres where the village lies, in degrees."""
    moved = [shape and translate(shape, EAST_M, NORTH_M) for shape in shapes]
    return gpd.GeoSeries(moved, crs=METRIC).to_crs(WGS84)


def in_metres(shapes: gpd.GeoSeries) -> list[shapely.Geometry]:
    """Bring shapes in degrees back onto the napkin."""
    return [translate(shape, -EAST_M, -NORTH_M) for shape in shapes.to_crs(METRIC)]


def box(west: float, south: float, east: float, north: float) -> shapely.Polygon:
    """Draw a rectangle."""
    return shapely.box(west, south, east, north)


def network(corners: Mapping[str, Spot], streets: Sequence[Street]) -> StreetNetwork:
    """Build the arrays of a village."""
    return build_street_network(edges(corners, streets))


def risk_areas(*drawn: tuple[shapely.Geometry, int] | tuple[shapely.Geometry, int, str]):
    """Mark ground: shape, severity, and when it holds (always, if not said)."""
    full = [(*one, "always")[:3] for one in drawn]
    columns = {
        "id": [f"00000000-0000-4000-8000-0000000000{n:02d}" for n in range(len(full))],
        "category": ["poor_lighting"] * len(full),
        "severity": np.array([one[1] for one in full], dtype=np.int64),
        "holds": [one[2] for one in full],
        "note": [None] * len(full),
        "session": [f"s{n}" for n in range(len(full))],
    }
    return gpd.GeoDataFrame(columns, geometry=on_earth(*(one[0] for one in full)))


def safe_zones(*shapes: shapely.Geometry, kind: str = "church") -> gpd.GeoDataFrame:
    """Draw where one can wait."""
    columns = {"kind": [kind] * len(shapes), "name": ["La espera"] * len(shapes), "hours": None}
    return gpd.GeoDataFrame(columns, geometry=on_earth(*shapes))


def exposure(streets: StreetNetwork, risks=None, safe=None, *, slot="day") -> Exposure:
    """Measure a village whose areas were not measured before."""
    return measure_exposure(
        AreaCrossingCache(streets),
        risk_areas=risk_areas() if risks is None else risks,
        safe_zones=safe_zones() if safe is None else safe,
        slot=slot,
    )


def stand(streets: StreetNetwork, *spots: Spot) -> StreetPositions:
    """Stand somewhere: on the nearest street."""
    return snap_to_streets(streets, on_earth(*map(shapely.Point, spots)))


def place(east: float, north: float) -> Location:
    """Name a spot by its degrees."""
    point = on_earth(shapely.Point(east, north)).iloc[0]
    return Location(point.y, point.x)


def doors(*told: tuple[Spot | None, str] | tuple[Spot | None, str, bool]) -> gpd.GeoDataFrame:
    """Open services: spot, or None for one without a place, type, whether it is confidential."""
    full = [(*one, False)[:3] for one in told]
    columns = {
        "type": [one[1] for one in full],
        "name": [f"Puerta {n}" for n in range(len(full))],
        "phone": [f"0000 00{n:02d}" for n in range(len(full))],
        "opening_hours": ["24/7"] * len(full),
        "confidential": [one[2] for one in full],
        "source": ["dibujado"] * len(full),
        "verified_on": [None] * len(full),
    }
    spots = [one[0] and shapely.Point(one[0]) for one in full]
    return gpd.GeoDataFrame(columns, geometry=on_earth(*spots))


def homes(*told: tuple[Spot, float, float | None]) -> gpd.GeoDataFrame:
    """Let people live: spot, people, women."""
    columns = {"people": [one[1] for one in told], "women": [one[2] for one in told]}
    return gpd.GeoDataFrame(columns, geometry=on_earth(*(shapely.Point(one[0]) for one in told)))


def zones(*told: tuple[shapely.Geometry, str | None, str | None]) -> gpd.GeoDataFrame:
    """Part the village: shape, code, name."""
    columns = {"code": [one[1] for one in told], "name": [one[2] for one in told]}
    return gpd.GeoDataFrame(columns, geometry=on_earth(*(one[0] for one in told)))


def found(
    streets: gpd.GeoDataFrame | None = None,
    layers: Mapping[LayerName, gpd.GeoDataFrame] | None = None,
    *,
    community: Community | None = None,
    turns: Sequence[tuple[int, int, int, bool]] = (),
) -> Store:
    """Put a village into the store of this test."""
    store = open_store()
    record = community or Community(slug=SLUG, name="Servilleta", timezone="America/El_Salvador")
    records.add_community(store, record)
    if streets is not None:
        base = _nothing("layer class name bridge steps rank")
        candidates = _nothing("osm_id type name phone opening_hours confidential")
        rules = pd.DataFrame(list(turns), columns=TURN_RESTRICTION_COLUMNS)
        streets_in = StreetImport(streets, base, candidates, "dibujado", rules)
        replace_streets(store, record.slug, streets_in)
    for layer, frame in (layers or {}).items():
        add_features(store, record.slug, layer, frame, who="test")
    return store


def seen(store: Store, audience: str = "network", slug: str = SLUG) -> View:
    """Look at a village as somebody may."""
    return open_view(store, slug, audience)


def _nothing(columns: str) -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame({name: [] for name in columns.split()}, geometry=[], crs=WGS84)
