"""What do we know of our place? Everything at a glance, and what can be done next."""

from geo.cartography.community_summary import glance
from geo.communities.setup_status import readiness
from pages.ui import map_layers, state
from pages.ui.home import community_summary
from pages.ui.shell import layout, navigation
from pages.ui.widgets import map_view
from pages.ui.widgets.errors import show_error

view = state.view()
screen = layout.screen(state.say("home.title"))

with screen.map, show_error():
    map_view.show_map(view, map_layers.everything(view, None), key="home_map")

with screen.say, show_error():
    seen = glance(view)
    community_summary.drawn_by(seen.drawn)
    community_summary.counts(seen)

    navigation.offer("way", "coverage", "place")
    community_summary.missing(readiness(view), seen, view.street_counts.get("candidates", 0))
