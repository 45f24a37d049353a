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
        self._fields: dict[int, str] = {}  # label of the field, by position of its error

    def run(self, check: Callable[[], T], *, field: str = "") -> T | None:
        """
        Run a check; its error is kept, and None returned.

        Parameters
        ----------
        field
            Label of the field that is checked, to be shown with its error.
        """
        try:
            return check()
        except AmparoError as error:
            self._fields[len(self.errors)] = field
            self.errors.append(error)
            return None

    def show_failures(self) -> bool:
        """Show every failure, each sentence once; return whether there was any."""
        sentences = dict.fromkeys(
            state.gettext("form.fault_in_field", field=field, fault=sentence) if field else sentence
            for position, error in enumerate(self.errors)
            for field in [self._fields.get(position, "")]
            for sentence in format_error(error, state.locale())
        )
        if not sentences:
            return False
        lines = Markup("").join(Markup("<p>{}</p>").format(one) for one in sentences)
        st.html(str(Markup('<div class="fault" role="alert">{}</div>').format(lines)))
        return True
