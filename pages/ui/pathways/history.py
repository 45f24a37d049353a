"""The past of a network's own pathway: who saved which version, and going back to one."""

from __future__ import annotations

from datetime import UTC

import streamlit as st
from babel.dates import format_datetime

from geo.pathways.records import Situation
from geo.pathways.versions import Version, back_to_starter, restore, versions
from geo.privacy.view import View
from geo.store.actor import actor
from pages.ui import state
from pages.ui.access import audit_log
from pages.ui.pathways import saving
from pages.ui.widgets import display
from pages.ui.widgets.errors import show_error

SHOWN = 12  # versions, the latest first


def show_past(view: View, situation: Situation) -> None:
    """List the versions, and offer to go back to one of them or to the starter."""
    slug = view.community.slug
    past = versions(state.store(), slug, situation)
    if not past:
        return
    with st.expander(state.say("pathways.past"), key=f"past_{situation}"):
        display.soft(state.say("pathways.past_about"))
        for one in past[:SHOWN]:
            _offer(view, situation, one, latest=one is past[0])
        if past[0].pathway is not None and st.button(
            state.say("pathways.to_starter"), icon=":material/undo:", key="to_starter"
        ):
            with show_error():
                back_to_starter(state.store(), slug, situation, who=actor())
                saving.close()
                saving.turn(state.say("pathways.is_starter"))


def _offer(view: View, situation: Situation, one: Version, *, latest: bool) -> None:
    with st.container(key=f"version_{one.number}", horizontal=True):
        display.text(_told(one))
        if latest:
            display.soft(state.say("pathways.is_latest"))
        elif st.button(state.say("pathways.restore"), key=f"restore_{one.number}"):
            with show_error():
                restore(state.store(), view.community.slug, situation, one.number, who=actor())
                saving.close()
                saving.turn(state.say("pathways.restored", number=one.number))


def _told(one: Version) -> str:
    """Say of a version when it was saved, by whom, and how many steps it has."""
    at = one.at.replace(tzinfo=UTC).astimezone()
    when = str(format_datetime(at, "short", locale=state.locale()))
    who = audit_log.called(one.who)
    if one.pathway is None:
        return state.say("pathways.version_starter", number=one.number, when=when, who=who)
    count = len(one.pathway.steps)
    return state.say_plural("pathways.version", count, number=one.number, when=when, who=who)
