"""What is on the map? Every layer, what its signs mean, and the same in tables."""

import streamlit as st

from pages.ui import map_layers, state
from pages.ui.map import layer_tables
from pages.ui.shell import layout
from pages.ui.widgets import display, downloads, inputs, map_view
from pages.ui.widgets.errors import show_error

view = state.view()
screen = layout.screen(state.say("map.title"))

with screen.ask:
    light, slot = inputs.light(view)

with screen.say, show_error():
    display.levels()
    layer_tables.signs()
    shown = inputs.layers()

with screen.map, show_error():
    map_view.show_map(view, map_layers.everything(view, slot, shown), key="map_map")

with screen.say, show_error():
    display.heading(state.say(f"map.marked_{light}"))
    layer_tables.marked(view, slot)
    with st.expander(state.say("map.doors"), key="doors"):
        layer_tables.doors(view)
    with st.expander(state.say("map.waiting"), key="waiting"):
        layer_tables.waiting(view)
    if downloads.allowed():
        with (
            layout.foot(),
            st.popover(state.say("show.download"), icon=":material/download:", key="files"),
        ):
            downloads.offer_layers(view)
