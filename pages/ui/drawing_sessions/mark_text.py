"""What a mark is, in words; never where."""

from __future__ import annotations

from typing import Any

from pages.ui import state

WORDS_OF = {"risk_area": "category", "safe_zone": "kind", "service": "service_type"}


def told(mark: dict[str, Any]) -> str:
    """
    Say what a mark is.

    Parameters
    ----------
    mark
        Its `kind`, `number`, `category`; of a risk area `severity` and `holds`, of others `name`.
    """
    number, what = mark["number"], state.word(WORDS_OF[mark["kind"]], mark["category"])
    if mark["kind"] == "risk_area":
        return state.say(
            "session.mark_risk",
            number=number,
            what=what,
            much=state.say(f"draw.severity.{int(mark['severity'])}").lower(),
            when=state.word("holds", mark["holds"]).lower(),
        )
    key = "session.mark_named" if mark["name"] else "session.mark_plain"
    return state.say(key, number=number, what=what, name=mark["name"])
