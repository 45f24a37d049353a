"""Choosing sites on the demonstration: what is proposed holds, and who may be told."""

import shutil

import numpy as np
import pytest

from geo.communities.demonstration import DEMO_SLUG
from geo.coverage.measurement import CoverageRequest, TravelThreshold, measure_coverage
from geo.errors import NumberNotGreaterError, SitingConfidentialError, SitingCountError
from geo.model import AUDIENCES
from geo.privacy.view import open_view
from geo.siting import siting
from geo.siting.siting import SitingRequest, choose_sites
from geo.siting.travel_matrix import measure_travel_matrix
from geo.store import open_store

NOON = "2026-05-01T12:00"


@pytest.fixture(scope="module")
def store(built_demo, tmp_path_factory):
    home = shutil.copytree(built_demo / "home", tmp_path_factory.mktemp("siting") / "home")
    opened = open_store(home)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def views(store):
    return {audience: open_view(store, DEMO_SLUG, audience) for audience in AUDIENCES}


@pytest.fixture
def whole(views):
    return views["coordinator"]


def ask(view, **changed):
    request = {"service_type": "legal_aid", "count": 2, "threshold_min": 15.0,
               "candidates": "safe_zones", "moment": view.moment(NOON)}  # fmt: skip
    return choose_sites(view, SitingRequest(**(request | changed)))


def test_what_is_counted_before_is_what_coverage_counts(whole):
    result = ask(whole)
    threshold = TravelThreshold(minutes=15.0)
    request = CoverageRequest("legal_aid", threshold, departure_time=whole.moment(NOON))
    assert result.before == pytest.approx(measure_coverage(whole, request).people.covered)
    assert result.after >= result.before + max(result.gained)
    assert result.solution.is_proven


def test_safely_covered_people_are_counted_as_coverage_counts_them(whole):
    result = ask(whole, requires_safety=True)
    request = CoverageRequest(
        "legal_aid", TravelThreshold(minutes=15.0), departure_time=whole.moment(NOON)
    )
    people = whole.population.counted["people"].to_numpy()
    measured = measure_coverage(whole, request).demand_points
    near = measured["covered_safely"].to_numpy(dtype=bool)
    assert result.before >= people[near].sum()  # coverage asks the quickest way to be short, too
    assert result.after <= ask(whole).after


def test_a_pair_is_measured_as_coverage_measures_it(whole):
    services = whole.services
    health = services[(services["type"] == "health") & services.geometry.notna()].head(1)
    homes = whole.population.counted
    moment = whole.moment(NOON)
    matrix = measure_travel_matrix(whole, health, homes, moment=moment)
    assert np.isfinite(matrix.minutes).any()
    assert (matrix.safest_minutes >= matrix.minutes - 1e-9).all()


def test_an_exchange_that_is_listed_is_worse_or_equal(whole):
    for objective, sign in (("mclp", -1), ("pmedian", 1), ("pcentre", 1)):
        result = ask(whole, objective=objective)
        best = sign * result.solution.objective
        assert [sign * one.objective >= best - 1e-6 for one in result.alternatives] == [True] * 3


@pytest.mark.parametrize("service_type", ["shelter"])
def test_a_place_for_a_shelter_is_for_coordinators(views, whole, service_type):
    for audience in ("network", "public"):
        with pytest.raises(SitingConfidentialError):
            ask(views[audience], service_type=service_type)
    assert ask(whole, service_type=service_type).solution.sites


def test_others_are_told_by_household_aggregates(views, whole):
    told, exact = ask(views["network"]), ask(whole)
    assert told.is_aggregated
    assert not exact.is_aggregated
    assert told.demand_point_count < exact.demand_point_count


def test_numbers_out_of_range_are_refused(whole):
    with pytest.raises(SitingCountError):
        ask(whole, count=400)
    with pytest.raises(NumberNotGreaterError):
        ask(whole, threshold_min=float("nan"))


def test_candidates_are_fewer_where_people_are_many():
    counts = [siting._limit_candidates(demand) for demand in (0, 20_000, 336_740, 10_000_000)]
    assert counts == [500, 500, 59, 20]
