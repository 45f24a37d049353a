"""Offline capture: download the one-file drawing page, import its submissions."""

from __future__ import annotations

import streamlit as st

from geo.access.visitor import ANONYMOUS
from geo.capture.capture_file import build_capture_file, write_capture_file
from geo.capture.import_messages import format_submission_result
from geo.capture.submission_import import import_submission
from geo.model import DrawingSession
from geo.privacy.view import View
from geo.store.atomic_file import MemoryFile
from pages.ui import state
from pages.ui.drawing_sessions import session_list
from pages.ui.visitor import current_visitor, ensure_visitor
from pages.ui.widgets import display, downloads, uploads
from pages.ui.widgets.errors import show_error


def show_capture_button(view: View) -> None:
    """Show the button of the capture dialog: download and import."""
    if not current_visitor().has_permission("act:capture"):
        return
    label = state.gettext("capturing.title")
    if st.button(label, icon=":material/cloud_off:", key="capturing"):
        st.dialog(label)(_show_capture_dialog)(view)


def _show_capture_dialog(view: View) -> None:
    with ensure_visitor() as visitor:
        if not visitor.has_permission("act:capture"):  # the right was removed
            st.rerun()
        drawing = session_list.selected_session(view)
        display.show_text(state.gettext("capturing.about"))
        _show_capture_download(view, drawing)
        if drawing is not None and drawing.closed_at is None:
            display.show_heading(state.gettext("capturing.bring"))
            _show_submission_upload(drawing)


def _show_capture_download(view: View, drawing: DrawingSession | None) -> None:
    slug, locale = view.community.slug, state.locale()
    code = drawing.code if drawing is not None and drawing.closed_at is None else ""

    def write(path: MemoryFile) -> None:
        write_capture_file(
            state.with_store(build_capture_file, slug, locale=locale, code=code), path
        )

    name = "-".join(part for part in (slug, code) if part)
    downloads.show_download_button(
        state.gettext("capturing.take"), f"{name}.html", write, full_width=True
    )


def _show_submission_upload(drawing: DrawingSession) -> None:
    file = uploads.show_uploader("capture", label=state.gettext("capturing.kinds"))
    label = state.gettext("capturing.bring_now", code=session_list.session_label(drawing.code))
    if file is None or not st.button(label, key="bring_capture", type="primary", width="stretch"):
        return
    with show_error():
        result = state.with_store(
            import_submission,
            drawing.community,
            uploads.source_of(file),
            code=drawing.code,
            who=current_visitor().account or ANONYMOUS,
        )
        with st.container(key="returned"):
            for line in format_submission_result(result, state.locale()):
                display.show_text(line)
