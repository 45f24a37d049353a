"""Several service types at once, and only services that are open: who is covered then."""

from __future__ import annotations

import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.coverage import measurement
from geo.coverage.demand_travel_times import compute_demand_travel_times
from geo.coverage.groups import count_by_group
from geo.coverage.measurement import CoverageRequest, TravelThreshold, measure_coverage
from geo.coverage.open_services import find_next_moment
from geo.coverage.report import build_coverage_report
from geo.coverage.result_building import build_result
from geo.coverage.service_selection import select_services
from geo.coverage.summary import COUNT_COLUMNS
from geo.errors import DateTimeRangeError, NoServiceError, OpeningMomentError
from tests.village import Street, box, doors, edges, found, homes, risk_areas, seen, zones

#  a ──1000── b ──1000── c ──1000── d        x ── y, an island
CORNERS = {
    name: (east, 0) for name, east in zip("abcdxy", (0, 1e3, 2e3, 3e3, 5e3, 5200), strict=True)
}
STREETS = edges(CORNERS, [Street("a", "b"), Street("b", "c"), Street("c", "d"), Street("x", "y")])
SERVICES = doors(
    ((0, 0), "health"),
    ((2000, 0), "health"),
    ((3000, 0), "police"),
    ((1000, 0), "shelter"),
    ((1500, 0), "legal_aid"),
).assign(opening_hours=["24/7", "Mo-Fr 08:00-15:00", "24/7", "24/7", None])
LAYERS = {
    "risk_areas": risk_areas((box(400, -9, 500, 9), 5, "night")),
    "services": SERVICES,
    "demand": homes(
        ((100, 5), 10, 6),
        ((900, 5), 20, 9),
        ((1900, 5), 30, 16),
        ((2950, 5), 40, 21),
        ((5100, 5), 50, 24),  # on the island
    ),
    "zones": zones(
        (box(-100, -100, 1700, 100), "1", "Oeste"), (box(1700, -99, 9000, 99), "2", "Este")
    ),
}
FRIDAY, SATURDAY = "2026-05-01T12:00", "2026-05-02T12:00"


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AMPARO_HOME", str(tmp_path_factory.mktemp("several") / "home"))
        opened = found(STREETS, LAYERS)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def view(store):
    return seen(store, "coordinator")


def cover(view, *types, metres=1200.0, at=FRIDAY, **more):
    request = CoverageRequest(
        types[0],
        TravelThreshold(metres=metres),
        departure_time=view.moment(at),
        other_types=types[1:],
        **more,
    )
    return measure_coverage(view, request)


def test_on_a_saturday_the_closed_service_covers_nobody(view):
    friday, saturday = (cover(view, "health", at=at, open_only=True) for at in (FRIDAY, SATURDAY))
    assert (friday.people.covered, friday.people.only_while_open) == (100, 0)
    told = saturday.people
    assert (told.covered, told.only_while_open, told.uncovered) == (30, 70, 120)
    assert told.no_way == 50  # those on the island, not those whose service is closed
    assert (saturday.service_count, saturday.closed_service_count) == (1, 1)
    assert list(saturday.services["name"]) == ["Puerta 0"]
    assert saturday.women.only_while_open == 37


def test_hours_do_not_count_unless_asked(view):
    told = cover(view, "health", at=SATURDAY)
    assert (told.people.covered, told.people.only_while_open) == (100, None)
    assert told.closed_service_count == told.assumed_hours_count == 0
    assert told.zones["only_while_open"].isna().all()


def test_unknown_hours_are_assumed_and_counted(view):
    told = cover(view, "legal_aid", at=SATURDAY, open_only=True)
    assert (told.people.covered, told.people.only_while_open) == (0, 50)
    assert (told.service_count, told.closed_service_count, told.assumed_hours_count) == (0, 1, 1)
    friday = cover(view, "legal_aid", at=FRIDAY, open_only=True)
    assert (friday.people.covered, friday.assumed_hours_count) == (50, 1)


def test_nothing_is_open_by_straight_lines_either(view):
    told = cover(view, "legal_aid", at=SATURDAY, open_only=True, use_straight_lines=True).people
    assert (told.covered, told.only_while_open, told.no_way) == (0, 50, 0)


def test_the_columns_of_hours_sum_in_every_zone(view):
    told = cover(view, "health", "police", at=SATURDAY, metres=950, open_only=True)
    for column in (name for name in COUNT_COLUMNS if name != "covered_safely"):
        assert told.zones[column].sum() == getattr(told.people, column)
    zones_ = told.zones
    assert (zones_["covered"] + zones_["uncovered"] == zones_["people"]).all()
    assert (zones_["only_while_open"] + zones_["no_way"] <= zones_["uncovered"]).all()


def test_of_several_types_the_nearest_of_any_counts(view):
    both = cover(view, "health", "police", metres=300)
    alone = [cover(view, kind, metres=300) for kind in ("health", "police")]
    covered = np.logical_or(*(one.demand_points["covered"] for one in alone))
    np.testing.assert_array_equal(both.demand_points["covered"], covered)
    assert [one.people.covered for one in (*alone, both)] == [40, 40, 80]
    shortest = np.minimum(*(one.demand_points["metres"] for one in alone))
    np.testing.assert_array_equal(both.demand_points["metres"], shortest)
    assert list(both.services["type"]) == ["health", "health", "police"]
    assert list(both.demand_points["service"]) == [0, 0, 1, 2, -1]
    assert both.catchment.iloc[0].area > max(one.catchment.iloc[0].area for one in alone)


def test_several_types_by_straight_lines(view):
    told = cover(view, "health", "police", metres=300, use_straight_lines=True)
    assert told.people.covered == 80
    assert told.demand_points["service"].iloc[3] == 2


def test_several_types_search_no_street_that_was_searched(view, monkeypatch):
    for kind in ("health", "police"):
        cover(view, kind, metres=300)
    monkeypatch.setattr(measurement, "compute_demand_travel_times", lambda *_: pytest.fail("again"))
    cover(view, "police", "health", metres=700)
    cover(view, "health", metres=700, open_only=True)  # all are open on a Friday


def test_one_type_without_a_service_is_told(view):
    with pytest.raises(NoServiceError):
        cover(view, "health", "court")


def test_years_without_opening_hours(view):
    with pytest.raises(DateTimeRangeError):
        cover(view, "health", at="2300-01-01T12:00", open_only=True)


def test_hours_of_a_confidential_service_are_not_told(view, store, monkeypatch):
    """It is open at all hours, and the network does not know: assumed, it is closed then."""
    monkeypatch.setattr(measurement, "SIMULATION_COUNT", 4)
    assert cover(view, "shelter", at=SATURDAY, open_only=True).people.covered == 60
    network = seen(store, "network")
    told = cover(network, "shelter", "health", at=SATURDAY, open_only=True)
    assert (told.disclosure_level, told.confidential_count) == ("by_zone", 1)
    assert (told.service_count, told.closed_service_count, told.assumed_hours_count) == (1, 2, 1)
    alone = cover(network, "shelter", at=SATURDAY, open_only=True)
    assert (alone.people.covered, alone.service_count, alone.confidential_count) == (0, 0, 1)
    assert alone.people.covered + alone.people.uncovered == alone.people.people
    friday = cover(network, "shelter", at=FRIDAY, open_only=True).people
    assert friday.covered == alone.people.only_while_open > 0
    assert friday.covered == cover(network, "shelter", at=SATURDAY).people.covered
    json.dumps(build_coverage_report(told), allow_nan=False)


def test_groups_divide_all_people(view):
    table = count_by_group(cover(view, "health", at=SATURDAY, open_only=True), ["zone", "sex"])
    sums = table.groupby("by")[[*COUNT_COLUMNS]].sum()
    assert sums.loc["zone"].to_dict() == sums.loc["sex"].to_dict()
    women = table[table["code"] == "women"].iloc[0]
    assert (women["people"], women["only_while_open"], women["covered_percent"]) == (76, 37, 19.7)


@pytest.mark.parametrize(
    ("since", "day", "clock", "expected"),
    [
        (FRIDAY, "Fr", "08:00", "2026-05-01T08:00"),
        (FRIDAY, "sa", "22:30", "2026-05-02T22:30"),
        (FRIDAY, "TH", "00:00", "2026-05-07T00:00"),
    ],
)
def test_the_next_moment_of_a_weekday(view, since, day, clock, expected):
    assert find_next_moment(day, clock, since=view.moment(since)) == view.moment(expected)


@pytest.mark.parametrize(
    ("day", "clock"),
    [("Sábado", "10:00"), ("Sa", "25:00"), ("Sa", "10"), ("Sa", "10:00:30"), ("", "10:00")],
)
def test_what_is_no_moment_of_a_week(view, day, clock):
    with pytest.raises(OpeningMomentError):
        find_next_moment(day, clock, since=view.moment(FRIDAY))


SERVICE_SETS = st.sets(st.integers(0, len(SERVICES) - 1))


def count_covered(view, rows, minutes, *, safe_inside_m=50.0):
    """Count who reaches one of some services, whatever their types."""
    request = CoverageRequest(
        "health",
        TravelThreshold(minutes),
        departure_time=view.moment("2026-05-01T23:00"),
        safe_inside_m=safe_inside_m,
    )
    services = view.services.iloc[sorted(rows)].reset_index(drop=True)
    points = cover(view, "health").demand_points
    times = compute_demand_travel_times(view, request, points, services)
    builders = cover(view, "health").builders
    return build_result(
        request, points, services, times, at_all_hours=times, builders=builders
    ).people


@settings(max_examples=40, deadline=None)
@given(SERVICE_SETS, SERVICE_SETS, st.floats(0.1, 60), st.floats(0, 60), st.floats(0, 120))
def test_more_never_covers_fewer(view, rows, more_rows, minutes, longer, metres_more):
    """One more service, or one that opens longer, and a longer threshold cover no fewer."""
    before = count_covered(view, rows, minutes)
    assert count_covered(view, rows | more_rows, minutes).covered >= before.covered
    later = count_covered(view, rows, minutes + longer, safe_inside_m=50 + metres_more)
    assert later.covered >= before.covered
    assert later.covered_safely >= before.covered_safely
    assert before.covered_safely <= before.covered <= before.people == 150
    assert before.covered + before.uncovered == before.people


def test_the_closed_ones_are_selected_with_the_open(view):
    request = CoverageRequest(
        "health", TravelThreshold(9), departure_time=view.moment(SATURDAY), open_only=True
    )
    selected = select_services(view, request, "health")
    assert (len(selected.located), len(selected.services)) == (2, 1)
    assert list(selected.is_open) == [True, False]
