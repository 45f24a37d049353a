"""Blocks of homes: none is small, nobody is lost, and what changes one leaves the others."""

from __future__ import annotations

import sys

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.coverage.measurement import CoverageRequest, TravelThreshold, measure_coverage
from geo.coverage.summary import assign_zones
from geo.errors import TooFewPeopleError
from geo.privacy.disclosure_context import DisclosureContext
from geo.privacy.household_aggregates import MIN_SINGLE_SITE_PEOPLE
from geo.privacy.redaction import redact
from geo.privacy.small_counts import MIN_FREQUENCY
from tests import village
from tests.privacy.unrecorded import UnrecordedDisclosure, aggregate_households

K = MIN_FREQUENCY
WEST, EAST = village.box(-10, -10, 500, 1010), village.box(500, -10, 1010, 1010)
ZONES = village.zones((WEST, "1", "Oeste"), (EAST, "2", "Este"))


def told(*homes, zones=ZONES):
    return gathered(village.homes(*homes), zones)


def gathered(frame, zones=ZONES):
    named = frame.assign(id=[f"home {n}" for n in range(len(frame))])
    return aggregate_households(
        named, DisclosureContext(homes=frame, zones=zones, installation_secret=bytes(32))
    )


def in_a_row(*people, apart=30.0, start=0.0, women=None):
    half = [None if women is None else float(n // 2) for n in people]
    return [((start + n * apart, 0.0), float(count), half[n]) for n, count in enumerate(people)]


home_drawn = st.tuples(
    st.tuples(st.floats(0, 1000), st.floats(0, 1000)), st.integers(0, 9), st.integers(0, 9)
).map(lambda one: (one[0], float(one[1]), float(min(one[1:]))))


@pytest.mark.slow
@settings(max_examples=40, deadline=None)
@given(st.lists(home_drawn, min_size=1, max_size=60))
def test_no_block_is_small_and_nobody_is_lost(homes):
    frame = village.homes(*homes)
    found = gathered(frame)
    people, women = frame["people"].sum(), frame["women"].sum()
    if people < K or (frame["people"] > 0).sum() < 2:
        assert found["people"].isna().all()
        return
    assert found["people"].sum() == people
    assert found["people"].min() >= K
    if women < K or people - women < K:
        assert found["women"].isna().all()
        return
    assert found["women"].sum() == women
    assert found["women"].min() >= K
    assert (found["people"] - found["women"]).min() >= K


@pytest.mark.slow
@settings(max_examples=20, deadline=None)
@given(st.lists(home_drawn, min_size=2, max_size=40), st.randoms())
def test_the_order_of_rows_does_not_matter(homes, random):
    turned = random.sample(homes, len(homes))
    one, other = gathered(village.homes(*homes)), gathered(village.homes(*turned))
    if one["people"].notna().all():  # else ids are the homes' own, as they came
        assert one["people"].tolist() == other["people"].tolist()
        assert one["id"].tolist() == other["id"].tolist()


def test_a_point_of_many_people_stays_as_it_is():
    found = told(
        ((0, 0), MIN_SINGLE_SITE_PEOPLE, None),
        ((300, 0), MIN_SINGLE_SITE_PEOPLE + 3.0, None),
        ((900, 0), 55.0, None),
    )
    assert found["people"].tolist() == [MIN_SINGLE_SITE_PEOPLE, MIN_SINGLE_SITE_PEOPLE + 3, 55]
    spots = [(round(one.x), round(one.y)) for one in village.in_metres(found.geometry)]
    assert spots == [(0, 0), (300, 0), (900, 0)]


def test_a_household_is_never_a_block_by_itself():
    found = told(((0, 0), 9.0, None), ((40, 0), 1.0, None), ((800, 0), 30.0, None))
    assert found["people"].tolist() == [10, 30]
    assert round(village.in_metres(found.geometry)[0].x) == 20  # and does not point at the larger


def test_blocks_keep_to_their_zone():
    homes = [*in_a_row(4, 4, start=400, apart=60), *in_a_row(4, 4, start=510, apart=60)]
    found = told(*homes)
    assert assign_zones(found, ZONES)["zone"].tolist() == ["Oeste", "Este"]
    assert found["people"].tolist() == [8, 8]


def test_a_zone_of_few_is_counted_with_its_neighbour():
    found = told(*in_a_row(4, 4, 4, 4), ((600, 0), 3.0, None))
    assert found["people"].sum() == 19
    assert assign_zones(found, ZONES)["zone"].unique().tolist() == ["Oeste"]


def test_unknown_women_stay_unknown_in_their_zone_and_are_counted_elsewhere():
    west = [((n * 40.0, 0), 6.0, None if n == 3 else 3.0) for n in range(8)]
    east = [((550 + n * 40.0, 0), 6.0, 3.0) for n in range(8)]
    found = told(*west, *east)
    by_zone = assign_zones(found, ZONES).groupby("zone")["women"].agg(lambda w: w.sum(skipna=False))
    assert np.isnan(by_zone["Oeste"])
    assert by_zone["Este"] == 24


def test_places_where_nobody_lives_are_not_shown():
    assert len(told(*in_a_row(4, 4), ((300, 0), 0.0, None))) == 1


@pytest.mark.parametrize("audience", ["public", "network"])
def test_only_a_coordinator_sees_homes(audience):
    homes = village.homes(*in_a_row(*[3] * 9)).assign(id=list("abcdefghi"))
    ground = DisclosureContext(homes=homes, zones=ZONES)
    assert len(redact("demand", homes, "coordinator", disclosure=UnrecordedDisclosure(ground))) == 9
    assert (
        redact("demand", homes, audience, disclosure=UnrecordedDisclosure(ground))["people"].min()
        >= K
    )


def test_too_few_people_for_any_count_get_a_sentence(home):
    doors = village.doors(((5, 5), "health"))
    store = village.found(None, {"demand": village.homes(((0, 0), 3.0, 1.0)), "services": doors})
    ask = CoverageRequest("health", TravelThreshold(metres=100))
    for audience in ("public", "network"):
        with pytest.raises(TooFewPeopleError) as fault:
            measure_coverage(village.seen(store, audience), ask)
        assert type(fault.value) is TooFewPeopleError
    assert measure_coverage(village.seen(store, "coordinator"), ask).people.people == 3


def test_a_home_more_changes_the_block_around_it_and_hardly_another():
    """What two moments of a community tell: the one block that differs, and so the home."""
    random = np.random.default_rng(8)
    spots = random.uniform(0, 3000, (1500, 2))
    people = random.integers(1, 9, 1500).astype(float)
    frame = village.homes(
        *((tuple(spot), n, float(n // 2)) for spot, n in zip(spots, people, strict=True))
    )
    before = set(gathered(frame)["id"])
    changed = []
    for spot in random.uniform(0, 3000, (12, 2)):
        more = pd.concat([frame, village.homes((tuple(spot), 4.0, 2.0))], ignore_index=True)
        after = set(gathered(gpd.GeoDataFrame(more, crs=frame.crs))["id"])
        changed.append(len(before - after))
    sys.stdout.write(
        f"\nOne home more: {np.mean(changed):.1f} of {len(before)} blocks change, "
        f"{max(changed)} at the most\n"
    )
    assert max(changed) <= 8
