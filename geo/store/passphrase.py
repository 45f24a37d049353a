"""Derivation of the database's encryption key from a passphrase, by argon2id."""

from __future__ import annotations

import json
import os
import secrets
import threading
from pathlib import Path

from argon2.low_level import Type, hash_secret_raw

from geo.errors import PassphraseTooShortError, StoreUnreadableError
from geo.store.data_folder import make_data_folder, restrict_to_owner

PASSPHRASE_VARIABLE = "AMPARO_PASSPHRASE"  # noqa: S105 (the name of a variable)
SALT_FILE = "amparo.salt"
# Characters; NIST SP 800-63B requires 8 where attempts are limited, here they are not.
MIN_PASSPHRASE_LENGTH = 12
# RFC 9106, section 4, second recommended choice: 64 MiB, three passes, four lanes.
ARGON2_COST = {"time_cost": 3, "memory_cost": 65536, "parallelism": 4}
# A salt file comes with a backup: a greater cost than these would fill memory or last for hours.
MAX_ARGON2_COST = {"time_cost": 30, "memory_cost": 1048576, "parallelism": 64}
KEY_BYTES = 32
SALT_BYTES = 16

# One derivation takes 64 MiB: concurrent ones could exhaust the memory.
_derivation_lock = threading.Lock()


def resolve_passphrase(passphrase: str | None = None) -> str | None:
    """Return the given passphrase, else the environment's `AMPARO_PASSPHRASE`."""
    return passphrase or os.environ.get(PASSPHRASE_VARIABLE) or None


def derive_key(passphrase: str, folder: Path) -> str:
    """
    Derive the encryption key of an installation's file by argon2id.

    Parameters
    ----------
    folder
        The installation's folder. Its salt is generated at the first call. The key cannot be
        derived without the salt, so every backup contains it.

    Returns
    -------
    key
        Hexadecimal.
    """
    salt, cost = _load_salt(folder / SALT_FILE)
    with _derivation_lock:
        raw = hash_secret_raw(
            passphrase.encode("utf-8"), salt, hash_len=KEY_BYTES, type=Type.ID, **cost
        )
    return raw.hex()


def check_passphrase(passphrase: str) -> str:
    """
    Validate a new passphrase.

    Raises
    ------
    PassphraseTooShortError
        If it has fewer than `MIN_PASSPHRASE_LENGTH` characters.
    """
    if len(passphrase.strip()) < MIN_PASSPHRASE_LENGTH:
        raise PassphraseTooShortError(least=MIN_PASSPHRASE_LENGTH)
    return passphrase


def _load_salt(file: Path) -> tuple[bytes, dict[str, int]]:
    if not file.exists():
        make_data_folder(file.parent)
        generated = {"salt": secrets.token_hex(SALT_BYTES), **ARGON2_COST}
        new_file = file.with_suffix(".part")
        new_file.write_text(json.dumps(generated), encoding="utf-8")
        restrict_to_owner(new_file).replace(file)
    try:
        stored = json.loads(file.read_text(encoding="utf-8"))
        cost = {name: int(stored[name]) for name in ARGON2_COST}
        salt = bytes.fromhex(stored["salt"])
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise StoreUnreadableError(file=file.name) from error
    if any(not 1 <= cost[name] <= most for name, most in MAX_ARGON2_COST.items()):
        raise StoreUnreadableError(file=file.name)
    return salt, cost
