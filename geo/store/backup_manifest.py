"""The manifest inside a backup: its date, and the head of the audit log at that time."""

from __future__ import annotations

import json
import zipfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from geo.errors import BackupError
from geo.store.audit import AuditHead
from geo.store.data_folder import DATABASE_FILE_NAME

MANIFEST_FILE = "backup.json"
MAX_MANIFEST_BYTES = 10_000  # bytes


def format_manifest(head: AuditHead, *, protected: bool) -> str:
    """
    Format the manifest of a backup made now; it contains no data of the store.

    Parameters
    ----------
    protected
        Whether the store has a passphrase.
    """
    made_at = datetime.now(UTC).isoformat(timespec="seconds")
    audit = {"lines": head.lines, "hash": head.hash}
    return json.dumps({"made_at": made_at, "protected": protected, "audit": audit})


def is_backup(file: Path) -> bool:
    """Return whether a file is a backup of a store."""
    try:
        with zipfile.ZipFile(file) as archive:
            return DATABASE_FILE_NAME in archive.namelist()
    except (OSError, zipfile.BadZipFile):
        return False


def read_manifest_head(file: Path) -> AuditHead:
    """
    Read the head of the audit log from the manifest of a backup.

    Raises
    ------
    BackupError
        If the file is not a backup, or has no manifest.
    """
    try:
        head = _read_manifest(file)["audit"]
        return AuditHead(int(head["lines"]), str(head["hash"]))
    except (KeyError, ValueError, TypeError) as error:
        raise BackupError(file=file.name) from error


def read_manifest_protection(file: Path) -> bool:
    """Return whether the manifest says that the store had a passphrase; False if it is silent."""
    try:
        return _read_manifest(file).get("protected") is True
    except BackupError:  # earlier versions did not ask for a manifest
        return False


def _read_manifest(file: Path) -> dict[str, Any]:
    try:
        with zipfile.ZipFile(file) as archive, archive.open(MANIFEST_FILE) as manifest:
            content: object = json.loads(manifest.read(MAX_MANIFEST_BYTES))
    except (OSError, zipfile.BadZipFile, KeyError, ValueError, RecursionError) as error:
        raise BackupError(file=file.name) from error
    if not isinstance(content, dict):
        raise BackupError(file=file.name)
    return content
