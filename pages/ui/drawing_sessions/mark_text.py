"""Text that describes a mark without its location."""

from __future__ import annotations

from typing import Any

from pages.ui import state

LABEL_PREFIXES = {"risk_area": "category", "safe_zone": "kind", "service": "service_type"}


def describe_mark(mark: dict[str, Any]) -> str:
    """
    Describe a mark.

    Parameters
    ----------
    mark
        With `kind`, `number`, `category`; risk areas with `severity`, `holds`, others with `name`.
    """
    number, category_label = (
        mark["number"],
        state.label_for(LABEL_PREFIXES[mark["kind"]], mark["category"]),
    )
    if mark["kind"] == "risk_area":
        return state.gettext(
            "drawing_sessions.mark_risk",
            number=number,
            what=category_label,
            much=state.gettext(f"draw.severity.{int(mark['severity'])}").lower(),
            when=state.label_for("holds", mark["holds"]).lower(),
        )
    key = "drawing_sessions.mark_named" if mark["name"] else "drawing_sessions.mark_plain"
    return state.gettext(key, number=number, what=category_label, name=mark["name"])
