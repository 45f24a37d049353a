"""
Encoding of the texts of a `.dbf` table: as declared where that fits, else detected.

What declares it: a `.cpg` file, else the language driver in the table's header. Many programs write
neither, or a wrong one.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable

UTF8 = "utf-8"
LATIN, CYRILLIC, CYRILLIC_DOS = "cp1252", "cp1251", "cp866"
# Language drivers of dBase and FoxPro; 0x57 says only "as Windows has it".
DRIVER_ENCODINGS = {
    0x01: "cp437",
    0x02: "cp850",
    0x03: LATIN,
    0x08: "cp865",
    0x1B: "cp863",
    0x24: "cp860",
    0x25: CYRILLIC_DOS,
    0x26: CYRILLIC_DOS,
    0x37: "cp850",
    0x58: LATIN,
    0x59: LATIN,
    0x64: "cp852",
    0x65: CYRILLIC_DOS,
    0xC8: "cp1250",
    0xC9: CYRILLIC,
}
_CODE_PAGE = re.compile(r"(?:cp|ansi|oem|windows|ibm|ms)?[ _-]*(\d{3,5})(?:\.\d+)?")
_LATIN_NUMBER = re.compile(r"(?:iso|ansi)?[ _-]*8859[ _-]?(\d{1,2})")
_UTF8_NUMBERS = ("65001", "utf8", "utf-8")
# Of letters beyond ASCII beside another one, from which on words are written in them.
_MIN_SHARE_OF_NEIGHBOURS = 0.5


def read_declared_encoding(cpg: bytes | None, driver: int) -> str | None:
    """
    Read which encoding a table declares.

    Parameters
    ----------
    cpg
        Content of the `.cpg` file; None where there is none.
    driver
        Number of the language driver.

    Returns
    -------
    encoding
        Name that Python knows; None where none is declared, or it is unknown.
    """
    text = (cpg or b"")[:40].decode("ascii", errors="ignore").strip().lower()
    if text in _UTF8_NUMBERS:
        return UTF8
    latin, page = _LATIN_NUMBER.fullmatch(text), _CODE_PAGE.fullmatch(text)
    name = f"iso8859-{latin[1]}" if latin else f"cp{page[1]}" if page else text
    return _find_codec(name) or DRIVER_ENCODINGS.get(driver)


def choose_encoding(texts: Iterable[bytes], declared: str | None) -> str | None:
    """
    Choose the encoding of texts.

    UTF-8 comes first, as no other encoding looks like it; then the declared one; then the letters
    decide between Western European and Cyrillic.

    Returns
    -------
    encoding
        None where all is ASCII, which is the same in every encoding.
    """
    foreign = [text for text in texts if not text.isascii()]
    if not foreign:
        return None
    for encoding in (UTF8, declared):
        if encoding is not None and all(decodes(text, encoding) for text in foreign):
            return encoding
    return _detect_by_script(foreign)


def decodes(text: bytes, encoding: str) -> bool:
    """Return whether a text is valid in an encoding."""
    try:
        decode_text(text, encoding)
    except UnicodeDecodeError:
        return False
    return True


def decode_text(text: bytes, encoding: str) -> str:
    """
    Decode a text of a column of limited width.

    Raises
    ------
    UnicodeDecodeError
        If it is invalid; a UTF-8 letter that was cut off at the end of the column is left out.
    """
    if encoding == UTF8:
        return codecs.utf_8_decode(text, "strict", False)[0]
    return text.decode(encoding)


def _find_codec(name: str) -> str | None:
    try:
        found = codecs.lookup(name) if name else None
    except (LookupError, ValueError):
        return None
    # Codecs such as rot13 are no encodings.
    return found.name if found is not None and found._is_text_encoding else None


def _detect_by_script(texts: list[bytes]) -> str:
    """Cyrillic words consist of letters beyond ASCII; of Spanish ones, single letters do."""
    letters = together = dos_letters = windows_letters = 0
    for text in texts:
        is_foreign = [byte >= 0x80 for byte in text]
        letters += sum(is_foreign)
        together += sum(
            one and (before or after)
            for one, before, after in zip(
                is_foreign, [False, *is_foreign], [*is_foreign[1:], False], strict=False
            )
        )
        dos_letters += sum(0x80 <= byte <= 0xAF for byte in text)
        windows_letters += sum(byte >= 0xC0 for byte in text)
    if together <= _MIN_SHARE_OF_NEIGHBOURS * letters:
        return LATIN
    return CYRILLIC_DOS if dos_letters > windows_letters else CYRILLIC
