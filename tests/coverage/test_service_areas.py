"""Ground in polygons: what is reached, and where those live who are not."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pytest
import shapely

from geo.coverage.service_areas import (
    HOME_BUFFER_M,
    STREET_BUFFER_M,
    build_catchment,
    build_gap_areas,
)
from geo.coverage.travel_time import compute_reachable_network
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
    far = shapely.distance(shape, corners[~near])
    assert len(far) == 0 or far.min() >= 0


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


def test_the_napkin_lies_where_it_says():
    (point,) = in_metres(gpd.GeoSeries([shapely.Point(EAST_M, NORTH_M)], crs=METRIC))
    assert (point.x, point.y) == (0, 0)
