"""Coverage of a large community: progress, cancelling, and the former answer meanwhile."""

from __future__ import annotations

import threading

import pytest

from geo.language import gettext
from pages.ui import cached_results
from pages.ui.coverage import coverage_progress
from pages.ui.shell import computations

PATIENCE_S = 60.0
NIGHT, DAY = {"when_coverage": "night"}, {"when_coverage": "day"}


@pytest.fixture
def held(monkeypatch):
    """Take every community for large, and hold each computation until the test lets it go on."""
    go_on, ended = threading.Event(), []
    load = cached_results.load_coverage

    def wait_and_load(view, request, *, safe_only, progress):
        try:
            progress(0.4, "coverage.step_gaps")
            assert go_on.wait(PATIENCE_S)
            return load(view, request, safe_only=safe_only, progress=progress)
        finally:
            ended.append(request)

    monkeypatch.setattr(coverage_progress, "MAX_IMMEDIATE_SIZE", 0)
    monkeypatch.setattr(coverage_progress, "FIRST_WAIT_S", 0.2)
    monkeypatch.setattr(cached_results, "load_coverage", wait_and_load)
    yield go_on, ended
    go_on.set()


def finish(visit):
    """Wait for the computation of this visit, and let the screen look again."""
    _, computation = visit.at.session_state["coverage:running"]
    assert computation.wait(PATIENCE_S)
    visit.at.run()


def has_button(visit, key):
    return any(button.key == key for button in visit.at.button)


def test_a_long_computation_shows_its_step_and_then_the_answer(visit, held):
    go_on, _ = held
    visit.open("coverage", **NIGHT)
    assert has_button(visit, "coverage_cancel")
    assert gettext("coverage.step_gaps", "es") in [
        bar.proto.text for bar in visit.at.get("progress")
    ]
    assert gettext("coverage.head_zone", "es") not in visit.words
    go_on.set()
    finish(visit)
    assert not has_button(visit, "coverage_cancel")
    assert gettext("coverage.head_zone", "es") in visit.words


def test_cancelling_keeps_the_former_answer_and_its_choices(visit, held):
    go_on, ended = held
    go_on.set()
    visit.open("coverage", reach__asked=("health", "minutes", 20), **NIGHT)
    if has_button(visit, "coverage_cancel"):
        finish(visit)
    former = visit.words
    go_on.clear()
    visit.open("coverage", reach__asked=("health", "minutes", 30))
    assert gettext("coverage.head_zone", "es") in visit.words
    _, computation = visit.at.session_state["coverage:running"]
    visit.press("coverage_cancel")
    go_on.set()
    assert computation.wait(PATIENCE_S)
    assert computation.error is not None
    assert visit.at.session_state["reach:asked"] == ("health", "minutes", 20)
    visit.at.run()
    assert visit.words == former
    assert len(ended) == 2


def test_cancelling_the_first_question_offers_it_again(visit, held):
    go_on, _ = held
    visit.open("coverage", **DAY)
    visit.press("coverage_cancel")
    visit.at.run()
    assert gettext("coverage.stopped", "es") in visit.words
    go_on.set()
    visit.press("coverage_compute")
    if has_button(visit, "coverage_cancel"):
        finish(visit)
    assert gettext("coverage.head_zone", "es") in visit.words


def test_an_error_of_a_long_computation_is_told(visit, held):
    go_on, _ = held
    go_on.set()
    visit.open("coverage", reach__asked=("other", "minutes", 20))
    if has_button(visit, "coverage_cancel"):
        finish(visit)
    assert visit.fault


def test_who_did_not_look_for_a_while_has_her_answer_computed_anew(visit, held, monkeypatch):
    go_on, _ = held
    visit.open("coverage", **NIGHT)
    _, computation = visit.at.session_state["coverage:running"]
    with monkeypatch.context() as patch:
        patch.setattr(computations, "ABANDONED_AFTER_S", -PATIENCE_S)
        go_on.set()
        assert computation.wait(PATIENCE_S)
    assert isinstance(computation.error, computations.ComputationCancelledError)
    visit.at.run()
    if has_button(visit, "coverage_cancel"):
        finish(visit)
    assert gettext("coverage.head_zone", "es") in visit.words


def test_opening_a_large_community_prepares_its_questions(visit, monkeypatch):
    prepared, done = [], threading.Event()

    def note(view):
        prepared.append(view.audience)
        done.set()

    monkeypatch.setattr(coverage_progress, "prepare_coverage", note)
    visit.open("home")
    assert not prepared  # the demonstration is small
    monkeypatch.setattr(coverage_progress, "MAX_IMMEDIATE_SIZE", 0)
    visit.open("home")
    assert done.wait(PATIENCE_S)
    assert len(prepared) == 1
