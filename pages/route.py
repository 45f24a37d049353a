"""Route screen: safest route and its alternatives between an origin and a destination."""

from functools import partial

import streamlit as st

from geo.exports.results import write_routes
from pages.ui import cached_results, map_layers, state
from pages.ui.route import (
    current_location,
    endpoints,
    route_summary,
    service_list,
    travel_choices,
    vehicle_offer,
)
from pages.ui.shell import layout
from pages.ui.widgets import display, downloads, inputs, map_view, missing_parts
from pages.ui.widgets.errors import show_error, show_error_message

view = state.view()
screen = layout.create_screen(state.gettext("route.title"))
slot = inputs.selected_slot("route")
result = selection = trip = None
steps, ferries = travel_choices.DEFAULT_TRAVEL

with screen.input_panel, show_error():
    missing_parts.stop_without_extent(view, missing_parts.ROUTE_PARTS)
    inputs.show_endpoint_picker(view)
    current_location.show_current_location()
    steps, ferries = travel_choices.select_travel(view)
with screen.result_panel, show_error():
    if error := endpoints.pop_error():
        show_error_message(error)
    result = cached_results.load_routes(view, slot, steps=steps, ferries=ferries)
with screen.input_panel, show_error():
    if result is not None:
        selection = cached_results.RouteSelection(result, inputs.select_alternative(result))
        trip = vehicle_offer.load_trip(view, selection)

with screen.map_panel, show_error():
    map_view.show_map(
        view,
        map_layers.route_layers(view, slot, selection, vehicle_offer.build_lines(selection, trip)),
        key="way_map",
        on_click=endpoints.select_clicked_location,
    )

with screen.result_panel, show_error():
    if not view.has_streets:
        service_list.show_services_without_streets(view)
        missing_parts.show_missing_parts(view, missing_parts.ROUTE_PARTS)
    elif selection is None:
        display.show_headline(state.gettext_html(f"route.hint_{endpoints.missing_endpoint()}"))
        inputs.show_slot_selector(view, "route", state.gettext("route.when"))
        display.show_caption(state.gettext("route.private"))
        missing_parts.show_missing_parts(view, missing_parts.ROUTE_PARTS)
    else:
        display.show_headline(route_summary.describe_difference(selection))
        route_summary.show_comparison(selection)
        vehicle_offer.show_route_offer(selection, trip)
        route_summary.show_destination(view, selection)
        route_summary.show_off_street_distances(selection)
        inputs.show_slot_selector(view, "route", state.gettext("route.when"))
        display.show_heading(state.gettext("route.why"))
        route_summary.show_reasons(view, selection)
        display.show_caption(
            state.gettext("route.both_serve" if selection.comparison_route else "route.one_serves")
        )
        with layout.action_bar():
            if st.button(
                state.gettext("route.steps"), type="primary", icon=":material/list:", key="steps"
            ):
                st.dialog(state.gettext("route.steps"))(route_summary.show_directions)(selection)
            downloads.offer_file_formats(
                f"{view.community.slug}-way",
                (".geojson", ".gpx", ".kml"),
                partial(write_routes, view, selection.as_route_result),
            )
