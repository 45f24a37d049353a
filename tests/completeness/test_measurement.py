"""Pathway completeness equals support plans made one by one, and its counts hold together."""

from __future__ import annotations

import shutil
from dataclasses import replace

import numpy as np
import pytest

from geo.communities.demonstration import DEMO_SLUG
from geo.completeness.counts import count_all, count_by_zone
from geo.completeness.measurement import measure_completeness
from geo.completeness.moments import find_moments
from geo.completeness.obstacles import obstacle_bit
from geo.completeness.records import CompletenessRequest
from geo.errors import NumberError
from geo.pathways.records import SITUATIONS
from geo.pathways.versions import get_pathway, save_own_pathway
from geo.privacy.small_counts import MIN_FREQUENCY
from geo.privacy.view import open_view
from geo.store import open_store
from tests.completeness.one_by_one import find_differences, is_shut
from tests.thorough import THOROUGH

TUESDAY = "2026-05-05T12:00"
EVERY = 1 if THOROUGH else 229  # homes whose plans are made one by one: all, or some of the 916
OBSTACLES_SEEN = ("closed", "exposed")


@pytest.fixture(scope="module")
def store(built_demo, tmp_path_factory):
    home = tmp_path_factory.mktemp("completeness") / "home"
    store = open_store(shutil.copytree(built_demo / "home", home))
    yield store
    store.close()


@pytest.fixture(scope="module")
def view(store):
    return open_view(store, DEMO_SLUG, "coordinator")


def measure(view, situations=SITUATIONS, lights=("day", "night"), **changes):
    moments = find_moments(view, lights, view.moment(TUESDAY))
    return measure_completeness(view, CompletenessRequest(situations, moments, **changes))


@pytest.fixture(scope="module")
def result(view):
    return measure(view)


def test_it_equals_the_plan_of_each_home(view, result):
    """All homes in a thorough run; else some, so that each pathway is compared by each light."""
    differences = [
        one
        for number, plans in enumerate(result.plans)
        for home in range(0 if THOROUGH else 17 * number, len(result.homes), EVERY)
        for one in find_differences(view, result, plans, home)
    ]
    assert not differences
    found = np.bitwise_or.reduce(
        [np.bitwise_or.reduce(p.obstacles, axis=None) for p in result.plans]
    )
    assert all(found & obstacle_bit(one) for one in OBSTACLES_SEEN)


def test_a_step_is_closed_where_a_plan_of_it_alone_waits(view, result):
    plans = result.find_plans("physical_violence", "night")
    for number, step in enumerate(plans.pathway.steps):
        waits = is_shut(view, result, plans, 400, step)
        if not np.isnan(waits):
            is_closed = bool(plans.obstacles[400, number] & obstacle_bit("closed"))
            assert is_closed == waits, step.code


def test_windows_that_close_on_the_way_are_told(view):
    result = measure(view, ("sexual_violence",), ("night",), hours_since=71.9)
    (plans,) = result.plans
    assert not [one for home in (3, 500) for one in find_differences(view, result, plans, home)]
    late = (plans.obstacles & obstacle_bit("late")) != 0
    named = {
        step.code
        for step, is_late in zip(plans.pathway.steps, late.T, strict=True)
        if is_late.any()
    }
    assert "forensic" in named


def test_zones_sum_to_all_and_a_wider_limit_never_loses_anybody(view, result):
    wider = measure(view, safe_inside_m=400.0)
    for plans, other in zip(result.plans, wider.plans, strict=True):
        in_all, zones = count_all(result, plans), count_by_zone(result, plans)
        assert sum(zone.people for zone in zones) == pytest.approx(in_all.people)
        assert sum(zone.complete for zone in zones) == pytest.approx(in_all.complete)
        assert not (plans.is_complete & ~other.is_complete).any()
    assert sum(p.is_complete.sum() for p in wider.plans) > sum(
        p.is_complete.sum() for p in result.plans
    )


def test_who_is_told_less_counts_households_together(store):
    view = open_view(store, DEMO_SLUG, "public")
    result = measure(view, ("threat",), ("day",))
    assert result.is_aggregated
    assert (result.homes["people"] >= MIN_FREQUENCY).all()
    (plans,) = result.plans
    assert not find_differences(view, result, plans, len(result.homes) // 2)


def test_bad_limits_are_named(view):
    with pytest.raises(NumberError):
        measure(view, ("threat",), ("day",), safe_inside_m=-1.0)
    with pytest.raises(NumberError):
        measure(view, ("threat",), ("day",), hours_since=float("nan"))


def test_what_progress_raises_stops_it_and_nothing_is_kept(store):
    view = open_view(store, DEMO_SLUG, "network")
    moments = find_moments(view, ("day",), view.moment(TUESDAY))
    request = CompletenessRequest(("child",), moments)

    class StoppedError(Exception):
        pass

    def stop(share, key):
        if key == "completeness.plans":
            raise StoppedError

    with pytest.raises(StoppedError):
        measure_completeness(view, request, progress=stop)
    told = []
    first = measure_completeness(view, request, progress=lambda *step: told.append(step))
    assert told == sorted(told, key=lambda step: step[0])
    again = measure_completeness(view, replace(request), progress=stop)
    assert again is first


def test_it_is_counted_anew_once_a_pathway_changes(store, view):
    before = measure(view, ("threat",), ("day",))
    pathway = get_pathway(view, "threat")
    without = replace(pathway, steps=pathway.steps[:-1])
    save_own_pathway(store, DEMO_SLUG, without, saved_by="prueba")
    after = measure(open_view(store, DEMO_SLUG, "coordinator"), ("threat",), ("day",))
    assert after.plans[0].obstacles.shape[1] == before.plans[0].obstacles.shape[1] - 1


def test_moments_lie_in_their_light(view):
    for light, moment in find_moments(view, ()):
        assert view.slot(moment) == light
        assert moment.weekday() == 1
    at = view.moment("2026-05-01T21:30")
    assert find_moments(view, (), at) == (("night", at),)
    assert find_moments(view, ("day",), at)[0][1].date() == at.date()
