"""Map screen: all layers with a legend, and the same data as tables."""

import streamlit as st

from pages.ui import map_layers, people_layer, state
from pages.ui.coverage import coverage_progress
from pages.ui.map import layer_tables
from pages.ui.shell import layout
from pages.ui.widgets import display, downloads, inputs, map_view, missing_parts
from pages.ui.widgets.errors import show_error

view = state.view()
screen = layout.create_screen(state.gettext("map.title"))

with screen.input_panel:
    missing_parts.stop_without_extent(view, missing_parts.MAP_PARTS)
    daylight, slot = inputs.select_daylight(view)

with screen.result_panel, show_error():
    display.show_severity_legend()
    layer_tables.show_symbol_legend()
    visible_layers = inputs.select_layers(view)
    if "demand" in visible_layers:
        people_layer.show_people_legend(view)

with screen.map_panel, show_error():
    map_view.show_map(view, map_layers.community_layers(view, slot, visible_layers), key="map_map")

with screen.result_panel, show_error():
    display.show_heading(state.gettext(f"map.risk_{daylight}"))
    layer_tables.show_risk_places(view, slot)
    with st.expander(state.gettext("map.services"), key="doors"):
        layer_tables.show_services(view)
    with st.expander(state.gettext("map.waiting"), key="waiting"):
        layer_tables.show_safe_zones(view)
    missing_parts.show_missing_parts(view, missing_parts.MAP_PARTS)
    if downloads.is_export_allowed():
        with (
            layout.action_bar(),
            st.popover(state.gettext("show.download"), icon=":material/download:", key="files"),
        ):
            downloads.offer_layer_files(view)
coverage_progress.prepare(view)
