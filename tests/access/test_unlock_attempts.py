"""Passphrases tried at the screen: for each machine and for all, in memory."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from geo.access.sign_in_attempts import LONGEST_WAIT_S
from geo.access.unlock_attempts import FREE_OF_ALL, FREE_OF_CLIENT, LONGEST_OF_ALL_S, UnlockTries
from geo.errors import SignInWaitError


@pytest.fixture
def tries(clock):
    return UnlockTries(clock)


def waits(tries, client="a"):
    """Insist that a machine has to wait, and give the seconds it is told."""
    with pytest.raises(SignInWaitError) as raised:
        tries.begin(client)
    return raised.value.blanks["seconds"]


def fail(tries, times, client="a"):
    for _ in range(times):
        tries.begin(client)


def test_the_sixth_try_waits_and_each_wait_doubles(tries, clock):
    fail(tries, FREE_OF_CLIENT)
    told = []
    for _ in range(5):
        told.append(waits(tries))
        clock.turn(seconds=told[-1])
        fail(tries, 1)
    assert told == [2, 4, 8, 16, 32]


def test_one_machine_waits_a_quarter_of_an_hour_at_most(tries, clock):
    for _ in range(FREE_OF_CLIENT + 12):
        fail(tries, 1)
        clock.turn(seconds=LONGEST_WAIT_S)
    fail(tries, 1)
    assert waits(tries) == LONGEST_WAIT_S == 900


def test_asking_too_early_neither_counts_nor_prolongs_the_wait(tries, clock):
    fail(tries, FREE_OF_CLIENT)
    assert [waits(tries) for _ in range(3)] == [2] * 3
    clock.turn(seconds=1.5)
    assert waits(tries) == 1
    clock.turn(seconds=0.5)
    fail(tries, 1)


def test_another_machine_does_not_wait_for_one(tries):
    fail(tries, FREE_OF_CLIENT)
    fail(tries, 1, client="b")
    assert waits(tries) == 2


def test_many_machines_wait_together_but_never_long(tries, clock):
    for number in range(FREE_OF_ALL):
        fail(tries, 1, client=f"m{number}")
    assert waits(tries, "new") == 2
    for number in range(20):
        clock.turn(seconds=LONGEST_OF_ALL_S)
        fail(tries, 1, client=f"n{number}")
    assert waits(tries, "new") == LONGEST_OF_ALL_S == 30


def test_a_day_of_guessing_from_everywhere_is_bounded(tries, clock):
    done = 0
    for number in range(86_400 // 10):
        clock.turn(seconds=10)
        try:
            tries.begin(f"m{number}")
        except SignInWaitError:
            continue
        done += 1
    assert FREE_OF_ALL < done <= 86_400 / LONGEST_OF_ALL_S + FREE_OF_ALL
    assert len(tries._failed) == done + 1


def test_success_forgets_the_machine_and_its_own_try_among_all(tries):
    for _ in range(FREE_OF_ALL * 2):
        fail(tries, 1)
        tries.succeeded("a")
    fail(tries, FREE_OF_CLIENT)
    assert waits(tries) == 2


def test_a_success_elsewhere_gives_a_guesser_nothing(tries):
    fail(tries, FREE_OF_CLIENT)
    fail(tries, 1, client="b")
    tries.succeeded("b")
    assert waits(tries) == 2


def test_a_quiet_day_forgets_all(tries, clock):
    fail(tries, FREE_OF_CLIENT)
    clock.turn(days=1, seconds=1)
    fail(tries, FREE_OF_CLIENT)
    assert len(tries._failed) == 2


def test_many_tries_at_once_do_not_slip_through_together(tries):
    def one(_):
        try:
            tries.begin("a")
        except SignInWaitError:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(one, range(40))) == FREE_OF_CLIENT
