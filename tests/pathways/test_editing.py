"""A change gives another pathway; the given one stays as it is, and nothing stays checked."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from geo.errors import PathwayStepsError
from geo.pathways.editing import (
    added,
    moved,
    verified,
    with_hours,
    with_instead,
    with_words,
    without,
    without_window,
)
from geo.pathways.records import Sentence
from geo.pathways.serialization import plain_pathway
from geo.pathways.starters import starter, starter_step
from geo.pathways.validation import to_check

DAY = date(2026, 5, 1)


@pytest.fixture
def given():
    return verified(starter("KG", "sexual_violence"), DAY)


def codes(pathway):
    return [step.code for step in pathway.steps]


def step_of(pathway, code):
    return next(step for step in pathway.steps if step.code == code)


CHANGES = {
    "moved": lambda given: moved(given, "line", 1),
    "without": lambda given: without(given, "line"),
    "added": lambda given: added(given, starter_step("KG", "court")[0]),
    "instead": lambda given: with_instead(given, "line", ["psychosocial"]),
    "hours": lambda given: with_hours(given, "health", "hiv_prophylaxis", 48),
    "no window": lambda given: without_window(given, "health", "hiv_prophylaxis"),
    "words": lambda given: with_words(given, "line", "why", 0, "Otra cosa."),
}


@pytest.mark.parametrize("name", CHANGES)
def test_a_change_leaves_the_given_one_and_has_to_be_checked(given, name):
    before = plain_pathway(given)
    changed = CHANGES[name](given)
    assert plain_pathway(given) == before
    assert changed.steps != given.steps
    assert (changed.verified, changed.verified_on) == (False, None)
    assert (given.verified, given.verified_on) == (True, "2026-05-01")


def test_what_changes_nothing_stays_checked(given):
    same = [
        moved(given, codes(given)[0], -1),
        moved(given, codes(given)[-1], 1),
        with_instead(given, "line", ()),
        with_hours(given, "health", "hiv_prophylaxis", 72),
        without_window(given, "line", "hiv_prophylaxis"),
    ]
    assert all(one == given for one in same)


def test_moving_there_and_back(given):
    first, second, *rest = codes(given)
    down = moved(given, first, 1)
    assert codes(down) == [second, first, *rest]
    assert codes(moved(down, first, -1)) == codes(given)
    assert codes(moved(given, first, 99)) == [second, *rest, first]


def test_a_step_that_is_gone_is_waited_for_by_none(given):
    waits = replace(
        given,
        steps=tuple(
            replace(step, after=("health", "line")) if step.code == "forensic" else step
            for step in given.steps
        ),
    )
    assert step_of(without(waits, "line"), "forensic").after == ("health",)


def test_the_only_step_stays(given):
    only = replace(given, steps=given.steps[:1])
    with pytest.raises(PathwayStepsError):
        without(only, "health")


def test_an_added_step_gets_a_code_of_its_own(given):
    health, _ = starter_step("KG", "health")
    twice = added(added(given, health), health)
    assert codes(twice)[-2:] == ["health_2", "health_3"]


def test_other_doors_keep_their_order_and_never_name_the_step_itself(given):
    doors = ("legal_aid", "womens_centre", "police")
    assert step_of(with_instead(given, "womens_centre", doors), "womens_centre").instead == (
        "legal_aid",
        "police",
    )


def test_only_the_changed_time_loses_its_source(given):
    first, second = step_of(with_hours(given, "health", "hiv_prophylaxis", 48), "health").windows
    assert (first.hours, first.source) == (48, None)
    assert (second.hours, second.source) == (120, "who_cmr_2019")


def test_the_networks_words_have_no_source_and_are_text(given):
    changed = with_words(given, "health", "gives", 0, " Nos  dan\n pastillas. ")
    health = step_of(changed, "health")
    assert health.gives[0] == Sentence("", "Nos dan pastillas.", None)
    assert health.gives[1:] == step_of(given, "health").gives[1:]
    assert to_check(health) == to_check(step_of(given, "health")) + 1


def test_a_sentence_more_a_sentence_less(given):
    held = step_of(given, "health").gives
    more = step_of(with_words(given, "health", "gives", len(held), "Té."), "health").gives
    assert [one.text for one in more] == [None] * len(held) + ["Té."]
    assert step_of(with_words(given, "health", "gives", 1, " "), "health").gives == (
        held[0],
        *held[2:],
    )
    assert step_of(with_words(given, "health", "cost", 0, ""), "health").cost is None


def test_invisible_signs_that_turn_a_text_round_are_taken_out(given):
    [words] = [step_of(with_words(given, "line", "why", 0, "a\u202eb\x00c"), "line").why.text]
    assert words == "a b c"


@pytest.mark.parametrize("field", ["code", "service", "windows", "rain"])
def test_what_holds_no_words_cannot_be_worded(given, field):
    with pytest.raises(PathwayStepsError):
        with_words(given, "health", field, 0, "x")


def test_a_step_that_is_not_there_cannot_be_changed(given):
    with pytest.raises(PathwayStepsError):
        moved(given, "spa", 1)
