"""Setup steps: current part, list of parts with their status, next part."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import get_args

import streamlit as st

from geo.access.layer_rights import WriteRight, has_right
from geo.communities.setup_rights import PartRights, list_part_rights, summarise_right
from geo.communities.setup_status import SetupItem, SetupPart, choose_next_item, list_setup_items
from geo.privacy.view import View
from pages.ui import state
from pages.ui.visitor import current_visitor
from pages.ui.widgets import display

STYLESHEET = Path(__file__).with_name("setup_steps.css")
STEP_KEY, MESSAGE_KEY = "place:step", "place:told"
LIST_STEP, NEW_STEP, SETTINGS_STEP = "list", "new", "rules"
FILE_STEP = "file"  # a file that holds several parts
FILE_PARTS = ("people", "zones", "services", "safe_zones", "risk_areas")
STATUS_ICONS = {True: ":material/check_circle:", False: ":material/radio_button_unchecked:"}


def current_step() -> str:
    """
    Return the current step: a part, the list of parts, or a new community.

    It is also in the URL, so that a reconnecting browser returns to the same step.
    """
    if state.community() is None:
        return NEW_STEP
    requested = st.session_state.get(STEP_KEY) or st.query_params.get("part")
    permitted = list_permitted_parts()
    if may_create():
        permitted.append(NEW_STEP)
    if not set(FILE_PARTS).isdisjoint(permitted):
        permitted.append(FILE_STEP)
    return str(requested) if requested in permitted else LIST_STEP


def may_create() -> bool:
    """Return whether the visitor may create a community."""
    return has_right("community", "add")


def part_right(part: str, action: str | None = None) -> WriteRight | None:
    """
    Return whether the visitor writes or proposes a part of the community; None where neither.

    Parameters
    ----------
    action
        None asks for the widest right to any action on the part.
    """
    return _find_right(_read_rights(), part, action)


def list_permitted_parts() -> list[str]:
    """List the parts that the visitor writes or proposes, the settings last."""
    rights = _read_rights()
    return [part for part in (*get_args(SetupPart), SETTINGS_STEP) if _find_right(rights, part)]


def _find_right(rights: PartRights, part: str, action: str | None = None) -> WriteRight | None:
    right = summarise_right(rights[part]) if action is None else rights[part][action]
    return None if right == "none" else right


def _read_rights() -> PartRights:
    view = state.view()
    version = (view.community.slug, view.community.layers_version, current_visitor().role)
    return state.cache_in_session(
        "part_rights", version, lambda: state.with_store(list_part_rights, version[0])
    )


def open_step(target_step: str) -> None:
    """Open a step from the next run on, and clear the message of the previous one."""
    st.session_state[STEP_KEY] = target_step
    st.query_params["part"] = target_step
    st.session_state.pop(MESSAGE_KEY, None)


def show_back_button() -> None:
    """Show the button back to the list."""
    st.html(STYLESHEET)
    if current_step() != LIST_STEP and state.community() is not None:
        st.button(
            state.gettext("setup.back"),
            type="tertiary",
            icon=":material/arrow_back:",
            key="back",
            on_click=open_step,
            args=(LIST_STEP,),
        )


def show_parts(view: View, *, settings_summary: str) -> None:
    """
    Show a button for each part of the setup, and one for the settings.

    Parameters
    ----------
    settings_summary
        Short text of the settings.
    """
    parts = list_setup_items(view)
    next_part = find_next_part(view)
    display.show_text(_format_summary(view, parts, next_part))
    rights = _read_rights()
    offered = [part for part in parts if _find_right(rights, part.part)]
    proposed = [part.part for part in offered if _find_right(rights, part.part) == "propose"]
    with st.container(key="parts", gap=None):
        for part in offered:
            is_proposed = part.part in proposed
            _show_part(view, part, is_next=part.part == next_part, is_proposed=is_proposed)
        if any(part.part in FILE_PARTS for part in offered):
            _show_file_row()
        if _find_right(rights, SETTINGS_STEP):
            _show_settings_row(settings_summary)
    if proposed:
        display.show_caption(state.gettext("setup.proposals_about"))


def _show_file_row() -> None:
    st.button(
        state.gettext("setup.part.file"),
        key="part_file",
        icon=":material/upload_file:",
        type="tertiary",
        width="stretch",
        on_click=open_step,
        args=(FILE_STEP,),
    )


def _show_settings_row(settings_summary: str) -> None:
    part = state.gettext("setup.part.rules")
    st.button(
        state.gettext("setup.row", part=part, stands=settings_summary),
        key="part_rules",
        icon=":material/tune:",
        type="tertiary",
        width="stretch",
        on_click=open_step,
        args=(SETTINGS_STEP,),
    )


def show_proposal_notice(*actions: str) -> None:
    """Say before anything is typed that what is done to the current part becomes a proposal."""
    rights, part = _read_rights(), current_step()
    if all(_find_right(rights, part, action) == "propose" for action in actions):
        with st.container(key="proposal_notice"):
            display.show_text(state.gettext("setup.becomes_proposal"))


def find_next_part(view: View) -> str | None:
    """
    Return the next part: missing required parts, then service candidates, then the rest.

    Parts that the visitor neither writes nor proposes are never the next.
    """
    permitted = list_permitted_parts()
    items = [item for item in list_setup_items(view) if item.part in permitted]
    missing = choose_next_item(items)
    if len(view.candidates) and not (missing and missing.required):
        return "services"
    return missing.part if missing else None


def _format_summary(view: View, parts: Sequence[SetupItem], next_part: str | None) -> str:
    missing = sum(part.required and not part.complete for part in parts)
    if missing:
        return state.ngettext("setup.missing", missing)
    if not all(part.complete for part in parts):
        return state.gettext("setup.complete")
    if next_part:
        return state.ngettext("setup.review", len(view.candidates))
    return state.gettext("setup.all_parts")


def _show_part(view: View, part: SetupItem, *, is_next: bool, is_proposed: bool) -> None:
    name, status = state.gettext(f"setup.part.{part.part}"), _part_status(view, part)
    if is_proposed:
        status = state.gettext("setup.row_proposal", stands=status)
    st.button(
        state.gettext("setup.row_next" if is_next else "setup.row", part=name, stands=status),
        key=f"part_{part.part}",
        icon=":material/arrow_circle_right:" if is_next else STATUS_ICONS[part.complete],
        type="primary" if is_next else "tertiary",
        width="stretch",
        on_click=open_step,
        args=(part.part,),
    )


def _part_status(view: View, part: SetupItem) -> str:
    candidate_count = len(view.candidates) if part.part == "services" else 0
    if candidate_count:
        return state.ngettext("setup.waiting", candidate_count)
    if part.complete:
        return state.ngettext(f"setup.has.{part.part}", part.count)
    return state.gettext("setup.needed" if part.required else "setup.optional")
