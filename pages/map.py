"""What is on the map? Every layer, what its signs mean, and the same in tables."""

import streamlit as st

from pages.ui import ask, drawn, files, frame, listing, maps, show, state
from pages.ui.faults import show_error

view = state.view()
screen = frame.screen(state.say("map.title"))

with screen.ask:
    light, slot = ask.light(view)

with screen.say, show_error():
    show.levels()
    listing.signs()
    shown = ask.layers()

with screen.map, show_error():
    maps.show_map(view, drawn.everything(view, slot, shown), key="map_map")

with screen.say, show_error():
    show.heading(state.say(f"map.marked_{light}"))
    listing.marked(view, slot)
    with st.expander(state.say("map.doors"), key="doors"):
        listing.doors(view)
    with st.expander(state.say("map.waiting"), key="waiting"):
        listing.waiting(view)
    if files.allowed():
        with (
            frame.foot(),
            st.popover(state.say("show.download"), icon=":material/download:", key="files"),
        ):
            files.offer_layers(view)
