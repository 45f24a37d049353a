"""What views share: one entry of each kind, the current one, and no copy for each visitor."""

from __future__ import annotations

import gc
import weakref

import pytest

from geo.model import Community
from geo.privacy import shared_cache
from geo.privacy.view import View, open_view
from geo.store import communities, open_store
from tests import village
from tests.feature_edits import add_features

SLUG = "villa"


@pytest.fixture
def store(home):
    opened = open_store(home)
    communities.add_community(opened, Community(slug=SLUG, name="Villa", timezone="America/Lima"))
    add_homes(opened, *(((30.0 * number, 0.0), 6, float("nan")) for number in range(12)))
    yield opened
    opened.close()
    shared_cache.clear_caches()


def add_homes(store, *homes):
    add_features(store, SLUG, "demand", village.homes(*homes))


def views_alive():
    gc.collect()
    return [one for one in gc.get_objects() if isinstance(one, View) and one.community.slug == SLUG]


def test_visitors_of_one_audience_share_one_frame(store):
    first, second = (open_view(store, SLUG, "network") for _ in range(2))
    assert first.demand is second.demand


def test_audiences_that_are_told_the_same_share_its_columns(store):
    public, network = (open_view(store, SLUG, audience) for audience in ("public", "network"))
    for column in ("people", "women"):
        assert _shares_memory(public.demand[column], network.demand[column])


def _shares_memory(one, other):
    return one.to_numpy(copy=False).ctypes.data == other.to_numpy(copy=False).ctypes.data


def test_what_one_reader_changes_of_her_frame_no_other_sees(store):
    public, network = (open_view(store, SLUG, audience) for audience in ("public", "network"))
    before = list(network.demand["people"])
    public.demand.loc[0, "people"] = 999.0
    assert list(network.demand["people"]) == before


def test_the_view_of_an_old_version_is_dropped(store):
    old = weakref.ref(open_view(store, SLUG, "network"))
    assert len(old().demand)
    add_homes(store, ((500.0, 0.0), 6, float("nan")), ((530.0, 0.0), 6, float("nan")))
    new = open_view(store, SLUG, "network")
    gc.collect()
    assert old() is None
    assert views_alive() == [new]


def test_many_changes_leave_one_view_of_each_audience(store):
    for number in range(6):
        add_homes(store, ((1000.0 + 30 * number, 0.0), 6, float("nan")))
        for audience in ("public", "network", "coordinator"):
            open_view(store, SLUG, audience)
    assert sorted(view.audience for view in views_alive()) == ["coordinator", "network", "public"]


def test_another_version_of_one_subject_leaves_others_alone():
    for subject in (("one", 1), ("two", 1)):
        shared_cache.get_or_compute(*subject, lambda: "first")
    shared_cache.get_or_compute("one", 2, lambda: "second")
    found = [
        shared_cache.get_or_compute(*subject, lambda: "again")
        for subject in (("two", 1), ("one", 2), ("one", 1))
    ]
    assert found == ["first", "second", "again"]
