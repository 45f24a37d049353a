"""Passwords: what a new one must be, how it is kept, and how one that is given is checked."""

from __future__ import annotations

import threading
import unicodedata
from functools import lru_cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from geo.errors import PasswordEasyError, PasswordShortError

# NIST SP 800-63B (revision 3, 5.1.1.2) asks for 8 signs where attempts are limited, as here.
SHORTEST = 10
LONGEST = 256  # signs that are read at all: a longer text only costs time
LEAST_DIFFERENT = 5  # signs; "aaaaaaaaaa" is long, and the first thing tried
AT_ONCE = 2  # each check takes 64 MiB: a crowd at the door must not fill the memory

# RFC 9106, section 4, second recommended choice: 64 MiB, three passes, four lanes.
HASHER = PasswordHasher(time_cost=3, memory_cost=65536, parallelism=4)

_room = threading.BoundedSemaphore(AT_ONCE)


def check_password(password: str, *, account: str) -> str:
    """
    Accept a new password.

    Raises
    ------
    PasswordShortError
        If it is shorter than `SHORTEST`.
    PasswordEasyError
        If it repeats few signs, or holds the account's name.
    """
    plain = _plain(password)
    if len(plain.strip()) < SHORTEST:
        raise PasswordShortError(least=SHORTEST)
    if len(set(plain)) < LEAST_DIFFERENT or account.casefold() in plain.casefold():
        raise PasswordEasyError
    return password


def hash_password(password: str) -> str:
    """Turn a password into what is kept of it: argon2id, with a salt of its own."""
    with _room:
        return HASHER.hash(_plain(password))


def fits(password: str, kept: str | None) -> bool:
    """
    Tell whether a password is the one kept.

    Parameters
    ----------
    kept
        What `hash_password` gave; None where there is no such account: that takes as long, so
        that nobody learns from the time which accounts there are.
    """
    stand_in = _nobody()  # made before it is wanted, so that the first want is not slower
    with _room:
        try:
            HASHER.verify(kept or stand_in, _plain(password))
        except (VerificationError, InvalidHashError):
            return False
    return kept is not None


def is_outdated(kept: str) -> bool:
    """Tell whether a password was kept with other parameters than today's."""
    return HASHER.check_needs_rehash(kept)


@lru_cache(maxsize=1)
def _nobody() -> str:
    return HASHER.hash("")


def _plain(password: str) -> str:
    """Write what looks the same the same way: phones differ in how they write an ñ."""
    return unicodedata.normalize("NFKC", password)[:LONGEST]
