"""Passwords: what a new one must be, how it is kept, and how one that is given is checked."""

from __future__ import annotations

import threading
import unicodedata
from functools import lru_cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from geo.errors import PasswordGuessableError, PasswordTooShortError

# NIST SP 800-63B (revision 3, 5.1.1.2) asks for 8 signs where attempts are limited, as here.
MIN_PASSWORD_LENGTH = 10
MAX_PASSWORD_LENGTH = 256  # signs that are read at all: a longer text only costs time
MIN_DISTINCT_CHARACTERS = 5  # signs; "aaaaaaaaaa" is long, and the first thing tried
MAX_CONCURRENT_HASHES = 2  # each check takes 64 MiB: a crowd at the door must not fill the memory

# RFC 9106, section 4, second recommended choice: 64 MiB, three passes, four lanes.
HASHER = PasswordHasher(time_cost=3, memory_cost=65536, parallelism=4)

_hash_semaphore = threading.BoundedSemaphore(MAX_CONCURRENT_HASHES)


def check_password(password: str, *, account: str) -> str:
    """
    Accept a new password.

    Raises
    ------
    PasswordTooShortError
        If it is shorter than `MIN_PASSWORD_LENGTH`.
    PasswordGuessableError
        If it repeats few signs, or holds the account's name.
    """
    plain = _normalise_password(password)
    if len(plain.strip()) < MIN_PASSWORD_LENGTH:
        raise PasswordTooShortError(least=MIN_PASSWORD_LENGTH)
    if len(set(plain)) < MIN_DISTINCT_CHARACTERS or account.casefold() in plain.casefold():
        raise PasswordGuessableError
    return password


def hash_password(password: str) -> str:
    """Turn a password into what is kept of it: argon2id, with a salt of its own."""
    with _hash_semaphore:
        return HASHER.hash(_normalise_password(password))


def verify_password(password: str, password_hash: str | None) -> bool:
    """
    Tell whether a password is the one kept.

    Parameters
    ----------
    password_hash
        What `hash_password` gave; None where there is no such account: that takes as long, so
        that nobody learns from the time which accounts there are.
    """
    stand_in = _dummy_hash()  # made before it is wanted, so that the first want is not slower
    with _hash_semaphore:
        try:
            HASHER.verify(password_hash or stand_in, _normalise_password(password))
        except (VerificationError, InvalidHashError):
            return False
    return password_hash is not None


def needs_rehash(password_hash: str) -> bool:
    """Tell whether a password was kept with other parameters than today's."""
    return HASHER.check_needs_rehash(password_hash)


@lru_cache(maxsize=1)
def _dummy_hash() -> str:
    return HASHER.hash("")


def _normalise_password(password: str) -> str:
    """Write what looks the same the same way: phones differ in how they write an ñ."""
    return unicodedata.normalize("NFKC", password)[:MAX_PASSWORD_LENGTH]
