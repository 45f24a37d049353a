"""Passphrases tried at the screen: for each machine and for all, in memory."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from geo.access import unlock_attempts
from geo.access.attempt_counts import MAX_BACKOFF_S
from geo.access.unlock_attempts import (
    FREE_UNLOCKS_IN_TOTAL,
    FREE_UNLOCKS_PER_CLIENT,
    MAX_TOTAL_BACKOFF_S,
    UnlockAttemptLimiter,
)
from geo.errors import SignInWaitError


@pytest.fixture
def tries(clock):
    return UnlockAttemptLimiter(clock)


def waits(tries, client="a"):
    """Insist that a machine has to wait, and give the seconds it is told."""
    with pytest.raises(SignInWaitError) as raised:
        tries.count_attempt(client)
    return raised.value.placeholders["seconds"]


def fail(tries, times, client="a"):
    for _ in range(times):
        tries.count_attempt(client)


def test_the_sixth_try_waits_and_each_wait_doubles(tries, clock):
    fail(tries, FREE_UNLOCKS_PER_CLIENT)
    told = []
    for _ in range(5):
        told.append(waits(tries))
        clock.turn(seconds=told[-1])
        fail(tries, 1)
    assert told == [2, 4, 8, 16, 32]


def test_one_machine_waits_a_quarter_of_an_hour_at_most(tries, clock):
    for _ in range(FREE_UNLOCKS_PER_CLIENT + 12):
        fail(tries, 1)
        clock.turn(seconds=MAX_BACKOFF_S)
    fail(tries, 1)
    assert waits(tries) == MAX_BACKOFF_S == 900


def test_requesting_too_early_neither_counts_nor_prolongs_the_wait(tries, clock):
    fail(tries, FREE_UNLOCKS_PER_CLIENT)
    assert [waits(tries) for _ in range(3)] == [2] * 3
    clock.turn(seconds=1.5)
    assert waits(tries) == 1
    clock.turn(seconds=0.5)
    fail(tries, 1)


def test_another_machine_does_not_wait_for_one(tries):
    fail(tries, FREE_UNLOCKS_PER_CLIENT)
    fail(tries, 1, client="b")
    assert waits(tries) == 2


def test_many_machines_wait_together_but_never_long(tries, clock):
    for number in range(FREE_UNLOCKS_IN_TOTAL):
        fail(tries, 1, client=f"m{number}")
    assert waits(tries, "new") == 2
    for number in range(20):
        clock.turn(seconds=MAX_TOTAL_BACKOFF_S)
        fail(tries, 1, client=f"n{number}")
    assert waits(tries, "new") == MAX_TOTAL_BACKOFF_S == 30


def test_a_day_of_guessing_from_everywhere_is_bounded(tries, clock):
    done = 0
    for number in range(86_400 // 10):
        clock.turn(seconds=10)
        try:
            tries.count_attempt(f"m{number}")
        except SignInWaitError:
            continue
        done += 1
    assert FREE_UNLOCKS_IN_TOTAL < done <= 86_400 / MAX_TOTAL_BACKOFF_S + FREE_UNLOCKS_IN_TOTAL
    assert len(tries._failures) == done + 1


def test_the_server_s_own_machine_does_not_wait_for_others(tries):
    for number in range(FREE_UNLOCKS_IN_TOTAL):
        fail(tries, 1, client=f"m{number}")
    assert waits(tries, "new") == waits(tries, "forwarded") == 2
    fail(tries, FREE_UNLOCKS_PER_CLIENT, client="127.0.0.1")
    assert waits(tries, "::1") == 2


def test_a_machine_that_knew_the_passphrase_does_not_wait_for_others(tries):
    fail(tries, 1, client="10.0.0.7")
    tries.clear_attempts("10.0.0.7")
    for number in range(FREE_UNLOCKS_IN_TOTAL):
        fail(tries, 1, client=f"m{number}")
    assert waits(tries, "10.0.0.8") == 2
    fail(tries, FREE_UNLOCKS_PER_CLIENT, client="10.0.0.7")


def test_addresses_of_one_network_of_a_home_are_one(tries):
    for number in range(FREE_UNLOCKS_PER_CLIENT):
        fail(tries, 1, client=f"2001:db8::{number:x}")
    assert waits(tries, "2001:db8::ffff:1") == 2


def test_what_is_remembered_is_bounded(tries, clock, monkeypatch):
    monkeypatch.setattr(unlock_attempts, "MAX_CLIENTS", 10)
    for number in range(40):
        clock.turn(seconds=MAX_TOTAL_BACKOFF_S)
        fail(tries, 1, client=f"m{number}")
        assert len(tries._failures) <= 12
    assert waits(tries, "new") == MAX_TOTAL_BACKOFF_S


def test_success_forgets_the_machine_and_its_own_try_among_all(tries):
    for _ in range(FREE_UNLOCKS_IN_TOTAL * 2):
        fail(tries, 1)
        tries.clear_attempts("a")
    fail(tries, FREE_UNLOCKS_PER_CLIENT)
    assert waits(tries) == 2


def test_a_success_elsewhere_gives_a_guesser_nothing(tries):
    fail(tries, FREE_UNLOCKS_PER_CLIENT)
    fail(tries, 1, client="b")
    tries.clear_attempts("b")
    assert waits(tries) == 2


def test_a_quiet_day_forgets_all(tries, clock):
    fail(tries, FREE_UNLOCKS_PER_CLIENT)
    clock.turn(days=1, seconds=1)
    fail(tries, FREE_UNLOCKS_PER_CLIENT)
    assert len(tries._failures) == 2


def test_many_tries_at_once_do_not_slip_through_together(tries):
    def one(_):
        try:
            tries.count_attempt("a")
        except SignInWaitError:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(one, range(40))) == FREE_UNLOCKS_PER_CLIENT
