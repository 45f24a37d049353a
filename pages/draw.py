"""What do we know that no map shows? Draw it, in the drawing session of a group."""

from pages.ui import drawing_page, frame, groups, state
from pages.ui.faults import show_error

with show_error():
    chosen = groups.chosen(state.view())
    if chosen is None:
        with frame.sheet(state.say("draw.page_title")):
            groups.invite()
    else:
        drawing_page.show(chosen)
