"""What do we know that no map shows? Draw it, in the drawing session of a group."""

from pages.ui import state
from pages.ui.draw import drawing_page
from pages.ui.drawing_sessions import session_list
from pages.ui.shell import layout
from pages.ui.widgets.errors import show_error

with show_error():
    chosen = session_list.chosen(state.view())
    if chosen is None:
        with layout.sheet(state.say("draw.page_title")):
            session_list.invite()
    else:
        drawing_page.show(chosen)
