"""Scenarios of the community: opening one, saving what is made, adopting and removing it."""

from __future__ import annotations

import streamlit as st

from geo.errors import AmparoError, ServiceDoubtsError
from geo.privacy.view import View
from geo.scenarios.adoption import adopt_scenario
from geo.scenarios.scenario_file import MAX_NAME_LENGTH
from geo.scenarios.storage import remove_scenario, save_scenario
from pages.ui import state
from pages.ui.scenarios import draft
from pages.ui.visitor import ensure_visitor
from pages.ui.widgets import display
from pages.ui.widgets.errors import show_error_message

_DONE, _DOUBTED = "scenario:done", "scenario:doubted"


def select_saved(view: View) -> None:
    """Show the saved scenarios, and open the chosen one."""
    names = draft.list_saved(view)
    if not names and not draft.current_changes():
        return
    label = state.gettext("scenarios.saved")
    with st.popover(label, icon=":material/folder_open:", width="stretch", key="scenario_open"):
        for index, name in enumerate(names):
            st.button(
                name,
                key=f"scenario_open_{index}",
                width="stretch",
                on_click=draft.load_saved,
                args=(view, name),
            )
        st.button(
            state.gettext("scenarios.new"),
            key="scenario_new",
            icon=":material/add:",
            width="stretch",
            on_click=draft.start_anew,
        )


def show_saving(view: View) -> None:
    """Show how the scenario is saved, and adopted or removed once it is."""
    if done := st.session_state.pop(_DONE, None):
        st.success(state.gettext(f"scenarios.done_{done}"))
    changes = draft.current_changes()
    if not changes:
        return
    display.show_heading(state.gettext("scenarios.save_title"))
    name = st.text_input(
        state.gettext("scenarios.name"),
        max_chars=MAX_NAME_LENGTH,
        key=draft.NAME_KEY,
        persist_state="session",
        help=state.gettext("scenarios.name_about"),
    ).strip()
    if st.button(
        state.gettext("scenarios.save"), key="scenario_save", type="primary", width="stretch",
        disabled=not name,
    ):  # fmt: skip
        state.with_store(save_scenario, view.community.slug, name, changes)
        _finish("saved")
    if name and name in draft.list_saved(view):
        _show_saved_actions(view, name)


def _show_saved_actions(view: View, name: str) -> None:
    adopt, remove = st.columns(2)
    if adopt.button(state.gettext("scenarios.adopt"), key="scenario_adopt", width="stretch"):
        st.dialog(state.gettext("scenarios.adopt"))(_confirm_adoption)(view, name)
    if remove.button(state.gettext("scenarios.remove"), key="scenario_remove", width="stretch"):
        state.with_store(remove_scenario, view.community.slug, name)
        draft.start_anew()
        _finish("removed")


def _confirm_adoption(view: View, name: str) -> None:
    """Ask once more: from then on the map of the community is another."""
    changes = draft.current_changes()
    display.show_text(state.gettext("scenarios.adopt_about"))
    doubted, doubts = st.session_state.get(_DOUBTED, (None, None))
    is_doubted = doubted == changes and doubts is not None
    if is_doubted:
        show_error_message(doubts)
    label = state.gettext("scenarios.adopt_still" if is_doubted else "scenarios.adopt_yes")
    if not st.button(label, key="scenario_adopt_yes", type="primary", width="stretch"):
        return
    slug = view.community.slug
    try:
        with ensure_visitor():  # a dialog reruns alone
            state.with_store(adopt_scenario, slug, name, changes, accepts_doubts=is_doubted)
    except ServiceDoubtsError as error:
        st.session_state[_DOUBTED] = (changes, error)
        st.rerun(scope="fragment")
    except AmparoError as error:
        show_error_message(error)
        return
    draft.start_anew()
    _finish("adopted")


def _finish(done: str) -> None:
    st.session_state.pop(_DOUBTED, None)
    st.session_state[_DONE] = done
    st.rerun()
