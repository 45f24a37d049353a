"""Support plan screen: services of a pathway in order, with routes and opening hours."""

from functools import partial

from geo.pathways.versions import get_pathway
from geo.support.planning import plan_support
from pages.ui import state
from pages.ui.route import endpoints, service_list, vehicle_offer
from pages.ui.shell import layout
from pages.ui.support import downloads, inputs, plan_map, stop_list
from pages.ui.widgets import display, map_view, missing_parts
from pages.ui.widgets.errors import show_error, show_error_message

view = state.view()
screen = layout.create_screen(state.gettext("support.title"))
plan = pathway = None

with screen.input_panel, show_error():
    missing_parts.stop_without_extent(view, missing_parts.ROUTE_PARTS)
    inputs.show_form_button(view)

with screen.result_panel, show_error():
    if error := endpoints.pop_error():
        show_error_message(error)
    request = inputs.build_request(view)
    pathway = None if request is None else get_pathway(view, request.situation)
    if request is not None and pathway is not None and view.has_streets:
        compute_plan = partial(plan_support, view, request, pathway)
        plan = plan_map.load_plan(view, request, pathway, compute_plan)

with screen.map_panel, show_error():
    layers = plan_map.plan_layers(view, plan)
    map_view.show_map(view, layers, key="support_map", on_click=endpoints.select_clicked_start)

with screen.result_panel, show_error():
    if not view.has_streets:
        types = None if pathway is None else [step.service for step in pathway.steps]
        service_list.show_services_without_streets(view, types=types)
        missing_parts.show_missing_parts(view, missing_parts.ROUTE_PARTS)
    elif plan is None:
        display.show_headline(
            state.gettext_html(f"support.hint_{'what' if endpoints.selected_start() else 'where'}")
        )
        display.show_text(state.gettext("support.you_choose_all"))
        display.show_caption(state.gettext("route.private"))
        missing_parts.show_missing_parts(view, missing_parts.ROUTE_PARTS)
        downloads.show_poster_button(view)
    else:
        vehicle_offer.show_plan_offer(plan)
        stop_list.show_stops(view, plan)
        stop_list.show_total(plan)
        display.show_caption(state.gettext("support.you_choose_all"))
        if not plan.pathway.verified:
            display.show_caption(state.gettext("support.starter"))
        downloads.show_poster_button(view)
        stop_list.show_phone_lines(plan)
        with layout.action_bar():
            downloads.show_export_button(view, plan)
