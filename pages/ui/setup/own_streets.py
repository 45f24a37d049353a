"""How streets of other programs are read: tolerance, crossings, coordinate system, source."""

from __future__ import annotations

from pathlib import PurePath

import streamlit as st

from geo.street_files.street_choices import DEFAULT_SNAP_M, MAX_SNAP_M, StreetChoices
from pages.ui import state
from pages.ui.widgets import uploads
from pages.ui.widgets.joined_uploads import Upload

# Endings of files that are extracts, about which nothing has to be chosen.
EXTRACT_SUFFIXES = frozenset({".osm", ".pbf", ".bz2", ".gz", ".xz", ".zst", ".opl", ".o5m"})
LAYERED_SUFFIXES = frozenset({".gpkg", ".zip", ".topojson"})
COUNT_MESSAGES = (
    ("setup.rows_accounted", ("rows_read",)),
    ("setup.ends_joined", ("snapped_ends", "joined_ends")),
    ("setup.crossings_apart", ("separate_crossings",)),
    ("setup.crossings_joined", ("joined_crossings", "bridge_crossings")),
    ("setup.values_unread", ("unread_kinds", "unread_directions", "unread_access")),
    ("setup.edges_merged", ("merged_edges", "straightened_edges")),
)


def select_street_choices(file: Upload | None) -> tuple[StreetChoices, str | None]:
    """Ask how a file is read, where it may be of another program, and whose its streets are."""
    if file is None or PurePath(file.name).suffix.lower() in EXTRACT_SUFFIXES:
        return StreetChoices(), None
    suffix = PurePath(file.name).suffix.lower()
    table = uploads.select_table(file, "streets") if suffix in LAYERED_SUFFIXES else None
    with st.expander(state.gettext("setup.own_streets")):
        snap_m = st.number_input(
            state.gettext("setup.streets_snap"),
            min_value=0.0,
            max_value=MAX_SNAP_M,
            value=DEFAULT_SNAP_M,
            step=0.5,
            key="streets_snap",
        )
        joins_crossings = st.checkbox(state.gettext("setup.streets_crossings"), key="streets_cross")
        crs = st.text_input(state.gettext("setup.streets_crs"), key="streets_crs").strip()
        source = st.text_input(state.gettext("setup.streets_source"), key="streets_source").strip()
    choices = StreetChoices(
        snap_m=snap_m, joins_crossings=joins_crossings, crs=crs or None, table=table
    )
    return choices, source or None


def describe_counts(counts: dict[str, int]) -> list[str]:
    """Describe what was read, left out, joined and not understood of such a file."""
    return [
        state.gettext(key, **counts)
        for key, names in COUNT_MESSAGES
        if any(counts.get(name) for name in names)
    ]
