"""`streamlit run app.py` finds the ASGI application here, by its class in the source."""

from streamlit.starlette import App

from server.application import SHELL_PAGE, application_options

app = App(SHELL_PAGE, **application_options())
