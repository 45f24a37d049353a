"""Guessing join codes: how unlikely it is, and that it keeps no phone out."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from geo.errors import JoinFullError, JoinRefusedError, SignInWaitError
from geo.workshop import join_attempts, participation
from geo.workshop.drawing_sessions import find_joinable_session, open_drawing
from geo.workshop.join_codes import (
    CODE_COUNT,
    CODE_DIGITS,
    CODE_WORDS,
    generate_join_code,
    normalise_join_code,
)
from geo.workshop.participation import join_drawing, read_participation
from tests.workshop.conftest import GROUP, SLUG

LIFE_S = join_attempts.JOIN_DURATION.total_seconds()


@pytest.fixture
def clock():
    class Hands:
        at = datetime(2026, 5, 1, 9)

        def __call__(self):
            return self.at

    return Hands()


@pytest.fixture
def drawing(store, clock):
    return open_drawing(store, SLUG, GROUP, now=clock)


def guess(store, clock, client="203.0.113.1", code="ceiba-mango-00000"):
    with pytest.raises(JoinRefusedError):
        join_drawing(store, code, client=client, now=clock)


def test_all_guesses_that_are_allowed_meet_a_session_in_less_than_one_of_ten_thousand_cases():
    units = sum(
        burst + rate * LIFE_S
        for burst, rate in (
            (join_attempts.UNITS_OF_OTHERS, join_attempts.UNITS_OF_OTHERS_PER_S),
            (join_attempts.UNITS_OF_FAILED, join_attempts.UNITS_OF_FAILED_PER_S),
        )
    )
    assert len(set(CODE_WORDS)) * (len(set(CODE_WORDS)) - 1) * 10**CODE_DIGITS == CODE_COUNT
    assert units / CODE_COUNT < 1 / 10_000


def test_one_address_has_so_many_tries_and_then_one_a_minute(store, drawing, clock):
    for _ in range(join_attempts.FREE_JOIN_ATTEMPTS):
        guess(store, clock)
    with pytest.raises(SignInWaitError):
        join_drawing(store, drawing.join_code, client="203.0.113.1", now=clock)
    clock.at += timedelta(seconds=60)
    guess(store, clock)


def test_a_flood_keeps_no_phone_out(store, drawing, clock, monkeypatch):
    """Exhaust what failing addresses have in all; a phone with the right code gets in at once."""
    monkeypatch.setattr(join_attempts, "UNITS_OF_FAILED", 30)
    guess(store, clock, client="203.0.113.2")
    waited = 0
    for number in range(100):
        try:
            guess(
                store, clock, client=f"203.0.113.{2 + number % 9}", code=f"ceiba-roble-{number:05}"
            )
        except SignInWaitError:
            waited += 1
    assert waited
    token = join_drawing(store, drawing.join_code, client="198.51.100.7", now=clock)
    assert read_participation(store, token, now=clock).code == drawing.code


def test_the_digits_after_known_words_have_a_limit_of_their_own(store, drawing, clock, monkeypatch):
    monkeypatch.setattr(join_attempts, "FREE_ATTEMPTS_PER_WORDS", 20)
    words = drawing.join_code.rpartition("-")[0]
    for number in range(20):
        guess(store, clock, client=f"203.0.113.{number}", code=f"{words}-{number:05}")
    with pytest.raises(SignInWaitError):
        join_drawing(store, f"{words}-00099", client="203.0.113.99", now=clock)


def test_many_open_sessions_cost_a_guess_as_many_units(store, clock, monkeypatch):
    monkeypatch.setattr(join_attempts, "UNITS_OF_OTHERS", 12)
    for _ in range(4):
        open_drawing(store, SLUG, GROUP, now=clock)
    for number in range(3):
        guess(store, clock, client=f"203.0.113.{number}")
    with pytest.raises(SignInWaitError):
        join_drawing(store, "ceiba-roble-00001", client="203.0.113.50", now=clock)


def test_a_session_and_all_of_them_hold_so_many_phones(store, drawing, clock, monkeypatch):
    monkeypatch.setattr(participation, "MAX_PHONES_PER_SESSION", 2)
    for _ in range(2):
        join_drawing(store, drawing.join_code, client="198.51.100.7", now=clock)
    with pytest.raises(JoinFullError):
        join_drawing(store, drawing.join_code, client="198.51.100.7", now=clock)


@pytest.mark.parametrize(
    "change",
    [
        str.upper,
        lambda code: code.replace("-", " "),
        lambda code: code.replace("-", ""),
        lambda code: code.replace("-", " - "),
        lambda code: f"  {code}\n",
    ],
)
def test_a_code_is_read_however_it_is_typed(store, change):
    for _ in range(50):
        code = generate_join_code()
        assert normalise_join_code(change(code)) == code


def test_a_code_from_before_is_still_read():
    assert normalise_join_code("Ceiba 4827") == "ceiba-4827"


def test_a_code_expires_after_its_life(store, drawing, clock):
    clock.at += join_attempts.JOIN_DURATION + timedelta(seconds=1)
    assert find_joinable_session(store, drawing.join_code, now=clock) is None
