"""What people know better of a door than the file that named it."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from geo.imports.service_candidates import Known
from geo.model import SERVICE_TYPES
from pages.ui import state

LONGEST = 120


def known(door: dict[str, Any]) -> Known:
    """Read what people know better; the widgets stand below the card, in a drawer."""
    number = door["osm_id"]
    return Known(
        type=st.session_state.get(f"type_{number}"),
        name=st.session_state.get(f"name_{number}") or None,
        phone=st.session_state.get(f"phone_{number}") or None,
    )


def ask(door: dict[str, Any]) -> None:
    """Offer to say better what a door is, and what it is called."""
    number = door["osm_id"]
    with st.popover(state.say("place.correct"), icon=":material/edit:", width="stretch"):
        st.pills(
            state.say("place.kind_of_door"),
            SERVICE_TYPES,
            default=door["type"],
            format_func=lambda code: state.word("service_type", code),
            key=f"type_{number}",
        )
        for field in ("name", "phone"):
            st.text_input(
                state.say(f"place.door_{field}"),
                said(door[field]) or "",
                key=f"{field}_{number}",
                max_chars=LONGEST,
            )


def said(value: Any) -> str | None:  # noqa: ANN401 (a cell: text, None or NaN)
    """Read a cell; None where it says nothing."""
    return None if pd.isna(value) or value == "" else str(value)
