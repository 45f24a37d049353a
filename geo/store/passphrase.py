"""From a passphrase that people remember to the key of the file."""

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
MIN_PASSPHRASE_LENGTH = (
    12  # signs; NIST SP 800-63B asks for 8 where attempts are limited, here they are not
)
# RFC 9106, section 4, second recommended choice: 64 MiB, three passes, four lanes.
ARGON2_COST = {"time_cost": 3, "memory_cost": 65536, "parallelism": 4}
KEY_BYTES = 32
SALT_BYTES = 16

_derivation_lock = threading.Lock()  # one derivation takes 64 MiB: a crowd must not fill the memory


def resolve_passphrase(passphrase: str | None = None) -> str | None:
    """Take the passphrase somebody said, else the environment's `AMPARO_PASSPHRASE`."""
    return passphrase or os.environ.get(PASSPHRASE_VARIABLE) or None


def derive_key(passphrase: str, folder: Path) -> str:
    """
    Derive the key of an installation's file, by argon2id.

    Parameters
    ----------
    folder
        The installation's folder. Its salt is made here the first time: without it the
        passphrase opens nothing, so it goes into every backup.

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
    Accept a new passphrase.

    Raises
    ------
    PassphraseTooShortError
        If it is too short to keep a thief busy.
    """
    if len(passphrase.strip()) < MIN_PASSPHRASE_LENGTH:
        raise PassphraseTooShortError(least=MIN_PASSPHRASE_LENGTH)
    return passphrase


def _load_salt(file: Path) -> tuple[bytes, dict[str, int]]:
    if not file.exists():
        make_data_folder(file.parent)
        made = {"salt": secrets.token_hex(SALT_BYTES), **ARGON2_COST}
        part = file.with_suffix(".part")
        part.write_text(json.dumps(made), encoding="utf-8")
        restrict_to_owner(part).replace(file)
    try:
        read = json.loads(file.read_text(encoding="utf-8"))
        return bytes.fromhex(read["salt"]), {name: int(read[name]) for name in ARGON2_COST}
    except (ValueError, KeyError, TypeError) as error:
        raise StoreUnreadableError(file=file.name) from error
