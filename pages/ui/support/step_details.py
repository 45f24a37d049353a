"""One step of a support route, whole: what it gives, what to bring, by which way, other doors."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import streamlit as st
from markupsafe import Markup

from geo.cartography.opening_text import hours_in_words
from geo.pathways.records import Sentence
from geo.routes.directions import directions
from geo.support import plan_text
from geo.support.records import Other, Stop, SupportPlan
from pages.ui import state
from pages.ui.support import inputs
from pages.ui.widgets import display


def show_step(plan: SupportPlan, stop: Stop) -> None:
    """Show a step in a dialog."""
    with st.container(key="step_more"):
        _whole(plan, stop)


def _whole(plan: SupportPlan, stop: Stop) -> None:
    locale, step = state.locale(), stop.step
    display.text(plan_text.said(step.why, locale))
    _lines("support.gives", step.gives)
    _lines("support.bring", step.bring)
    _lines("support.need_not", step.need_not)
    for key, one in (("support.cost", step.cost), ("support.accepts", step.accepts)):
        if one is not None:
            _lines(key, (one,))
    _windows(plan, stop)
    _hours(stop)
    _way(stop)
    _others(plan, stop)
    _choices(plan, stop)
    if any(one.source is None for one in _sentences(stop)):
        display.soft(state.say("support.to_check"))


def _sentences(stop: Stop) -> list[Sentence]:
    step = stop.step
    single = [one for one in (step.why, step.cost, step.accepts) if one is not None]
    return [*single, *step.gives, *step.bring, *step.need_not, *step.still]


def _lines(key: str, said: Sequence[Sentence]) -> None:
    if said:
        display.heading(state.say(key))
        display.bullets(Markup("{}").format(plan_text.said(one, state.locale())) for one in said)


def _windows(plan: SupportPlan, stop: Stop) -> None:
    if not stop.deadlines:
        return
    display.heading(state.say("support.times"))
    lines = []
    for one in stop.deadlines:
        name = state.word("window", one.window.what)
        if one.closes_at is None:
            lines.append(state.say_rich("support.window_hours", what=name, hours=one.window.hours))
            continue
        until = plan_text.moment(one.closes_at, plan.ask.when, state.locale())
        key = "support.window_closed" if one.state == "closed" else "support.window_open"
        lines.append(state.say_rich(key, what=name, moment=until))
    display.bullets(lines)
    if stop.still_go:
        _lines("support.still", stop.step.still)


def _hours(stop: Stop) -> None:
    door = stop.door
    if door is None or door.confidential:
        return
    hours = hours_in_words(door.hours, state.locale())
    if hours:
        display.heading(state.say("support.hours"))
        display.text(hours)


def _way(stop: Stop) -> None:
    if stop.way is None:
        return
    display.heading(state.say("support.way"))
    inside = round(stop.way.inside_risk_m)
    display.text(state.say("way.marked", metres=inside) if inside else state.say("way.unmarked"))
    told = directions(stop.way, locale=state.locale())
    display.steps(
        [(one.text, state.say("way.chip", minutes=max(1, round(one.minutes)))) for one in told]
    )


def _others(plan: SupportPlan, stop: Stop) -> None:
    """Offer the other doors of the step."""
    if not stop.others:
        return
    display.heading(state.say("support.others"))
    for other in stop.others:
        with st.container(key=f"other_{other.door.id}"):
            _offer(plan, stop, other)


def _offer(plan: SupportPlan, stop: Stop, other: Other) -> None:
    locale, told = state.locale(), []
    if other.minutes is not None:
        told.append(state.say("support.away", span=plan_text.span(other.minutes, locale)))
    if other.opens_at is not None:
        opens = plan_text.moment(other.opens_at, plan.ask.when, locale)
        told.append(state.say("support.opens", moment=opens))
    elif other.open_until is not None:
        until = plan_text.clock(other.open_until, locale)
        told.append(state.say("support.open_until", time=until))
    name = plan_text.name(other.door, locale)
    display.text(Markup("<b>{}</b><br>{}").format(name, " · ".join(told)))
    if other.door.confidential or other.door.lat is None:
        return
    code, door = stop.step.code, other.door.id

    def take() -> None:
        chosen = dict(inputs.asked().chosen) | {code: door}
        inputs.change(chosen=tuple(chosen.items()))

    if st.button(state.say("support.take_door"), key=f"take_{code}_{door}", on_click=take):
        st.rerun()


def _choices(plan: SupportPlan, stop: Stop) -> None:
    """She may begin with any step, leave any out, and give a door she chose back to the plan."""
    code = stop.step.code
    display.heading(state.say("support.you_choose"))
    with st.container(key="step_choices"):
        if plan.stops[0].step.code != code:
            _choice("first", code, lambda: inputs.change(first=code))
        _choice("skip", code, lambda: _skip(code))
        if code in dict(inputs.asked().chosen):
            _choice("propose", code, lambda: _propose(code))


def _choice(name: str, code: str, done: Callable[[], None]) -> None:
    key, label = f"{name}_{code}", state.say(f"support.{name}")
    if st.button(label, key=key, width="stretch", on_click=done):
        st.rerun()  # the dialog closes, and the steps are as she chose


def _skip(code: str) -> None:
    known = inputs.asked()
    first = None if known.first == code else known.first
    inputs.change(skip=known.skip | {code}, first=first)


def _propose(code: str) -> None:
    left = {step: door for step, door in inputs.asked().chosen if step != code}
    inputs.change(chosen=tuple(left.items()))
