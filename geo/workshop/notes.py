"""
Short texts that people write beside a mark: what must not stand in them.

Nobody's document belongs on a map of places. A number as long as a document's is refused; what
only looks like a name, a telephone or a mail address the drawing page asks about before it sends.
"""

from __future__ import annotations

import re

LONGEST_NOTE = 200  # signs
LONGEST_NAME = 60  # signs, of a place
# Documents of identity have eight digits (Peru's DNI), nine (El Salvador's DUI), thirteen
# (Guatemala's CUI) or fourteen (Kyrgyzstan's personal number); telephones eight or nine.
DIGITS_OF_A_DOCUMENT = 8
_NUMBER = re.compile(r"\d(?:[\s.\-/()]?\d)+")


def has_document_number(text: str) -> bool:
    """Tell whether a text holds as many digits in a row as a document of identity has."""
    return any(_digits(found) >= DIGITS_OF_A_DOCUMENT for found in _NUMBER.findall(text))


def _digits(text: str) -> int:
    return sum(sign.isdecimal() for sign in text)
