"""A copy of everything, to be kept elsewhere."""

from __future__ import annotations

from datetime import date
from functools import partial

from geo.store.backup import back_up
from pages.ui import state
from pages.ui.widgets import display, downloads


def show_backup() -> None:
    """Offer a copy of the whole file, and say what it is good for."""
    display.text(state.say("backup.about"))
    name = f"amparo-{date.today().isoformat()}.zip"
    downloads.hand_out(
        state.say("backup.make"), name, partial(back_up, state.store()), stretch=True
    )
