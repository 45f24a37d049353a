"""Somebody kept every version of a community: what they say together discloses no home."""

from __future__ import annotations

import os
import sys
from collections import Counter
from itertools import count

import geopandas as gpd
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.privacy.small_areas import MIN_AREA_M2
from geo.privacy.small_counts import MIN_FREQUENCY
from geo.privacy.zone_merging import MIN_ZONE_HOMES
from geo.store import open_store
from tests import village
from tests.privacy.histories import EDITS, History, determined

HISTORIES = int(os.environ.get("AMPARO_HISTORIES", "8"))
SLUGS = (f"village-{number}" for number in count())
FOUND: Counter = Counter()


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    opened = open_store(tmp_path_factory.mktemp("histories") / "home")
    yield opened
    sys.stdout.write(f"\nHomes among which the service may be: {sorted(FOUND.items())}\n")
    opened.close()


@pytest.mark.slow
@settings(max_examples=HISTORIES)
@given(st.integers(0, 2**32), st.lists(st.sampled_from(EDITS), min_size=3, max_size=9))
def test_no_history_leaves_fewer_homes_than_promised(store, seed, edits):
    history = History.begin(store, next(SLUGS), seed)
    rows = disclosed_sums(history)
    for edit in edits:
        history.edit(edit)
        rows += disclosed_sums(history)
    fewest = history.fewest_candidates()
    FOUND[fewest] += 1
    assert fewest >= MIN_ZONE_HOMES
    assert determined(rows) == []
    for values in history.aggregates:
        numbers = np.array(list(values.values())).ravel()
        assert (numbers[~np.isnan(numbers)] >= MIN_FREQUENCY).all()
    [parcels, *later] = history.parcels
    assert all(given == parcels for given in later)
    assert all(shape.area > MIN_AREA_M2 * 0.99 for shape in village.in_metres(as_series(parcels)))


def as_series(shapes):
    return gpd.GeoSeries(shapes, crs="EPSG:4326")


def disclosed_sums(history):
    """Each number that was given away, as the sum of the people, or women, counted in homes."""
    sites = history.inhabitants()
    given = history.aggregates[-1]
    rows = []
    for name, homes in sites[sites["aggregate"].isin(given)].groupby("aggregate"):
        for what, number in zip(("people", "women"), given[name], strict=True):
            if np.isnan(number):
                continue
            assert homes[what].sum() == number
            counted = zip(homes["number"], homes[what], strict=True)
            rows.append(dict.fromkeys(((what, *one) for one in counted), 1.0))
    return rows
