"""The manifest inside a backup: its date, and the head of the audit log at that time."""

from __future__ import annotations

import json
import zipfile
from datetime import UTC, datetime
from pathlib import Path

from geo.errors import BackupError
from geo.store.audit import AuditHead
from geo.store.data_folder import DATABASE_FILE_NAME

MANIFEST_FILE = "backup.json"
MAX_MANIFEST_BYTES = 10_000  # bytes


def format_manifest(head: AuditHead) -> str:
    """Format the manifest of a backup made now; it contains no data of the store."""
    made_at = datetime.now(UTC).isoformat(timespec="seconds")
    return json.dumps({"made_at": made_at, "audit": {"lines": head.lines, "hash": head.hash}})


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
        with zipfile.ZipFile(file) as archive, archive.open(MANIFEST_FILE) as manifest:
            head = json.loads(manifest.read(MAX_MANIFEST_BYTES))["audit"]
            return AuditHead(int(head["lines"]), str(head["hash"]))
    except (OSError, zipfile.BadZipFile, KeyError, ValueError, TypeError) as error:
        raise BackupError(file=file.name) from error
