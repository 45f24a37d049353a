"""One area out of a file of many: found by its name or its code."""

from __future__ import annotations

import streamlit as st
from shapely.geometry.base import BaseGeometry

from geo.imports.area_search import NamedAreas, find_named_areas, list_named_areas
from geo.imports.boundary_file import read_boundary
from pages.ui import state
from pages.ui.widgets import display, uploads
from server.streamlit_internals import UploadedFile


def select_area(file: UploadedFile) -> BaseGeometry | None:
    """
    Read the area that is meant.

    Returns
    -------
    ground
        None until somebody has said which one.
    """
    table = uploads.select_table(file, "boundary")
    named = state.cache_in_session(
        "areas", (file.file_id, table), lambda: _read_named_areas(file, table)
    )
    chosen = _select_named_area(named) if named else None
    if named and chosen is None:
        return None
    where = None if chosen is None else (chosen.column, chosen.value)
    return state.cache_in_session(
        "area", (file.file_id, table, where), lambda: _read_area(file, table, where)
    )


def _read_named_areas(file: UploadedFile, table: str | None) -> list[NamedAreas]:
    with uploads.temporary_file(file) as path:
        return list_named_areas(path, table=table)


def _read_area(
    file: UploadedFile, table: str | None, where: tuple[str, str] | None
) -> BaseGeometry:
    with uploads.temporary_file(file) as path:
        return read_boundary(path, where=where, table=table)


def _select_named_area(areas: list[NamedAreas]) -> NamedAreas | None:
    words = st.text_input(state.gettext("setup.which_area"), key="area_words")
    found = find_named_areas(areas, words)
    if words.strip() and not found:
        display.show_text(state.gettext("setup.no_area", words=words))
    if not found:
        return None
    return st.radio(
        state.gettext("setup.areas_found"),
        found,
        format_func=lambda one: state.ngettext(
            "setup.area", one.area_count, value=one.value, column=one.column
        ),
        key=f"area_{words}",
        label_visibility="collapsed",
    )
