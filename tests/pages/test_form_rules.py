"""Forms tell their rules before, and all that is wrong at once; what was typed stays."""

from __future__ import annotations

from datetime import date

import pytest

from geo.access.accounts import list_accounts
from geo.communities.creation import NewCommunity, create_community
from geo.communities.demonstration import DEMO_SLUG
from geo.language import gettext
from geo.pathways.validation import MAX_SENTENCE_LENGTH, MAX_WINDOW_HOURS
from geo.pathways.versions import list_versions
from geo.store import communities as records
from geo.store import open_store
from geo.workshop.drawing_sessions import SessionDetails, list_detail_errors
from tests.pages import protected
from tests.pages.conftest import ScreenSession
from tests.pages.test_setup import faults, press, screen, well


@pytest.fixture
def store(monkeypatch):
    protected.at_low_cost(monkeypatch)
    opened = open_store()
    protected.protect(opened, ["coordinator"])
    protected.send(monkeypatch, protected.enter(opened, "coordinator"))
    yield opened
    opened.close()


def captions(app):
    return [one.value for one in app.caption] + [one.body or "" for one in app.get("html")]


def test_a_community_says_its_rules_and_both_faults(store):
    app = screen()
    assert gettext("form.rule_community", most=60) in captions(app)
    app.text_input(key="new_country").set_value("Salvadores")
    app = press(well(app.run()), "begin")
    [fault] = faults(app)
    assert gettext("error.community_name") in fault
    assert gettext("error.country_unknown") in fault
    assert app.text_input(key="new_country").value == "Salvadores"
    assert records.list_communities(store) == []


def test_an_account_says_its_rules_and_all_three_faults(store):
    app = screen()
    app.switch_page("access.py")
    app.session_state["part"] = "accounts"
    app = well(app.run())
    assert any("planificadora-1" in one for one in captions(app))
    for key, value in {
        "new_account": "ana@correo", "new_password": "corta", "new_password_again": "otra"
    }.items():  # fmt: skip
        app.text_input(key=key).set_value(value)
    app = press(app, "add")
    [fault] = faults(app)
    for beginning in (
        "La cuenta lleva el nombre de una función",
        "Lo que escribió las dos veces no es igual",
        "La contraseña es corta",
    ):
        assert beginning in fault
    assert app.text_input(key="new_account").value == "ana@correo"
    assert len(list_accounts(store)) == 1


def test_a_group_is_told_all_that_is_missing():
    details = SessionDetails(date(2026, 5, 3), "", 0, "", "", consent=False)
    assert [type(error).__name__ for error in list_detail_errors(details)] == [
        "ConsentMissingError", "AgeBandError", "NumberError", "SessionOptionError"
    ]  # fmt: skip


def test_a_step_says_its_rules_and_every_fault_with_its_field(demo):
    steps = (
        ScreenSession(comes_home=False, community=DEMO_SLUG).open("pathways").press("change_health")
    )
    for rule in ("form.rule_pathway", "form.rule_window"):
        assert gettext(rule, most=MAX_SENTENCE_LENGTH, hours=MAX_WINDOW_HOURS) in steps.words
    key = "sexual_violence_health_0"
    written = {f"why_0_{key}": "", f"bring_1_{key}": "Llame a la amiga, 7777 1234."}
    for field, text in written.items():
        steps.at.text_area(key=field).set_value(text)
    steps.at.number_input(key=f"hours_hiv_prophylaxis_{key}").set_value(0.0)
    steps.press("save_health")
    for field, error in (("why", "words"), ("bring", "person")):
        sentence = gettext(f"error.pathway_{error}", longest=MAX_SENTENCE_LENGTH)
        assert f"{gettext(f'pathways.part_{field}')}: {sentence}" in steps.fault
    assert gettext("error.pathway_window") in steps.fault
    assert {field: steps.at.text_area(key=field).value for field in written} == written
    assert list_versions(demo, DEMO_SLUG, "sexual_violence") == []


def test_a_boundary_says_its_rules_and_all_faults_of_its_corners(store):
    create_community(store, NewCommunity("vega", "La Vega"))
    bow_tie = [(0.0, 179.0), (0.01, -179.0), (0.0, -179.0), (0.01, 179.0)]
    app = screen("boundary", **{"place:corners": bow_tie, "boundary_centre": "aquí"})
    assert gettext("form.rule_centre") in captions(app)
    assert any(gettext("form.rule_corners", least=3) in one for one in captions(app))
    told = " ".join(faults(press(app, "corners_save")))
    for key, blanks in (
        ("error.coordinate", {"text": "aquí"}),
        ("error.boundary_crossed", {}),
        ("error.boundary_antimeridian", {}),
    ):
        assert gettext(key, **blanks) in told
    assert app.session_state["place:corners"] == bow_tie
    assert records.read_community(store, "vega").boundary is None
