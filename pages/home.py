"""What do we know of our place? Everything at a glance, and what can be done next."""

from geo.exchange.readiness import readiness
from geo.maps.glance import glance
from pages.ui import drawn, frame, glancing, maps, menu, state
from pages.ui.faults import show_error

view = state.view()
screen = frame.screen(state.say("home.title"))

with screen.map, show_error():
    maps.show_map(view, drawn.everything(view, None), key="home_map")

with screen.say, show_error():
    seen = glance(view)
    glancing.drawn_by(seen.drawn)
    glancing.counts(seen)

    menu.offer("way", "coverage", "place")
    glancing.missing(readiness(view), seen, view.street_counts.get("candidates", 0))
