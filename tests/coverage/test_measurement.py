"""Who reaches a service, from the layers of a community to numbers that add up."""

from __future__ import annotations

import json
import math

import numpy as np
import pytest

from geo.coverage import measurement, preparation
from geo.coverage.measurement import (
    CoverageRequest,
    TravelThreshold,
    complete_coverage,
    measure_coverage,
)
from geo.coverage.report import build_coverage_layers, build_coverage_report
from geo.coverage.straight_line import DEFAULT_DETOUR_FACTOR
from geo.errors import (
    EmptyLayerError,
    NoServiceError,
    NumberError,
    NumberNotGreaterError,
    PlacelessServiceError,
)
from geo.model import Community, ignore_progress
from tests.village import Street, box, doors, edges, found, homes, risk_areas, seen, zones

#  a ──1000── b ──1000── c        x ── y, an island;   marked by night: 100 m around b
CORNERS = {"a": (0, 0), "b": (1000, 0), "c": (2000, 0), "x": (4000, 0), "y": (4200, 0)}
STREETS = edges(CORNERS, [Street("a", "b"), Street("b", "c"), Street("x", "y")])
LAYERS = {
    "risk_areas": risk_areas((box(950, -9, 1050, 9), 5, "night")),
    "services": doors(((0, 0), "health"), ((0, 0), "police", True), ((2000, 0), "shelter")),
    "demand": homes(
        ((300, 5), 10, 6),  # 300 m
        ((1500, 5), 20, 9),  # 1500 m, 100 of them marked by night
        ((1980, 5), 30, 16),
        ((4100, 5), 40, 21),  # on the island
        ((300, 1500), 7, 3),  # farther than a kilometre from any street
    ),
    "zones": zones(
        (box(-100, -100, 1700, 100), "1", "Oeste"), (box(1700, -99, 9000, 99), "2", "Este")
    ),
}
NOON, MIDNIGHT = "2026-05-01T12:00", "2026-05-01T00:00"


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    """Found the village once: most tests only measure it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AMPARO_HOME", str(tmp_path_factory.mktemp("village") / "home"))
        opened = found(STREETS, LAYERS)
    yield opened
    opened.close()


@pytest.fixture
def view(store):
    return seen(store, "coordinator")


def cover(view, *, service="health", metres=None, minutes=None, at=NOON, **more):
    when = view.moment(at) if view.has_streets else None
    return measure_coverage(
        view,
        CoverageRequest(service, TravelThreshold(minutes, metres), departure_time=when, **more),
    )


def test_people_by_what_reaches_them(view):
    told = cover(view, metres=1600).people
    assert (told.people, told.covered, told.uncovered, told.no_way) == (107, 30, 77, 47)
    assert told.covered_safely == 30


def test_by_night_the_marked_hundred_metres_are_not_safe(view):
    told = cover(view, metres=1600, at=MIDNIGHT)
    assert told.people.covered == 30
    assert told.people.covered_safely == 10
    assert told.demand_points["inside_m"].iloc[1] == pytest.approx(100, abs=0.01)
    assert cover(view, metres=1600, at=MIDNIGHT, safe_inside_m=101).people.covered_safely == 30


def test_minutes_and_metres_of_each_home(view):
    homes_ = cover(view, minutes=20.5).demand_points
    assert homes_["metres"].to_numpy() == pytest.approx(
        [305, 1505, 1985, math.inf, math.inf], abs=0.01
    )
    reached = homes_[:3]
    beside_street = 5 * 0.2 / 75  # five metres to the door, at the pace of a path
    assert reached["minutes"].to_numpy() == pytest.approx(reached["metres"] / 75 + beside_street)
    assert list(homes_["covered"]) == [True, True, False, False, False]
    assert list(homes_["service"]) == [0, 0, 0, -1, -1]
    assert list(homes_["no_way"]) == [False, False, False, True, True]


def test_those_far_from_any_street_are_shown(view):
    assert cover(view, metres=1600).off_street_people == 7


def test_zone_by_zone(view):
    table = cover(view, metres=1600).zones.set_index("zone")
    assert table.loc["Oeste", "covered"] == 30
    assert table.loc["Este", "people"] == 70
    assert table["people"].sum() == 107
    assert list(table.index) == ["Este", "Oeste", None]


@pytest.mark.parametrize("at", [NOON, MIDNIGHT])
@pytest.mark.parametrize("aversion", [0.0, 10.0])
def test_a_longer_threshold_never_covers_fewer(view, at, aversion):
    before = (0.0, 0.0)
    for metres in (1, 299, 301, 900, 1499, 1501, 1979, 1981, 10_000):
        told = cover(view, metres=metres, at=at, aversion=aversion).people
        assert (told.covered, told.covered_safely) >= before
        before = (told.covered, told.covered_safely)
        assert told.covered + told.uncovered == told.people
        assert told.no_way <= told.uncovered
        assert told.covered_safely <= told.covered


def test_the_order_of_rows_does_not_matter(home):
    turned = {name: frame.iloc[::-1].reset_index(drop=True) for name, frame in LAYERS.items()}
    report = build_coverage_report(cover(seen(found(STREETS, turned), "coordinator"), metres=1600))
    assert (report["covered"], report["no_way"]) == (30, 47)
    assert [zone["zone"] for zone in report["zones"]] == ["Este", "Oeste", None]


def test_women_not_all_known_are_not_counted_but_people_are(home):
    known = LAYERS["demand"].assign(women=[6, None, 16, 21, 3])
    answer = cover(seen(found(STREETS, {**LAYERS, "demand": known}), "coordinator"), metres=1600)
    assert answer.women is None
    assert answer.people.covered == 30
    assert build_coverage_report(answer)["women"] is None


def test_women_known_nowhere(home):
    unknown = LAYERS["demand"].assign(women=None)
    answer = cover(seen(found(STREETS, {**LAYERS, "demand": unknown}), "coordinator"), metres=1600)
    assert answer.women is None
    assert answer.gap_areas["women"].isna().all()
    json.dumps(build_coverage_report(answer), allow_nan=False)


def test_homes_where_nobody_lives_change_nothing(home):
    nobody = LAYERS["demand"].assign(people=0.0, women=0.0)
    told = cover(
        seen(found(STREETS, {**LAYERS, "demand": nobody}), "coordinator"), metres=1600
    ).people
    assert vars(told) == {**dict.fromkeys(vars(told), 0), "only_while_open": None}


def test_without_zones_there_is_one_nameless_row(home):
    layers = {name: frame for name, frame in LAYERS.items() if name != "zones"}
    answer = cover(seen(found(STREETS, layers), "coordinator"), metres=1600)
    assert list(answer.zones["zone"]) == [None]
    assert list(answer.zones["people"]) == [107]


def test_without_streets_lines_are_straight_and_say_so(home):
    answer = cover(
        seen(found(None, LAYERS), "coordinator"), minutes=300 * DEFAULT_DETOUR_FACTOR / 75 + 0.2
    )
    report = build_coverage_report(answer)
    assert (report["method"], report["detour"]) == ("straight_line", DEFAULT_DETOUR_FACTOR)
    assert report["covered"] == 10
    assert report["covered_safely"] is None
    assert report["slot"] is None
    assert answer.catchment is None
    assert set(build_coverage_layers(answer)) == {"homes", "gaps"}


@pytest.mark.parametrize(
    ("asked", "detour"),
    [
        ({"metres": 1600}, 1.0),
        ({"minutes": 20}, DEFAULT_DETOUR_FACTOR),
        ({"metres": 1600, "detour_factor": 1.2}, 1.2),
    ],
)
def test_straight_lines_on_request(view, asked, detour):
    answer = cover(view, use_straight_lines=True, **asked)
    assert answer.detour_factor == detour
    assert answer.demand_points["metres"].iloc[0] == pytest.approx(
        math.hypot(300, 5) * detour, abs=0.01
    )
    assert answer.people.no_way == 0


@pytest.mark.parametrize(
    ("service", "metres", "covered"), [("police", 1600, 30), ("shelter", 600, 50)]
)
def test_a_coordinator_sees_who_reaches_a_confidential_place(view, service, metres, covered):
    whole = seen(view._store, "coordinator")
    assert cover(whole, service=service, metres=metres).people.covered == covered


def test_how_many_services_are_hidden_is_disclosed_to_those_they_are_hidden_from(home):
    mixed = doors(((0, 0), "health"), ((2000, 0), "health", True))
    store = found(STREETS, {**LAYERS, "services": mixed})
    for audience, reserved in (("public", 1), ("network", 1), ("coordinator", 0)):
        answer = cover(seen(store, audience), metres=600)
        assert (answer.confidential_count, len(answer.services)) == (reserved, 2 - reserved)
    assert answer.people.covered == 60


def test_no_service_is_not_everyone_far(view):
    with pytest.raises(NoServiceError) as fault:
        cover(view, service="court", metres=100)
    assert type(fault.value) is NoServiceError


def test_nobody_counted_is_not_everybody_covered(home):
    layers = {name: frame for name, frame in LAYERS.items() if name != "demand"}
    with pytest.raises(EmptyLayerError) as fault:
        cover(seen(found(STREETS, layers), "coordinator"), metres=100)
    assert fault.value.placeholders["layer"] == "demand"


@pytest.mark.parametrize("number", [0, -1, math.inf, math.nan])
@pytest.mark.parametrize("what", ["metres", "minutes", "detour_factor"])
def test_a_number_that_must_be_above_zero(view, what, number):
    asked = {"metres": 100.0} if what == "detour_factor" else {}
    with pytest.raises(NumberNotGreaterError) as fault:
        cover(view, **{**asked, what: number})
    assert fault.value.placeholders["least"] == 0


@pytest.mark.parametrize("number", [-1, math.nan])
@pytest.mark.parametrize("what", ["safe_inside_m", "aversion"])
def test_a_number_that_must_not_be_below_zero(view, what, number):
    with pytest.raises(NumberError) as fault:
        cover(view, metres=100, **{what: number})
    assert type(fault.value) is NumberError


def test_gaps_count_those_uncovered(view):
    answer = cover(view, metres=1600)
    assert answer.gap_areas["people"].sum() == answer.people.uncovered


def test_tables_say_nothing_infinite(view):
    tables = build_coverage_layers(cover(view, metres=1600))
    assert set(tables) == {"homes", "gaps", "junctions", "reached"}
    for frame in tables.values():
        assert frame.crs == "EPSG:4326"
        numbers = frame.select_dtypes("number").to_numpy()
        assert not np.isinf(numbers).any()
    assert len(tables["junctions"]) == len(CORNERS)
    json.dumps(build_coverage_report(cover(view, metres=1600)), allow_nan=False)


@pytest.mark.parametrize("streets", [STREETS, None])
@pytest.mark.parametrize("audience", ["public", "network", "coordinator"])
def test_a_service_without_a_place_serves_nobody_and_is_said(home, audience, streets):
    more = doors(((0, 0), "health"), (None, "health"), (None, "health", True))
    view = seen(found(streets, {**LAYERS, "services": more}), audience)
    told = cover(view, metres=1600)
    assert (told.service_count, told.placeless_count, told.confidential_count) == (1, 2, 0)
    report = build_coverage_report(told)
    assert (report["service_count"], report["placeless_service_count"]) == (1, 2)


@pytest.mark.parametrize("audience", ["public", "network", "coordinator"])
def test_where_no_service_of_a_type_has_a_place_nothing_is_measured(home, audience):
    layers = {**LAYERS, "services": doors((None, "phone_line"), (None, "shelter"))}
    view = seen(found(STREETS, layers), audience)
    for service in ("phone_line", "shelter"):
        with pytest.raises(PlacelessServiceError):
            cover(view, service=service, metres=1600)


@pytest.mark.parametrize("audience", ["public", "network"])
def test_a_shelter_without_a_place_changes_no_count_of_the_others(home, audience):
    one = doors(((2000, 0), "shelter"))
    both = doors(((2000, 0), "shelter"), (None, "shelter"))
    told = []
    for slug, services in (("one", one), ("both", both)):
        community = Community(slug=slug, name=slug, timezone="America/El_Salvador")
        store = found(STREETS, {**LAYERS, "services": services}, community=community)
        report = build_coverage_report(
            cover(seen(store, audience, slug), service="shelter", metres=1600)
        )
        told.append(
            {name: one for name, one in report.items() if name != "placeless_service_count"}
        )
        store.close()
    assert told[0] == told[1]


def test_another_threshold_searches_no_street_again(view, monkeypatch):
    expected = {metres: cover(view, metres=metres).people for metres in (400, 1600)}
    view.cache.clear()
    cover(view, metres=400)
    forbid = pytest.fail
    monkeypatch.setattr(measurement, "compute_demand_travel_times", lambda *_: forbid("searched"))
    for module in (measurement, preparation):
        monkeypatch.setattr(module, "assign_zones", lambda *_: forbid("zones"))
    assert {metres: cover(view, metres=metres).people for metres in (400, 1600)} == expected


def test_another_time_service_or_method_is_measured_anew(view):
    asked = [
        {"at": NOON},
        {"at": MIDNIGHT},
        {"service": "police"},
        {"aversion": 5.0},
        {"use_straight_lines": True},
        {"use_straight_lines": True, "detour_factor": 2.0},
    ]
    kept = [cover(view, metres=1600, **one).demand_points["metres"] for one in asked]
    for one, metres in zip(asked, kept, strict=True):
        view.cache.clear()
        np.testing.assert_array_equal(
            cover(view, metres=1600, **one).demand_points["metres"], metres
        )


class StopError(Exception):
    """What a progress callback raises to stop."""


@pytest.mark.parametrize("audience", ["coordinator", "network"])
@pytest.mark.parametrize("service", ["health", "shelter"])
def test_progress_can_stop_a_measurement_and_nothing_half_done_is_kept(
    store, monkeypatch, audience, service
):
    monkeypatch.setattr(measurement, "SIMULATION_COUNT", 4)  # each can be stopped
    view = seen(store, audience)

    def ask(progress):
        request = CoverageRequest(service, TravelThreshold(metres=1600))
        measured = measure_coverage(view, request, progress=progress)
        return complete_coverage(measured, progress=progress)

    shares = []
    expected = ask(lambda share, _: shares.append(share))
    assert shares == sorted(shares)
    assert 0 < shares[0] < shares[-1] < 1
    for last in range(len(shares)):
        view.cache.clear()
        left = iter(range(last))

        def stop(share, key, left=left):
            if next(left, None) is None:
                raise StopError

        with pytest.raises(StopError):
            ask(stop)
        assert ask(ignore_progress).people == expected.people
