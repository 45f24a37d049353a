"""Select the boundary from a file of many areas, by name or code."""

from __future__ import annotations

import streamlit as st
from shapely.geometry.base import BaseGeometry

from geo.errors import BoundarySeveralError
from geo.imports.area_search import NamedAreas, find_named_areas
from geo.imports.file_parsing import parse_boundary, parse_named_areas
from pages.ui import state
from pages.ui.widgets import display, uploads
from pages.ui.widgets.joined_uploads import Upload


def select_area(file: Upload) -> BaseGeometry | None:
    """
    Read the selected area of a boundary file.

    Returns
    -------
    area
        None until one of several is selected, or all of several without names are taken.
    """
    table = uploads.select_table(file, "boundary")
    areas = state.cache_in_session(
        "areas", (file.file_id, table), lambda: _read_named_areas(file, table)
    )
    selected = _select_named_area(areas) if areas else None
    if areas and selected is None:
        return None
    where = None if selected is None else (selected.column, selected.value)
    try:
        return _read_cached_area(file, table, where, unites=selected is not None)
    except BoundarySeveralError as error:
        count = int(str(error.placeholders["count"]))
        if not st.checkbox(state.ngettext("setup.unite_areas", count), key="unite_areas"):
            return None
    return _read_cached_area(file, table, where, unites=True)


def _read_cached_area(
    file: Upload, table: str | None, where: tuple[str, str] | None, *, unites: bool
) -> BaseGeometry:
    return state.cache_in_session(
        "area",
        (file.file_id, table, where, unites),
        lambda: _read_area(file, table, where, unites=unites),
    )


def _read_named_areas(file: Upload, table: str | None) -> list[NamedAreas]:
    with uploads.wait_for_parsing() as on_place:
        return parse_named_areas(uploads.source_of(file), table=table, on_place=on_place)


def _read_area(
    file: Upload, table: str | None, where: tuple[str, str] | None, *, unites: bool
) -> BaseGeometry:
    with uploads.wait_for_parsing() as on_place:
        return parse_boundary(
            uploads.source_of(file), where=where, table=table, unites=unites, on_place=on_place
        )


def _select_named_area(areas: list[NamedAreas]) -> NamedAreas | None:
    search_text = st.text_input(state.gettext("setup.which_area"), key="area_words")
    matches = find_named_areas(areas, search_text)
    if search_text.strip() and not matches:
        display.show_text(state.gettext("setup.no_area", words=search_text))
    if not matches:
        return None
    return st.radio(
        state.gettext("setup.areas_found"),
        matches,
        format_func=lambda area: state.ngettext(
            "setup.area", area.area_count, value=area.value, column=area.column
        ),
        key=f"area_{search_text}",
        label_visibility="collapsed",
    )
