"""Streamlit screens: one script per screen, and the shell that every run starts with."""
