"""A line in the audit log for every file that leaves: for whom, what, and what was held back."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from geo.privacy.view import View
from geo.store.audit_vocabulary import Detail


def note_leaving(
    view: View, what: str, *, to: Path, rows: int, suppressed: Mapping[str, int] | None = None
) -> None:
    """
    Note that a file was written.

    Parameters
    ----------
    what
        A code: a layer, `ways`, `coverage`, `edges`.
    to
        Only its ending is noted: the name may say anything.
    suppressed
        How many of what were held back, by name; None: nothing.
    """
    details: dict[str, Detail] = {
        "community": view.community.slug,
        "audience": view.audience,
        "what": what,
        "format": to.suffix.lower().lstrip("."),
        "rows": rows,
        "suppressed": dict(suppressed or {}),
    }
    view.note("export", details)
