"""The note inside a backup: when it was made, and how the audit log ended then."""

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
    """Write the note of a backup that is made now; it tells nothing of what the store holds."""
    made_at = datetime.now(UTC).isoformat(timespec="seconds")
    return json.dumps({"made_at": made_at, "audit": {"lines": head.lines, "hash": head.hash}})


def is_backup(file: Path) -> bool:
    """Tell whether a file is a backup of a store."""
    try:
        with zipfile.ZipFile(file) as box:
            return DATABASE_FILE_NAME in box.namelist()
    except (OSError, zipfile.BadZipFile):
        return False


def read_manifest_head(file: Path) -> AuditHead:
    """
    Read from a backup how the audit log ended when it was made.

    Raises
    ------
    BackupError
        If the file is no backup, or one without a note.
    """
    try:
        with zipfile.ZipFile(file) as box, box.open(MANIFEST_FILE) as note:
            told = json.loads(note.read(MAX_MANIFEST_BYTES))["audit"]
            return AuditHead(int(told["lines"]), str(told["hash"]))
    except (OSError, zipfile.BadZipFile, KeyError, ValueError, TypeError) as error:
        raise BackupError(file=file.name) from error
