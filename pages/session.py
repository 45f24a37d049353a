"""Where do the groups agree? Open a drawing session, see marks arrive, agree on them."""

from pages.ui import state
from pages.ui.drawing_sessions import (
    consensus,
    join_card,
    mark_list,
    offline_capture,
    opening_form,
    session_actions,
    session_list,
)
from pages.ui.shell import layout
from pages.ui.widgets.errors import show_error

view = state.view()
screen = layout.screen(state.say("session.title"))

with screen.map, show_error():
    consensus.show_map(view)

with screen.say, show_error():
    consensus.show_sentence(view)
    join_card.show_opened(view)
    session_list.show_all(view)
    session_actions.offer(view)
    mark_list.offer(view)
    consensus.ask_among(view)
    consensus.legend(view)
    with layout.foot():
        opening_form.offer(view)
        offline_capture.offer(view)
