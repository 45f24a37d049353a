"""Homes of few people move into a ring, once; nothing that is asked again moves them twice."""

from __future__ import annotations

import sys

import geopandas as gpd
import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from geo.model import WGS84, Community
from geo.privacy.disclosure_context import DisclosureContext
from geo.privacy.masking import (
    DISTANCE_FACTOR,
    MAX_DISTANCE_M,
    MAX_RING_PEOPLE,
    MIN_DISTANCE_M,
    MIN_RING_PEOPLE,
    compute_rings,
    mask_points,
)
from geo.store.installation_secret import load_installation_secret
from tests import village
from tests.feature_edits import replace_features

SECRET = bytes(range(32))


def street(count, *, apart=40.0, people=3.0):
    """Houses in a row."""
    return village.homes(*(((n * apart, 0.0), people, None) for n in range(count)))


def moved_m(before, after):
    east = gpd.GeoSeries(before).to_crs(village.METRIC)
    return east.distance(gpd.GeoSeries(after).to_crs(village.METRIC)).to_numpy()


def test_a_home_moves_into_the_ring_around_it():
    homes = street(200)
    ground = DisclosureContext(homes=homes, installation_secret=SECRET)
    xy = ground.project_homes(ground.choose_crs(homes))
    ring = compute_rings(xy, xy, np.full(200, 3.0))
    far = moved_m(homes.geometry, mask_points(homes.geometry, ground))
    assert (far >= ring.inner_m - 0.1).all()
    assert (far <= ring.outer_m + 0.1).all()
    assert ring.inner_m.min() >= MIN_DISTANCE_M


def test_the_ring_holds_the_people_it_promises():
    # 3 people every 40 m: 10 people are found within 80 m of any middle house (4 more houses).
    homes = street(400)
    xy = DisclosureContext(homes=homes).project_homes(village.METRIC)
    ring = compute_rings(xy[200:201], xy, np.full(400, 3.0))
    away = np.abs(xy[:, 0] - xy[200, 0])
    assert 3 * (away <= ring.inner_m[0]).sum() >= MIN_RING_PEOPLE
    assert 3 * (away <= ring.outer_m[0]).sum() >= MAX_RING_PEOPLE
    assert (
        3 * (away <= ring.outer_m[0] / DISTANCE_FACTOR / 1.01).sum() < MAX_RING_PEOPLE
    )  # and not much more


def test_where_people_live_closer_the_ring_is_smaller():
    town, fields = street(400, apart=5.0), street(400, apart=150.0)
    for_town, for_fields = (
        compute_rings(xy[200:201], xy, np.full(400, 3.0))
        for xy in (
            DisclosureContext(homes=homes).project_homes(village.METRIC) for homes in (town, fields)
        )
    )
    assert for_town.inner_m[0] < for_fields.inner_m[0]
    assert for_town.outer_m[0] < for_fields.outer_m[0] <= MAX_DISTANCE_M


def test_a_home_alone_in_the_world_moves_far():
    ring = compute_rings(np.zeros((1, 2)), np.zeros((1, 2)), np.array([3.0]))
    assert ring.outer_m[0] == MAX_DISTANCE_M
    assert ring.inner_m[0] == MAX_DISTANCE_M / DISTANCE_FACTOR


def test_the_same_home_moves_the_same_way_in_any_company_and_under_any_id():
    homes = street(50)
    ground = DisclosureContext(homes=homes, installation_secret=SECRET)
    whole = mask_points(homes.geometry, ground)
    again = mask_points(homes.geometry.iloc[[30, 7]], ground)
    assert list(again) == [whole.iloc[30], whole.iloc[7]]


def test_another_installation_moves_it_elsewhere():
    homes = street(50)
    one, two = (
        mask_points(homes.geometry, DisclosureContext(homes=homes, installation_secret=secret))
        for secret in (SECRET, b"x" * 32)
    )
    assert moved_m(one, two).min() > 1.0


def test_a_neighbour_more_does_not_move_what_was_shown():
    homes = street(60)
    more = gpd.GeoDataFrame(gpd.pd.concat([homes, street(61).tail(1)], ignore_index=True))
    before = mask_points(
        homes.geometry.iloc[:30], DisclosureContext(homes=homes, installation_secret=SECRET)
    )
    after = mask_points(
        homes.geometry.iloc[:30], DisclosureContext(homes=more, installation_secret=SECRET)
    )
    assert list(before) == list(after)


@pytest.mark.slow
@given(st.integers(0, 2**32), st.floats(3.0, 400.0), st.floats(0.0, 1.0))
def test_no_home_leaves_the_community(seed, width, along):
    strip = shapely.box(0, 0, 1000, width)
    boundary = village.on_earth(strip).iloc[0]
    homes = village.homes(((along * 1000, width / 2), 3.0, None))
    ground = DisclosureContext(
        homes=homes, boundary=boundary, installation_secret=seed.to_bytes(32, "big")
    )
    [spot] = village.in_metres(mask_points(homes.geometry, ground))
    assert strip.buffer(0.1).contains(spot)


@pytest.mark.slow
def test_it_moves_in_every_direction_alike():
    homes = street(1)
    shifts = []
    for number in range(150):
        ground = DisclosureContext(homes=homes, installation_secret=number.to_bytes(32, "big"))
        [spot] = village.in_metres(mask_points(homes.geometry, ground))
        shifts.append((spot.x / MAX_DISTANCE_M, spot.y / MAX_DISTANCE_M))
    # The mean of 150 draws of length 1/2 to 1 strays from the middle by 0.045 a side.
    assert np.abs(np.mean(shifts, axis=0)).max() < 0.18
    quarter = np.histogram2d(*np.transpose(shifts), bins=[[-1, 0, 1], [-1, 0, 1]])[0]
    assert quarter.min() > 18


def test_a_thousand_measurements_of_one_place_do_not_average_to_it(capsys):
    """Each import gives the place a little otherwise: draws of its own would be averaged."""
    homes = street(50)
    ground = DisclosureContext(homes=homes, installation_secret=SECRET)
    random = np.random.default_rng(5)
    again = random.normal(0.0, 5.0, (1000, 2))
    spots = village.on_earth(*(shapely.Point(1000.0 + x, y) for x, y in again))
    guess = shapely.centroid(shapely.MultiPoint(village.in_metres(mask_points(spots, ground))))
    # What would be if each drew anew: turns all around, whose mean is the middle.
    turns = random.uniform(0.0, 2.0 * np.pi, (1000, 1))
    around = 1000.0 * np.array([[1.0, 0.0]]) + MIN_DISTANCE_M * DISTANCE_FACTOR * np.hstack(
        [np.cos(turns), np.sin(turns)]
    )
    naive = shapely.Point(*around.mean(axis=0))
    truth = shapely.Point(1000.0, 0.0)
    with capsys.disabled():
        sys.stdout.write(
            "\nA thousand imports of one place, averaged: "
            f"{guess.distance(truth):.1f} m from the truth; "
            f"{naive.distance(truth):.1f} m, were each drawn anew (not done)\n"
        )
    assert guess.distance(truth) >= MIN_DISTANCE_M
    assert naive.distance(truth) < guess.distance(truth) / 3


def test_a_second_import_and_a_new_view_move_nothing_again():
    """Four people are too few for a block: what the public gets is moved and not counted."""
    whole = village.on_earth(shapely.box(-2000, -2000, 4000, 2000)).iloc[0]
    community = Community(village.SLUG, "Servilleta", boundary=whole)
    homes = village.homes(((0, 0), 1.0, None), ((300, 0), 1.0, None), ((600, 0), 2.0, None))
    store = village.found(layers={"demand": homes}, community=community)
    first = village.seen(store, "public").demand
    replace_features(store, village.SLUG, "demand", homes, who="test")
    second = village.seen(store, "public").demand
    assert first["people"].isna().all()
    assert moved_m(homes.geometry, first.geometry).min() > 0
    assert list(first.geometry) == list(second.geometry)
    assert set(first["id"]).isdisjoint(second["id"])
    assert load_installation_secret(store, "mask") == load_installation_secret(store, "mask")
    assert load_installation_secret(store, "mask") != load_installation_secret(store, "else")
    assert first.crs == WGS84
