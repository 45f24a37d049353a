"""Home screen: overview map of the community, feature counts, and links to next steps."""

from geo.cartography.community_summary import summarise_community
from geo.cartography.map_extent import is_located
from pages.ui import map_layers, state
from pages.ui.coverage import coverage_progress
from pages.ui.home import community_summary
from pages.ui.shell import layout, navigation
from pages.ui.widgets import map_view
from pages.ui.widgets.errors import show_error

view = state.view()
screen = layout.create_screen(state.gettext("home.title"))
has_map = is_located(view)

with screen.map_panel if has_map else screen.input_panel, show_error():
    map_view.show_map(view, map_layers.community_layers(view, None), key="home_map")

with screen.result_panel, show_error():
    summary = summarise_community(view)
    community_summary.show_drawing_summary(summary)
    community_summary.show_feature_counts(summary)
    community_summary.show_population(summary.population)

    navigation.show_page_buttons(*(("route", "coverage", "setup") if has_map else ("setup",)))
    community_summary.show_missing_parts(view, summary, view.street_counts.get("candidates", 0))
coverage_progress.prepare(view)
