"""Drawing screen: the drawing page of the selected drawing session."""

from pages.ui import state
from pages.ui.draw import drawing_page
from pages.ui.drawing_sessions import session_list
from pages.ui.shell import layout
from pages.ui.widgets.errors import show_error

with show_error():
    drawing = session_list.selected_session(state.view())
    if drawing is None:
        with layout.single_column(state.gettext("draw.page_title")):
            session_list.show_empty_notice()
    else:
        drawing_page.show_drawing_page(drawing)
