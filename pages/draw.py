"""Drawing screen: the drawing page of the selected drawing session, in an iframe."""

from urllib.parse import urlencode

import streamlit as st

from pages.ui import state
from pages.ui.drawing_sessions import session_list
from pages.ui.shell import layout
from pages.ui.widgets.errors import show_error
from server.paths import DRAW_PATH

HEIGHT_PX = 640  # px, until the style sheet sets the height

with show_error():
    drawing = session_list.selected_session(state.view())
    if drawing is None:
        with layout.single_column(state.gettext("draw.page_title")):
            session_list.show_empty_notice()
            session_list.show_next_steps(state.view())
    else:
        query = {"community": drawing.community, "session": drawing.code, "lang": state.locale()}
        with st.container(key="drawing"):
            st.iframe(f"{DRAW_PATH}?{urlencode(query)}", height=HEIGHT_PX)
