"""Forms tell their rules before, and all that is wrong at once; what was typed stays."""

from __future__ import annotations

from datetime import date

import pytest

from geo.access.accounts import list_accounts
from geo.language import gettext
from geo.store import communities as records
from geo.store import open_store
from geo.workshop.drawing_sessions import SessionDetails, list_detail_errors
from tests.pages import protected
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
