"""A line in the audit log for every file that leaves: for whom, what, and what was held back."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from geo.privacy.view import View
from geo.store.audit_vocabulary import AuditDetail


def audit_export(
    view: View, content: str, *, path: Path, rows: int, suppressed: Mapping[str, int] | None = None
) -> None:
    """
    Note that a file was written.

    Parameters
    ----------
    content
        A code: a layer, `ways`, `coverage`, `edges`.
    path
        Only its ending is noted: the name may say anything.
    suppressed
        How many of what were held back, by name; None: nothing.
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
