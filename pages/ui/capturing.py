"""Drawing without a connection: the one file to take along, and what comes back from it."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from geo.capture.making import make_capture, write_capture
from geo.capture.report import returned_sentences
from geo.capture.returning import take_returned
from geo.privacy.view import View
from geo.workshop.drawings import Drawing
from pages.ui import files, groups, show, state, uploading
from pages.ui.faults import show_error
from pages.ui.visitor import NOBODY, still, visitor


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
        group = groups.chosen(view)
        show.text(state.say("capturing.about"))
        _take(view, group)
        if group is not None and group.closed_at is None:
            show.heading(state.say("capturing.bring"))
            _bring(group)


def _take(view: View, group: Drawing | None) -> None:
    slug, locale = view.community.slug, state.locale()
    code = group.code if group is not None and group.closed_at is None else ""

    def write(path: Path) -> None:
        write_capture(make_capture(state.store(), slug, locale=locale, code=code), path)

    name = "-".join(part for part in (slug, code) if part)
    files.hand_out(state.say("capturing.take"), f"{name}.html", write, stretch=True)


def _bring(group: Drawing) -> None:
    file = uploading.ask_file("capture", kinds=state.say("capturing.kinds"))
    label = state.say("capturing.bring_now", code=groups.name(group.code))
    if file is None or not st.button(label, key="bring_capture", type="primary", width="stretch"):
        return
    with show_error(), uploading.as_file(file) as path:
        told = take_returned(
            state.store(),
            group.community,
            path,
            code=group.code,
            who=visitor().account or NOBODY,
        )
        with st.container(key="returned"):
            for line in returned_sentences(told, state.locale()):
                show.text(line)
