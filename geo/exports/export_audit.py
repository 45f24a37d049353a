"""Audit entries of exported files: audience, content, number of rows and suppressed values."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from geo.privacy.view import View
from geo.store.atomic_file import MemoryFile
from geo.store.audit_vocabulary import AuditDetail


def audit_export(
    view: View,
    content: str,
    *,
    path: Path | MemoryFile,
    rows: int,
    suppressed: Mapping[str, int] | None = None,
) -> None:
    """
    Record the export of a file in the audit log.

    Parameters
    ----------
    content
        A code: a layer, `ways`, `coverage`, `edges`.
    path
        Only its ending is recorded, as the name may hold personal data.
    suppressed
        Number of suppressed values by kind; None for none.
    """
    details: dict[str, AuditDetail] = {
        "community": view.community.slug,
        "audience": view.audience,
        "what": content,
        "format": path.suffix.lower().lstrip("."),
        "rows": rows,
        "suppressed": dict(suppressed or {}),
    }
    view.record_audit("export", details)
