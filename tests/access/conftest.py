"""A store with accounts, a clock one turns by hand, and passwords that cost little to check."""

from datetime import datetime, timedelta

import pytest
from argon2 import PasswordHasher

from geo.access import passwords
from geo.access.accounts import add_account
from geo.store import open_store

PASSWORD = "lluvia tambor limón"


class Hands:
    """A clock that stands until somebody moves it."""

    def __init__(self):
        self.at = datetime(2026, 5, 1, 9)

    def __call__(self):
        return self.at

    def turn(self, **by):
        self.at += timedelta(**by)


@pytest.fixture
def clock():
    return Hands()


FULL_PRICE = passwords.HASHER


@pytest.fixture
def full_price():
    """Give the hasher that passwords are really kept by."""
    return FULL_PRICE


@pytest.fixture(autouse=True)
def cheap(monkeypatch):
    """Check passwords quickly: what they cost is held by a test of its own."""
    monkeypatch.setattr(passwords, "HASHER", PasswordHasher(1, 64, 1))
    passwords._dummy_hash.cache_clear()
    yield
    passwords._dummy_hash.cache_clear()


@pytest.fixture
def store(home):
    store = open_store(home)
    add_account(store, "coordinacion", role="coordinator", password=PASSWORD)
    add_account(store, "planificadora-1", role="planner", password=PASSWORD)
    yield store
    store.close()
