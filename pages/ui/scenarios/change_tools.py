"""What a touch on the map changes: the tools, what each needs, and what happens at a touch."""

from __future__ import annotations

import streamlit as st

from geo.cartography.opening_text import format_opening_hours
from geo.errors import AmparoError
from geo.layers.layer_changes import NO_LONGER_A_RISK, Change, ChangeKind
from geo.model import CONFIDENTIAL_SERVICE_TYPES, SERVICE_TYPES, SEVERITIES
from geo.privacy.view import View
from geo.scenarios.picking import (
    check_street_change,
    find_risk_area_at,
    find_service_at,
)
from pages.ui import state
from pages.ui.scenarios import draft
from pages.ui.widgets import display
from pages.ui.widgets.errors import show_error_message

SERVICE_TOOLS: tuple[ChangeKind, ...] = (
    "add_service",
    "close_service",
    "move_service",
    "open_longer",
)
STREET_TOOLS: tuple[ChangeKind, ...] = ("light_street", "add_path")
HOURS = ("24/7", "Mo-Su 08:00-20:00", "Mo-Fr 08:00-18:00")
TOOL_KEY, TYPE_KEY, HOURS_KEY, SEVERITY_KEY, BRIDGE_KEY = (
    f"scenario_{name}" for name in ("tool", "type", "hours", "severity", "bridge")
)
_ERROR = "scenario:error"


def show_tools(view: View, *, service_type: str) -> None:
    """Show which change a touch on the map makes, and what that change needs."""
    left, right = st.columns(2)
    with left:
        tool = st.selectbox(
            state.gettext("scenarios.tool"),
            _list_tools(view),
            format_func=lambda kind: state.gettext(f"scenarios.kind_{kind}"),
            key=TOOL_KEY,
            filter_mode=None,
            persist_state="session",
        )
    match tool:
        case "add_service":
            with right:
                _select_type(view, service_type)
        case "open_longer":
            with right:
                _select_hours()
        case "change_risk":
            _select_severity()
        case "add_path":
            with right:
                st.toggle(state.gettext("scenarios.bridge"), key=BRIDGE_KEY)
    is_placed = tool == "move_service" and draft.moved_service() is not None
    display.show_caption(state.gettext(f"scenarios.hint_{'move_to' if is_placed else tool}"))


def _select_hours() -> None:
    st.selectbox(
        state.gettext("scenarios.hours"),
        HOURS,
        format_func=lambda hours: format_opening_hours(hours, state.locale()) or hours,
        key=HOURS_KEY,
        filter_mode=None,
    )


def _select_severity() -> None:
    st.segmented_control(
        state.gettext("scenarios.severity"),
        (NO_LONGER_A_RISK, *SEVERITIES),
        default=NO_LONGER_A_RISK,
        format_func=_format_severity,
        key=SEVERITY_KEY,
        required=True,
        width="stretch",
    )


def show_click_error() -> None:
    """Show why the last touch changed nothing."""
    error: AmparoError | None = st.session_state.pop(_ERROR, None)
    if error is not None:
        show_error_message(error)


def apply_click(lat: float, lon: float) -> None:
    """Make the change of the chosen tool at a place."""
    try:
        _apply(state.view(), st.session_state.get(TOOL_KEY, "add_service"), (lat, lon))
    except AmparoError as error:
        st.session_state[_ERROR] = error


def _apply(view: View, tool: ChangeKind, place: tuple[float, float]) -> None:
    match tool:
        case "add_service":
            kind = st.session_state.get(TYPE_KEY)
            draft.add_change(Change(tool, type=kind, place=place))
        case "close_service":
            draft.add_change(Change(tool, target=find_service_at(view, place)))
        case "move_service":
            _move(view, place)
        case "open_longer":
            hours = st.session_state.get(HOURS_KEY, HOURS[0])
            target = find_service_at(view, place)
            draft.add_change(Change(tool, target=target, opening_hours=hours))
        case "change_risk":
            severity = st.session_state.get(SEVERITY_KEY, NO_LONGER_A_RISK)
            target = find_risk_area_at(view, place)
            draft.add_change(Change(tool, target=target, severity=severity))
        case "light_street":
            _add_street_change(view, Change(tool, place=place))
        case "add_path":
            draft.set_line_points((*draft.line_points(), place))


def _add_street_change(view: View, change: Change) -> None:
    check_street_change(view, change)
    draft.add_change(change)


def _finish_path() -> None:
    """Make a change of the path that is drawn; where it joins no street, its points stay."""
    is_bridge = bool(st.session_state.get(BRIDGE_KEY))
    change = Change("add_path", line=draft.line_points(), bridge=is_bridge)
    try:
        _add_street_change(state.view(), change)
    except AmparoError as error:
        st.session_state[_ERROR] = error
    else:
        draft.set_line_points(())


def _move(view: View, place: tuple[float, float]) -> None:
    """Choose a service with one touch, and its new place with the next."""
    service_id = draft.moved_service()
    if service_id is None:
        draft.set_moved_service(find_service_at(view, place))
        return
    draft.set_moved_service(None)
    draft.add_change(Change("move_service", target=service_id, place=place))


def _list_tools(view: View) -> list[ChangeKind]:
    """List the tools that have something to change here."""
    has_services = bool(view.services.geometry.notna().any())
    tools: list[ChangeKind] = [*SERVICE_TOOLS] if has_services else ["add_service"]
    if len(view.risk_areas):
        tools.append("change_risk")
    return [*tools, *(STREET_TOOLS if view.has_streets else ())]


def _select_type(view: View, service_type: str) -> None:
    sees_all = view.audience == "coordinator"
    types = [one for one in SERVICE_TYPES if sees_all or one not in CONFIDENTIAL_SERVICE_TYPES]
    st.selectbox(
        state.gettext("scenarios.type"),
        types,
        index=types.index(service_type) if service_type in types else 0,
        format_func=lambda code: state.label_for("service_type", code),
        key=TYPE_KEY,
        filter_mode=None,
    )


def _format_severity(severity: int) -> str:
    return state.gettext("scenarios.no_risk") if severity == NO_LONGER_A_RISK else str(severity)


def show_path_buttons() -> None:
    """Show how the path that is drawn is finished, or shortened, while one is drawn."""
    points = draft.line_points()
    if not points or st.session_state.get(TOOL_KEY) != "add_path":
        return
    with st.container(horizontal=True, key="path_buttons"):
        st.button(
            state.gettext("scenarios.finish_path"),
            key="scenario_finish",
            type="primary",
            disabled=len(set(points)) < 2,
            on_click=_finish_path,
        )
        st.button(
            state.gettext("scenarios.undo_point"),
            key="scenario_back",
            on_click=draft.set_line_points,
            args=(points[:-1],),
        )
