"""Corrections of a service candidate: type, name, phone, and whether its place is public."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from geo.imports.service_candidates import CandidateCorrections
from geo.layers.schema import MAX_ENTRY_LENGTH
from geo.model import SERVICE_TYPES
from pages.ui import state


def current_corrections(candidate: dict[str, Any]) -> CandidateCorrections:
    """Read the corrections from the widgets, which are in a popover below the card."""
    osm_id = candidate["osm_id"]
    return CandidateCorrections(
        type=st.session_state.get(f"type_{osm_id}"),
        name=st.session_state.get(f"name_{osm_id}") or None,
        phone=st.session_state.get(f"phone_{osm_id}") or None,
        confidential=False if st.session_state.get(f"public_{osm_id}") else None,
    )


def show_correction_form(candidate: dict[str, Any]) -> None:
    """Show the form that corrects type, name and phone, and says that a place is public."""
    osm_id = candidate["osm_id"]
    with st.popover(state.gettext("setup.correct"), icon=":material/edit:", width="stretch"):
        st.pills(
            state.gettext("setup.kind_of_service"),
            SERVICE_TYPES,
            default=candidate["type"],
            format_func=lambda code: state.label_for("service_type", code),
            key=f"type_{osm_id}",
        )
        for field in ("name", "phone"):
            st.text_input(
                state.gettext(f"setup.service_{field}"),
                cell_text(candidate[field]) or "",
                key=f"{field}_{osm_id}",
                max_chars=MAX_ENTRY_LENGTH,
            )
        st.checkbox(
            state.gettext("setup.place_is_public"),
            key=f"public_{osm_id}",
            help=state.gettext("setup.place_is_public_help"),
        )


def cell_text(value: Any) -> str | None:  # noqa: ANN401 (a cell: text, None or NaN)
    """Return a cell as text; None where it is missing or empty."""
    return None if pd.isna(value) or value == "" else str(value)
