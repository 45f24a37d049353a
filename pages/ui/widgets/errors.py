"""Error messages on screens; tracebacks are never shown."""

from __future__ import annotations

import logging
from types import TracebackType

import streamlit as st
from markupsafe import Markup

from geo.errors import AmparoError
from geo.imports.error_messages import format_error
from pages.ui import state

_logger = logging.getLogger("amparo.pages")


class show_error:  # noqa: N801 (used as a function: `with show_error():`)
    """
    Show exceptions raised within a block, and continue after it.

    Notes
    -----
    An `AmparoError` is shown with what to do about it. Any other exception gets one general
    sentence, and its traceback goes to the server's log. Streamlit's control-flow exceptions,
    such as rerun and stop, propagate.
    """

    def __enter__(self) -> None:
        """Do nothing on entry."""

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        _: TracebackType | None,
    ) -> bool:
        """Show the exception; return True to suppress it."""
        if isinstance(error, AmparoError):
            show_error_message(error)
            return True
        if isinstance(error, Exception):
            _logger.exception(type(error).__name__, exc_info=error)
            show_error_message(AmparoError())
            return True
        return False


def show_error_message(error: AmparoError) -> None:
    """Show the message of an error, with its rows as a list."""
    first, *rows = format_error(error, state.locale())
    lines = Markup("").join(Markup("<li>{}</li>").format(row) for row in rows)
    listed = Markup("<ul>{}</ul>").format(lines) if rows else ""
    st.html(str(Markup('<div class="fault" role="alert"><p>{}</p>{}</div>').format(first, listed)))
