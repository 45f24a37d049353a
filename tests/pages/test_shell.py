"""What every run passes: language, community, an empty installation, and faults nobody foresaw."""

from __future__ import annotations

import logging

import pytest

from geo.language import gettext
from geo.model import Community
from geo.store.communities import add_community, list_communities
from pages.ui.home import community_summary
from tests.pages import protected
from tests.pages.conftest import ScreenSession


@pytest.fixture
def inside(demo, monkeypatch):
    """Protect the installation of the demonstration, and come as a member of the network."""
    protected.at_low_cost(monkeypatch)
    protected.protect(demo, ["coordinator", "member"])
    protected.send(monkeypatch, protected.enter(demo, "member"))
    return demo


def test_an_empty_installation_offers_the_invented_place(empty):
    session = ScreenSession()
    assert session.title == gettext("welcome.title")
    session.press("demo")
    assert [one.slug for one in list_communities(empty)] == ["chancala"]
    assert session.title == gettext("home.title")


def test_spanish_is_spoken_first_and_english_by_the_address(demo):
    assert ScreenSession().title == gettext("home.title", "es")
    assert ScreenSession(lang="en").title == gettext("home.title", "en")


def test_a_language_nobody_speaks_is_spanish(demo):
    assert ScreenSession(lang="xx").title == gettext("home.title", "es")


def test_the_language_chosen_in_the_menu_stays_and_is_in_the_address(visit):
    visit.choose("language_es", "en")
    assert visit.title == gettext("home.title", "en")
    assert visit.open("map").title == gettext("map.title", "en")


def test_a_place_of_ones_own_comes_before_the_demonstration(inside):
    add_community(inside, Community("vega", "La Vega", timezone="America/El_Salvador"))
    session = ScreenSession()
    assert gettext("shell.demo") not in session.words
    session.at.radio(key="community_vega").set_value("chancala").run()
    assert gettext("shell.demo") in session.words


def test_a_place_without_anything_gets_sentences_on_every_screen(inside):
    add_community(inside, Community("vega", "La Vega", timezone="America/El_Salvador"))
    for name in ("home", "map", "route", "coverage"):
        session = ScreenSession(comes_home=False).open(name)
        assert not session.at.exception
        assert session.title == gettext(f"{name}.title")
        assert session.fault


@pytest.mark.usefixtures("inside")
def test_a_community_that_does_not_exist_gets_a_sentence():
    session = ScreenSession(community="nowhere")
    assert "nowhere" in session.fault
    assert not session.at.exception
    assert gettext("menu.leave") in session.words


@pytest.mark.usefixtures("demo")
def test_what_nobody_foresaw_gets_one_calm_sentence_and_a_line_in_the_log(monkeypatch, caplog):
    def broken(_):
        raise ZeroDivisionError

    monkeypatch.setattr(community_summary, "show_drawing_summary", broken)
    with caplog.at_level(logging.ERROR, logger="amparo.pages"):
        session = ScreenSession()
    assert gettext("error.unexpected") in session.fault
    assert "ZeroDivisionError" not in session.words
    assert [record.message for record in caplog.records] == ["ZeroDivisionError"]
