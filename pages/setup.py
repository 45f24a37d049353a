"""Setup screen: create a community and import its boundary, streets and layers step by step."""

from pages.ui import map_layers, state
from pages.ui.access import protection_setup
from pages.ui.setup import (
    boundary_form,
    candidate_cards,
    community_creation,
    community_settings,
    completion_message,
    file_upload,
    layer_upload,
    proposal_list,
    setup_map,
    setup_steps,
    street_import,
)
from pages.ui.shell import layout
from pages.ui.widgets.errors import show_error

STEPS = {
    "boundary": boundary_form.show_boundary,
    "streets": street_import.show_streets,
    "people": layer_upload.show_layer_step,
    "zones": layer_upload.show_layer_step,
    "services": candidate_cards.show_candidates,
    "safe_zones": layer_upload.show_layer_step,
    "risk_areas": layer_upload.show_layer_step,
    "file": file_upload.show_file_step,
    "rules": community_settings.show_settings,
}

current_step = setup_steps.current_step()
view = state.view() if state.community() else None
screen = layout.create_screen(state.gettext(f"setup.title.{current_step}"))
part_completed = False

with screen.input_panel, show_error():
    setup_steps.show_back_button()
    if view is None or current_step == setup_steps.NEW_STEP:
        community_creation.show_creation_form()
    else:
        part_completed = completion_message.show_message(view)

if view is not None and current_step in STEPS and not part_completed:
    STEPS[current_step](screen, view)
elif view is not None and current_step != setup_steps.NEW_STEP:
    with screen.map_panel, show_error():
        setup_map.show_setup_map(
            view,
            map_layers.community_layers(view, None, map_layers.SELECTABLE_LAYERS),
            key="place_map",
        )

if view is not None and current_step == setup_steps.LIST_STEP:
    with screen.input_panel, show_error():
        proposal_list.show_hint(view)
        setup_steps.show_parts(view, settings_summary=community_settings.format_own_day(view))
    with screen.result_panel, show_error():
        proposal_list.show_proposals(view)
        community_creation.show_community_picker()
        community_creation.show_demo_reset()
        protection_setup.show_setup_button()
