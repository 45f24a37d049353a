"""The domain of Amparo: it runs the same from a screen, a test or `python -m geo`."""
