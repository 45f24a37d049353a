"""Saving and adopting: all changes are made as one person makes each, or none is."""

from __future__ import annotations

import pytest

from geo.access.roles import audience_for_role
from geo.errors import (
    LayerRowsError,
    PathJoinError,
    ScenarioPathAdoptionError,
    ScenarioTargetError,
    ScenarioUnknownError,
    ServiceDoubtsError,
    WriteDeniedError,
)
from geo.layers.layer_changes import NO_LONGER_A_RISK, Change
from geo.scenarios.adoption import adopt_scenario
from geo.scenarios.comparison import compare
from geo.scenarios.storage import find_scenario, list_scenarios, remove_scenario, save_scenario
from geo.store.actor import acting_as
from geo.store.audit import read_audit_lines
from geo.store.streets import read_street_edges
from tests.scenarios import napkin
from tests.scenarios.napkin import at, request
from tests.village import SLUG


@pytest.fixture
def store():
    opened = napkin.build()
    yield opened
    opened.close()


@pytest.fixture
def view(store):
    return napkin.seen(store, "coordinator")


def services(view, kind):
    return view.services[view.services["type"] == kind]["id"].tolist()


def changes_of_all_kinds(view):
    first, second = services(view, "health")
    areas = view.risk_areas["id"].tolist()
    return [
        Change("add_service", type="court", place=at(2500), name="Juzgado", phone="2222 3333"),
        Change("close_service", target=services(view, "police")[0]),
        Change("move_service", target=first, place=at(300)),
        Change("open_longer", target=second, opening_hours="24/7"),
        Change("change_risk", target=areas[0], severity=2),
        Change("change_risk", target=areas[1], severity=NO_LONGER_A_RISK),
        Change("light_street", place=at(500)),
    ]


def content(store):
    """Read everything that adopting may change."""
    view = napkin.seen(store, "coordinator")
    layers = [view.layer(name).to_json() for name in ("services", "risk_areas")]
    return [*layers, read_street_edges(store, SLUG)["lit"].tolist(), view.scenario_versions()]


def test_what_was_compared_is_what_is_there_afterwards(store, view):
    changes = changes_of_all_kinds(view)
    save_scenario(store, SLUG, "Todo", changes)
    asked = request(view, when=napkin.NIGHT)
    expected = compare(view, find_scenario(view, "Todo").changes, asked)
    assert adopt_scenario(store, SLUG, "Todo", changes) == 2
    now = napkin.seen(store, "coordinator")
    assert now is not view
    measured = compare(now, [], asked)
    for name in ("covered", "safely", "minutes"):
        now_is, would_be = measured.totals[f"{name}_before"], expected.totals[f"{name}_after"]
        assert now_is == pytest.approx(would_be, abs=1e-3)  # a place is stored to 10 cm
    assert services(now, "court")
    assert not services(now, "police")
    assert now.risk_areas["severity"].tolist() == [2]
    assert read_street_edges(store, SLUG)["lit"].tolist() == ["yes", "no", "no", "no"]


def test_the_history_has_each_change_and_the_log_who_did_it(store, view):
    adopt_scenario(store, SLUG, "Todo", changes_of_all_kinds(view))
    now = napkin.seen(store, "coordinator")
    actions = sorted(one.action for one in now.history("services", 4))
    assert actions == ["add", "edit", "edit", "remove"]
    assert [one.action for one in now.history("risk_areas", 2)] == ["remove", "edit"]
    (scenario,) = list_scenarios(now)
    assert (scenario.latest.action, scenario.latest.role) == ("adopted", "coordinator")
    assert "scenario_adopted" in {one.action for one in read_audit_lines(store)}


@pytest.mark.parametrize(
    ("last", "error"),
    [
        (Change("light_street", place=at(500, 900)), PathJoinError),
        (Change("add_service", type="court", place=at(2500), phone="x" * 999), LayerRowsError),
        (Change("add_path", line=(at(3000), at(3600))), ScenarioPathAdoptionError),
        (Change("close_service", target="00000000-0000-0000-0000-000000000000"),
         ScenarioTargetError),
    ],
)  # fmt: skip
def test_one_that_fails_leaves_nothing_of_the_others(store, view, last, error):
    before = content(store)
    with pytest.raises(error):
        adopt_scenario(store, SLUG, "Todo", [*changes_of_all_kinds(view), last])
    assert content(store) == before


def test_a_doubt_waits_for_a_yes(store, view):
    near = [Change("add_service", type="police", place=at(2990), name="Otra", phone="2222 4444")]
    before = content(store)
    with pytest.raises(ServiceDoubtsError):
        adopt_scenario(store, SLUG, "Otra", near)
    assert content(store) == before
    adopt_scenario(store, SLUG, "Otra", near, accepts_doubts=True)
    assert len(services(napkin.seen(store, "coordinator"), "police")) == 2


def test_each_role_adopts_what_it_may_edit(store, view):
    area, health = view.risk_areas["id"].iloc[0], services(view, "health")[0]
    closes = Change("close_service", target=health)
    lowers = Change("change_risk", target=area, severity=1)
    before = content(store)
    assert audience_for_role("planner") == "network"
    with acting_as("p", "planner"), pytest.raises(WriteDeniedError):
        adopt_scenario(store, SLUG, "x", [closes, lowers])  # areas are the trainers' to change
    for role in ("member", None):
        with acting_as("m", role):
            for act in (adopt_scenario, save_scenario):
                with pytest.raises(WriteDeniedError):
                    act(store, SLUG, "x", [closes])
            with pytest.raises(WriteDeniedError):
                remove_scenario(store, SLUG, "x")
    assert content(store) == before
    with acting_as("p", "planner"):
        adopt_scenario(store, SLUG, "x", [closes])
    with acting_as("t", "trainer"):
        adopt_scenario(store, SLUG, "y", [lowers])
    assert napkin.seen(store, "coordinator").risk_areas["severity"].tolist() == [1, 2]


def test_versions_stay_and_a_removed_scenario_is_listed_no_more(store, view):
    first = changes_of_all_kinds(view)
    assert [save_scenario(store, SLUG, "Plan", one) for one in (first, first[:2])] == [1, 2]
    scenario = find_scenario(view, "Plan")
    assert scenario.changes == tuple(first[:2])
    assert [one.action for one in scenario.versions] == ["saved", "saved"]
    assert {one.role for one in scenario.versions} == {"coordinator"}
    remove_scenario(store, SLUG, "Plan")
    assert list_scenarios(view) == []
    assert len(view.scenario_versions()) == 3
    for act in (lambda: find_scenario(view, "Plan"), lambda: remove_scenario(store, SLUG, "Plan")):
        with pytest.raises(ScenarioUnknownError):
            act()
