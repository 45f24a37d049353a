"""Drawing without a connection: the one file to take along, and what comes back from it."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from geo.capture.capture_file import make_capture, write_capture
from geo.capture.import_messages import returned_sentences
from geo.capture.submission_import import take_returned
from geo.privacy.view import View
from geo.workshop.drawing_sessions import Drawing
from pages.ui import state
from pages.ui.drawing_sessions import session_list
from pages.ui.visitor import NOBODY, still, visitor
from pages.ui.widgets import display, downloads, uploads
from pages.ui.widgets.errors import show_error


def offer(view: View) -> None:
    """Offer the file, and to bring back what was drawn in it."""
    if not visitor().may("act:capture"):
        return
    label = state.say("capturing.title")
    if st.button(label, icon=":material/cloud_off:", key="capturing"):
        st.dialog(label)(_open)(view)


def _open(view: View) -> None:
    with still() as here:
        if not here.may("act:capture"):  # not any more
            st.rerun()
        group = session_list.chosen(view)
        display.text(state.say("capturing.about"))
        _take(view, group)
        if group is not None and group.closed_at is None:
            display.heading(state.say("capturing.bring"))
            _bring(group)


def _take(view: View, group: Drawing | None) -> None:
    slug, locale = view.community.slug, state.locale()
    code = group.code if group is not None and group.closed_at is None else ""

    def write(path: Path) -> None:
        write_capture(make_capture(state.store(), slug, locale=locale, code=code), path)

    name = "-".join(part for part in (slug, code) if part)
    downloads.hand_out(state.say("capturing.take"), f"{name}.html", write, stretch=True)


def _bring(group: Drawing) -> None:
    file = uploads.ask_file("capture", kinds=state.say("capturing.kinds"))
    label = state.say("capturing.bring_now", code=session_list.name(group.code))
    if file is None or not st.button(label, key="bring_capture", type="primary", width="stretch"):
        return
    with show_error(), uploads.as_file(file) as path:
        told = take_returned(
            state.store(),
            group.community,
            path,
            code=group.code,
            who=visitor().account or NOBODY,
        )
        with st.container(key="returned"):
            for line in returned_sentences(told, state.locale()):
                display.text(line)
