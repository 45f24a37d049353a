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
from geo.privacy.disclosure_context import Ground
from geo.privacy.masking import LEAST_AMONG, LEAST_M, MOST_AMONG, MOST_M, STEP, mask, rings
from geo.store.installation_secret import installation_secret
from geo.store.layers import replace_features
from tests import village

SECRET = bytes(range(32))


def street(count, *, apart=40.0, people=3.0):
    """Houses in a row."""
    return village.homes(*(((n * apart, 0.0), people, None) for n in range(count)))


def moved_m(before, after):
    east = gpd.GeoSeries(before).to_crs(village.METRIC)
    return east.distance(gpd.GeoSeries(after).to_crs(village.METRIC)).to_numpy()


def test_a_home_moves_into_the_ring_around_it():
    homes = street(200)
    ground = Ground(homes=homes, secret=SECRET)
    xy = ground.home_xy(ground.crs(homes))
    ring = rings(xy, xy, np.full(200, 3.0))
    far = moved_m(homes.geometry, mask(homes.geometry, ground))
    assert (far >= ring.inner - 0.1).all()
    assert (far <= ring.outer + 0.1).all()
    assert ring.inner.min() >= LEAST_M


def test_the_ring_holds_the_people_it_promises():
    # 3 people every 40 m: 10 people are found within 80 m of any middle house (4 more houses).
    homes = street(400)
    xy = Ground(homes=homes).home_xy(village.METRIC)
    ring = rings(xy[200:201], xy, np.full(400, 3.0))
    away = np.abs(xy[:, 0] - xy[200, 0])
    assert 3 * (away <= ring.inner[0]).sum() >= LEAST_AMONG
    assert 3 * (away <= ring.outer[0]).sum() >= MOST_AMONG
    assert 3 * (away <= ring.outer[0] / STEP / 1.01).sum() < MOST_AMONG  # and not much more


def test_where_people_live_closer_the_ring_is_smaller():
    town, fields = street(400, apart=5.0), street(400, apart=150.0)
    for_town, for_fields = (
        rings(xy[200:201], xy, np.full(400, 3.0))
        for xy in (Ground(homes=homes).home_xy(village.METRIC) for homes in (town, fields))
    )
    assert for_town.inner[0] < for_fields.inner[0]
    assert for_town.outer[0] < for_fields.outer[0] <= MOST_M


def test_a_home_alone_in_the_world_moves_far():
    ring = rings(np.zeros((1, 2)), np.zeros((1, 2)), np.array([3.0]))
    assert ring.outer[0] == MOST_M
    assert ring.inner[0] == MOST_M / STEP


def test_the_same_home_moves_the_same_way_in_any_company_and_under_any_id():
    homes = street(50)
    ground = Ground(homes=homes, secret=SECRET)
    whole = mask(homes.geometry, ground)
    again = mask(homes.geometry.iloc[[30, 7]], ground)
    assert list(again) == [whole.iloc[30], whole.iloc[7]]


def test_another_installation_moves_it_elsewhere():
    homes = street(50)
    one, two = (
        mask(homes.geometry, Ground(homes=homes, secret=secret)) for secret in (SECRET, b"x" * 32)
    )
    assert moved_m(one, two).min() > 1.0


def test_a_neighbour_more_does_not_move_what_was_shown():
    homes = street(60)
    more = gpd.GeoDataFrame(gpd.pd.concat([homes, street(61).tail(1)], ignore_index=True))
    before = mask(homes.geometry.iloc[:30], Ground(homes=homes, secret=SECRET))
    after = mask(homes.geometry.iloc[:30], Ground(homes=more, secret=SECRET))
    assert list(before) == list(after)


@pytest.mark.slow
@given(st.integers(0, 2**32), st.floats(3.0, 400.0), st.floats(0.0, 1.0))
def test_no_home_leaves_the_community(seed, width, along):
    strip = shapely.box(0, 0, 1000, width)
    boundary = village.on_earth(strip).iloc[0]
    homes = village.homes(((along * 1000, width / 2), 3.0, None))
    ground = Ground(homes=homes, boundary=boundary, secret=seed.to_bytes(32, "big"))
    [spot] = village.in_metres(mask(homes.geometry, ground))
    assert strip.buffer(0.1).contains(spot)


@pytest.mark.slow
def test_it_moves_in_every_direction_alike():
    homes = street(1)
    shifts = []
    for number in range(150):
        ground = Ground(homes=homes, secret=number.to_bytes(32, "big"))
        [spot] = village.in_metres(mask(homes.geometry, ground))
        shifts.append((spot.x / MOST_M, spot.y / MOST_M))
    # The mean of 150 draws of length 1/2 to 1 strays from the middle by 0.045 a side.
    assert np.abs(np.mean(shifts, axis=0)).max() < 0.18
    quarter = np.histogram2d(*np.transpose(shifts), bins=[[-1, 0, 1], [-1, 0, 1]])[0]
    assert quarter.min() > 18


def test_a_thousand_measurements_of_one_place_do_not_average_to_it(capsys):
    """Each import gives the place a little otherwise: draws of its own would be averaged."""
    homes = street(50)
    ground = Ground(homes=homes, secret=SECRET)
    random = np.random.default_rng(5)
    again = random.normal(0.0, 5.0, (1000, 2))
    spots = village.on_earth(*(shapely.Point(1000.0 + x, y) for x, y in again))
    guess = shapely.centroid(shapely.MultiPoint(village.in_metres(mask(spots, ground))))
    # What would be if each drew anew: turns all around, whose mean is the middle.
    turns = random.uniform(0.0, 2.0 * np.pi, (1000, 1))
    around = 1000.0 * np.array([[1.0, 0.0]]) + LEAST_M * STEP * np.hstack(
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
    assert guess.distance(truth) >= LEAST_M
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
    assert installation_secret(store, "mask") == installation_secret(store, "mask")
    assert installation_secret(store, "mask") != installation_secret(store, "else")
    assert first.crs == WGS84
