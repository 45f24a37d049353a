"""Ground in polygons: what is reached, and where those live who are not."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pytest
import shapely

from geo.coverage.gap_areas import HOME_BUFFER_M, SMOOTHING_BUFFER_M
from geo.coverage.service_areas import SIMPLIFY_TOLERANCE_M, STREET_BUFFER_M
from geo.coverage.travel_time import compute_reachable_network
from tests.coverage.areas import build_catchment, build_gap_areas
from tests.village import (
    EAST_M,
    METRIC,
    NORTH_M,
    Street,
    exposure,
    homes,
    in_metres,
    network,
    stand,
)
from tests.wild import by_chance, wild_village

ROAD = network({"a": (0, 0), "b": (1000, 0), "c": (2000, 0)}, [Street("a", "b"), Street("b", "c")])


def ground(spot, limit, *, by_metres=True):
    found = compute_reachable_network(exposure(ROAD), stand(ROAD, spot), aversion=0.0)
    (shape,) = in_metres(build_catchment(found, limit=limit, is_in_metres=by_metres))
    return shape


def uncovered(*told):
    """Homes in metres: spot, people, women, minutes, zone."""
    frame = homes(*((spot, people, women) for spot, people, women, _, _ in told)).to_crs(METRIC)
    return frame.assign(minutes=[one[3] for one in told], zone=[one[4] for one in told])


@pytest.mark.parametrize(
    ("spot", "limit", "west", "east"),
    [
        ((1000, 0), 300, 700, 1300),
        ((1000, 0), 5000, 0, 2000),
        ((0, 0), 1200, 0, 1200),
        ((500, 0), 200, 300, 700),  # in the middle of a street, and no corner within reach
        ((900, 0), 200, 700, 1100),
    ],
)
def test_the_land_along_streets_within_reach(spot, limit, west, east):
    shape = ground(spot, limit)
    assert shape.bounds == pytest.approx(
        (west - STREET_BUFFER_M, -STREET_BUFFER_M, east + STREET_BUFFER_M, STREET_BUFFER_M), abs=5
    )


def test_minutes_are_metres_at_a_walk():
    assert ground((1000, 0), 4, by_metres=False).equals(ground((1000, 0), 300))


@pytest.mark.slow
@by_chance
def test_reached_corners_lie_on_reached_land(seed):
    wild = wild_village(seed)
    found = compute_reachable_network(wild.by_day, wild.stand(2), aversion=0.0)
    shape = build_catchment(found, limit=6.0).to_crs(wild.network.crs).iloc[0]
    near = found.junction_times.minutes <= 6.0
    corners = shapely.points(wild.network.node_xy)
    assert shapely.covers(shape, corners[near]).all()


@pytest.mark.slow
@by_chance
def test_a_longer_route_reaches_no_less_land(seed):
    wild = wild_village(seed)
    found = compute_reachable_network(wild.by_day, wild.stand(2), aversion=0.0)
    areas = [build_catchment(found, limit=limit).to_crs(METRIC).area.iloc[0] for limit in (2, 4, 8)]
    assert areas[0] <= areas[1] * 1.001
    assert areas[1] <= areas[2] * 1.001


def test_homes_near_each_other_share_a_gap():
    gaps = build_gap_areas(
        uncovered(
            ((0, 0), 3, 2.0, 30.0, "Norte"),
            ((150, 0), 4, 2.0, 50.0, "Sur"),
            ((5000, 0), 20, 9.0, np.inf, None),
        )
    )
    assert list(gaps["people"]) == [20, 7]
    assert list(gaps["women"]) == [9, 4]
    assert list(gaps["zone"]) == [None, "Sur"]
    assert list(gaps["minutes"]) == [np.inf, 50]
    assert gaps.crs == "EPSG:4326"


def test_women_not_all_known_in_a_gap():
    gaps = build_gap_areas(uncovered(((0, 0), 3, None, 30.0, None), ((9, 0), 4, 2.0, 50.0, None)))
    assert gaps["women"].isna().all()


def test_women_known_nowhere():
    gaps = build_gap_areas(uncovered(((0, 0), 3, None, 30.0, None)).astype({"women": float}))
    assert gaps["women"].isna().all()


def test_homes_without_people_have_a_gap_of_nobody():
    gaps = build_gap_areas(uncovered(((0, 0), 0, 0.0, 30.0, None)))
    assert list(gaps["people"]) == [0]


def test_no_home_uncovered_is_no_gap():
    gaps = build_gap_areas(uncovered(((0, 0), 3, 2.0, 30.0, "Norte")).iloc[:0])
    assert gaps.empty
    assert gaps.crs == "EPSG:4326"
    assert {"people", "women", "minutes", "zone"} <= set(gaps.columns)


def test_gaps_hold_every_home_and_count_everybody():
    rng = np.random.default_rng(3)
    told = [
        (tuple(spot), int(people), float(people) / 2, 30.0, None)
        for spot, people in zip(rng.normal(0, 900, (300, 2)), rng.integers(0, 9, 300), strict=True)
    ]
    flat = uncovered(*told)
    gaps = build_gap_areas(flat)
    assert gaps["people"].sum() == flat["people"].sum()
    assert gaps["women"].sum() == pytest.approx(flat["women"].sum())
    shapes = gaps.to_crs(METRIC).union_all()
    assert shapely.covers(shapes, flat.geometry.to_numpy()).all()
    assert flat.distance(shapes.boundary).min() > HOME_BUFFER_M * 0.8
    assert not any(one.overlaps(other) for one in gaps.geometry for other in gaps.geometry)


def gaps_one_by_one(flat):
    """Build gaps from every disc, and look at every point in every polygon."""
    discs = shapely.union_all(shapely.buffer(flat.geometry.to_numpy(), HOME_BUFFER_M, quad_segs=6))
    closed = discs.buffer(SMOOTHING_BUFFER_M).buffer(-SMOOTHING_BUFFER_M)
    rows = []
    for piece in shapely.get_parts(closed):
        inside = flat[[piece.intersects(point) for point in flat.geometry]]
        by_zone = {name: inside["people"][inside["zone"] == name].sum() for name in "NS"}
        present = [name for name in "NS" if (inside["zone"] == name).any()]
        ordered = inside.sort_values("minutes")
        reaches_half = ordered["people"].cumsum() >= inside["people"].sum() / 2
        minutes = ordered["minutes"][reaches_half].iloc[0]
        main = max(present, key=lambda name: by_zone[name]) if present else None
        rows.append((inside["people"].sum(), inside["women"].sum(skipna=False), minutes, main))
    return sorted(zip(rows, shapely.get_parts(closed), strict=True), key=lambda one: -one[0][0])


@pytest.mark.parametrize("seed", range(3))
def test_gaps_equal_those_built_one_by_one(seed):
    rng = np.random.default_rng(seed)
    spread = (2500, 900, 4000)[seed]
    cells = np.stack(np.meshgrid(np.arange(50) * 40.0, np.arange(50) * 40.0), -1).reshape(-1, 2)
    away = np.hypot(*(cells - 1000.0).T)
    dense = cells[((away > 700) & (away < 950)) | (away < 200)]
    spots = np.concatenate([dense, rng.normal(1000, spread, (120, 2))])
    told = [
        (tuple(spot), float(people), women, minutes, zone)
        for spot, people, women, minutes, zone in zip(
            spots,
            rng.uniform(0.1, 9, len(spots)),
            rng.choice([1.5, 2.0, np.nan], len(spots), p=[0.6, 0.39, 0.01]),
            rng.choice([10.0, 30.0, 44.5, np.inf], len(spots)),
            rng.choice(["N", "S", None], len(spots)),
            strict=True,
        )
    ]
    flat = uncovered(*told)
    gaps = build_gap_areas(flat)
    expected = gaps_one_by_one(flat)
    assert len(gaps) == len(expected) > 3
    for found, ((people, women, minutes, zone), shape) in zip(
        gaps.to_crs(METRIC).itertuples(), expected, strict=True
    ):
        assert found.people == pytest.approx(people)
        assert found.women == pytest.approx(women, nan_ok=True)
        assert (found.minutes, found.zone) == (minutes, zone)
        # Closed inlets and the simplified outline may differ by less than the line that draws it.
        assert found.geometry.buffer(2 * SIMPLIFY_TOLERANCE_M).covers(shape)
        assert shape.buffer(2 * SIMPLIFY_TOLERANCE_M).covers(found.geometry)


def test_the_napkin_lies_where_it_says():
    (point,) = in_metres(gpd.GeoSeries([shapely.Point(EAST_M, NORTH_M)], crs=METRIC))
    assert (point.x, point.y) == (0, 0)
