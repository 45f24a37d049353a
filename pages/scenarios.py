"""Scenario screen: changes made by touch, and who is gained and lost by them."""

from pages.ui import state
from pages.ui.scenarios import (
    change_list,
    change_tools,
    comparison_summary,
    draft,
    risk_list,
    saved_scenarios,
)
from pages.ui.shell import layout
from pages.ui.widgets import inputs, map_view, missing_parts
from pages.ui.widgets.errors import show_error

view = state.view()
screen = layout.create_screen(state.gettext("scenarios.title"))
changes, comparison = draft.current_changes(), None

with screen.input_panel, show_error():
    missing_parts.stop_without_extent(view, missing_parts.COVERAGE_PARTS)
    request = inputs.select_coverage_request(view)
    change_tools.show_tools(view, service_type=request.service_type)
with screen.result_panel, show_error():
    change_tools.show_click_error()
    change_tools.show_path_buttons()
    comparison = comparison_summary.load_comparison(view, changes, request)

with screen.map_panel, show_error():
    map_view.show_map(
        view,
        change_list.build_layers(view, comparison),
        key="scenario_map",
        opening=map_view.complete_extent(view),
        on_click=change_tools.apply_click,
    )

with screen.result_panel, show_error():
    if comparison is not None or not changes:
        comparison_summary.show_sentence(comparison)
    if comparison is not None:
        comparison_summary.show_legend(comparison)
        comparison_summary.show_details(comparison)
    change_list.show_changes(view)
    if comparison is not None:
        comparison_summary.show_zones(comparison)
        comparison_summary.show_method(view, comparison, changes)
    inputs.show_slot_selector(view, "coverage", state.gettext("coverage.when"))
    risk_list.offer_ranking(view, request)
    saved_scenarios.show_saving(view)
    saved_scenarios.select_saved(view)
    missing_parts.show_missing_parts(view, missing_parts.COVERAGE_PARTS)
