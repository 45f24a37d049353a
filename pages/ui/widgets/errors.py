"""A fault becomes a sentence on the screen, and never more than that."""

from __future__ import annotations

import logging
from types import TracebackType

import streamlit as st
from markupsafe import Markup

from geo.errors import AmparoError
from geo.imports.error_messages import format_error
from pages.ui import state

_logger = logging.getLogger("amparo.pages")


class show_error:  # noqa: N801 (read as a verb: `with show_error():`)
    """
    Say what went wrong within a block, and go on after it.

    Notes
    -----
    What Amparo foresees is told with its remedy. Anything else gets one calm sentence, and its
    details go to the server's log. Streamlit's own signals pass: they are no faults.
    """

    def __enter__(self) -> None:
        """Begin."""

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        _: TracebackType | None,
    ) -> bool:
        """Tell a fault; True where it was told."""
        if isinstance(error, AmparoError):
            show_error_message(error)
            return True
        if isinstance(error, Exception):
            _logger.exception(type(error).__name__, exc_info=error)
            show_error_message(AmparoError())
            return True
        return False


def show_error_message(error: AmparoError) -> None:
    """Show the sentences of a fault, calmly."""
    first, *rows = format_error(error, state.locale())
    lines = Markup("").join(Markup("<li>{}</li>").format(row) for row in rows)
    listed = Markup("<ul>{}</ul>").format(lines) if rows else ""
    st.html(str(Markup('<div class="fault" role="alert"><p>{}</p>{}</div>').format(first, listed)))
