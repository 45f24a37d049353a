"""
Characters that no text of a person may bring in: controls, bidirectional and invisible ones.

A right-to-left override prints a telephone number reversed; a zero-width space hides a word from a
filter; a control character makes XML that no program reads; a lone surrogate cannot be stored.
Whatever way a text comes in by (screen, phone, file, street map), it passes here; and again where
it goes into a sheet or a file, because it may have been stored before.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping

SEPARATORS = "\n\t"  # they part lines and cells


def clean_text(text: str) -> str:
    """
    Remove what may not be stored: format characters, surrogates and noncharacters.

    Controls become spaces, so that words which they part stay apart. Nothing else changes.
    """
    if text.isprintable():  # all that is removed or replaced is not
        return text
    return "".join(_clean_character(character) for character in text)


def clean_texts(value: object) -> object:
    """Remove from all texts of a JSON value what may not be stored; see `clean_text`."""
    if isinstance(value, str):
        return clean_text(value)
    if isinstance(value, Mapping):
        return {clean_texts(key): clean_texts(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [clean_texts(inner) for inner in value]
    return value


def has_lone_surrogate(text: str) -> bool:
    """Return whether a text has half of a surrogate pair, which no encoding can store."""
    return any("\ud800" <= character <= "\udfff" for character in text)


def _clean_character(character: str) -> str:
    category = unicodedata.category(character)
    if category == "Cc":
        return character if character in SEPARATORS else " "
    # Format characters (bidirectional, zero-width, soft hyphen), surrogates, and code points that
    # are no characters (U+FFFE, U+FDD0 …), which XML forbids.
    return "" if category in ("Cf", "Cs") or _is_noncharacter(ord(character)) else character


def _is_noncharacter(code_point: int) -> bool:
    return code_point & 0xFFFE == 0xFFFE or 0xFDD0 <= code_point <= 0xFDEF
