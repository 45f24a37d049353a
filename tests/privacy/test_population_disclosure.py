"""People outside a boundary: what others learn of them is made of household aggregates alone."""

from __future__ import annotations

import pytest

from geo.coverage import measurement
from geo.coverage.measurement import CoverageRequest, TravelThreshold, measure_coverage
from geo.coverage.report import build_coverage_report
from geo.privacy.small_counts import MIN_FREQUENCY
from tests.feature_edits import add_features, replace_boundary
from tests.village import SLUG, box, doors, found, homes, on_earth, seen

FAMILY = ((700, 0), 3, 1)  # a single home outside
NEIGHBOURS = tuple(((east, north), 4, 2) for east in range(0, 600, 60) for north in (0, 40))
WIDE = box(-100, -100, 640, 100)


@pytest.fixture
def store(home):
    return found(
        None,
        {
            "demand": homes(FAMILY, *NEIGHBOURS),
            "services": doors(((0, 0), "health"), ((60, 0), "shelter", True)),
        },
    )


def count(store, audience, boundary, service="health"):
    replace_boundary(store, SLUG, None if boundary is None else on_earth(boundary).iloc[0])
    request = CoverageRequest(service, TravelThreshold(metres=200), use_straight_lines=True)
    return build_coverage_report(measure_coverage(seen(store, audience), request))


def test_a_coordinator_is_told_the_single_family_outside(store):
    report = count(store, "coordinator", WIDE)
    outside = report["outside_boundary"]
    assert (outside["people"], outside["women"], outside["homes"]) == (3, 1, 1)
    assert report["people"] == 4 * len(NEIGHBOURS)


@pytest.mark.parametrize("audience", ["network", "public"])
@pytest.mark.parametrize("service", ["health", "shelter"])
def test_no_boundary_lets_others_derive_fewer_people_than_an_aggregate_has(
    store, monkeypatch, audience, service
):
    monkeypatch.setattr(measurement, "SIMULATION_COUNT", 2)
    blocks = set(seen(store, audience).demand["people"])
    assert min(blocks) >= MIN_FREQUENCY
    counted = set()
    for east in (None, 640, 700.5, 650, 330, 331, 390):  # around the family, and around neighbours
        boundary = None if east is None else box(-100, -100, east, 100)
        report = count(store, audience, boundary, service)
        outside = report["outside_boundary"] or {"people": 0.0, "homes": None}
        assert report["people"] + outside["people"] == 4 * len(NEIGHBOURS) + FAMILY[1]
        assert outside["homes"] is None
        assert outside["people"] == 0 or outside["people"] >= MIN_FREQUENCY
        counted.add(report["people"])
    differences = {abs(one - other) for one in counted for other in counted} - {0}
    assert all(difference >= MIN_FREQUENCY for difference in differences)


def test_homes_that_are_added_outside_do_not_show_one_by_one(store):
    before = count(store, "network", WIDE)
    add_features(store, SLUG, "demand", homes(((710, 0), 2, 1)))
    after = count(store, "network", WIDE)
    assert after["people"] == before["people"]
    assert after["outside_boundary"] == before["outside_boundary"]
