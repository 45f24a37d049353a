"""By which way do I go? Two places, and the ways worth choosing between them."""

from functools import partial

import streamlit as st

from geo.exports.results import write_plan
from pages.ui import cached_results, map_layers, state
from pages.ui.route import endpoints, route_summary
from pages.ui.shell import layout
from pages.ui.widgets import display, downloads, inputs, map_view
from pages.ui.widgets.errors import show_error, show_fault

view = state.view()
screen = layout.screen(state.say("way.title"))
slot = inputs.slot("way")
plan = trip = None

with screen.ask, show_error():
    inputs.way_ends(view)
with screen.say, show_error():
    if fault := endpoints.fault():
        show_fault(fault)
    plan = cached_results.plan(view, slot)
with screen.ask, show_error():
    if plan is not None:
        trip = cached_results.Trip(plan, inputs.way_choice(plan))

with screen.map, show_error():
    map_view.show_map(
        view, map_layers.way(view, slot, trip), key="way_map", touched=endpoints.touch
    )

with screen.say, show_error():
    if trip is None:
        display.big(state.say_rich(f"way.hint_{endpoints.missing()}"))
        inputs.daylight(view, "way", state.say("way.when"))
        display.soft(state.say("way.private"))
    else:
        display.big(route_summary.difference(trip))
        route_summary.two_ways(trip)
        route_summary.beyond(trip)
        inputs.daylight(view, "way", state.say("way.when"))
        display.heading(state.say("way.why"))
        route_summary.why(view, trip)
        display.soft(state.say("way.both_serve" if trip.beside else "way.one_serves"))
        with layout.foot():
            if st.button(
                state.say("way.steps"), type="primary", icon=":material/list:", key="steps"
            ):
                st.dialog(state.say("way.steps"))(route_summary.step_by_step)(trip)
            downloads.offer(
                state.say("show.download"),
                f"{view.community.slug}-way.geojson",
                partial(write_plan, view, trip.as_plan),
            )
