"""Text of a pathway's sentence: of a starter in the reader's language, or the network's own."""

from __future__ import annotations

from geo.language import DEFAULT_LOCALE
from geo.language import gettext as say
from geo.pathways.records import PathwaySentence

STARTER_KEY_PREFIX = (
    "pathway."  # of the keys of all sentences of starters; the schema holds them to it
)


def format_sentence(sentence: PathwaySentence, locale: str = DEFAULT_LOCALE) -> str:
    """Say a sentence; what the network wrote is the same in every language."""
    return sentence.text if sentence.text is not None else say(sentence.key, locale)
