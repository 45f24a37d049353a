"""Signing in: who gets in, who waits, and what is kept of it."""

import statistics
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from argon2 import PasswordHasher
from hypothesis import given
from hypothesis import strategies as st

from geo.access import attempt_counts, passwords, sign_in_attempts
from geo.access.accounts import change_password, remove_account, unlock_account
from geo.access.attempt_counts import MAX_BACKOFF_S, backoff_s
from geo.access.sessions import read_session
from geo.access.sign_in import sign_in, sign_out, sign_out_everywhere
from geo.access.sign_in_attempts import (
    FREE_ATTEMPTS_FROM_NEW_ADDRESSES,
    FREE_ATTEMPTS_PER_ACCOUNT,
    FREE_ATTEMPTS_PER_CLIENT,
)
from geo.errors import AccountUnknownError, SignInRefusedError, SignInWaitError
from geo.store import open_store
from geo.store.audit import read_audit_lines
from geo.store.transaction import Transaction
from tests.access.conftest import PASSWORD

NAME = "planificadora-1"


def fail(store, clock, name=NAME, client="a"):
    with pytest.raises(SignInRefusedError):
        sign_in(store, name, "otra palabra larga", client=client, now=clock)


def wait(store, clock, name=NAME, password=PASSWORD, client="a"):
    with pytest.raises(SignInWaitError) as raised:
        sign_in(store, name, password, client=client, now=clock)
    return raised.value.placeholders["seconds"]


def test_name_and_password_let_in(store, clock):
    visit = read_session(store, sign_in(store, NAME, PASSWORD, client="a", now=clock), now=clock)
    assert (visit.account, visit.role, visit.audience) == (NAME, "planner", "network")


@pytest.mark.parametrize("name", ["Planificadora-1", " planificadora-1 ", "PLANIFICADORA-1"])
def test_small_and_large_letters_are_the_same_name(store, clock, name):
    assert sign_in(store, name, PASSWORD, client="a", now=clock)


def test_an_accent_written_in_two_signs_is_the_same(store, clock):
    assert sign_in(store, NAME, "lluvia tambor limo\u0301n", client="a", now=clock)


@pytest.mark.parametrize(
    ("name", "password"),
    [(NAME, PASSWORD + " "), (NAME, PASSWORD.upper()), (NAME, ""), ("nadie", PASSWORD), ("", "")],
)
def test_it_is_not_said_which_of_the_two_is_wrong(store, clock, name, password):
    with pytest.raises(SignInRefusedError) as raised:
        sign_in(store, name, password, client="a", now=clock)
    assert raised.value.placeholders == {}


def test_an_unknown_account_takes_as_long_as_a_known_one(store, clock, monkeypatch):
    monkeypatch.setattr(passwords, "HASHER", PasswordHasher())
    kept = passwords.hash_password(PASSWORD)
    passwords._dummy_hash.cache_clear()

    def took(kept):
        started = time.process_time()
        assert not passwords.verify_password("otra palabra larga", kept)
        return time.process_time() - started

    took(None)
    pairs = [(took(kept), took(None)) for _ in range(5)]
    known, unknown = (statistics.median(column) for column in zip(*pairs, strict=True))
    assert 0.5 < known / unknown < 2


def test_what_a_password_costs_follows_the_standard(full_price):
    assert (full_price.time_cost, full_price.memory_cost, full_price.parallelism) == (3, 65536, 4)


# --- too many tries -------------------------------------------------------------------------------


def test_the_sixth_try_waits_and_each_wait_doubles(store, clock):
    for _ in range(FREE_ATTEMPTS_PER_ACCOUNT):
        fail(store, clock)
    waits = []
    for _ in range(4):
        waits.append(wait(store, clock))
        clock.turn(seconds=waits[-1])
        fail(store, clock)
    assert waits == [2, 4, 8, 16]


def test_no_wait_is_longer_than_the_longest(store, clock):
    for _ in range(FREE_ATTEMPTS_PER_ACCOUNT + 12):
        fail(store, clock)
        clock.turn(seconds=MAX_BACKOFF_S)
    fail(store, clock)
    assert wait(store, clock) == MAX_BACKOFF_S


def test_the_right_password_waits_too_and_is_not_looked_at(store, clock, monkeypatch):
    for _ in range(FREE_ATTEMPTS_PER_ACCOUNT):
        fail(store, clock)
    monkeypatch.setattr("geo.access.sign_in.verify_password", None)
    assert wait(store, clock) == 2


def test_waiting_does_not_prolong_the_wait(store, clock):
    for _ in range(FREE_ATTEMPTS_PER_ACCOUNT):
        fail(store, clock)
    assert [wait(store, clock) for _ in range(5)] == [2] * 5
    clock.turn(seconds=2)
    assert sign_in(store, NAME, PASSWORD, client="a", now=clock)


def test_wrong_tries_from_elsewhere_do_not_lock_the_account(store, clock):
    for _ in range(FREE_ATTEMPTS_PER_ACCOUNT + 3):
        fail(store, clock, client="203.0.113.9")
        clock.turn(seconds=MAX_BACKOFF_S)
    fail(store, clock, client="203.0.113.9")
    assert wait(store, clock, client="203.0.113.9") > 1
    assert sign_in(store, NAME, PASSWORD, client="198.51.100.7", now=clock)


def guess_from_everywhere(store, clock):
    """Use all tries that many addresses have on one account."""
    for number in range(FREE_ATTEMPTS_FROM_NEW_ADDRESSES):
        fail(store, clock, client=f"203.0.113.{number}")


def test_a_new_address_waits_a_minute_at_most_while_many_guess(store, clock):
    guess_from_everywhere(store, clock)
    assert wait(store, clock, client="198.51.100.7") <= 60
    clock.turn(seconds=60)
    assert sign_in(store, NAME, PASSWORD, client="198.51.100.7", now=clock)


@pytest.mark.parametrize("client", ["127.0.0.1", "::1", "::ffff:127.0.0.1"])
def test_this_machine_never_waits_for_others(store, clock, client):
    guess_from_everywhere(store, clock)
    assert sign_in(store, NAME, PASSWORD, client=client, now=clock)


def test_an_address_from_which_the_account_was_used_never_waits_for_others(store, clock):
    sign_in(store, NAME, PASSWORD, client="198.51.100.7", now=clock)
    guess_from_everywhere(store, clock)
    assert sign_in(store, NAME, PASSWORD, client="198.51.100.7", now=clock)
    assert wait(store, clock, client="198.51.100.8")


def test_addresses_of_one_home_count_together(store, clock):
    for number in range(FREE_ATTEMPTS_PER_ACCOUNT):
        fail(store, clock, client=f"2001:db8:1:2::{number}")
    assert wait(store, clock, client="2001:db8:1:2:ffff::1") == 2
    assert sign_in(store, NAME, PASSWORD, client="2001:db8:1:3::1", now=clock)


def test_the_command_line_ends_the_wait(store, clock):
    for _ in range(FREE_ATTEMPTS_PER_ACCOUNT):
        fail(store, clock)
    assert unlock_account(store, NAME) == FREE_ATTEMPTS_PER_ACCOUNT
    assert sign_in(store, NAME, PASSWORD, client="a", now=clock)
    with pytest.raises(AccountUnknownError):
        unlock_account(store, "nadie")


def test_the_table_of_attempts_is_bounded(store, clock, monkeypatch):
    monkeypatch.setattr(attempt_counts, "MAX_STORED_COUNTS", 50)
    for number in range(40):
        fail(store, clock, name=f"cuenta-{number}", client=f"203.0.113.{number}")
    with store.cursor() as cursor:
        assert cursor.execute("select count(*) from attempt").fetchone()[0] <= 50


def test_one_machine_waits_whichever_account_it_tries(store, clock):
    for number in range(FREE_ATTEMPTS_PER_CLIENT):
        fail(store, clock, name=f"cuenta-{number}")
    assert wait(store, clock, name="coordinacion") == 2
    assert sign_in(store, "coordinacion", PASSWORD, client="elsewhere", now=clock)


def test_an_account_of_ones_own_gives_no_new_tries(store, clock):
    """Signing in between guesses clears the tries of one's own account only."""
    for number in range(FREE_ATTEMPTS_PER_CLIENT):
        fail(store, clock, name=f"cuenta-{number}")
        if number < FREE_ATTEMPTS_PER_CLIENT - 1:
            sign_in(store, NAME, PASSWORD, client="a", now=clock)
    assert wait(store, clock, name="coordinacion") == 2


def test_an_account_that_is_not_there_waits_just_the_same(store, clock):
    for _ in range(FREE_ATTEMPTS_PER_ACCOUNT):
        fail(store, clock, name="nadie")
    assert wait(store, clock, name="nadie") == 2


def statements(store, clock, monkeypatch, name):
    """Name the statements of tries in vain: those that are looked at, and one that waits."""
    asked = []
    run = Transaction._execute_query

    def noted(self, query, parameters):
        asked.append(query)
        return run(self, query, parameters)

    with monkeypatch.context() as patch:
        patch.setattr(Transaction, "_execute_query", noted)
        for _ in range(FREE_ATTEMPTS_PER_ACCOUNT):
            fail(store, clock, name=name, client=name)
        wait(store, clock, name=name, client=name)
    assert "access/attempts" in asked
    return asked


def test_a_known_and_an_unknown_account_ask_the_store_the_same(store, clock, monkeypatch):
    fail(store, clock, name="otra", client="otra")  # the first one makes the installation's secret
    known, unknown = (statements(store, clock, monkeypatch, name) for name in (NAME, "nadie"))
    assert known == unknown


@pytest.mark.parametrize("end", ["password", "removal", "time"])
def test_an_address_where_the_account_was_used_is_forgotten(store, clock, monkeypatch, end):
    monkeypatch.setattr(sign_in_attempts, "FREE_ATTEMPTS_FROM_NEW_ADDRESSES", 3)
    sign_in(store, NAME, PASSWORD, client="a", now=clock)
    if end == "password":
        change_password(store, NAME, password=PASSWORD)
    elif end == "removal":
        remove_account(store, NAME)
    else:
        clock.turn(days=181)
    for number in range(3):
        fail(store, clock, client=f"10.1.{number}.1")
    assert wait(store, clock) == 60


def test_success_forgets_the_tries_of_the_account(store, clock):
    for _ in range(2):
        for _ in range(FREE_ATTEMPTS_PER_ACCOUNT - 1):
            fail(store, clock)
        sign_in(store, NAME, PASSWORD, client="a", now=clock)


def test_a_quiet_day_forgets_the_tries(store, clock):
    for _ in range(FREE_ATTEMPTS_PER_ACCOUNT + 3):
        clock.turn(seconds=60)
        fail(store, clock)
    clock.turn(days=1, seconds=1)
    for _ in range(FREE_ATTEMPTS_PER_ACCOUNT):
        fail(store, clock)


def test_starting_again_gives_no_new_tries(store, clock, home):
    for _ in range(FREE_ATTEMPTS_PER_ACCOUNT):
        fail(store, clock)
    store.close()
    again = open_store(home)
    assert wait(again, clock) == 2
    clock.turn(seconds=2)
    assert sign_in(again, NAME, PASSWORD, client="a", now=clock)
    again.close()


def test_a_clock_set_back_neither_ends_a_wait_nor_prolongs_it_for_ever(store, clock):
    for _ in range(FREE_ATTEMPTS_PER_ACCOUNT):
        fail(store, clock)
    clock.turn(days=-400)
    assert wait(store, clock) == 2
    clock.turn(seconds=1)
    assert wait(store, clock) == 1
    clock.turn(seconds=1)
    assert sign_in(store, NAME, PASSWORD, client="a", now=clock)


def test_many_tries_at_once_do_not_slip_through_together(store, clock):
    def one(_):
        try:
            sign_in(store, NAME, "otra palabra larga", client="a", now=clock)
        except (SignInRefusedError, SignInWaitError) as error:
            return type(error)

    with ThreadPoolExecutor(8) as pool:
        ends = list(pool.map(one, range(24)))
    assert ends.count(SignInRefusedError) == FREE_ATTEMPTS_PER_ACCOUNT
    assert ends.count(SignInWaitError) == 24 - FREE_ATTEMPTS_PER_ACCOUNT


@given(st.integers(0, 10_000), st.integers(0, 30))
def test_more_tries_never_wait_less(failures, free):
    assert (
        0
        <= backoff_s(failures, free_attempts=free)
        <= backoff_s(failures + 1, free_attempts=free)
        <= MAX_BACKOFF_S
    )
    assert (backoff_s(failures, free_attempts=free) == 0) == (failures < free)


# --- what is kept ---------------------------------------------------------------------------------


def test_the_log_names_who_and_from_which_machine_by_a_pseudonym(store, clock, home):
    fail(store, clock, client="192.168.7.41")
    fail(store, clock, name="ana@correo.org", client="192.168.7.41")
    token = sign_in(store, NAME, PASSWORD, client="192.168.7.41", now=clock)
    sign_out(store, token, now=clock)
    lines = read_audit_lines(store, limit=4)[::-1]
    assert [(line.who, line.action) for line in lines] == [
        (NAME, "sign_in_failed"),
        ("unknown", "sign_in_failed"),
        (NAME, "sign_in"),
        (NAME, "sign_out"),
    ]
    (client,) = {line.details["client"] for line in lines[:3]}
    assert len(client) == 16
    store.close()
    contents = [file.read_bytes() for file in home.iterdir() if file.is_file()]
    for word in (b"192.168.7.41", b"ana@correo", b"otra palabra", token.encode()):
        assert not any(word in content for content in contents)


def test_a_password_kept_in_an_older_way_is_kept_anew(store, clock, monkeypatch):
    old = store.rows("access/account", name=NAME)[0]["password_hash"]
    monkeypatch.setattr(passwords, "HASHER", PasswordHasher(2, 128, 1))
    sign_in(store, NAME, PASSWORD, client="a", now=clock)
    new = store.rows("access/account", name=NAME)[0]["password_hash"]
    assert "m=64,t=1" in old
    assert "m=128,t=2" in new
    sign_in(store, NAME, PASSWORD, client="a", now=clock)
    assert store.rows("access/account", name=NAME)[0]["password_hash"] == new


def test_a_damaged_hash_lets_nobody_in(store, clock):
    store.transact(lambda w: w.execute("access/set_password", name=NAME, password_hash="damaged"))
    with pytest.raises(SignInRefusedError):
        sign_in(store, NAME, "damaged", client="a", now=clock)


# --- out ------------------------------------------------------------------------------------------


def test_signing_out_ends_this_session_and_no_other(store, clock):
    first, second = (sign_in(store, NAME, PASSWORD, client="a", now=clock) for _ in range(2))
    sign_out(store, first, now=clock)
    assert read_session(store, first, now=clock) is None
    assert read_session(store, second, now=clock) is not None


def test_signing_out_twice_or_with_nonsense_does_nothing(store, clock):
    token = sign_in(store, NAME, PASSWORD, client="a", now=clock)
    sign_out(store, token, now=clock)
    before = len(read_audit_lines(store))
    for other in (token, None, "", "nonsense", token + "x"):
        sign_out(store, other, now=clock)
    assert len(read_audit_lines(store)) == before


def test_signing_out_everywhere_ends_all_sessions_of_one_account(store, clock):
    mine = [sign_in(store, NAME, PASSWORD, client=f"m{n}", now=clock) for n in range(3)]
    other = sign_in(store, "coordinacion", PASSWORD, client="a", now=clock)
    assert sign_out_everywhere(store, NAME, now=clock) == 3
    assert [read_session(store, token, now=clock) for token in mine] == [None] * 3
    assert read_session(store, other, now=clock) is not None
    assert sign_out_everywhere(store, NAME, now=clock) == 0
    assert read_audit_lines(store, limit=2)[1].details == {"account": NAME, "visits": 3}
