"""The pathways' screen: read by everybody, changed by those who may, and nothing is lost."""

from __future__ import annotations

import re

import pytest

from geo.communities.demonstration import DEMO_SLUG
from geo.language import gettext, list_locales
from geo.pathways.records import SITUATIONS
from geo.pathways.starters import load_starter
from geo.pathways.versions import list_versions, load_own_pathway
from geo.store.audit import read_audit_lines
from tests.pages import protected
from tests.pages.conftest import ScreenSession
from tests.pages.test_screens import UNTRANSLATED

HERE = "sexual_violence"
each_locale = pytest.mark.parametrize("locale", list_locales())


@pytest.fixture
def steps(visit):
    """Open the screen on the demonstration, where anybody may try what a trainer may."""
    return visit.open("pathways")


def codes(store, situation=HERE):
    own = load_own_pathway(store, DEMO_SLUG, situation)
    return [step.code for step in (own or load_starter("SV", situation)).steps]


def keys(session):
    return {button.key for button in session.at.button}


def write(session, key, text):
    session.at.text_area(key=key).set_value(text)
    return session


@each_locale
def test_a_pathway_is_shown_in_every_language(demo, locale):
    session = ScreenSession(comes_home=False, lang=locale).open("pathways")
    assert session.title == gettext("pathways.title", locale)
    assert session.fault is None
    assert UNTRANSLATED.findall(session.words) == []
    for step in load_starter("SV", HERE).steps:
        assert gettext(step.why.key, locale) in session.words
        assert gettext(f"service_type.{step.service}", locale) in session.words


def test_every_situation_is_shown(steps):
    for situation in SITUATIONS:
        words = steps.choose("situation", situation).words
        assert steps.fault is None
        for step in load_starter("SV", situation).steps:
            assert gettext(step.why.key) in words


def test_it_says_what_has_a_source_and_what_is_to_be_checked(steps):
    words = " ".join(steps.words.split())
    assert "Pastillas que cuidan del VIH: en los primeros 3 días 1" in words
    assert "Pastilla para no quedar embarazada: en los primeros 5 días 1" in words
    assert gettext("pathways.to_check") in words
    assert "978-92-4-000141-1" in words


def test_moving_removing_and_adding_is_saved_with_its_history(steps, demo):
    first = codes(demo)
    steps.press(f"down_{first[0]}")
    assert codes(demo) == [first[1], first[0], *first[2:]]
    steps.press(f"up_{first[0]}")
    assert codes(demo) == first
    steps.press("remove_shelter")
    assert codes(demo) == [code for code in first if code != "shelter"]
    number = list_versions(demo, DEMO_SLUG, HERE)[0].number
    steps.choose(f"add_service_{HERE}_{number}", "economic_support").press("add_step")
    assert codes(demo)[-1] == "economic_support"
    assert gettext("pathways.added") in steps.words
    assert [one.number for one in list_versions(demo, DEMO_SLUG, HERE)] == [4, 3, 2, 1]
    versions = [
        line.details["version"] for line in read_audit_lines(demo) if "pathway" in line.action
    ]
    assert sorted(versions) == [1, 2, 3, 4]


def test_words_times_and_services_are_changed_and_have_to_be_checked(steps, demo):
    steps.press("change_health")
    key = f"{HERE}_health_0"
    write(steps, f"why_0_{key}", "Nos atiende la enfermera de la mañana.")
    write(steps, f"bring_1_{key}", "Una amiga.")
    write(steps, f"gives_3_{key}", "")
    steps.at.number_input(key=f"hours_hiv_prophylaxis_{key}").set_value(48.0)
    steps.at.button_group(key=f"instead_{key}").set_value(["womens_centre"])
    steps.press("save_health")
    assert steps.fault is None
    words = steps.words
    assert "Nos atiende la enfermera de la mañana." in words
    assert "en los primeros 2 días" in words
    step = load_own_pathway(demo, DEMO_SLUG, HERE).steps[0]
    assert (step.why.text, step.why.source) == ("Nos atiende la enfermera de la mañana.", None)
    assert [one.text for one in step.bring] == [None, "Una amiga."]
    assert len(step.gives) == 3
    assert [(one.hours, one.source is None) for one in step.windows] == [(48, True), (120, False)]
    assert step.instead == ("womens_centre",)


def test_nothing_changed_is_nothing_lost(steps, demo):
    steps.press("change_health").press("cancel_health")
    assert "save_health" not in keys(steps)
    assert list_versions(demo, DEMO_SLUG, HERE) == []


@pytest.mark.parametrize("text", ["Llame a Marta, 7777 1234.", "marta@ejemplo.org le abre."])
def test_a_persons_number_is_refused_and_what_she_wrote_stays(steps, demo, text):
    steps.press("change_line")
    write(steps, f"why_0_{HERE}_line_0", text).press("save_line")
    assert "teléfono" in steps.fault
    assert steps.at.text_area(key=f"why_0_{HERE}_line_0").value == text
    assert list_versions(demo, DEMO_SLUG, HERE) == []


def test_checked_is_marked_until_the_next_change(steps, demo):
    assert gettext("pathways.next_about") in steps.words
    steps.press("verify")
    assert load_own_pathway(demo, DEMO_SLUG, HERE).verified
    assert "La red lo revisó el" in steps.words
    assert gettext("pathways.to_check") not in re.sub(r"\d+ por revisar", "", steps.words)
    assert "verify" not in keys(steps)
    assert gettext("pathways.next_about") not in steps.words
    steps.press("down_health")
    assert not load_own_pathway(demo, DEMO_SLUG, HERE).verified
    assert "verify" in keys(steps)


def test_any_version_comes_back_and_so_does_the_starter(steps, demo):
    first = codes(demo)
    steps.press("remove_shelter").press("remove_line").press("restore_1")
    assert codes(demo) == [code for code in first if code != "shelter"]
    steps.press("to_starter")
    assert load_own_pathway(demo, DEMO_SLUG, HERE) is None
    assert "to_starter" not in keys(steps)
    steps.press("restore_2")
    assert codes(demo) == [code for code in first if code not in ("shelter", "line")]


def test_the_last_step_cannot_be_taken_out(steps, demo):
    steps.choose("situation", "threat")
    for code in codes(demo, "threat")[1:]:
        steps.press(f"remove_{code}")
    [left] = codes(demo, "threat")
    assert steps.at.button(key=f"remove_{left}").disabled


@pytest.mark.parametrize(
    ("role", "edits"),
    [("coordinator", True), ("planner", True), ("trainer", True), ("member", False), (None, False)],
)
def test_who_may_change_and_who_only_reads(demo, monkeypatch, role, edits):
    protected.at_low_cost(monkeypatch)
    protected.protect(demo)
    protected.send(monkeypatch, None if role is None else protected.enter(demo, role))
    session = ScreenSession(comes_home=False, community=DEMO_SLUG).open("pathways")
    assert session.title == gettext("pathways.title")
    offered = {"verify", "change_health", "up_line", "remove_line", "add_step"} & keys(session)
    assert bool(offered) == edits
    assert gettext("pathway.health.why") in session.words
