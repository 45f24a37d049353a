"""Whether a backup should have had a passphrase: by what the installation knows, and by itself."""

from __future__ import annotations

from pathlib import Path

from geo.store.backup_manifest import read_manifest_protection
from geo.store.data_folder import DATABASE_FILE_NAME
from geo.store.opening import open_store
from geo.store.passphrase import SALT_FILE


def expects_passphrase(home: Path, backup_file: Path, *, passphrase: str | None) -> bool:
    """
    Return whether a backup without a passphrase is not what was to be expected.

    Whoever can change a backup can change its manifest too. So the installation is asked first:
    a passphrase is at hand; a salt of this store, or of one that a restoration replaced, is
    there; or the audit log says that there was a passphrase.

    Parameters
    ----------
    home
        The installation's folder; it may hold no store yet.
    passphrase
        At hand for the restoration; None if there is none.
    """
    if passphrase is not None or any(home.glob(SALT_FILE)) or any(home.glob(f"*/{SALT_FILE}")):
        return True
    if (home / DATABASE_FILE_NAME).exists():
        (row,) = open_store(home).rows("audit/passphrase_lines")
        if row["lines"]:
            return True
    return read_manifest_protection(backup_file)
