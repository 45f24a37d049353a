"""What is still missing from our map? A place, set up part by part."""

from pages.ui import (
    bounding,
    door_cards,
    drawn,
    founding,
    frame,
    layer_setup,
    place_map,
    setting_up,
    state,
    street_setup,
)
from pages.ui.faults import show_error

STEPS = {
    "boundary": bounding.show_boundary,
    "streets": street_setup.show_streets,
    "people": layer_setup.show_layer,
    "zones": layer_setup.show_layer,
    "services": door_cards.show_doors,
    "safe_zones": layer_setup.show_layer,
    "risk_areas": layer_setup.show_layer,
}

step = setting_up.step()
screen = frame.screen(state.say(f"place.title.{step}"))
view = state.view() if state.community() else None

with screen.ask, show_error():
    setting_up.back()
if view is None or step == setting_up.NEW:
    with screen.ask, show_error():
        founding.ask_place()
else:
    with screen.ask, show_error():
        setting_up.show_done(view)
    if step in STEPS:
        STEPS[step](screen, view)
    else:
        with screen.ask, show_error():
            setting_up.show_parts(view)
        with screen.map, show_error():
            place_map.show_ground(view, drawn.everything(view, None, drawn.SHOWN), key="place_map")
        with screen.say, show_error():
            founding.ask_which()
            founding.ask_again()
