"""Bands of several thresholds: people between them, and areas along the streets."""

from __future__ import annotations

import json

import numpy as np
import pytest
import shapely

from geo.coverage import measurement
from geo.coverage.bands import (
    build_band_areas,
    build_band_records,
    build_type_records,
    measure_bands,
)
from geo.coverage.measurement import CoverageRequest, TravelThreshold, measure_coverage
from geo.errors import NumberNotGreaterError, NumberTooLargeError
from tests.coverage.test_several_and_open import LAYERS, STREETS
from tests.village import found, in_metres, seen

LIMITS = (12.0, 4.0, 30.0, 12.0)


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AMPARO_HOME", str(tmp_path_factory.mktemp("bands") / "home"))
        opened = found(STREETS, LAYERS)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def view(store):
    return seen(store, "coordinator")


def request(view, kind="health", **more):
    at = view.moment("2026-05-01T12:00")
    return CoverageRequest(kind, TravelThreshold(30.0), departure_time=at, **more)


def test_people_of_each_band(view):
    records = build_band_records(measure_bands(view, request(view), LIMITS))
    assert [(one["lower_limit"], one["limit"]) for one in records] == [(0, 4), (4, 12), (12, 30)]
    assert [one["people"] for one in records] == [40, 0, 60]
    assert [one["covered"] for one in records] == [40, 40, 100]
    assert [one["women"] for one in records] == [22, 0, 30]
    whole = measure_coverage(view, request(view)).people
    assert sum(one["people"] for one in records) == whole.covered
    assert [one["area_km2"] for one in records] == sorted(one["area_km2"] for one in records)


def test_areas_of_bands_follow_the_streets_and_do_not_overlap(view):
    bands = measure_bands(view, request(view), LIMITS)
    areas = build_band_areas(bands)
    assert areas.geometry.is_valid.all()
    rings = [shapely.make_valid(ring) for ring in in_metres(areas.geometry)]
    for number, ring in enumerate(rings):
        assert all(ring.intersection(other).area < 1 for other in rings[number + 1 :])
    whole = in_metres(bands[-1].result.catchment)[0]
    assert shapely.union_all(rings).symmetric_difference(whole).area < 1
    along = shapely.points([[100, 0], [800, 0], [1000, 0]])
    assert [[ring.contains(point) for ring in rings] for point in along] == [
        [True, False, False],
        [False, True, False],
        [False, False, True],
    ]
    assert not any(ring.contains(shapely.Point(100, 300)) for ring in rings)  # no street there


def test_bands_search_the_streets_once(view, monkeypatch):
    measure_coverage(view, request(view))
    monkeypatch.setattr(measurement, "compute_demand_travel_times", lambda *_: pytest.fail("again"))
    assert len(measure_bands(view, request(view), (5, 6, 7))) == 3


def test_bands_by_straight_lines_have_no_area(view):
    bands = measure_bands(view, request(view, use_straight_lines=True), LIMITS)
    assert build_band_areas(bands) is None
    assert [one["area_km2"] for one in build_band_records(bands)] == [None] * 3
    assert measure_bands(view, request(view), ()) == ()
    assert build_band_areas(()) is None


def test_bands_of_a_confidential_service_have_no_area(store, monkeypatch):
    monkeypatch.setattr(measurement, "SIMULATION_COUNT", 4)
    network = seen(store, "network")
    bands = measure_bands(network, request(network, "shelter", other_types=("health",)), (9, 20))
    assert build_band_areas(bands) is None
    records = build_band_records(bands)
    assert [one["area_km2"] for one in records] == [None, None]
    json.dumps(records, allow_nan=False)


@pytest.mark.parametrize("audience", ["public", "network"])
def test_a_small_difference_of_bands_is_not_told(store, audience):
    reader = seen(store, audience)
    limits = np.linspace(1, 40, 12)
    for one in build_band_records(measure_bands(reader, request(reader), limits)):
        assert one["people"] is None or one["people"] == 0 or one["people"] >= 5


def test_each_type_alone_beside_all(view):
    both = request(view, other_types=("police",))
    records = build_type_records(view, both)
    assert [one["service_type"] for one in records] == ["health", "police"]
    for one in records:
        alone = measure_coverage(view, request(view, one["service_type"])).people
        assert (one["covered"], one["uncovered"]) == (alone.covered, alone.uncovered)
    assert build_type_records(view, request(view)) == []


def test_limits_of_bands(view):
    with pytest.raises(NumberNotGreaterError):
        measure_bands(view, request(view), (10, 0))
    with pytest.raises(NumberTooLargeError):
        measure_bands(view, request(view), range(1, 20))
