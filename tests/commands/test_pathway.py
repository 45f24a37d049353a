"""The command that plans a support route: the names of what it prints, and what it refuses."""

from __future__ import annotations

import json

import pytest

HERE = ("--community", "chancala", "--from", "13.9050,-89.8479", "--situation", "sexual_violence")
STEP = (
    "step service_type service status shortest_window windows has_closed_window opens_at closes_at "
    "wait_minutes leave_at arrive_at starts_at route home_trip still hours_assumed why gives bring "
    "need_not cost accepts to_check phones"
).split()
ANSWER = (
    "community situation departs_at elapsed_minutes aversion mode steps return_trip total_minutes "
    "total_cost stay_minutes missed_windows alternatives phones pathway file"
).split()
WAY = "minutes length_m risk_m inside_risk_m safe_m cost instructions crossed passages".split()
NOON, NIGHT = "2026-03-03T12:00", "2026-03-03T22:00"


def test_the_names_of_an_answer(demo):
    told = demo.told("pathway", *HERE, "--hours-since", 10, "--at", NOON)
    assert set(ANSWER) <= set(told)
    assert all(set(STEP) <= set(step) for step in told["steps"])
    routes = [step["route"] for step in told["steps"] if step["route"]]
    back = told["return_trip"]["route"]
    assert all(set(WAY) <= set(route) for route in (*routes, back))
    waits = [step["wait_minutes"] for step in told["steps"] if step["route"]]
    spent = sum(route["minutes"] for route in routes) + sum(waits) + back["minutes"]
    assert told["total_minutes"] >= spent - 1e-6


def test_hours_need_not_be_said(demo):
    told = demo.told("pathway", *HERE, "--at", NOON)
    windows = {step["shortest_window"]["state"] for step in told["steps"] if step["windows"]}
    assert windows == {"unknown"}


def test_eighty_hours_later(demo):
    told = demo.told("pathway", *HERE, "--hours-since", 80, "--at", NOON)
    health = next(step for step in told["steps"] if step["service_type"] == "health")
    states = {one["what"]: one["state"] for one in health["windows"]}
    shortest = health["shortest_window"]
    assert (shortest["minutes"], shortest["state"]) == (72 * 60, "closed")
    assert health["has_closed_window"]
    assert told["elapsed_minutes"] == 80 * 60
    assert states["hiv_prophylaxis"] == "closed"
    assert states["emergency_contraception"] == "open"
    assert all(sentence["text"] for sentence in health["still"])
    assert health["still"]


def test_at_night_there_is_a_line_beside_a_closed_service(demo):
    told = demo.told("pathway", *HERE, "--hours-since", 10, "--at", NIGHT)
    shut = [step for step in told["steps"] if step["route"] and step["opens_at"]]
    assert shut
    assert all(step["phones"] for step in shut)
    assert told["steps"][0]["service"]["opening_hours"] == "24/7"


def test_where_she_starts_is_not_shown(demo):
    text = json.dumps(demo.told("pathway", *HERE, "--at", NOON))
    assert "13.905" not in text
    assert "89.8479" not in text


def test_a_sentence_nobody_vouches_for_says_so(demo):
    told = demo.told("pathway", *HERE, "--at", NOON)
    for step in told["steps"]:
        said = [step["why"], step["cost"], step["accepts"], *step["gives"], *step["bring"]]
        unsourced = [one for one in (*said, *step["need_not"]) if one and one["source"] is None]
        assert step["to_check"] == bool(unsourced)


def test_a_shelter_has_a_contact_and_no_route(demo):
    for audience in ("public", "network", "coordinator"):
        told = demo.told("pathway", *HERE, "--at", NOON, "--audience", audience)
        shelter = next(step for step in told["steps"] if step["service_type"] == "shelter")
        disclosed = {name for name, value in shelter["service"].items() if value}
        assert disclosed == {"id", "type", "gateway", "confidential"}
        for name in ("route", "wait_minutes", "arrive_at", "starts_at"):
            assert shelter[name] is None


def test_by_vehicle_and_in_her_order(demo):
    walk = demo.told("pathway", *HERE, "--at", NOON)
    drive = demo.told("pathway", *HERE, "--at", NOON, "--mode", "vehicle")
    assert drive["total_minutes"] < walk["total_minutes"]
    told = demo.told(
        "pathway", *HERE, "--at", NOON, "--first", "psychosocial", "--skip", "forensic"
    )
    codes = [step["step"] for step in told["steps"]]
    assert codes[0] == "psychosocial"
    assert "forensic" not in codes
    assert told["skipped"] == ["forensic"]


@pytest.mark.parametrize(
    "words",
    [
        ("--hours-since", "-1"),
        ("--hours-since", "nan"),
        ("--hours-since", "inf"),
        ("--aversion", "-1"),
        ("--at", "ayer"),
        ("--at", "1850-01-01T10:00"),
        ("--first", "nada"),
        ("--skip", "nada"),
    ],
)
def test_what_makes_no_sense_is_refused_in_one_sentence(demo, words):
    assert len(demo.refused("pathway", *HERE, *words)) == 1


def test_far_away_is_refused(demo):
    assert demo.refused("pathway", *HERE[:2], "--from", "0,0", *HERE[4:])
