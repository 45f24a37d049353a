"""What is still missing from our map? A place, set up part by part."""

from pages.ui import (
    bounding,
    done,
    door_cards,
    drawn,
    founding,
    frame,
    layer_setup,
    place_map,
    place_rules,
    protecting,
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
    "rules": place_rules.show_rules,
}

step = setting_up.step()
view = state.view() if state.community() else None
screen = frame.screen(state.say(f"place.title.{step}"))
ready = False

with screen.ask, show_error():
    setting_up.back()
    if view is None or step == setting_up.NEW:
        founding.ask_place()
    else:
        ready = done.show_done(view)

if view is not None and step in STEPS and not ready:
    STEPS[step](screen, view)
elif view is not None and step != setting_up.NEW:
    with screen.map, show_error():
        place_map.show_ground(view, drawn.everything(view, None, drawn.SHOWN), key="place_map")

if view is not None and step == setting_up.LIST:
    with screen.ask, show_error():
        setting_up.show_parts(view, rules=place_rules.stands(view))
    with screen.say, show_error():
        founding.ask_which()
        founding.ask_again()
        protecting.invite()
