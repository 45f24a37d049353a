"""
Short texts that people write beside a mark: where they may hold what must not be kept.

Nobody's name, telephone or document belongs on a map of places. A number as long as a document's
is refused; what only looks like a name, a telephone or a mail address is asked about.
"""

from __future__ import annotations

import re
from typing import Literal

Doubt = Literal["mail", "telephone", "name"]

LONGEST_NOTE = 200  # signs
LONGEST_NAME = 60  # signs, of a place
# Documents of identity have eight digits (Peru's DNI), nine (El Salvador's DUI), thirteen
# (Guatemala's CUI) or fourteen (Kyrgyzstan's personal number); DOMAIN's telephones eight or nine.
DIGITS_OF_A_DOCUMENT = 8
DIGITS_OF_A_TELEPHONE = 6
_NUMBER = re.compile(r"\d(?:[\s.\-/()]?\d)+")
_MAIL = re.compile(r"\S+@\S+\.\S+")
# Two words with capitals within a sentence, or after a form of address.
_NAME = re.compile(
    r"(?:\b(?:don|doña|señora?|sra?|dr|dra|lic|mr|mrs|ms|эже|байке)\.?\s+[^\W\d_a-zа-я]\w+)"
    r"|(?<=\w\s)[A-ZÁÉÍÓÚÑА-ЯЁҢӨҮ]\w+\s+[A-ZÁÉÍÓÚÑА-ЯЁҢӨҮ]\w+",
)


def has_document_number(text: str) -> bool:
    """Tell whether a text holds as many digits in a row as a document of identity has."""
    return any(_digits(found) >= DIGITS_OF_A_DOCUMENT for found in _NUMBER.findall(text))


def doubts(text: str) -> list[Doubt]:
    """Tell what a text looks like that should be asked about before it is kept."""
    found: list[Doubt] = []
    if _MAIL.search(text):
        found.append("mail")
    if any(_digits(number) >= DIGITS_OF_A_TELEPHONE for number in _NUMBER.findall(text)):
        found.append("telephone")
    if _NAME.search(text):
        found.append("name")
    return found


def _digits(text: str) -> int:
    return sum(sign.isdecimal() for sign in text)
