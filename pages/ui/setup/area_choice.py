"""One area out of a file of many: found by its name or its code."""

from __future__ import annotations

import streamlit as st
from shapely.geometry.base import BaseGeometry
from streamlit.runtime.uploaded_file_manager import UploadedFile

from geo.imports.area_search import NamedAreas, find_areas, named_areas
from geo.imports.boundary_file import read_boundary
from pages.ui import state
from pages.ui.widgets import display, uploads


def ask_ground(file: UploadedFile) -> BaseGeometry | None:
    """
    Read the area that is meant.

    Returns
    -------
    ground
        None until somebody has said which one.
    """
    table = uploads.ask_table(file, "boundary")
    named = state.remember("areas", (file.file_id, table), lambda: _named(file, table))
    chosen = _ask_area(named) if named else None
    if named and chosen is None:
        return None
    where = None if chosen is None else (chosen.column, chosen.value)
    return state.remember("area", (file.file_id, table, where), lambda: _area(file, table, where))


def _named(file: UploadedFile, table: str | None) -> list[NamedAreas]:
    with uploads.as_file(file) as path:
        return named_areas(path, table=table)


def _area(file: UploadedFile, table: str | None, where: tuple[str, str] | None) -> BaseGeometry:
    with uploads.as_file(file) as path:
        return read_boundary(path, where=where, table=table)


def _ask_area(named: list[NamedAreas]) -> NamedAreas | None:
    words = st.text_input(state.say("place.which_area"), key="area_words")
    found = find_areas(named, words)
    if words.strip() and not found:
        display.text(state.say("place.no_area", words=words))
    if not found:
        return None
    return st.radio(
        state.say("place.areas_found"),
        found,
        format_func=lambda one: state.say_plural(
            "place.area", one.areas, value=one.value, column=one.column
        ),
        key=f"area_{words}",
        label_visibility="collapsed",
    )
