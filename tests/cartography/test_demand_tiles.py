"""Tiles of where people live: every person once, at any zoom, and no more than a browser bears."""

import geopandas as gpd
import numpy as np
import pytest
from shapely.geometry import Point

from geo.cartography import demand_tiles
from geo.cartography.assets import FRONTEND
from geo.cartography.demand_tiles import (
    MAX_DOTS,
    MAX_DOTS_PER_TILE,
    SQUARES_PER_SIDE,
    TILE_PX,
    index_demand,
    is_valid_demand_tile,
    render_demand_tile,
    square_side_m,
)
from geo.cartography.offline_map import MAX_ZOOM
from tests.cartography.napkin import SOUTH, WEST, frame

ORIGIN = -12.05, -77.03  # latitude and longitude


def city(count=5_000, seed=8):
    """Scatter homes over ten kilometres."""
    random = np.random.default_rng(seed)
    lat, lon = (centre + random.normal(0, 0.03, count) for centre in ORIGIN)
    points = gpd.points_from_xy(lon, lat, crs="EPSG:4326")
    return gpd.GeoDataFrame({"people": random.uniform(1, 60, count).round(1)}, geometry=points)


def tiles_around(index, zoom):
    """Give every tile that holds a home, by its position."""
    columns, rows = (np.floor(axis * 2**zoom).astype(int) for axis in (index.x, index.y))
    return {
        (x, y): render_demand_tile(index, zoom=zoom, x=x, y=y)
        for x, y in sorted(set(zip(columns.tolist(), rows.tolist(), strict=True)))
    }


def triples(numbers):
    return np.reshape(numbers, (-1, 3))


@pytest.mark.parametrize("zoom", range(0, MAX_ZOOM + 1, 3))
def test_every_person_is_in_one_tile_of_a_zoom(zoom):
    homes = city()
    index = index_demand(homes)
    total = 0.0
    for tile in tiles_around(index, zoom).values():
        ((kind, numbers),) = tile.items()
        rows = triples(numbers)
        if kind == "dots":  # those beyond the border belong to the next tile
            rows = rows[((rows[:, :2] >= 0) & (rows[:, :2] < TILE_PX)).all(axis=1)]
        total += rows[:, 2].sum()
    assert total == pytest.approx(homes["people"].sum(), rel=2e-3)


@pytest.mark.parametrize("zoom", range(MAX_ZOOM + 1))
def test_a_tile_never_holds_more_than_a_browser_draws_at_once(zoom):
    index = index_demand(city(20_000))
    for tile in tiles_around(index, zoom).values():
        assert len(triples(tile.get("squares", []))) <= SQUARES_PER_SIDE**2
        dots = triples(tile.get("dots", []))
        inside = ((dots[:, :2] >= 0) & (dots[:, :2] < TILE_PX)).all(axis=1)
        assert inside.sum() <= MAX_DOTS_PER_TILE + 30, "dots on the border are rounded"


def test_many_homes_at_one_point_stay_squares():
    """A census block entered as a thousand single homes."""
    homes = frame([Point(WEST, SOUTH)] * (MAX_DOTS_PER_TILE + 1), people=[1.0] * 601)
    index = index_demand(homes)
    assert index.dot_zoom == MAX_ZOOM + 1
    (tile,) = tiles_around(index, MAX_ZOOM).values()
    assert triples(tile["squares"])[:, 2].tolist() == [601]


def test_few_homes_need_no_tiles():
    few = index_demand(frame([Point(WEST, SOUTH)] * MAX_DOTS, people=[1.0] * MAX_DOTS))
    many = index_demand(frame([Point(WEST, SOUTH)] * (MAX_DOTS + 1), people=[1.0] * 2001))
    assert (few.needs_tiles, many.needs_tiles) == (False, True)


def test_nobody_and_unknown_are_in_no_tile_and_the_unknown_are_counted():
    places = [Point(WEST + n / 1000, SOUTH) for n in range(3)]
    index = index_demand(frame([*places, None], people=[0.0, np.nan, 12.0, 3.0]))
    assert index.people.tolist() == [12.0]
    assert index.unknown_count == 1


def test_a_layer_without_homes_has_empty_tiles():
    index = index_demand(frame([], people=[]))
    assert not index.needs_tiles
    assert render_demand_tile(index, zoom=3, x=1, y=1) == {"dots": []}


def test_the_order_of_rows_tells_nothing():
    homes = city(3_000)
    one, other = index_demand(homes), index_demand(homes.sample(frac=1, random_state=3))
    for zoom in (12, MAX_ZOOM):
        assert tiles_around(one, zoom) == tiles_around(other, zoom)


def test_a_dot_stands_where_its_home_is():
    index = index_demand(frame([Point(-90, 0)], people=[4.0]))
    assert render_demand_tile(index, zoom=1, x=0, y=1)["dots"] == [TILE_PX / 2, 0, 4]
    above = render_demand_tile(index, zoom=1, x=0, y=0)["dots"]
    assert above == [TILE_PX / 2, TILE_PX, 4], "its disc reaches into the tile above"


def test_a_square_has_its_side_in_metres():
    # At the equator a pixel of zoom 0 is 156,543 m wide, as everybody says; a square has 8.
    assert square_side_m(0, lat=0) == pytest.approx(8 * 156_543.034, abs=1)
    assert square_side_m(13, lat=60) == pytest.approx(square_side_m(14, lat=0))


@pytest.mark.parametrize(
    ("zoom", "x", "y"), [(-1, 0, 0), (MAX_ZOOM + 1, 0, 0), (3, 8, 0), (3, 0, 8), (3, -1, 0)]
)
def test_a_tile_beyond_the_world_is_none(zoom, x, y):
    assert not is_valid_demand_tile(zoom, x, y)
    assert is_valid_demand_tile(3, 7, 7)


def test_the_browser_draws_by_the_same_numbers():
    """The script has no import: what both must agree on is compared here."""
    script = (FRONTEND / "map" / "people_tiles.js").read_text(encoding="utf-8")
    for name, value in (("TILE_PX", TILE_PX), ("SQUARES_PER_SIDE", SQUARES_PER_SIDE)):
        assert f"const {name} = {value};" in script
    assert f"const EQUATOR_M = {demand_tiles.EQUATOR_M};" in script
