"""Coverage screen: people within a travel threshold of a service, and gap areas beyond it."""

from functools import partial

from geo.exports.results import write_coverage
from pages.ui import map_layers, state
from pages.ui.coverage import (
    coverage_progress,
    coverage_summary,
    report_offer,
    siting_offer,
)
from pages.ui.shell import layout, navigation
from pages.ui.widgets import downloads, inputs, map_view, missing_parts
from pages.ui.widgets.errors import show_error

view = state.view()
screen = layout.create_screen(state.gettext("coverage.title"))
result = None

with screen.input_panel:
    missing_parts.stop_without_extent(view, missing_parts.COVERAGE_PARTS)
    request = inputs.select_coverage_request(view)
    safe_only = inputs.select_safe_only(view)
with screen.result_panel, show_error():
    result = coverage_progress.load_with_progress(view, request, safe_only=safe_only)

with screen.map_panel, show_error():
    layers = (
        map_layers.coverage_layers(view, result)
        if result
        else map_layers.community_layers(view, None)
    )
    if result:
        layers.append(siting_offer.make_site_layer(view, result.request))
    map_view.show_map(view, layers, key="coverage_map", opening=map_view.complete_extent(view))

with screen.result_panel, show_error():
    if result:
        coverage_summary.show_headline(result)
        coverage_summary.show_outside(result)
        coverage_summary.show_legend(result)
        coverage_summary.show_zone_table(view, result)
        inputs.show_slot_selector(view, "coverage", state.gettext("coverage.when"))
        coverage_summary.show_method(result, safe_only=safe_only)
        siting_offer.offer_siting(view, result.request)
        report_offer.offer_report(view, result.request.threshold)
    missing_parts.show_missing_parts(view, missing_parts.COVERAGE_PARTS)
    navigation.show_page_buttons(
        *(["completeness"] if view.has_streets else []), *(["scenarios"] if result else [])
    )
    if result:
        with layout.action_bar():
            downloads.offer_file(
                state.gettext("show.download"),
                f"{view.community.slug}-coverage.gpkg",
                partial(write_coverage, view, result),
            )
            downloads.offer_file(
                state.gettext("coverage.download_zones"),
                f"{view.community.slug}-coverage.csv",
                partial(write_coverage, view, result),
            )
