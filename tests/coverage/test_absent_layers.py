"""Coverage where layers are absent or women are unknown: what is not known is never zero."""

from __future__ import annotations

import json
import math

import numpy as np
import pytest

from geo.coverage import measurement
from geo.coverage.measurement import CoverageRequest, TravelThreshold, measure_coverage
from geo.coverage.report import (
    build_coverage_layers,
    build_coverage_report,
)
from geo.coverage.safe_coverage import count_safe_coverage
from geo.coverage.zone_coverage import count_uncovered_by_zone
from geo.errors import EmptyLayerError, NoServiceError
from geo.layers.population import count_population
from tests.absent_layers import (
    ABSENT,
    HOMES,
    KNOWN,
    CombinedView,
    draw_homes,
    list_all,
    list_covering,
    name_combination,
    read_drawn_layers,
)
from tests.coverage.areas import build_gap_areas

REQUESTS = (  # threshold, straight lines, hour
    ({"minutes": 3.0}, False, "12:00"),
    ({"metres": 250.0}, True, "12:00"),
    ({"metres": 60.0}, False, "23:00"),
    ({"minutes": 1.0}, True, "23:00"),
)
EVERYBODY = sum(people for _, people, _, _ in HOMES)


@pytest.fixture(scope="module")
def frames(tmp_path_factory):
    return read_drawn_layers(tmp_path_factory.mktemp("layers"))


@pytest.fixture(autouse=True)
def few_simulations(monkeypatch):
    """Place confidential services three times: how often matters to precision only."""
    monkeypatch.setattr(measurement, "SIMULATION_COUNT", 3)


def measure(view, number, service="health"):
    threshold, straight, hour = REQUESTS[number % len(REQUESTS)]
    when = view.moment(f"2026-05-01T{hour}")
    request = CoverageRequest(
        service, TravelThreshold(**threshold), departure_time=when, use_straight_lines=straight
    )
    return measure_coverage(view, request)


def counted_homes(combination):
    """List people and known women of the homes that count, by hand."""
    return [
        (people, women if KNOWN[combination["demand"]](row) else None)
        for row, (_, people, women, is_within) in enumerate(HOMES)
        if is_within or combination["boundary"] == ABSENT
    ]


def assert_consistent(result, report):
    people = result.people
    assert people.covered + people.uncovered == pytest.approx(people.people)
    json.dumps(report, allow_nan=False)
    assert (report["women"] is None) == bool(result.counted.women_unknown)
    layers = build_coverage_layers(result)
    left = count_uncovered_by_zone(result)
    if result.disclosure_level != "by_zone":
        assert sum(zone["people"] for zone in report["zones"]) == pytest.approx(people.people)
        assert layers["gaps"]["people"].sum() == pytest.approx(people.uncovered)
        assert left["people"].sum() == pytest.approx(people.uncovered)
        for table in (left, layers["gaps"]):
            assert not ((table["women"] == 0) & (table["people"] > 0)).any()


def assert_women_as_known(result, report, homes):
    known = [women for _, women in homes if women is not None]
    assert report["women_unknown"] == len(homes) - len(known)
    if len(known) == len(homes):
        assert report["women"]["people"] == report["women_at_least"]["people"] == sum(known)
    elif known:
        assert report["women"] is None
        assert report["women_at_least"]["people"] == sum(known)
    else:
        assert report["women"] is report["women_at_least"] is None
        assert np.isnan(result.zones["women_at_least"]).all()
        assert all(zone["women"] is None for zone in report["zones"])


@pytest.mark.parametrize("services", ["open", "confidential"])
@pytest.mark.parametrize("women", KNOWN)
def test_every_combination_for_a_coordinator(frames, women, services):
    combinations = [
        one
        for one in list_all("boundary", "streets", "demand", "services", "zones")
        if (one["demand"], one["services"]) == (women, services)
    ]
    for number, combination in enumerate(combinations, list(KNOWN).index(women)):
        result = measure(CombinedView(frames, combination), number)
        report, homes = build_coverage_report(result), counted_homes(combination)
        assert_consistent(result, report)
        assert_women_as_known(result, report, homes)
        assert result.people.people == sum(people for people, _ in homes)
        if result.uses_streets:
            safe = count_safe_coverage(result)
            assert_consistent(safe, build_coverage_report(safe))


@pytest.mark.parametrize("combination", list_covering(), ids=name_combination)
def test_every_pair_of_layers_for_every_audience(frames, combination):
    for number, audience in enumerate(("coordinator", "network", "public")):
        view = CombinedView(frames, combination, audience)
        if combination["demand"] == ABSENT:
            with pytest.raises(EmptyLayerError):
                measure(view, number)
            continue
        if combination["services"] == ABSENT:
            with pytest.raises(NoServiceError):
                measure(view, number)
            continue
        result = measure(view, number)
        report = build_coverage_report(result)
        assert_consistent(result, report)
        outside = report["outside_boundary"]
        assert (outside is None) == (combination["boundary"] == ABSENT)
        assert result.people.people + (outside or {"people": 0})["people"] == EVERYBODY


def test_where_nobody_drew_or_counted_anything_the_layer_is_named(frames):
    nothing = dict.fromkeys(("boundary", "streets", *(name for name, _ in frames)), ABSENT)
    with pytest.raises(EmptyLayerError):
        measure(CombinedView(frames, nothing), 0)


# --- unknown women -------------------------------------------------------------------------------


@pytest.mark.parametrize("unknown", [None, math.nan])
def test_a_gap_of_unknown_women_has_unknown_women_whatever_they_are_written_as(unknown):
    homes = draw_homes("none").iloc[:1].to_crs("EPSG:32616")
    homes = homes.assign(women=np.array([unknown], dtype=object), minutes=5.0, zone=None)
    gap = build_gap_areas(homes).iloc[0]
    assert gap["people"] == 12
    assert math.isnan(gap["women"])


def test_women_are_counted_at_least_beside_the_homes_without_a_count():
    some = count_population(draw_homes("some"))
    assert (some.women, some.women_unknown, some.exact_women) == (6 + 12 + 11, 3, None)
    none = count_population(draw_homes("none"))
    assert math.isnan(none.women)
    assert none.women_unknown == 6
    everybody = count_population(draw_homes("all"))
    assert everybody.exact_women == everybody.women == 64


def test_where_nobody_lives_no_woman_is_missing():
    homes = draw_homes("some").assign(people=[12, 0, 25, 0, 23, 0])
    assert count_population(homes).women_unknown == 0
