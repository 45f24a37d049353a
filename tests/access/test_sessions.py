"""A visit ends when it is ended, when nobody is there, and in any case after half a day."""

from datetime import timedelta

import pytest

from geo.access.monotonic_clock import MonotonicClock
from geo.access.sessions import IDLE_TIMEOUT, MAX_SESSION_AGE, read_session
from geo.access.sign_in import sign_in
from geo.store import open_store
from geo.store.backup import restore_backup, write_backup
from tests.access.conftest import PASSWORD

NAME = "planificadora-1"


@pytest.fixture
def token(store, clock):
    return sign_in(store, NAME, PASSWORD, client="a", now=clock)


def seen_at(store):
    with store.cursor() as cursor:
        return cursor.execute("select seen_at from visit").fetchone()[0]


def test_the_times_are_those_that_were_promised():
    assert (timedelta(minutes=30), timedelta(hours=12)) == (IDLE_TIMEOUT, MAX_SESSION_AGE)


def test_a_session_ends_after_half_an_hour_without_anybody(store, clock, token):
    clock.turn(minutes=29, seconds=59)
    assert read_session(store, token, now=clock).account == NAME
    clock.turn(minutes=30)
    assert read_session(store, token, now=clock) is None


def test_what_is_over_does_not_come_back(store, clock, token):
    clock.turn(minutes=30)
    assert read_session(store, token, now=clock) is None
    clock.turn(minutes=-20)
    assert read_session(store, token, now=clock) is None


def test_a_session_ends_after_half_a_day_in_any_case(store, clock, token):
    for _ in range(35):
        clock.turn(minutes=20)
        assert read_session(store, token, now=clock) is not None
    clock.turn(minutes=19, seconds=59)
    visit = read_session(store, token, now=clock)
    assert visit.expires_at == clock() + timedelta(seconds=1)
    clock.turn(seconds=1)
    assert read_session(store, token, now=clock) is None


def test_being_here_is_written_once_a_minute(store, clock, token):
    began = clock()
    clock.turn(seconds=59)
    read_session(store, token, now=clock)
    assert seen_at(store) == began
    clock.turn(seconds=1)
    read_session(store, token, now=clock)
    assert seen_at(store) == clock()


def test_a_session_from_the_future_is_none(store, clock, token):
    clock.turn(minutes=-1)
    assert read_session(store, token, now=clock) is None


@pytest.mark.parametrize("sent", [None, "", "x", "a.b.c", "ñ", "." * 5000, "bnVsbA.aaaaaa.bbbb"])
def test_nonsense_lets_nobody_in(store, clock, token, sent):
    assert read_session(store, sent, now=clock) is None


def test_every_byte_of_the_token_counts(store, clock, token):
    for place in range(len(token) - 1):  # the last letter holds bits that say nothing
        other = "A" if token[place] != "A" else "B"
        changed = token[:place] + other + token[place + 1 :]
        assert read_session(store, changed, now=clock) is None
    assert read_session(store, token, now=clock) is not None


def test_the_token_of_another_installation_lets_nobody_in(store, clock, token, tmp_path):
    other = open_store(tmp_path / "other")
    assert read_session(other, token, now=clock) is None
    other.close()


def test_a_session_goes_on_after_the_program_was_started_again(store, clock, token, home):
    store.close()
    again = open_store(home)
    assert read_session(again, token, now=clock).account == NAME
    again.close()


def test_the_store_does_not_hold_what_lets_in(store, clock, token):
    number = token.partition(".")[0]
    with store.cursor() as cursor:
        (kept,) = cursor.execute("select id_hash from visit").fetchone()
    assert len(kept) == 64
    assert kept not in token
    assert number not in kept


def test_a_restored_backup_lets_nobody_stay(store, clock, token, home, tmp_path):
    file = write_backup(store, tmp_path / "copy.zip")
    restore_backup(file, home)
    again = open_store(home)
    assert read_session(again, token, now=clock) is None
    again.close()


def test_sessions_long_over_are_dropped(store, clock, token):
    clock.turn(hours=13)
    sign_in(store, NAME, PASSWORD, client="a", now=clock)
    with store.cursor() as cursor:
        assert cursor.execute("select count(*) from visit").fetchone() == (1,)


# --- the clock -----------------------------------------------------------------------------------


def test_the_clock_goes_on_when_the_machine_s_is_set_back(clock):
    seconds = [100.0]
    steady = MonotonicClock(clock, lambda: seconds[0])
    began = clock()
    clock.turn(hours=-5)
    seconds[0] += 60
    assert steady() == began + timedelta(seconds=60)


def test_the_clock_follows_the_machine_s_when_it_is_ahead(clock):
    steady = MonotonicClock(clock, lambda: 100.0)
    clock.turn(hours=8)  # the lid was closed over night
    assert steady() == clock()
