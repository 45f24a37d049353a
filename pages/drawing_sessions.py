"""Drawing sessions screen: open sessions, follow incoming marks, map the consensus."""

from pages.ui import state
from pages.ui.drawing_sessions import (
    code_wall,
    consensus,
    join_card,
    mark_list,
    offline_capture,
    opening_form,
    session_actions,
    session_list,
)
from pages.ui.shell import layout
from pages.ui.widgets import missing_parts
from pages.ui.widgets.errors import show_error

view = state.view()

if code_wall.is_shown():
    with show_error():
        code_wall.show_wall(view)
else:
    screen = layout.create_screen(state.gettext("drawing_sessions.title"))

    with screen.input_panel:
        missing_parts.stop_without_extent(view, missing_parts.SESSION_PARTS)
    with screen.map_panel, show_error():
        consensus.show_map(view)

    with screen.result_panel, show_error():
        consensus.show_headline(view)
        consensus.show_extents(view)
        join_card.show_join_card(view)
        code_wall.show_wall_button(view)
        session_list.show_sessions(view)
        session_actions.show_actions(view)
        mark_list.show_marks(view)
        consensus.show_legend(view)
        consensus.show_agreement(view)
        consensus.show_session_filter(view)
        consensus.show_agreed_choice(view)
        session_list.show_next_steps(view)
        missing_parts.show_missing_parts(view, missing_parts.SESSION_PARTS)
        with layout.action_bar():
            opening_form.show_open_button(view)
            offline_capture.show_capture_button(view)
