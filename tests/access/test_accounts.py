"""Accounts are named after a task, and every change of one stands in the log."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from geo.access.accounts import (
    add_account,
    change_password,
    change_role,
    list_accounts,
    normalise_account_name,
    remove_account,
)
from geo.access.sessions import read_session
from geo.access.sign_in import sign_in
from geo.errors import (
    AccountExistsError,
    AccountNameError,
    AccountUnknownError,
    LastCoordinatorError,
    PasswordGuessableError,
    PasswordTooShortError,
    RoleUnknownError,
    SignInRefusedError,
)
from geo.store import open_store
from geo.store.actor import acting_as
from geo.store.audit import read_audit_lines
from geo.store.audit_verification import verify_audit_log
from tests.access.conftest import PASSWORD

OTHER = "candado verde jueves"


def told(store):
    return [(one.name, one.role) for one in list_accounts(store)]


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("coordinacion", "coordinacion"),
        (" Planificadora-1 ", "planificadora-1"),
        ("COORDINACIÓN", "coordinación"),
        ("taller-2026", "taller-2026"),
        ("окутуучу-2", "окутуучу-2"),
        ("área-sur-b12", "área-sur-b12"),
    ],
)
def test_a_name_that_says_what_somebody_does(name, kept):
    assert normalise_account_name(name) == kept


@pytest.mark.parametrize(
    "name",
    [
        "", "ab", "a" * 41, "ana@correo.org", "Ana María", "999888777", "m-999-888", "taller-20266",
        "1-taller", "-taller", "taller-", "taller--1", "taller_1", "<b>taller</b>", "taller\n1",
        "'; drop table account; --", "t٣٤٥٦٧",
    ],
)  # fmt: skip
def test_a_name_that_could_identify_somebody_is_refused(store, name):
    with pytest.raises(AccountNameError) as raised:
        add_account(store, name, role="member", password=PASSWORD)
    assert raised.value.placeholders == {"least": 3, "most": 40, "digits": 4}
    assert len(list_accounts(store)) == 2


def test_an_account_is_added_once(store):
    with pytest.raises(AccountExistsError) as raised:
        add_account(store, "Coordinacion", role="member", password=PASSWORD)
    assert raised.value.placeholders == {"name": "coordinacion"}
    assert told(store) == [("coordinacion", "coordinator"), ("planificadora-1", "planner")]
    assert [line.action for line in read_audit_lines(store)] == ["account_added"] * 2


def test_of_many_who_add_the_same_name_one_does(store):
    def add(_):
        try:
            return add_account(store, "taller", role="trainer", password=PASSWORD).name
        except AccountExistsError:
            return None

    with ThreadPoolExecutor(6) as pool:
        added = [name for name in pool.map(add, range(6)) if name]
    assert added == ["taller"]
    assert [name for name, _ in told(store)].count("taller") == 1
    assert verify_audit_log(store) == []


def test_a_role_is_one_of_four(store):
    with pytest.raises(RoleUnknownError) as raised:
        add_account(store, "taller", role="admin", password=PASSWORD)
    known = "coordinator, planner, trainer, member"
    assert raised.value.placeholders == {"role": "admin", "known": known}


@pytest.mark.parametrize("password", ["", "corta", "nuevesign", "          "])
def test_a_short_password_is_refused(store, password):
    with pytest.raises(PasswordTooShortError) as raised:
        add_account(store, "taller", role="member", password=password)
    assert raised.value.placeholders == {"least": 10}


@pytest.mark.parametrize(
    "password", ["aaaaaaaaaaaa", "1212121212", "mi taller 2026", "TALLER-lima"]
)
def test_a_password_that_a_person_would_guess_is_refused(store, password):
    with pytest.raises(PasswordGuessableError) as raised:
        add_account(store, "taller", role="member", password=password)
    assert raised.value.placeholders == {}


def test_a_password_is_nowhere_in_the_store(store, home):
    store.close()
    assert not [
        file for file in home.iterdir() if file.is_file() and b"tambor" in file.read_bytes()
    ]


def test_another_password_takes_the_place_and_ends_the_sessions(store):
    token = sign_in(store, "planificadora-1", PASSWORD, client="a")
    change_password(store, "Planificadora-1", password=OTHER)
    assert read_session(store, token) is None
    with pytest.raises(SignInRefusedError):
        sign_in(store, "planificadora-1", PASSWORD, client="a")
    assert read_session(store, sign_in(store, "planificadora-1", OTHER, client="a")) is not None
    assert "account_password" in [line.action for line in read_audit_lines(store)]


def test_another_role_ends_the_sessions_and_stands_in_the_log(store):
    token = sign_in(store, "planificadora-1", PASSWORD, client="a")
    with acting_as("coordinacion"):
        change_role(store, "planificadora-1", role="trainer")
    assert read_session(store, token) is None
    assert told(store)[1] == ("planificadora-1", "trainer")
    line = read_audit_lines(store, limit=1)[0]
    assert (line.who, line.action) == ("coordinacion", "account_role")
    assert line.details == {"account": "planificadora-1", "role": "trainer", "before": "planner"}


def test_a_removed_account_is_gone_with_its_sessions(store):
    token = sign_in(store, "planificadora-1", PASSWORD, client="a")
    remove_account(store, "planificadora-1")
    assert told(store) == [("coordinacion", "coordinator")]
    assert read_session(store, token) is None
    add_account(store, "planificadora-1", role="member", password=PASSWORD)
    assert read_session(store, token) is None


def test_the_last_coordinator_stays(store):
    before = len(read_audit_lines(store))
    with pytest.raises(LastCoordinatorError) as raised:
        remove_account(store, "coordinacion")
    assert raised.value.placeholders == {"name": "coordinacion"}
    with pytest.raises(LastCoordinatorError):
        change_role(store, "coordinacion", role="member")
    assert told(store)[0] == ("coordinacion", "coordinator")
    assert len(read_audit_lines(store)) == before
    change_role(store, "planificadora-1", role="coordinator")
    remove_account(store, "coordinacion")
    assert told(store) == [("planificadora-1", "coordinator")]


@pytest.mark.parametrize("name", ["nadie", "", "ana@correo.org"])
def test_an_unknown_account_is_not_repeated(store, name):
    for change in (
        lambda: remove_account(store, name),
        lambda: change_role(store, name, role="member"),
        lambda: change_password(store, name, password=OTHER),
    ):
        with pytest.raises(AccountUnknownError) as raised:
            change()
        assert raised.value.placeholders == {}


def test_accounts_survive_closing(store, home):
    before = list_accounts(store)
    store.close()
    again = open_store(home)
    assert list_accounts(again) == before
    again.close()
