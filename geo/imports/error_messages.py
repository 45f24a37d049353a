"""A fault as sentences in the reader's language, with the remedy."""

from __future__ import annotations

from geo.errors import AmparoError, LayerRowsError
from geo.imports.messages import format_row_findings
from geo.language import DEFAULT_LOCALE, gettext, has_text

# Blanks that hold a code, and how the keys begin under which the catalogue names it.
CODE_KEY_PREFIXES = {"layer": "layer.", "type": "service_type.", "end": "end."}


def format_error(error: AmparoError, locale: str = DEFAULT_LOCALE) -> list[str]:
    """
    Put a fault into sentences: what it is and what to do, then each row that must be mended.

    Parameters
    ----------
    error
        Its `key` names the first sentence, its blanks fill it; codes become words.
    """
    blanks = {name: _format_code(name, value, locale) for name, value in error.placeholders.items()}
    first = gettext(error.key, locale, **blanks)
    rows = format_row_findings(error, locale) if isinstance(error, LayerRowsError) else []
    return [first, *rows]


def _format_code(name: str, value: object, locale: str) -> object:
    """Put a code into words; anything else, and a code that nobody knows, stays as it is."""
    key = f"{CODE_KEY_PREFIXES[name]}{value}" if name in CODE_KEY_PREFIXES else ""
    return gettext(key, locale) if has_text(key) else value
