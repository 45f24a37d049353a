"""`streamlit run app.py` finds the ASGI application here."""

from server.application import create_app

app = create_app()
