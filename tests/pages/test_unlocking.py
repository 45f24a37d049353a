"""A file under lock and key: its passphrase, tries in vain, and one derivation at a time."""

from __future__ import annotations

import os
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from geo.access.attempt_counts import FIRST_BACKOFF_S
from geo.access.unlock_attempts import FREE_UNLOCKS_PER_CLIENT, UnlockAttemptLimiter
from geo.language import gettext
from geo.store import open_store, passphrase
from geo.store.passphrase import derive_key
from pages.ui.shell import unlocking
from tests.access.conftest import Hands
from tests.pages import protected
from tests.pages.conftest import ScreenSession
from tests.pages.protected import PASSPHRASE

WRONG = "otra frase cualquiera"


@pytest.fixture
def clock(monkeypatch):
    hands = Hands()
    monkeypatch.setattr(unlocking, "_attempts", UnlockAttemptLimiter(hands))
    monkeypatch.setattr(unlocking, "_client_address", lambda: "10.0.0.7")
    return hands


@pytest.fixture
def locked(empty, monkeypatch, clock):
    """Close a protected file; `empty` closes it again, whoever opened it."""
    protected.at_low_cost(monkeypatch)
    protected.protect(empty, ["coordinator"])
    empty.close()
    yield empty.folder
    open_store(passphrase=PASSPHRASE).close()


def say(session, phrase):
    session.at.text_input(key="passphrase").set_value(phrase)
    return session.press("open")


def test_it_says_when_the_passphrase_is_wrong_and_opens_with_the_right_one(locked):
    session = ScreenSession()
    assert session.title == gettext("unlock.title")
    assert gettext("error.passphrase_wrong")[:24] in say(session, WRONG).fault
    assert session.title == gettext("unlock.title")
    assert say(session, PASSPHRASE).title == gettext("access.title.out")
    assert "AMPARO_PASSPHRASE" not in os.environ


def test_after_a_few_tries_even_the_right_one_waits_and_is_not_looked_at(
    locked, clock, monkeypatch
):
    session = ScreenSession()
    for _ in range(FREE_UNLOCKS_PER_CLIENT):
        say(session, WRONG)
    with monkeypatch.context() as patch:
        patch.setattr(unlocking, "open_store", _refuse_to_look(unlocking.open_store))
        assert gettext("error.sign_in_wait", seconds=2) in say(session, PASSPHRASE).fault
    assert session.title == gettext("unlock.title")
    assert gettext("error.sign_in_wait", seconds=2) in say(ScreenSession(), PASSPHRASE).fault
    clock.turn(seconds=FIRST_BACKOFF_S)
    assert say(session, PASSPHRASE).title == gettext("access.title.out")


def _refuse_to_look(opening):
    def look(*, passphrase=None):
        assert passphrase is None, "a passphrase was looked at"
        return opening()

    return look


def test_no_two_keys_are_derived_at_the_same_time(tmp_path, monkeypatch):
    inside, most, guard = 0, 0, threading.Lock()

    def slow(*_, **__):
        nonlocal inside, most
        with guard:
            inside += 1
            most = max(most, inside)
        time.sleep(0.02)
        with guard:
            inside -= 1
        return b"k" * 32

    derive_key(PASSPHRASE, tmp_path)  # makes the salt
    monkeypatch.setattr(passphrase, "hash_secret_raw", slow)
    with ThreadPoolExecutor(6) as pool:
        keys = set(pool.map(lambda _: derive_key(PASSPHRASE, tmp_path), range(12)))
    assert keys == {(b"k" * 32).hex()}
    assert most == 1
