"""A scenario with a shelter: what others than coordinators get does not depend on where it is."""

from __future__ import annotations

import json

import pytest

from geo.coverage import measurement
from geo.errors import ScenarioConfidentialError, ScenarioTargetError
from geo.layers.layer_changes import Change
from geo.scenarios.comparison import compare
from geo.scenarios.report import build_comparison_report, build_scenario_record
from geo.scenarios.storage import list_scenarios, save_scenario
from geo.store.actor import acting_as
from geo.store.disclosure import read_service_zones
from tests.scenarios import napkin
from tests.scenarios.napkin import at, request
from tests.village import SLUG, doors

OTHERS = ("public", "network")
# The same zone, and another one: the second shelter is only thought of.
THOUGHT_OF = {"here": at(250, 40), "there": at(1432, 33), "beyond": at(2777, 21)}
MOVED = {"here": at(700, 14), "there": at(1111, 31), "beyond": at(2222, 12)}
TYPES = ("shelter", "health")


@pytest.fixture(scope="module")
def answers(tmp_path_factory):
    """Make one village three times, and ask the same of each for everybody."""
    told = {}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(measurement, "SIMULATION_COUNT", 4)
        for name in THOUGHT_OF:
            patch.setenv("AMPARO_HOME", str(tmp_path_factory.mktemp(name) / "home"))
            store = napkin.build(demand=napkin.MANY_HOMES)
            shelter = shelter_id(napkin.seen(store, "coordinator"))
            changes = [
                Change("add_service", type="shelter", place=THOUGHT_OF[name], name="La Casa Lila",
                       phone="7777 1234", confidential=True),
                Change("move_service", target=shelter, place=MOVED[name]),
                Change("add_service", type="health", place=at(2900)),
            ]  # fmt: skip
            save_scenario(store, SLUG, "Dos casas", changes)
            for audience in (*OTHERS, "coordinator"):
                told[name, audience] = ask(napkin.seen(store, audience), changes)
            with store.open_reader() as reader:
                told[name, "recorded"] = read_service_zones(reader, SLUG)
            store.close()
    return told


def shelter_id(view):
    return view.services[view.services["type"] == "shelter"]["id"].iloc[0]


def ask(view, changes):
    records = [build_scenario_record(view, one) for one in list_scenarios(view)]
    for one in records:
        for version in one["versions"]:
            version.pop("saved_at")
    for kind in TYPES:
        asked = request(view, kind)
        records.append(build_comparison_report(view, compare(view, changes, asked), asked))
    return json.dumps(records, ensure_ascii=False)


@pytest.mark.leak
@pytest.mark.parametrize("audience", OTHERS)
def test_where_it_is_changes_no_byte(answers, audience):
    here, there, beyond = (answers[name, audience] for name in THOUGHT_OF)
    assert here == there == beyond
    assert len({answers[name, "coordinator"] for name in THOUGHT_OF}) == len(THOUGHT_OF)


@pytest.mark.leak
@pytest.mark.parametrize("audience", OTHERS)
def test_nothing_of_it_is_found(answers, audience):
    words = ["La Casa Lila", "7777 1234"]
    for name in THOUGHT_OF:
        for lat, lon in (THOUGHT_OF[name], MOVED[name]):
            words += [f"{lat:.4f}", f"{lon:.4f}", str(lat), str(lon)]
        assert not [one for one in words if one in answers[name, audience]]
        assert [one for one in words if one in answers[name, "coordinator"]]


def test_nothing_is_recorded_of_a_place_that_is_only_thought_of(answers):
    recorded = [answers[name, "recorded"] for name in THOUGHT_OF]
    assert recorded[0] == recorded[1] == recorded[2]
    assert {one[1] for one in recorded[0]} == {0}  # the one shelter that is there


def test_others_get_zones_only_and_are_told_what_is_not_in_them(answers):
    listed, shelter, health = json.loads(answers["here", "network"])
    assert [one["place"] for one in listed["changes"]] == [None, None, list(at(2900))]
    assert [one["confidential"] for one in listed["changes"]] == [True, True, None]
    assert (shelter["published"], shelter["net"], shelter["confidential_changes"]) == (
        "by_zone", True, 2)  # fmt: skip
    assert (health["published"], health["net"]) == ("blocks", False)
    assert shelter["services_after"] == shelter["services_before"] + 1


@pytest.fixture
def store():
    opened = napkin.build(demand=napkin.MANY_HOMES)
    yield opened
    opened.close()


def test_planners_neither_add_nor_change_a_confidential_service(store):
    shelter = shelter_id(napkin.seen(store, "coordinator"))
    shown = shelter_id(napkin.seen(store, "network"))
    with acting_as("planner", "planner"):
        with pytest.raises(ScenarioConfidentialError):
            save_scenario(store, SLUG, "x", [Change("add_service", type="shelter", place=at(0))])
        said = []
        for target in (shelter, shown, "00000000-0000-0000-0000-000000000000"):
            with pytest.raises(ScenarioTargetError) as caught:
                save_scenario(store, SLUG, "x", [Change("close_service", target=target)])
            said.append(str(caught.value))
        assert len(set(said)) == 1  # one that is there, one that she is shown, and none
        assert save_scenario(store, SLUG, "x", []) == 1


@pytest.mark.parametrize("audience", OTHERS)
def test_a_closed_shelter_is_counted_no_more(store, audience, monkeypatch):
    monkeypatch.setattr(measurement, "SIMULATION_COUNT", 4)
    shelter = shelter_id(napkin.seen(store, "coordinator"))
    view = napkin.seen(store, audience)
    result = compare(view, [Change("close_service", target=shelter)], request(view, "shelter"))
    assert result.after is None
    assert result.totals["covered_after"] == 0


def test_a_shelter_without_a_place_gets_none_for_others(tmp_path, monkeypatch):
    """It would move to a place that others do not know: for them it stays without one."""
    monkeypatch.setattr(measurement, "SIMULATION_COUNT", 4)
    monkeypatch.setenv("AMPARO_HOME", str(tmp_path / "placeless"))
    placeless = doors(((1500, 0), "shelter"), (None, "shelter", True))
    store = napkin.build(services=placeless, demand=napkin.MANY_HOMES)
    stored = napkin.seen(store, "coordinator").services
    target = stored["id"][stored.geometry.isna()].iloc[0]
    moved = [Change("move_service", target=target, place=at(2777, 21))]
    asked = {}
    for audience in (*OTHERS, "coordinator"):
        view = napkin.seen(store, audience)
        result = compare(view, moved, request(view, "shelter", metres=700.0))
        asked[audience] = (result.before.service_count, result.after.service_count)
        assert (result.totals["gained"] > 0) == (audience == "coordinator")
    store.close()
    assert asked == {"public": (1, 1), "network": (1, 1), "coordinator": (1, 2)}
