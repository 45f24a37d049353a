"""A way in words: how it differs from the other one, why one would walk it, step by step."""

from __future__ import annotations

import streamlit as st
from markupsafe import Markup

from geo.cartography import palette
from geo.privacy.view import View
from geo.routes.directions import directions
from geo.routes.reasons import Aside, Passage, reasons
from geo.routes.route import Way
from pages.ui import state
from pages.ui.cached_results import Trip
from pages.ui.widgets import display
from pages.ui.widgets.inputs import way_word

OFF_STREET_M = 40  # a house stands back from its street; more is worth a word
KILOMETRE = 1000  # metres; from here on people say kilometres


def difference(trip: Trip) -> Markup:
    """Say what the chosen way costs and saves, beside the other one."""
    if trip.beside is None:
        return state.say_rich_plural("way.only", round(trip.way.minutes))
    more = round(trip.way.minutes) - round(trip.beside.minutes)
    less = round(trip.beside.inside_risk_m) - round(trip.way.inside_risk_m)
    return Markup("{} {}").format(_time(more), _ground(less))


def _time(more: int) -> Markup:
    if more == 0:
        return state.say_rich("way.same_time")
    if more > 0:
        return state.say_rich_plural("way.minutes_more", more)
    return state.say_rich_plural("way.minutes_less", -more)


def _ground(less: int) -> Markup:
    if less == 0:
        return state.say_rich("way.milder")
    if less > 0:
        return state.say_rich_plural("way.metres_less", less)
    return state.say_rich_plural("way.metres_more", -less)


def two_ways(trip: Trip) -> None:
    """Compare the chosen way with the one beside it."""
    count = len(trip.plan.choices)
    other = count - 1 if trip.number == 0 else 0
    rows = [_way_row(palette.safest_swatch(), way_word(trip.number, count), trip.way)]
    if trip.beside is not None:
        rows.append(_way_row(palette.direct_swatch(), way_word(other, count), trip.beside))
    st.html(str(Markup('<div class="ways">{}</div>').format(Markup("").join(rows))))


def _way_row(swatch: str, name: str, way: Way) -> Markup:
    marked = round(way.inside_risk_m)
    row = Markup(
        '<div><i style="{}"></i><b>{}</b><span>{}</span><span>{}</span><small>{}</small></div>'
    )
    return row.format(
        swatch,
        name,
        state.say("way.chip", minutes=round(way.minutes)),
        distance(way.length_m),
        state.say("way.marked", metres=marked) if marked else state.say("way.unmarked"),
    )


def distance(metres: float) -> str:
    """Write a distance as people say it: metres, from a thousand on kilometres."""
    if metres < KILOMETRE:
        return state.say("show.metres", metres=round(metres, -1))
    return state.say("show.kilometres", kilometres=round(metres / KILOMETRE, 1))


def beyond(trip: Trip) -> None:
    """Say where an end lies off every known street: that stretch is not in the minutes."""
    plan = trip.plan
    for key, position in (("way.off_start", plan.origin), ("way.off_end", plan.target)):
        metres = float(position.access_m[0])
        if metres > OFF_STREET_M:
            display.soft(state.say(key, metres=round(metres, -1)))


def why(view: View, trip: Trip) -> None:
    """Tell why one would walk the chosen way."""
    told = reasons(view, trip.way, other=trip.beside or trip.way)
    groups = len(view.sessions)
    lines = []
    if told.streets:
        lines.append(state.say_rich("reason.along", streets=_listed(told.streets)))
    if told.waiting:
        lines.append(state.say_rich("reason.waiting", places=_listed(told.waiting)))
    if told.aside:
        lines.append(_left(told.aside, groups))
    lines += [_passed(passage, groups) for passage in told.passages]
    if not told.passages:
        lines.append(state.say_rich("reason.unmarked"))
    display.bullets(lines)


def _left(aside: Aside, groups: int) -> Markup:
    metres = round(aside.metres)
    why_marked = _marked_why(aside.categories, aside.groups, groups)
    if aside.streets:
        streets = _listed(aside.streets)
        return state.say_rich("reason.aside_named", streets=streets, why=why_marked)
    return state.say_rich("reason.aside", metres=metres, why=why_marked)


def _passed(passage: Passage, groups: int) -> Markup:
    metres = round(passage.metres)
    why_marked = _marked_why((passage.category,), passage.groups, groups)
    street = passage.street or state.say("reason.unnamed")
    key = "reason.bridge" if passage.bridge else "reason.passes"
    told = [state.say_rich(key, street=street, metres=metres, why=why_marked)]
    if passage.only:
        told.append(state.say_rich("reason.only"))
    return Markup(" ").join(told)


def _marked_why(categories: tuple[str, ...], said_by: int, groups: int) -> str:
    why_marked = _listed(tuple(state.word("category", code).lower() for code in categories))
    if not said_by:
        return why_marked
    return state.say_plural("reason.said_by", said_by, why=why_marked, groups=groups)


def _listed(names: tuple[str, ...]) -> str:
    if len(names) == 1:
        return names[0]
    return state.say("list.and", first=", ".join(names[:-1]), last=names[-1])


def step_by_step(trip: Trip) -> None:
    """Tell the chosen way street by street."""
    told = directions(trip.way, locale=state.locale())
    display.steps(
        [(step.text, state.say("way.chip", minutes=max(1, round(step.minutes)))) for step in told]
    )
