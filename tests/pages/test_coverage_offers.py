"""What *Cobertura* offers on request: where to open a service, and the report for a meeting."""

from __future__ import annotations

from functools import partial

import pytest

from geo.language import gettext
from pages.ui.coverage import report_offer
from pages.ui.scenarios import risk_list
from pages.ui.widgets import long_task

PATIENCE_S = 60.0
ASKED = {"reach__asked": ("police", "minutes", 20), "when_coverage": "night"}


def press(visit, name):
    """Press the button that starts, and wait for what it starts."""
    visit.press(f"{name}_start")
    if f"{name}:running" in visit.at.session_state:
        _, computation = visit.at.session_state[f"{name}:running"]
        assert computation.wait(PATIENCE_S)
        visit.at.run()


def test_where_to_open_one_more_is_computed_and_shown(visit):
    visit.open("coverage", **ASKED)
    assert gettext("siting.proven", "es") not in visit.words
    press(visit, "siting")
    assert gettext("siting.proven", "es") in visit.words
    assert gettext("siting.limits", "es") in visit.words
    first = visit.words
    visit.at.session_state["siting_count"] = 2
    visit.at.run()
    assert gettext("siting.proven", "es") not in visit.words  # another question, not yet computed
    press(visit, "siting")
    assert gettext("siting.proven", "es") in visit.words
    assert visit.words != first


def test_a_place_for_a_shelter_is_not_proposed_to_the_network(visit):
    visit.open("coverage", reach__asked=("shelter", "minutes", 20), when_coverage="day")
    press(visit, "siting")
    assert gettext("siting.proven", "es") not in visit.words
    assert gettext("error.siting_confidential", "es") in visit.words


def test_the_report_is_prepared_on_request_and_then_offered(visit, monkeypatch):
    make = report_offer.make_report_request
    monkeypatch.setattr(
        report_offer, "make_report_request", lambda view, limit: make(view, limit, ("police",))
    )
    visit.open("coverage", **ASKED)
    assert "chancala-report.pdf" not in str(visit.at.session_state)
    press(visit, "report")
    assert not any(button.key == "report_start" for button in visit.at.button)
    choices = [box for box in visit.at.selectbox if box.key == "format:chancala-report"]
    assert [len(box.options) for box in choices] == [4]


def test_the_areas_that_weigh_most_are_ranked_on_request(visit, monkeypatch):
    rank = risk_list.rank_risk_areas
    monkeypatch.setattr(risk_list, "rank_risk_areas", partial(rank, most=2))
    visit.open("scenarios", reach__asked=("health", "minutes", 30), when_coverage="night")
    press(visit, "ranking")
    assert visit.fault is None
    told = gettext("ranking.limits", "es", compared=2, there=24)
    assert told in visit.words


@pytest.mark.parametrize("name", ["siting"])
def test_a_computation_can_be_cancelled(visit, monkeypatch, name):
    monkeypatch.setattr(long_task, "FIRST_WAIT_S", 0.0)
    visit.open("coverage", **ASKED)
    visit.press(f"{name}_start")
    if any(button.key == f"{name}_cancel" for button in visit.at.button):
        visit.press(f"{name}_cancel")
        assert f"{name}:running" not in visit.at.session_state
    assert not visit.at.exception
