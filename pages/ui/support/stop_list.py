"""The doors of a support route, as a list that can be read aloud; each step opens more of it."""

from __future__ import annotations

from pathlib import Path

import streamlit as st
from markupsafe import Markup

from geo.privacy.view import View
from geo.routes.route import Way
from geo.support import plan_text
from geo.support.records import Door, Return, Stop, SupportPlan
from pages.ui import state
from pages.ui.support import inputs, step_details
from pages.ui.widgets import display, labels

LOOK = Path(__file__).with_name("stop_list.css")
SHOWN = "support:shown"  # code of the step whose way is on the map …
BACK = ":back"  # … or this, for the way back; no step is called so …
HOME = ":home:"  # … or this and a code, for the way back before its step
LEAST_WAIT = 2  # minutes; less is no wait
SAME_DOOR_M = 5.0  # a way as short leads to where she already is


def shown(plan: SupportPlan) -> Stop | None:
    """
    Give the stop whose way the map shows: the one she chose, or the first with a way.

    None where no stop has one, or where it shows the way back.
    """
    there = {stop.step.code: stop for stop in plan.stops if stop.way is not None}
    asked = str(st.session_state.get(SHOWN))
    if asked in returns(plan):
        return None
    return there.get(asked) or next(iter(there.values()), None)


def way_shown(plan: SupportPlan) -> Way | None:
    """Give the way that the map shows, to a stop or back; None where there is none."""
    here = shown(plan)
    if here is not None:
        return here.way
    back = returns(plan).get(str(st.session_state.get(SHOWN)))
    return None if back is None else back.way


def returns(plan: SupportPlan) -> dict[str, Return]:
    """Give the ways back: those before a step that opens much later, and the last one."""
    every = {HOME + stop.step.code: stop.home for stop in plan.stops}
    way, leave, home = plan.way_back, plan.leave_back_at, plan.back_at
    if way is not None and leave is not None and home is not None:
        every[BACK] = Return(way, leave, home)
    return {
        key: back
        for key, back in every.items()
        if back is not None and back.way.length_m >= SAME_DOOR_M
    }


def show_all(view: View, plan: SupportPlan) -> None:
    """List the steps in the order proposed, and the ways back."""
    st.html(LOOK)
    for number, stop in enumerate(plan.stops, start=1):
        _back(view, plan, HOME + stop.step.code)
        with st.container(key=f"stop_{stop.step.code}"):
            _show(plan, stop, number)
    _back(view, plan, BACK)
    _skipped(plan)


def _show(plan: SupportPlan, stop: Stop, number: int) -> None:
    here = shown(plan)
    look = "here" if here is not None and here.step.code == stop.step.code else ""
    row = Markup('<div class="stop {}" role="group"><b class="no">{}</b><div>{}</div></div>')
    st.html(str(row.format(look, number, _told(plan, stop))))
    with st.container(horizontal=True, key=f"do_{stop.step.code}"):
        if stop.way is not None and st.button(
            state.say("support.see_way"),
            icon=":material/directions_walk:",
            type="primary" if number == 1 else "secondary",
            key=f"see_{stop.step.code}",
        ):
            st.session_state[SHOWN] = stop.step.code
            st.rerun()
        if st.button(
            state.say("support.more"), icon=":material/more_horiz:", key=f"more_{stop.step.code}"
        ):
            st.dialog(labels.plain(_name(stop)))(step_details.show_step)(plan, stop)


def _name(stop: Stop) -> str:
    if stop.door is None:
        return state.word("service_type", stop.step.service)
    return plan_text.name(stop.door, state.locale())


def _told(plan: SupportPlan, stop: Stop) -> Markup:
    lines = [Markup("<h3>{}</h3>").format(_name(stop)), _open(plan, stop)]
    lines.append(Markup("<p>{}</p>").format(_why(stop)))
    window = plan_text.window(stop, state.locale())
    if window is not None:
        lines.append(Markup('<p class="window"><b>{}</b> {}</p>').format(*window))
    if stop.door is not None:
        lines.append(_trust(stop.door))
    if stop.opens_at is not None or stop.way is None:
        lines += [call(phone, "support.meanwhile") for phone in stop.phones[:1]]
    return Markup("").join(lines)


def _open(plan: SupportPlan, stop: Stop) -> Markup:
    """Say whether the door is open; of one without a place, whom to ask."""
    door = stop.door
    if door is None:
        return Markup('<p class="shut">{}</p>').format(state.say("support.no_door"))
    if door.confidential:
        ask = door.contact or state.say("support.ask_network")
        reserved = state.say("support.reserved")
        return Markup('<p class="shut">{}</p><p>{}</p>').format(reserved, ask)
    if stop.way is None:
        return call(door, "support.call") if door.phone else Markup("")
    look = "shut" if stop.opens_at is not None or stop.hours_assumed else "open"
    opening = plan_text.opening(stop, plan.ask.when, state.locale())
    told = Markup('<p class="{}">{}</p>').format(look, opening)
    wait = stop.wait_minutes or 0.0
    if wait < LEAST_WAIT or stop.leave_at is None:
        return told
    leave = plan_text.moment(stop.leave_at, plan.ask.when, state.locale())
    return told + Markup("<p>{}</p>").format(state.say("support.leave_at", moment=leave))


def _why(stop: Stop) -> Markup:
    """Say why, and what to bring: the two things that fit a list."""
    why = plan_text.said(stop.step.why, state.locale())
    if not stop.step.bring:
        return Markup("{}").format(why)
    bring = state.say("support.bring_line", what=plan_text.said(stop.step.bring[0], state.locale()))
    return Markup("{} {}").format(why, bring)


def _trust(door: Door) -> Markup:
    if door.confidential or not (door.unverified or door.stale):
        return Markup("")
    key = "support.unverified" if door.unverified else "support.stale"
    said = state.say(key) if door.verified_on is None else state.say(key, date=door.verified_on)
    return Markup('<p class="soft">{}</p>').format(said)


def call(door: Door, key: str) -> Markup:
    """Say whom one can call; the number is a link that a telephone can dial."""
    name = plan_text.name(door, state.locale())
    if not door.phone:
        return Markup("<p>{}</p>").format(name)
    dial = "".join(sign for sign in door.phone if sign in "+0123456789*#")
    link = Markup('<a class="dial" href="tel:{}">{}</a>').format(dial, door.phone)
    return Markup("<p>{}</p>").format(state.say_rich(key, name=name, phone=link))


def _back(view: View, plan: SupportPlan, key: str) -> None:
    """Tell when she is back, and whether it is dark by then; its way can be seen, too."""
    back = returns(plan).get(key)
    if back is None:
        return
    locale, now = state.locale(), plan.ask.when
    told = {
        "leave": plan_text.moment(back.leave_at, now, locale),
        "arrive": plan_text.moment(back.arrive_at, now, locale),
        "span": plan_text.span(back.way.minutes, locale),
    }
    said = [state.say("support.back_when", **told)]
    if "night" in (view.slot(back.leave_at), view.slot(back.arrive_at)):
        said.append(state.say("support.back_dark"))
    if metres := round(back.way.inside_risk_m):
        said.append(state.say("support.marked_in_all", metres=metres))
    said.append(state.say("support.back_unsafe"))
    here = shown(plan) is None and st.session_state.get(SHOWN) == key
    row = Markup('<div class="stop {}" role="group"><b class="no">↩</b><div>{}{}</div></div>')
    head = Markup("<h3>{}</h3>").format(state.say("support.back"))
    with st.container(key=f"stop_{key}"):
        look = "here" if here else ""
        st.html(str(row.format(look, head, Markup("<p>{}</p>").format(" ".join(said)))))
        with st.container(horizontal=True, key=f"do_{key}"):
            walk = ":material/directions_walk:"
            if st.button(state.say("support.see_way"), icon=walk, key=f"way{key}"):
                st.session_state[SHOWN] = key
                st.rerun()


def total(plan: SupportPlan) -> None:
    """Say how long it takes: what can be done the same day, and that the rest is another day's."""
    going = [stop for stop in plan.stops if stop.way is not None and stop.starts_at is not None]
    if not going:
        display.big(state.say_rich("support.only_calls"))
        return
    today = plan.ask.when.date()
    now = [stop for stop in going if stop.starts_at and stop.starts_at.date() == today]
    if len(now) == len(going):
        waits = sum(stop.wait_minutes or 0.0 for stop in going)
        walked = plan_text.span(plan.total_minutes - waits, state.locale())
        said = [state.say_rich("support.walk_in_all", span=walked)]
        if waits >= LEAST_WAIT:
            wait = plan_text.span(waits, state.locale())
            said.append(state.say_rich("support.wait_in_all", span=wait))
    else:
        said = [state.say_rich_plural("support.this_day", len(now))]
        said.append(state.say_rich_plural("support.other_day", len(going) - len(now)))
    ways = [*(stop.way for stop in going), plan.way_back]
    inside = round(sum(way.inside_risk_m for way in ways if way is not None))
    if inside:
        said.append(state.say_rich("support.marked_in_all", metres=inside))
    display.soft(Markup(" ").join(said))


def always(plan: SupportPlan) -> None:
    """Keep the lines that always answer in view."""
    lines = Markup("").join(call(door, "support.always") for door in plan.always)
    if lines:
        with st.container(key="always"):
            st.html(str(Markup('<div class="always">{}</div>').format(lines)))


def _skipped(plan: SupportPlan) -> None:
    """Offer to take up again what she left out."""
    for step in plan.skipped:
        label = state.say("support.take_up", step=state.word("service_type", step.service))
        if st.button(label, icon=":material/undo:", key=f"take_up_{step.code}", type="tertiary"):
            inputs.change(skip=inputs.asked().skip - {step.code})
            st.rerun()
