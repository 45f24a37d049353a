"""Before and after: who is gained and lost, and what changes nothing."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.coverage import measurement
from geo.coverage.demand_travel_times import load_demand_positions
from geo.coverage.measurement import measure_coverage
from geo.coverage.preparation import load_homes
from geo.errors import NoServiceError, PathJoinError, ScenarioTargetError
from geo.layers.layer_changes import NO_LONGER_A_RISK, Change
from geo.privacy.changed_view import ChangedView
from geo.scenarios.comparison import compare
from tests.scenarios import napkin
from tests.scenarios.napkin import NIGHT, SATURDAY, at, request


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AMPARO_HOME", str(tmp_path_factory.mktemp("compared") / "home"))
        opened = napkin.build()
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def view(store):
    return napkin.seen(store, "coordinator")


@pytest.fixture(scope="module")
def health(view):
    """Name the two health posts by their east."""
    services = view.services
    east = [round(one.x) for one in napkin.in_metres(services.geometry)]
    return {
        metres: name
        for metres, name, kind in zip(east, services["id"], services["type"], strict=True)
        if kind == "health"
    }


def numbers(result):
    return {
        name: result.totals[name] for name in ("gained", "lost", "covered_before", "covered_after")
    }


def test_a_closed_service_loses_those_who_reach_no_other(view, health):
    result = compare(view, [Change("close_service", target=health[2000])], request(view))
    # Homes at 900 m reach the post at 0 m; those at 1900 m and 2950 m reach none any more.
    assert numbers(result) == {
        "gained": 0, "lost": 70, "covered_before": 100, "covered_after": 30,
    }  # fmt: skip
    assert (result.totals["women_gained"], result.totals["women_lost"]) == (0, 37)
    by_zone = result.zones.set_index("zone")
    assert (by_zone.loc["Este", "lost"], by_zone.loc["Oeste", "lost"]) == (70, 0)
    assert result.lost_areas["people"].sum() == 70
    assert result.gained_areas.empty


def test_an_added_service_reaches_the_island(view):
    added = Change("add_service", type="health", place=at(3650))
    result = compare(view, [added], request(view))
    assert numbers(result)["gained"] == 50
    assert result.zones.iloc[0]["zone"] == "Este"  # what changes comes first
    assert (result.totals["minutes_before"], result.before.people.no_way) == (
        pytest.approx(result.totals["minutes_before"]), 50)  # fmt: skip
    assert result.after.people.no_way == 0


def test_a_moved_service_gains_in_one_zone_and_loses_in_another(view, health):
    moved = Change("move_service", target=health[2000], place=at(3650))
    by_zone = compare(view, [moved], request(view)).zones.set_index("zone")
    assert tuple(by_zone.loc["Este", ["gained", "lost"]]) == (50, 70)


def test_open_longer_counts_where_only_open_services_do(view, health):
    longer = Change("open_longer", target=health[2000], opening_hours="24/7")
    saturday = {"when": SATURDAY, "open_only": True}
    assert numbers(compare(view, [longer], request(view, **saturday)))["gained"] == 70
    assert numbers(compare(view, [longer], request(view)))["gained"] == 0


def test_a_bridge_joins_the_island(view):
    bridge = Change("add_path", line=(at(3000), at(3300, 8), at(3600)), bridge=True)
    result = compare(view, [bridge], request(view, metres=2000.0))
    assert numbers(result)["gained"] == 50
    # 100 m of street on the island, the bridge, 1000 m of street to the post
    metres = result.after.demand_points["metres"].iloc[-1]
    assert metres == pytest.approx(100 + 2 * np.hypot(300, 8) + 1000 + 5, abs=0.5)


def test_a_path_in_the_middle_of_streets_shortens_them(view):
    """It splits the street under its end: the way turns off there, not at the corner."""
    short = Change("add_path", line=(at(2960, 5), at(3000, 30), at(3600, 30)))
    changed = ChangedView(view, [short])
    assert changed.network.node_count == view.network.node_count + 2
    assert changed.network.length_m[: len(view.network.u)].sum() < view.network.length_m.sum()
    assert view.network.is_bridge.sum() == changed.network.is_bridge.sum()


def test_a_risk_area_that_is_none_any_more_makes_coverage_safe(view):
    areas = view.risk_areas
    gone = [Change("change_risk", target=one, severity=NO_LONGER_A_RISK) for one in areas["id"]]
    result = compare(view, gone, request(view, when=NIGHT))
    # Without them those at 2950 m walk in safety; those at 900 m had another post to walk to.
    assert result.totals["safely_gained"] == 40
    assert numbers(result)["gained"] == 0
    lower = [Change("change_risk", target=one, severity=1) for one in areas["id"]]
    assert ChangedView(view, lower).risk_areas["severity"].tolist() == [1, 1]


def test_a_lit_street_costs_what_a_lit_one_does(view):
    """By night a metre without lamps costs three here; the piece from 0 to 1000 m gets lamps."""
    changed = ChangedView(view, [Change("light_street", place=at(500, 20))])
    assert changed.network.is_unlit.tolist() == [False, True, True, True]
    before, after = (one.exposure("night") for one in (view, changed))
    assert after.network is changed.network
    minutes = [one.cost_components_min[:, 0].tolist() for one in (before, after)]
    # 300 m of the first piece lie in a risk area, where the factor does not count.
    assert minutes[0][0] == pytest.approx((1000 + 2 * 700) / 75)
    assert minutes[1][0] == pytest.approx(1000 / 75)
    assert minutes[0][1:] == minutes[1][1:]
    assert compare(view, [], request(view)).totals["lost"] == 0


def test_a_scenario_of_nothing_changes_nothing(view):
    for when in (napkin.FRIDAY, NIGHT):
        result = compare(view, [], request(view, when=when))
        assert (result.totals[["gained", "lost", "safely_gained", "safely_lost"]] == 0).all()
        measured = ("minutes", "metres", "covered", "covered_safely")
        before, after = (one.demand_points for one in (result.before, result.after))
        pd.testing.assert_frame_equal(before[list(measured)], after[list(measured)])


def test_before_is_what_coverage_measures(view, health):
    result = compare(view, [Change("close_service", target=health[0])], request(view))
    assert vars(result.before.people) == vars(measure_coverage(view, request(view)).people)


def test_the_first_service_of_a_type_gains_all_whom_it_covers(view):
    court = Change("add_service", type="court", place=at(1900))
    result = compare(view, [court], request(view, "court"))
    assert result.before is None
    assert numbers(result)["covered_before"] == 0
    assert numbers(result)["gained"] == 90


def test_the_last_service_of_a_type_loses_all(view):
    police = view.services[view.services["type"] == "police"]["id"].iloc[0]
    result = compare(view, [Change("close_service", target=police)], request(view, "police"))
    assert result.after is None
    assert numbers(result)["lost"] == numbers(result)["covered_before"] == 70


def test_what_is_there_neither_before_nor_after_is_said(view):
    with pytest.raises(NoServiceError):
        compare(view, [], request(view, "court"))


def test_what_is_not_there_is_named_by_its_number(view, health):
    changes = [
        Change("close_service", target=health[0]),
        Change("change_risk", target=health[0], severity=2),  # a service is no risk area
        Change("open_longer", target="00000000-0000-0000-0000-000000000000", opening_hours="24/7"),
    ]
    with pytest.raises(ScenarioTargetError) as caught:
        compare(view, changes, request(view))
    assert caught.value.placeholders["numbers"] == "2, 3"


@pytest.mark.parametrize("line", [(at(3000), at(3000, 500)), (at(2999.9), at(3000.1))])
def test_a_path_that_joins_nothing_is_refused(view, line):
    with pytest.raises(PathJoinError):
        compare(view, [Change("add_path", line=line)], request(view))


def test_searches_for_other_types_are_those_of_the_view(view, health, monkeypatch):
    """A closed health post costs the search to health posts, and none to the police."""
    compare(view, [], request(view, "police"))
    searched = []
    search = measurement.compute_demand_travel_times

    def spy(asked_view, *arguments):
        searched.append(asked_view)
        return search(asked_view, *arguments)

    monkeypatch.setattr(measurement, "compute_demand_travel_times", spy)
    closed = [Change("close_service", target=health[0])]
    compare(view, closed, request(view, "police"))
    assert searched == []
    result = compare(view, closed, request(view, metres=900.0))
    assert [type(one) for one in searched][-1] is ChangedView
    assert result.after.reachable_network.exposure is result.before.reachable_network.exposure


@pytest.mark.parametrize(
    "change",
    [
        Change("add_path", line=(at(3000), at(3600))),
        Change("light_street", place=at(500)),
        Change("add_service", type="health", place=at(500)),
    ],
)
def test_what_is_shared_by_all_views_stays_as_it_is(view, change):
    """Homes on the streets of a path that is not there are nobody else's."""
    homes = load_homes(view)
    there = load_demand_positions(view, homes)
    result = compare(view, [change], request(view))
    assert load_demand_positions(view, homes) is there
    own = load_demand_positions(ChangedView(view, [change]), homes)
    assert (own is there) == (change.kind != "add_path")
    assert result.after.builders.catchment is not None


EAST = st.integers(0, 3000)


@settings(max_examples=15, deadline=None)
@given(EAST, st.integers(200, 3000))
def test_one_more_service_never_covers_fewer(view, east, metres):
    added = Change("add_service", type="health", place=at(east))
    result = compare(view, [added], request(view, metres=float(metres)))
    assert result.totals["lost"] == 0
    assert result.totals["gained"] == result.zones["gained"].sum()


@settings(max_examples=10, deadline=None)
@given(st.sampled_from(["Mo-Fr 08:00-22:00", "Mo-Sa 08:00-15:00", "24/7"]), st.integers(0, 23))
def test_a_longer_opening_never_covers_fewer(view, health, hours, hour):
    longer = Change("open_longer", target=health[2000], opening_hours=hours)
    when = f"2026-05-02T{hour:02d}:30"
    assert compare(view, [longer], request(view, when=when, open_only=True)).totals["lost"] == 0


@settings(max_examples=10, deadline=None)
@given(st.integers(0, 4), st.integers(200, 3000), st.sampled_from([napkin.FRIDAY, NIGHT]))
def test_a_lower_severity_never_covers_fewer(view, severity, metres, when):
    """Where one street leads everywhere; with a choice of ways safe coverage may lose some."""
    area = view.risk_areas["id"].iloc[0]
    lower = Change("change_risk", target=area, severity=severity)
    totals = compare(view, [lower], request(view, metres=float(metres), when=when)).totals
    assert (totals["lost"], totals["safely_lost"]) == (0, 0)
