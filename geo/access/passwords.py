"""Passwords: policy for new ones, hashing by argon2id, and verification."""

from __future__ import annotations

import threading
import unicodedata
from functools import lru_cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from geo.errors import PasswordGuessableError, PasswordTooShortError

# NIST SP 800-63B (revision 3, 5.1.1.2) requires 8 characters where attempts are limited, as here.
MIN_PASSWORD_LENGTH = 10
MAX_PASSWORD_LENGTH = 256  # characters; the rest is ignored, since hashing it only costs time
MIN_DISTINCT_CHARACTERS = 5  # "aaaaaaaaaa" is long, but guessed first
MAX_CONCURRENT_HASHES = 2  # each hash takes 64 MiB: concurrent ones could exhaust the memory

# RFC 9106, section 4, second recommended choice: 64 MiB, three passes, four lanes.
HASHER = PasswordHasher(time_cost=3, memory_cost=65536, parallelism=4)

_hash_semaphore = threading.BoundedSemaphore(MAX_CONCURRENT_HASHES)


def check_password(password: str, *, account: str) -> str:
    """
    Validate a new password.

    Raises
    ------
    PasswordTooShortError
        If it is shorter than `MIN_PASSWORD_LENGTH`.
    PasswordGuessableError
        If it has few distinct characters, or contains the account's name.
    """
    normalised = _normalise_password(password)
    if len(normalised.strip()) < MIN_PASSWORD_LENGTH:
        raise PasswordTooShortError(least=MIN_PASSWORD_LENGTH)
    if (
        len(set(normalised)) < MIN_DISTINCT_CHARACTERS
        or account.casefold() in normalised.casefold()
    ):
        raise PasswordGuessableError
    return password


def hash_password(password: str) -> str:
    """Hash a password by argon2id, with a random salt."""
    with _hash_semaphore:
        return HASHER.hash(_normalise_password(password))


def verify_password(password: str, password_hash: str | None) -> bool:
    """
    Verify a password against its hash.

    Parameters
    ----------
    password_hash
        Result of `hash_password`; None if there is no such account. That takes as long, so that
        response times do not reveal which accounts exist.
    """
    dummy_hash = (
        _dummy_hash()
    )  # computed in any case, so that the first unknown account is not slower
    with _hash_semaphore:
        try:
            HASHER.verify(password_hash or dummy_hash, _normalise_password(password))
        except (VerificationError, InvalidHashError):
            return False
    return password_hash is not None


def needs_rehash(password_hash: str) -> bool:
    """Return whether a password was hashed with other parameters than the current ones."""
    return HASHER.check_needs_rehash(password_hash)


@lru_cache(maxsize=1)
def _dummy_hash() -> str:
    return HASHER.hash("")


def _normalise_password(password: str) -> str:
    """Normalise Unicode: phones differ in how they encode an ñ."""
    return unicodedata.normalize("NFKC", password)[:MAX_PASSWORD_LENGTH]
