"""Where do the groups agree? Open a drawing session, see marks arrive, agree on them."""

from pages.ui import (
    agreeing,
    capturing,
    frame,
    group_marks,
    group_steps,
    groups,
    joining_card,
    opening_form,
    state,
)
from pages.ui.faults import show_error

view = state.view()
screen = frame.screen(state.say("session.title"))

with screen.map, show_error():
    agreeing.show_map(view)

with screen.say, show_error():
    agreeing.show_sentence(view)
    joining_card.show_opened(view)
    groups.show_all(view)
    group_steps.offer(view)
    group_marks.offer(view)
    agreeing.ask_among(view)
    agreeing.legend(view)
    with frame.foot():
        opening_form.offer(view)
        capturing.offer(view)
