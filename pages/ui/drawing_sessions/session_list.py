"""The groups that draw: which are there, how far they are, which one she tends."""

from __future__ import annotations

from datetime import timedelta

import streamlit as st
from markupsafe import Markup

from geo.access.monotonic_clock import steady_now
from geo.privacy.view import View
from geo.workshop.drawing_sessions import JOINED_FOR, Drawing, called, drawings
from pages.ui import state
from pages.ui.shell import navigation
from pages.ui.visitor import visitor
from pages.ui.widgets import auto_refresh, display

CHOSEN, TURN = "drawing:chosen", "drawing:turn"
DRAWS_FOR = timedelta(minutes=1)  # after the last mark
RECENT = 6  # as many as stand beside the code without scrolling


def chosen(view: View) -> Drawing | None:
    """Give the drawing session that she works in: the one she chose, or the last that is open."""
    known = {one.code: one for one in all_here(view)}
    asked = known.get(st.session_state.get(CHOSEN) or "")
    if asked is not None:
        return asked
    return next((one for one in reversed(known.values()) if one.closed_at is None), None)


def choose(drawing: Drawing) -> None:
    """Work in a drawing session from the next run on."""
    _turn_to(drawing.code)


def all_here(view: View) -> list[Drawing]:
    """List the drawing sessions that were opened here, the first opened first."""
    return drawings(state.store(), view.community.slug)


def tends() -> bool:
    """Tell whether she opens, shares and closes drawing sessions."""
    return visitor().may("act:open_drawing")


def going(view: View) -> bool:
    """Tell whether phones may be drawing now."""
    since = steady_now() - JOINED_FOR
    return any(one.closed_at is None and one.opened_at > since for one in all_here(view))


def invite() -> None:
    """Say that a group has to be there first, and lead to where it is opened."""
    display.text(state.say("session.none"))
    navigation.offer("session")


def show_all(view: View) -> None:
    """List the groups with what they drew so far, and let her choose one."""
    if not all_here(view):
        return
    auto_refresh.kept_up(lambda: _list(all_here(state.view())[-RECENT:]), going=going(view))
    if tends():
        _ask_which(view)


def name(code: str) -> str:
    """Call a group by its number."""
    return state.say("draw.group", code=called(code))


def from_to(band: str) -> tuple[int, int]:
    """Read the youngest and the oldest of an age band [years]; bands sort by it."""
    least, _, most = band.partition("-")
    return int(least), int(most)


def ages(band: str) -> str:
    """Write ages as people say them."""
    least, most = from_to(band)
    if most > 100:
        key = "session.all_ages" if least < 18 else "session.and_older"
        return state.say(key, least=least)
    return band.replace("-", "–")


def _list(shown: list[Drawing], *, dated: bool = False) -> None:
    heads = [state.say(f"session.head_{head}") for head in ("group", "ages", "women", "shapes")]
    body = Markup("").join(_row(one, dated=dated) for one in shown)
    head = Markup("").join(Markup("<th scope='col'>{}</th>").format(word) for word in heads)
    table = Markup(
        '<table class="list groups"><thead class="unseen"><tr>{}</tr></thead>'
        "<tbody>{}</tbody></table>"
    )
    st.html(str(table.format(head, body)))


def _row(one: Drawing, *, dated: bool) -> Markup:
    row = Markup(
        "<tr><th scope='row'>{}<small>{}</small></th><td>{}</td><td>{}</td>"
        "<td class='n'><b>{}</b><small>{}</small></td></tr>"
    )
    drew = state.say_plural("session.shapes", one.marks)
    draws = one.closed_at is None and _draws(one)
    return row.format(
        name(one.code),
        state.written(one.held_on) if dated else _how_far(one),
        ages(one.age_band),
        state.say_plural("session.women", one.participants),
        state.say("session.drawing") if draws else drew,
        drew if draws else _phones(one),
    )


def _draws(one: Drawing) -> bool:
    return one.drawn_at is not None and steady_now() - one.drawn_at <= DRAWS_FOR


def _phones(one: Drawing) -> str:
    return state.say_plural("session.phones", one.phones) if one.phones else ""


def _how_far(one: Drawing) -> str:
    if one.agreed_on is not None:
        return state.say("session.state_agreed")
    if one.shared_at is not None:
        return state.say("session.state_shared")
    return state.say(f"session.state_{'open' if one.closed_at is None else 'closed'}")


def _ask_which(view: View) -> None:
    known = {one.code: one for one in all_here(view)}
    codes = list(known)
    here = chosen(view)
    recent, earlier = codes[-RECENT:], codes[:-RECENT]
    if len(recent) > 1:
        _pills(recent, here, "recent")
    if earlier:
        with st.expander(state.say("session.earlier"), key="earlier_groups"):
            _list([known[code] for code in earlier], dated=True)
            _pills(earlier, here, "earlier")


def _pills(codes: list[str], here: Drawing | None, which: str) -> None:
    """
    Ask which group.

    The key holds which group is tended and how often she turned: the other row lets go, and a
    choice that the browser sends again, when she has long turned to another group, is an old one.
    What she presses is done to the group that her screen shows.
    """
    tended = here.code if here is not None else None
    turned = st.session_state.get(TURN, 0)
    key = f"{which}_{turned}_{tended}"

    def turn() -> None:
        picked = st.session_state.get(key) or tended
        if picked is not None and turned == st.session_state.get(TURN, 0):
            _turn_to(picked)

    label = state.say("session.which")
    st.pills(
        label,
        codes,
        default=tended if tended in codes else None,
        format_func=name,
        key=key,
        on_change=turn,
        label_visibility="collapsed",
    )


def _turn_to(code: str) -> None:
    st.session_state[CHOSEN] = code
    st.session_state[TURN] = st.session_state.get(TURN, 0) + 1
