"""A fault as sentences in the reader's language, with the remedy."""

from __future__ import annotations

from geo.errors import AmparoError, LayerRowsError
from geo.imports.messages import problem_sentences
from geo.language import DEFAULT_LOCALE, sentence

# Blanks that hold a code, and how the keys begin under which the catalogue names it.
CODES = {"layer": "layer.", "type": "service_type.", "end": "end."}


def told(error: AmparoError, locale: str = DEFAULT_LOCALE) -> list[str]:
    """
    Put a fault into sentences: what it is and what to do, then each row that must be mended.

    Parameters
    ----------
    error
        Its `key` names the first sentence, its blanks fill it; codes become words.
    """
    blanks = {
        name: sentence(f"{CODES[name]}{value}", locale) if name in CODES else value
        for name, value in error.blanks.items()
    }
    first = sentence(error.key, locale, **blanks)
    rows = problem_sentences(error, locale) if isinstance(error, LayerRowsError) else []
    return [first, *rows]
