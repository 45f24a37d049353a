"""A change gives another pathway; the given one stays as it is, and nothing stays checked."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from geo.errors import PathwayStepsError
from geo.pathways.editing import (
    add_step,
    move_step,
    remove_step,
    set_alternative_services,
    set_sentence,
    set_window_hours,
    verify_pathway,
)
from geo.pathways.records import PathwaySentence
from geo.pathways.serialization import serialize_pathway
from geo.pathways.starters import load_starter, load_starter_step
from geo.pathways.validation import count_unsourced

DAY = date(2026, 5, 1)


@pytest.fixture
def given():
    return verify_pathway(load_starter("KG", "sexual_violence"), DAY)


def codes(pathway):
    return [step.code for step in pathway.steps]


def step_of(pathway, code):
    return next(step for step in pathway.steps if step.code == code)


CHANGES = {
    "moved": lambda given: move_step(given, "line", 1),
    "without": lambda given: remove_step(given, "line"),
    "added": lambda given: add_step(given, load_starter_step("KG", "court")[0]),
    "instead": lambda given: set_alternative_services(given, "line", ["psychosocial"]),
    "hours": lambda given: set_window_hours(given, "health", "hiv_prophylaxis", 48),
    "words": lambda given: set_sentence(given, "line", "why", 0, "Otra cosa."),
}


@pytest.mark.parametrize("name", CHANGES)
def test_a_change_leaves_the_given_one_and_has_to_be_checked(given, name):
    before = serialize_pathway(given)
    changed = CHANGES[name](given)
    assert serialize_pathway(given) == before
    assert changed.steps != given.steps
    assert (changed.verified, changed.verified_on) == (False, None)
    assert (given.verified, given.verified_on) == (True, "2026-05-01")


def test_what_changes_nothing_stays_checked(given):
    same = [
        move_step(given, codes(given)[0], -1),
        move_step(given, codes(given)[-1], 1),
        set_alternative_services(given, "line", ()),
        set_window_hours(given, "health", "hiv_prophylaxis", 72),
    ]
    assert all(one == given for one in same)


def test_moving_there_and_back(given):
    first, second, *rest = codes(given)
    down = move_step(given, first, 1)
    assert codes(down) == [second, first, *rest]
    assert codes(move_step(down, first, -1)) == codes(given)
    assert codes(move_step(given, first, 99)) == [second, *rest, first]


def test_a_step_that_is_gone_is_waited_for_by_none(given):
    waits = replace(
        given,
        steps=tuple(
            replace(step, after=("health", "line")) if step.code == "forensic" else step
            for step in given.steps
        ),
    )
    assert step_of(remove_step(waits, "line"), "forensic").after == ("health",)


def test_the_only_step_stays(given):
    only = replace(given, steps=given.steps[:1])
    with pytest.raises(PathwayStepsError):
        remove_step(only, "health")


def test_an_added_step_gets_a_code_of_its_own(given):
    health, _ = load_starter_step("KG", "health")
    twice = add_step(add_step(given, health), health)
    assert codes(twice)[-2:] == ["health_2", "health_3"]


def test_other_services_keep_their_order_and_never_name_the_step_itself(given):
    doors = ("legal_aid", "womens_centre", "police")
    assert step_of(
        set_alternative_services(given, "womens_centre", doors), "womens_centre"
    ).instead == (
        "legal_aid",
        "police",
    )


def test_only_the_changed_time_loses_its_source(given):
    first, second = step_of(
        set_window_hours(given, "health", "hiv_prophylaxis", 48), "health"
    ).windows
    assert (first.hours, first.source) == (48, None)
    assert (second.hours, second.source) == (120, "who_cmr_2019")


def test_the_networks_words_have_no_source_and_are_text(given):
    changed = set_sentence(given, "health", "gives", 0, " Nos  dan\n pastillas. ")
    health = step_of(changed, "health")
    assert health.gives[0] == PathwaySentence("", "Nos dan pastillas.", None)
    assert health.gives[1:] == step_of(given, "health").gives[1:]
    assert count_unsourced(health) == count_unsourced(step_of(given, "health")) + 1


def test_a_sentence_more_a_sentence_less(given):
    held = step_of(given, "health").gives
    more = step_of(set_sentence(given, "health", "gives", len(held), "Té."), "health").gives
    assert [one.text for one in more] == [None] * len(held) + ["Té."]
    assert step_of(set_sentence(given, "health", "gives", 1, " "), "health").gives == (
        held[0],
        *held[2:],
    )
    assert step_of(set_sentence(given, "health", "cost", 0, ""), "health").cost is None


def test_invisible_signs_that_turn_a_text_round_are_taken_out(given):
    [words] = [step_of(set_sentence(given, "line", "why", 0, "a\u202eb\x00c"), "line").why.text]
    assert words == "ab c"


@pytest.mark.parametrize("field", ["code", "service", "windows", "rain"])
def test_what_holds_no_words_cannot_be_worded(given, field):
    with pytest.raises(PathwayStepsError):
        set_sentence(given, "health", field, 0, "x")


def test_a_step_that_is_not_there_cannot_be_changed(given):
    with pytest.raises(PathwayStepsError):
        move_step(given, "spa", 1)
