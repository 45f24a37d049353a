"""Installations that are protected, at a price that tests can pay."""

from __future__ import annotations

from argon2 import PasswordHasher

from geo.access import passwords
from geo.access.accounts import add_account
from geo.access.roles import ROLES
from geo.access.sign_in import sign_in
from geo.store import passphrase
from pages.ui import visitor

PASSWORD = "lluvia tambor limón"
PASSPHRASE = "cuatro palabras juntas aquí"
NAMES = {
    "coordinator": "coordinacion",
    "planner": "planificadora",
    "trainer": "facilitadora",
    "member": "integrante",
}
CHEAP = {"time_cost": 1, "memory_cost": 8, "parallelism": 1}


def at_low_cost(monkeypatch):
    """Derive keys and check passwords quickly: what they cost is held elsewhere."""
    monkeypatch.setattr(passphrase, "ARGON2_COST", CHEAP)
    monkeypatch.setattr(passwords, "HASHER", PasswordHasher(1, 64, 1))
    passwords._dummy_hash.cache_clear()


def protect(store, roles=ROLES):
    """Give a store a passphrase, and an account of each role."""
    store.protect(PASSPHRASE)
    give_accounts(store, roles)


def give_accounts(store, roles=ROLES):
    for role in roles:
        add_account(store, NAMES[role], role=role, password=PASSWORD)


def enter(store, role):
    """Sign in as a role; give the token."""
    return sign_in(store, NAMES[role], PASSWORD, client="127.0.0.1")


def send(monkeypatch, token):
    """Let the browser of this test send the cookie of a visit; None sends none."""
    monkeypatch.setattr(visitor, "_token", lambda: token)
