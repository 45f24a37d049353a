"""What is still missing from our map? A place, set up part by part."""

from pages.ui import map_layers, state
from pages.ui.access import protection_setup
from pages.ui.setup import (
    boundary_form,
    candidate_cards,
    community_creation,
    community_settings,
    completion_message,
    layer_upload,
    setup_map,
    setup_steps,
    street_import,
)
from pages.ui.shell import layout
from pages.ui.widgets.errors import show_error

STEPS = {
    "boundary": boundary_form.show_boundary,
    "streets": street_import.show_streets,
    "people": layer_upload.show_layer,
    "zones": layer_upload.show_layer,
    "services": candidate_cards.show_doors,
    "safe_zones": layer_upload.show_layer,
    "risk_areas": layer_upload.show_layer,
    "rules": community_settings.show_rules,
}

step = setup_steps.step()
view = state.view() if state.community() else None
screen = layout.screen(state.say(f"place.title.{step}"))
ready = False

with screen.ask, show_error():
    setup_steps.back()
    if view is None or step == setup_steps.NEW:
        community_creation.ask_place()
    else:
        ready = completion_message.show_done(view)

if view is not None and step in STEPS and not ready:
    STEPS[step](screen, view)
elif view is not None and step != setup_steps.NEW:
    with screen.map, show_error():
        setup_map.show_ground(
            view, map_layers.everything(view, None, map_layers.SHOWN), key="place_map"
        )

if view is not None and step == setup_steps.LIST:
    with screen.ask, show_error():
        setup_steps.show_parts(view, rules=community_settings.stands(view))
    with screen.say, show_error():
        community_creation.ask_which()
        community_creation.ask_again()
        protection_setup.invite()
