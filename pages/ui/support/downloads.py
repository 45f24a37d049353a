"""Downloads of a support plan: sheet, pocket card, picture, GPX and GeoJSON; and a poster."""

from __future__ import annotations

from functools import partial

import streamlit as st

from geo.model import SheetKind
from geo.privacy.view import View
from geo.sheets.nearest_services import list_public_places
from geo.sheets.writing import write_poster, write_support_plan
from geo.store.atomic_file import MemoryFile
from geo.support.records import SupportPlan
from pages.ui import state
from pages.ui.visitor import current_visitor, ensure_visitor
from pages.ui.widgets import display, downloads, name_search

# Key of the label, kind of sheet, file extension.
PRINT_FORMATS: tuple[tuple[str, SheetKind, str], ...] = (
    ("sheet", "sheet", ".pdf"),
    ("card", "card", ".pdf"),
    ("picture", "message", ".png"),
)
MAP_EXTENSIONS = (".gpx", ".geojson")


def show_export_button(view: View, plan: SupportPlan) -> None:
    """Show the button of the download dialog; files are written only on request."""
    if not current_visitor().has_permission("act:download"):
        return
    label = state.gettext("taking.title")
    if st.button(label, type="primary", icon=":material/print:", key="take_along"):
        st.dialog(label)(_show_export_dialog)(view, plan)


def _show_export_dialog(view: View, plan: SupportPlan) -> None:
    with ensure_visitor() as visitor:
        if not visitor.has_permission("act:download"):  # the right was removed
            st.rerun()
        display.show_text(state.gettext("taking.about"))
        for label_key, kind, extension in PRINT_FORMATS:
            _show_file_button(view, plan, label_key, kind, extension)
        display.show_caption(state.gettext("taking.card_about"))
        display.show_heading(state.gettext("taking.for_maps"))
        for extension in MAP_EXTENSIONS:
            _show_file_button(view, plan, extension.removeprefix("."), "sheet", extension)


def show_poster_button(view: View) -> None:
    """Show the button of the poster dialog: nearest service of each type from a public place."""
    if not current_visitor().has_permission("act:download"):
        return
    label = state.gettext("taking.poster")
    if st.button(label, icon=":material/imagesmode:", key="poster"):
        st.dialog(label)(_show_poster_dialog)(view)


def _show_poster_dialog(view: View) -> None:
    with ensure_visitor() as visitor:
        if not visitor.has_permission("act:download"):
            st.rerun()
        display.show_text(state.gettext("taking.poster_about"))
        places = list_public_places(view)
        place = name_search.search_name(
            state.gettext("taking.poster_where"),
            list(places),
            placeholder=state.gettext("taking.poster_choose"),
            key="poster_where",
        )
        if place:
            name = f"{view.community.slug}-poster.pdf"
            write = partial(_write_poster, view, place, state.locale())
            downloads.show_download_button(
                state.gettext("taking.poster_file"), name, write, full_width=True
            )


def _write_poster(view: View, location_name: str, locale: str, path: MemoryFile) -> None:
    write_poster(view, location_name, path, when=view.moment(), locale=locale)


def _show_file_button(
    view: View, plan: SupportPlan, label_key: str, kind: SheetKind, extension: str
) -> None:
    name = f"{view.community.slug}-{label_key}{extension}"  # discloses nothing but the community
    write = partial(_write_support_file, view, plan, kind, state.locale())
    downloads.show_download_button(
        state.gettext(f"taking.{label_key}"), name, write, full_width=True
    )


def _write_support_file(
    view: View, plan: SupportPlan, kind: SheetKind, locale: str, path: MemoryFile
) -> None:
    write_support_plan(view, plan, path, locale=locale, kind=kind)
