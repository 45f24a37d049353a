"""By which way do I go? Two places, and the ways worth choosing between them."""

from functools import partial

import streamlit as st

from geo.exchange.answers import write_plan
from pages.ui import ask, drawn, ends, files, frame, load, maps, show, state, telling
from pages.ui.faults import show_error, show_fault

view = state.view()
screen = frame.screen(state.say("way.title"))
slot = ask.slot("way")
plan = trip = None

with screen.ask, show_error():
    ask.way_ends(view)
with screen.say, show_error():
    if fault := ends.fault():
        show_fault(fault)
    plan = load.plan(view, slot)
with screen.ask, show_error():
    if plan is not None:
        trip = load.Trip(plan, ask.way_choice(plan))

with screen.map, show_error():
    maps.show_map(view, drawn.way(view, slot, trip), key="way_map", touched=ends.touch)

with screen.say, show_error():
    if trip is None:
        show.big(state.say_rich(f"way.hint_{ends.missing()}"))
        ask.daylight(view, "way", state.say("way.when"))
        show.soft(state.say("way.private"))
    else:
        show.big(telling.difference(trip))
        telling.two_ways(trip)
        telling.beyond(trip)
        ask.daylight(view, "way", state.say("way.when"))
        show.heading(state.say("way.why"))
        telling.why(view, trip)
        show.soft(state.say("way.both_serve" if trip.beside else "way.one_serves"))
        with frame.foot():
            if st.button(
                state.say("way.steps"), type="primary", icon=":material/list:", key="steps"
            ):
                st.dialog(state.say("way.steps"))(telling.step_by_step)(trip)
            files.offer(
                state.say("show.download"),
                f"{view.community.slug}-way.geojson",
                partial(write_plan, view, trip.as_plan),
            )
