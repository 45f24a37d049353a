"""Version history of a network's own pathway, and restoring a version."""

from __future__ import annotations

from datetime import UTC

import streamlit as st
from babel.dates import format_datetime

from geo.pathways.records import Situation
from geo.pathways.versions import PathwayVersion, list_versions, restore_version, revert_to_starter
from geo.privacy.view import View
from geo.store.actor import current_actor
from pages.ui import state
from pages.ui.access import audit_log
from pages.ui.pathways import saving
from pages.ui.widgets import display
from pages.ui.widgets.errors import show_error

MAX_VERSIONS_SHOWN = 12  # versions, the latest first


def show_history(view: View, situation: Situation) -> None:
    """Show the versions, with buttons to restore one or the starter."""
    slug = view.community.slug
    versions = state.with_store(list_versions, slug, situation)
    if not versions:
        return
    with st.expander(state.gettext("pathways.history"), key=f"past_{situation}"):
        display.show_caption(state.gettext("pathways.history_about"))
        for version in versions[:MAX_VERSIONS_SHOWN]:
            _show_version(view, situation, version, latest=version is versions[0])
        if versions[0].pathway is not None and st.button(
            state.gettext("pathways.to_starter"), icon=":material/undo:", key="to_starter"
        ):
            with show_error():
                state.with_store(revert_to_starter, slug, situation, saved_by=current_actor())
                saving.close_step_form()
                saving.rerun_with_message(state.gettext("pathways.is_starter"))


def _show_version(
    view: View, situation: Situation, version: PathwayVersion, *, latest: bool
) -> None:
    with st.container(key=f"version_{version.number}", horizontal=True):
        display.show_text(_format_version(version))
        if latest:
            display.show_caption(state.gettext("pathways.is_latest"))
        elif st.button(state.gettext("pathways.restore"), key=f"restore_{version.number}"):
            with show_error():
                state.with_store(
                    restore_version,
                    view.community.slug,
                    situation,
                    version.number,
                    saved_by=current_actor(),
                )
                saving.close_step_form()
                saving.rerun_with_message(state.gettext("pathways.restored", number=version.number))


def _format_version(version: PathwayVersion) -> str:
    """Format a version: when and by whom it was saved, and its number of steps."""
    saved_at = version.saved_at.replace(tzinfo=UTC).astimezone()
    when = str(format_datetime(saved_at, "short", locale=state.locale()))
    who = audit_log.format_actor(version.saved_by)
    if version.pathway is None:
        return state.gettext("pathways.version_starter", number=version.number, when=when, who=who)
    count = len(version.pathway.steps)
    return state.ngettext("pathways.version", count, number=version.number, when=when, who=who)
