"""What a mark is, in words; never where."""

from __future__ import annotations

from typing import Any

from pages.ui import state

LABEL_PREFIXES = {"risk_area": "category", "safe_zone": "kind", "service": "service_type"}


def describe_mark(mark: dict[str, Any]) -> str:
    """
    Say what a mark is.

    Parameters
    ----------
    mark
        Its `kind`, `number`, `category`; of a risk area `severity` and `holds`, of others `name`.
    """
    number, what = mark["number"], state.label_for(LABEL_PREFIXES[mark["kind"]], mark["category"])
    if mark["kind"] == "risk_area":
        return state.gettext(
            "drawing_sessions.mark_risk",
            number=number,
            what=what,
            much=state.gettext(f"draw.severity.{int(mark['severity'])}").lower(),
            when=state.label_for("holds", mark["holds"]).lower(),
        )
    key = "drawing_sessions.mark_named" if mark["name"] else "drawing_sessions.mark_plain"
    return state.gettext(key, number=number, what=what, name=mark["name"])
