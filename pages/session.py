"""Where do the groups agree? Open a drawing session, see marks arrive, agree on them."""

from pages.ui import agreeing, frame, groups, maps, state
from pages.ui.faults import show_error

view = state.view()
screen = frame.screen(state.say("session.title"))

with screen.ask, show_error():
    groups.show_opened(view)
    among = agreeing.ask_among(view)

with screen.map, show_error():
    maps.show_map(view, agreeing.layers(view, among), key="session_map")

with screen.say, show_error():
    agreeing.sentence(view, among)
    agreeing.legend(view, among)
    groups.show_all(view)
    with frame.foot():
        groups.offer_opening(view)
