"""Checks of a form: all failures are shown at once, and what was typed stays."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import streamlit as st
from markupsafe import Markup

from geo.errors import AmparoError
from geo.imports.error_messages import format_error
from pages.ui import state

T = TypeVar("T")


class FormChecks:
    """The checks of one form that was submitted."""

    def __init__(self) -> None:
        self.errors: list[AmparoError] = []

    def run(self, check: Callable[[], T]) -> T | None:
        """Run a check; its error is kept, and None returned."""
        try:
            return check()
        except AmparoError as error:
            self.errors.append(error)
            return None

    def show_failures(self) -> bool:
        """Show every failure, each sentence once; return whether there was any."""
        sentences = dict.fromkeys(
            sentence for error in self.errors for sentence in format_error(error, state.locale())
        )
        if not sentences:
            return False
        lines = Markup("").join(Markup("<p>{}</p>").format(one) for one in sentences)
        st.html(str(Markup('<div class="fault" role="alert">{}</div>').format(lines)))
        return True
