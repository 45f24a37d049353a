"""
What in a short text may be somebody's: the number of a document, a telephone, a mail address.

Nobody's document belongs where others read. What only looks like a name or a telephone the drawing
page asks about before it sends; in a pathway, which is printed and taught, it is refused.
"""

from __future__ import annotations

import re

# Documents of identity have eight digits (Peru's DNI), nine (El Salvador's DUI), thirteen
# (Guatemala's CUI) or fourteen (Kyrgyzstan's personal number); telephones eight or nine.
MIN_DOCUMENT_DIGITS = 8
MIN_PHONE_DIGITS = 6  # of a village's, the shortest; a line for all, as 100 or 911, has fewer
_NUMBER_PATTERN = re.compile(r"\d(?:[\s.\-/()]?\d)+")
_EMAIL_PATTERN = re.compile(r"\S+@\S+\.\S+")
_TITLED_NAME_PATTERN = re.compile(
    r"(?<!\w)(?:[Dd]on|[Dd]oña|[Ss]eñora?|[Ss]ra?|[Dd]ra?|[Ll]ic|[Mm]rs?|[Mm]s|эже|байке)\.?"
    r"\s+[A-ZÁÉÍÓÚÑА-ЯЁӨҮҢ]\w+"
)


def has_document_number(text: str) -> bool:
    """Tell whether a text holds as many digits in a row as a document of identity has."""
    return _longest_digit_run(text) >= MIN_DOCUMENT_DIGITS


def may_hold_personal_data(text: str) -> bool:
    """Tell whether a text holds what looks like a telephone, a document, a mail, a titled name."""
    if _longest_digit_run(text) >= MIN_PHONE_DIGITS:
        return True
    return _EMAIL_PATTERN.search(text) is not None or _TITLED_NAME_PATTERN.search(text) is not None


def _longest_digit_run(text: str) -> int:
    """Count the digits of the longest number."""
    return max(
        (sum(map(str.isdecimal, found)) for found in _NUMBER_PATTERN.findall(text)), default=0
    )
