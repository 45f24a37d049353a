"""List of drawing sessions with their status, and selection of one."""

from __future__ import annotations

from datetime import timedelta

import streamlit as st
from markupsafe import Markup

from geo.access.monotonic_clock import monotonic_now
from geo.model import DrawingSession
from geo.privacy.view import View
from geo.workshop.drawing_sessions import format_session_code, list_drawings
from geo.workshop.join_attempts import JOIN_DURATION
from pages.ui import state
from pages.ui.shell import navigation
from pages.ui.visitor import current_visitor
from pages.ui.widgets import auto_refresh, display

SELECTED_KEY, SELECTION_COUNT_KEY = "drawing:chosen", "drawing:turn"
DRAWING_TIMEOUT = timedelta(minutes=1)  # after the last mark
MAX_RECENT_SESSIONS = 6  # rows that fit beside the join card without scrolling


def selected_session(view: View) -> DrawingSession | None:
    """Return the selected drawing session, or the last open one."""
    by_code = {one.code: one for one in list_community_sessions(view)}
    chosen = by_code.get(st.session_state.get(SELECTED_KEY) or "")
    if chosen is not None:
        return chosen
    return next((one for one in reversed(by_code.values()) if one.closed_at is None), None)


def select_session(drawing: DrawingSession) -> None:
    """Select a drawing session from the next run on."""
    _store_selection(drawing.code)


def list_community_sessions(view: View) -> list[DrawingSession]:
    """List the drawing sessions of the community, the oldest first."""
    return state.with_store(list_drawings, view.community.slug)


def can_manage_sessions() -> bool:
    """Return whether the visitor may open, share and close drawing sessions."""
    return current_visitor().has_permission("act:open_drawing")


def list_joinable_sessions(view: View) -> list[DrawingSession]:
    """List the sessions that phones may join now."""
    since = monotonic_now() - JOIN_DURATION
    return [
        one
        for one in list_community_sessions(view)
        if one.closed_at is None and one.opened_at is not None and one.opened_at > since
    ]


def has_active_session(view: View) -> bool:
    """Return whether phones may be drawing now."""
    return bool(list_joinable_sessions(view))


def show_next_steps(view: View) -> None:
    """Show how a group draws, step by step, to who may open a session while none is open."""
    if has_active_session(view) or not can_manage_sessions():
        return
    display.show_heading(state.gettext("drawing_sessions.how"))
    names = ("open", "join", "agree")
    display.show_steps([(state.gettext(f"drawing_sessions.how_{name}"), "") for name in names])


def show_empty_notice() -> None:
    """Show that there is no drawing session yet, with a button to where one is opened."""
    display.show_text(state.gettext("drawing_sessions.none"))
    navigation.show_page_buttons("drawing_sessions")


def show_sessions(view: View) -> None:
    """Show the sessions with their number of marks, and the selector of one."""
    if not list_community_sessions(view):
        return
    auto_refresh.run_periodically(
        lambda: _show_session_table(list_community_sessions(state.view())[-MAX_RECENT_SESSIONS:]),
        active=has_active_session(view),
    )
    if can_manage_sessions():
        _show_session_picker(view)


def session_label(code: str) -> str:
    """Return the label of a session by its code."""
    return state.gettext("draw.group", code=format_session_code(code))


def parse_age_band(age_band: str) -> tuple[int, int]:
    """Parse an age band into lowest and highest age [years]; used as a sort key."""
    least, _, most = age_band.partition("-")
    return int(least), int(most)


def format_age_band(age_band: str) -> str:
    """Format an age band."""
    least, most = parse_age_band(age_band)
    if most > 100:
        key = "drawing_sessions.all_ages" if least < 18 else "drawing_sessions.and_older"
        return state.gettext(key, least=least)
    return age_band.replace("-", "–")


def _show_session_table(listed_sessions: list[DrawingSession], *, with_date: bool = False) -> None:
    heads = [
        state.gettext(f"drawing_sessions.head_{head}")
        for head in ("group", "ages", "women", "shapes")
    ]
    body = Markup("").join(_session_row(one, with_date=with_date) for one in listed_sessions)
    head = Markup("").join(Markup("<th scope='col'>{}</th>").format(word) for word in heads)
    table = Markup(
        '<table class="list groups"><thead class="unseen"><tr>{}</tr></thead>'
        "<tbody>{}</tbody></table>"
    )
    st.html(str(table.format(head, body)))


def _session_row(drawing: DrawingSession, *, with_date: bool) -> Markup:
    row = Markup(
        "<tr><th scope='row'>{}<small>{}</small></th><td>{}</td><td>{}</td>"
        "<td class='n'><b>{}</b><small>{}</small></td></tr>"
    )
    mark_count = state.ngettext("drawing_sessions.shapes", drawing.marks)
    is_drawing = drawing.closed_at is None and _is_drawing(drawing)
    return row.format(
        session_label(drawing.code),
        state.format_value(drawing.held_on) if with_date else _format_status(drawing),
        format_age_band(drawing.age_band),
        state.ngettext("drawing_sessions.women", drawing.participants),
        state.gettext("drawing_sessions.drawing") if is_drawing else mark_count,
        mark_count if is_drawing else _format_phone_count(drawing),
    )


def _is_drawing(drawing: DrawingSession) -> bool:
    return drawing.drawn_at is not None and monotonic_now() - drawing.drawn_at <= DRAWING_TIMEOUT


def _format_phone_count(drawing: DrawingSession) -> str:
    return state.ngettext("drawing_sessions.phones", drawing.phones) if drawing.phones else ""


def _format_status(drawing: DrawingSession) -> str:
    if drawing.agreed_on is not None:
        return state.gettext("drawing_sessions.state_agreed")
    if drawing.shared_at is not None:
        return state.gettext("drawing_sessions.state_shared")
    return state.gettext(
        f"drawing_sessions.state_{'open' if drawing.closed_at is None else 'closed'}"
    )


def _show_session_picker(view: View) -> None:
    by_code = {one.code: one for one in list_community_sessions(view)}
    codes = list(by_code)
    selected = selected_session(view)
    recent, earlier = codes[-MAX_RECENT_SESSIONS:], codes[:-MAX_RECENT_SESSIONS]
    if len(recent) > 1:
        _show_session_pills(recent, selected, "recent")
    if earlier:
        with st.expander(state.gettext("drawing_sessions.earlier"), key="earlier_groups"):
            _show_session_table([by_code[code] for code in earlier], with_date=True)
            _show_session_pills(earlier, selected, "earlier")


def _show_session_pills(codes: list[str], selected: DrawingSession | None, row_name: str) -> None:
    """
    Show the selector of sessions.

    The key contains the selected code and a counter of selections. A new selection thus resets the
    other row, and a stale value that the browser resends belongs to an old key and has no effect.
    Actions then apply to the session that the screen shows.
    """
    selected_code = selected.code if selected is not None else None
    selection_count = st.session_state.get(SELECTION_COUNT_KEY, 0)
    key = f"{row_name}_{selection_count}_{selected_code}"

    def on_change() -> None:
        picked = st.session_state.get(key) or selected_code
        if picked is not None and selection_count == st.session_state.get(SELECTION_COUNT_KEY, 0):
            _store_selection(picked)

    label = state.gettext("drawing_sessions.which")
    st.pills(
        label,
        codes,
        default=selected_code if selected_code in codes else None,
        format_func=session_label,
        key=key,
        on_change=on_change,
        label_visibility="collapsed",
    )


def _store_selection(code: str) -> None:
    st.session_state[SELECTED_KEY] = code
    st.session_state[SELECTION_COUNT_KEY] = st.session_state.get(SELECTION_COUNT_KEY, 0) + 1
