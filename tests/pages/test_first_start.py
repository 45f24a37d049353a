"""Before an installation is protected: the demonstration alone, and the sheet that protects it."""

from __future__ import annotations

import pytest
import streamlit as st

from geo.access.accounts import list_accounts, remove_account
from geo.access.visitor import ANONYMOUS
from geo.errors import InstallationUnprotectedError
from geo.language import gettext, ngettext
from geo.model import Community
from geo.store.audit import read_audit_lines
from geo.store.communities import add_community, list_communities
from pages.ui.setup import community_creation
from tests.pages import protected
from tests.pages.conftest import ScreenSession
from tests.pages.protected import NAMES, PASSPHRASE, PASSWORD
from tests.pages.test_access import SCREENS, by_address, in_menu

VEGA = Community("vega", "Las Brumas", timezone="America/El_Salvador")
PROTECT, OUT = gettext("access.title.protect"), gettext("access.title.out")


@pytest.fixture(autouse=True)
def cheap(monkeypatch):
    protected.at_low_cost(monkeypatch)


def fields(session):
    return {box.key for box in session.at.text_input}


def keys(session):
    return {button.key for button in session.at.button}


def fill(session, **wrong):
    """Fill in the sheet that stands there, with what it asks for."""
    values = {
        "first_passphrase": PASSPHRASE,
        "first_passphrase_again": PASSPHRASE,
        "current_passphrase": PASSPHRASE,
        "first_account": "coordinacion",
        "first_password": PASSWORD,
        "first_password_again": PASSWORD,
    } | wrong
    for key in fields(session) & set(values):
        session.at.text_input(key=key).set_value(values[key])
    return session.press("protect_now")


def come_as(monkeypatch, store, role):
    protected.send(monkeypatch, role and protected.enter(store, role))
    return ScreenSession()


# --- an open installation ------------------------------------------------------------------------


def test_an_empty_one_offers_two_things_and_the_second_leads_to_the_sheet(empty):
    session = ScreenSession()
    assert session.title == gettext("welcome.title")
    assert {"demo", "own"} <= keys(session)
    assert in_menu(session) == {"access"}
    assert session.press("own").title == PROTECT


def test_the_demonstration_is_open_to_everybody_and_says_what_it_is(visit):
    assert in_menu(visit) == set(SCREENS)
    for name in SCREENS:
        assert f'title="{gettext("shell.demo")}">{gettext("shell.badge")}</p>' in "".join(
            part.body or "" for part in visit.open(name).at.get("html")
        )
        assert gettext("protect.not_yet") in visit.words
    assert visit.open("map").at.get("download_button")
    assert visit.open("setup").press("protect").title == PROTECT


@pytest.mark.parametrize("with_demo", [False, True])
def test_a_real_place_is_not_there_by_menu_nor_by_address(request, with_demo):
    store = request.getfixturevalue("demo" if with_demo else "empty")
    add_community(store, VEGA)
    for address in ({}, {"community": "vega"}, {"community": "nowhere"}):
        session = ScreenSession(**address)
        shown = gettext("home.title") if with_demo and not address else PROTECT
        assert session.title == shown
        for name in SCREENS:
            by_address(session, name)
            assert "Brumas" not in session.words
            assert not session.at.exception
            if not with_demo:
                assert session.title == PROTECT
        assert ngettext("protect.waiting", 1) in session.words


def test_the_same_words_whether_a_place_is_there_or_not(demo):
    add_community(demo, VEGA)
    assert ScreenSession(community="vega").words == ScreenSession(community="nowhere").words


def test_a_place_can_be_begun_neither_by_menu_nor_by_address(demo):
    session = ScreenSession(comes_home=False, part="new").open("setup")
    assert session.title == gettext("setup.title.new")
    assert "new_name" not in fields(session)
    assert not {"begin", "new"} & keys(session)
    assert session.press("protect").title == PROTECT
    assert [one.slug for one in list_communities(demo)] == ["chancala"]


def test_without_any_place_preparing_is_not_there(empty):
    assert by_address(ScreenSession(), "place").title == gettext("welcome.title")


@pytest.mark.parametrize("lacking", ["both", "passphrase", "coordinator"])
def test_founding_itself_refuses(empty, monkeypatch, lacking):
    monkeypatch.setattr(st, "session_state", {})
    if lacking == "coordinator":
        empty.protect(PASSPHRASE)
    if lacking == "passphrase":
        protected.give_accounts(empty)
    with pytest.raises(InstallationUnprotectedError):
        community_creation._create_community("Las Brumas", "", "es")
    assert list_communities(empty) == []


# --- the sheet -----------------------------------------------------------------------------------


def test_it_protects_the_file_makes_the_account_and_asks_her_to_come_in(empty):
    session = fill(ScreenSession().press("own"))
    assert session.title == OUT
    assert gettext("protect.made", account="coordinacion") in session.words
    form = next(part.body for part in session.at.get("html") if 'class="door"' in (part.body or ""))
    assert 'name="account" value="coordinacion"' in form
    assert '<input type="hidden" name="then" value="place">' in form
    assert empty.verify_passphrase(PASSPHRASE)
    assert [(one.name, one.role) for one in list_accounts(empty)] == [
        ("coordinacion", "coordinator")
    ]
    assert [(line.who, line.action) for line in read_audit_lines(empty)][:2] == [
        (ANONYMOUS, "account_added"),
        (ANONYMOUS, "passphrase_set"),
    ]


@pytest.mark.parametrize(
    ("wrong", "key"),
    [
        ({"first_passphrase": "corta", "first_passphrase_again": "corta"}, "passphrase_short"),
        ({"first_passphrase_again": "otra cosa distinta"}, "passwords_differ"),
        ({"first_password_again": "otra cosa distinta"}, "passwords_differ"),
        ({"first_account": "ana@red.org"}, "account_name"),
    ],
)
def test_a_first_start_that_fails_changes_nothing(empty, wrong, key):
    session = fill(ScreenSession().press("own"), **wrong)
    assert gettext(f"error.{key}", least=12, most=40, digits=4)[:24] in session.fault
    assert not empty.is_protected
    assert not list_accounts(empty)


def test_a_file_with_a_passphrase_gives_its_first_account_to_who_knows_it(empty):
    add_community(empty, VEGA)
    empty.protect(PASSPHRASE)
    session = fill(ScreenSession(), current_passphrase="otra frase cualquiera")
    assert gettext("error.passphrase_wrong")[:24] in session.fault
    assert not list_accounts(empty)
    assert fill(session).title == OUT
    assert [one.role for one in list_accounts(empty)] == ["coordinator"]


def test_the_place_that_waited_is_there_once_she_comes_in(empty, monkeypatch):
    add_community(empty, VEGA)
    fill(ScreenSession())
    session = come_as(monkeypatch, empty, "coordinator")
    assert session.title == gettext("home.title")
    assert in_menu(session) == set(SCREENS)
    assert ScreenSession(comes_home=False).open("setup").title == gettext("setup.title.list")


# --- accounts without a passphrase ---------------------------------------------------------------


@pytest.fixture
def half(demo):
    add_community(demo, VEGA)
    protected.give_accounts(demo)
    return demo


def test_a_coordinator_is_asked_for_the_passphrase_first(half, monkeypatch):
    session = come_as(monkeypatch, half, "coordinator")
    assert session.title == PROTECT
    assert in_menu(session) == {"access"}
    assert {"first_passphrase", "first_passphrase_again"} <= fields(session)
    assert not {"first_account", "first_password"} & fields(session)
    assert "part" not in {group.key for group in session.open("access").at.get("button_group")}
    fill(session)
    assert half.verify_passphrase(PASSPHRASE)
    assert session.title == gettext("access.title.in")
    assert ScreenSession().title == gettext("home.title")
    assert "Las Brumas" in str(ScreenSession().at.radio[0].options)


@pytest.mark.parametrize("role", ["planner", "trainer", "member"])
def test_others_read_that_the_coordinator_has_to_protect_it(half, monkeypatch, role):
    session = come_as(monkeypatch, half, role)
    assert session.title == gettext("home.title")
    assert gettext("protect.not_yours") in session.words
    session.open("access")
    assert gettext("protect.not_yours") in session.words
    assert "protect_now" not in keys(session)
    assert "Brumas" not in session.words
    session = ScreenSession(community="vega")
    assert gettext("protect.not_yours") in session.words
    assert "Brumas" not in session.words


def test_whoever_is_not_signed_in_sees_the_demonstration(half, monkeypatch):
    session = come_as(monkeypatch, half, None)
    assert session.title == gettext("home.title")
    assert "Brumas" not in session.words
    assert session.open("access").title == OUT


def test_nobody_takes_over_where_no_coordinator_is_left(empty, monkeypatch):
    add_community(empty, VEGA)
    protected.give_accounts(empty, ["member"])
    assert come_as(monkeypatch, empty, None).title == OUT
    session = come_as(monkeypatch, empty, "member")
    assert gettext("protect.not_yours") in session.words
    assert "protect_now" not in keys(session)
    remove_account(empty, NAMES["member"])
    protected.send(monkeypatch, None)
    assert "protect_now" in keys(ScreenSession())
