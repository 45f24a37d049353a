"""The groups that draw: which are there, how far they are, which one she tends."""

from __future__ import annotations

from datetime import timedelta

import streamlit as st
from markupsafe import Markup

from geo.access.monotonic_clock import monotonic_now
from geo.model import DrawingSession
from geo.privacy.view import View
from geo.workshop.drawing_sessions import JOIN_DURATION, format_session_code, list_drawings
from pages.ui import state
from pages.ui.shell import navigation
from pages.ui.visitor import current_visitor
from pages.ui.widgets import auto_refresh, display

SELECTED_KEY, SELECTION_COUNT_KEY = "drawing:chosen", "drawing:turn"
DRAWING_TIMEOUT = timedelta(minutes=1)  # after the last mark
MAX_RECENT_SESSIONS = 6  # as many as stand beside the code without scrolling


def selected_session(view: View) -> DrawingSession | None:
    """Give the drawing session that she works in: the one she chose, or the last that is open."""
    known = {one.code: one for one in list_community_sessions(view)}
    asked = known.get(st.session_state.get(SELECTED_KEY) or "")
    if asked is not None:
        return asked
    return next((one for one in reversed(known.values()) if one.closed_at is None), None)


def select_session(drawing: DrawingSession) -> None:
    """Work in a drawing session from the next run on."""
    _store_selection(drawing.code)


def list_community_sessions(view: View) -> list[DrawingSession]:
    """List the drawing sessions that were opened here, the first opened first."""
    return state.with_store(list_drawings, view.community.slug)


def can_manage_sessions() -> bool:
    """Tell whether she opens, shares and closes drawing sessions."""
    return current_visitor().has_permission("act:open_drawing")


def has_active_session(view: View) -> bool:
    """Tell whether phones may be drawing now."""
    since = monotonic_now() - JOIN_DURATION
    return any(
        one.closed_at is None and one.opened_at is not None and one.opened_at > since
        for one in list_community_sessions(view)
    )


def show_empty_notice() -> None:
    """Say that a group has to be there first, and lead to where it is opened."""
    display.show_text(state.gettext("drawing_sessions.none"))
    navigation.show_page_buttons("drawing_sessions")


def show_sessions(view: View) -> None:
    """List the groups with what they drew so far, and let her choose one."""
    if not list_community_sessions(view):
        return
    auto_refresh.run_periodically(
        lambda: _show_session_table(list_community_sessions(state.view())[-MAX_RECENT_SESSIONS:]),
        active=has_active_session(view),
    )
    if can_manage_sessions():
        _show_session_picker(view)


def session_label(code: str) -> str:
    """Call a group by its number."""
    return state.gettext("draw.group", code=format_session_code(code))


def parse_age_band(age_band: str) -> tuple[int, int]:
    """Read the youngest and the oldest of an age band [years]; bands sort by it."""
    least, _, most = age_band.partition("-")
    return int(least), int(most)


def format_age_band(age_band: str) -> str:
    """Write ages as people say them."""
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
    drew = state.ngettext("drawing_sessions.shapes", drawing.marks)
    draws = drawing.closed_at is None and _is_drawing(drawing)
    return row.format(
        session_label(drawing.code),
        state.format_value(drawing.held_on) if with_date else _format_status(drawing),
        format_age_band(drawing.age_band),
        state.ngettext("drawing_sessions.women", drawing.participants),
        state.gettext("drawing_sessions.drawing") if draws else drew,
        drew if draws else _format_phone_count(drawing),
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
    known = {one.code: one for one in list_community_sessions(view)}
    codes = list(known)
    here = selected_session(view)
    recent, earlier = codes[-MAX_RECENT_SESSIONS:], codes[:-MAX_RECENT_SESSIONS]
    if len(recent) > 1:
        _show_session_pills(recent, here, "recent")
    if earlier:
        with st.expander(state.gettext("drawing_sessions.earlier"), key="earlier_groups"):
            _show_session_table([known[code] for code in earlier], with_date=True)
            _show_session_pills(earlier, here, "earlier")


def _show_session_pills(codes: list[str], selected: DrawingSession | None, row_name: str) -> None:
    """
    Ask which group.

    The key holds which group is tended and how often she turned: the other row lets go, and a
    choice that the browser sends again, when she has long turned to another group, is an old one.
    What she presses is done to the group that her screen shows.
    """
    tended = selected.code if selected is not None else None
    turned = st.session_state.get(SELECTION_COUNT_KEY, 0)
    key = f"{row_name}_{turned}_{tended}"

    def turn() -> None:
        picked = st.session_state.get(key) or tended
        if picked is not None and turned == st.session_state.get(SELECTION_COUNT_KEY, 0):
            _store_selection(picked)

    label = state.gettext("drawing_sessions.which")
    st.pills(
        label,
        codes,
        default=tended if tended in codes else None,
        format_func=session_label,
        key=key,
        on_change=turn,
        label_visibility="collapsed",
    )


def _store_selection(code: str) -> None:
    st.session_state[SELECTED_KEY] = code
    st.session_state[SELECTION_COUNT_KEY] = st.session_state.get(SELECTION_COUNT_KEY, 0) + 1
