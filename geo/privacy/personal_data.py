"""
Detection of personal data in short texts: identity numbers, telephones, e-mails, titled names.

Identity numbers are always refused. For what only resembles a name or a telephone, the drawing
page requests confirmation before it sends; in a pathway, which is printed and taught, it is
refused.
"""

from __future__ import annotations

import re

# Documents of identity have eight digits (Peru's DNI), nine (El Salvador's DUI), thirteen
# (Guatemala's CUI) or fourteen (Kyrgyzstan's personal number); telephones eight or nine.
MIN_DOCUMENT_DIGITS = 8
MIN_PHONE_DIGITS = 6  # of a village's number, the shortest; helplines such as 100 or 911 have fewer
_NUMBER_PATTERN = re.compile(r"\d(?:[\s.\-/()]?\d)+")
_EMAIL_PATTERN = re.compile(r"\S+@\S+\.\S+")
_TITLED_NAME_PATTERN = re.compile(
    r"(?<!\w)(?:[Dd]on|[Dd]oña|[Ss]eñora?|[Ss]ra?|[Dd]ra?|[Ll]ic|[Mm]rs?|[Mm]s|эже|байке)\.?"
    r"\s+[A-ZÁÉÍÓÚÑА-ЯЁӨҮҢ]\w+"
)


def has_document_number(text: str) -> bool:
    """Return whether a text contains as many consecutive digits as an identity document."""
    return _longest_digit_run(text) >= MIN_DOCUMENT_DIGITS


def may_hold_personal_data(text: str) -> bool:
    """Return whether a text resembles a telephone, a document, an e-mail or a titled name."""
    if _longest_digit_run(text) >= MIN_PHONE_DIGITS:
        return True
    return _EMAIL_PATTERN.search(text) is not None or _TITLED_NAME_PATTERN.search(text) is not None


def _longest_digit_run(text: str) -> int:
    """Count the digits of the longest number."""
    return max(
        (sum(map(str.isdecimal, number)) for number in _NUMBER_PATTERN.findall(text)), default=0
    )
