"""
Detection of the encoding of a text: byte order mark, strict UTF-8, cp1252 or cp1251.

UTF-16 without a mark is known by the bytes that its letters share, the last two by their words.
A Spanish word in cp1252 has a few letters above ASCII among others, a Russian word in cp1251 has no
ASCII letter at all: read in the wrong one of the two, `Médica` mixes scripts, and `Дом` is made of
accents only. Kyrgyz cannot be written in cp1251: it has no `ң`, `ө` and `ү`.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from itertools import islice

UTF8, WESTERN, CYRILLIC, LATIN = "utf-8", "cp1252", "cp1251", "latin-1"
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
HEAD_BYTES = 4096  # in which UTF-16 without a mark is recognised
HIGH_BYTES = frozenset({0x00, 0x04})  # of ASCII and of Cyrillic in UTF-16
HIGH_SHARE = 0.7  # of the bytes in even or in odd places
# Of the bytes above ASCII, at most a quarter may be no UTF-8: the file was damaged, not written in
# another encoding, whose accents are never valid UTF-8.
MAX_DAMAGED_SHARE = 0.25
REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
MAX_WORDS = 200_000  # words that are looked at
CYRILLIC_SHARE, WESTERN_SHARE = 0.9, 0.4  # of the words that tell; between them, somebody is asked
MAX_SAMPLE_LENGTH = 40  # characters of a line that is shown in each encoding
# Countries where lists are kept in Cyrillic letters.
CYRILLIC_COUNTRIES = frozenset("KG KZ RU TJ UZ TM BY UA MN BG RS MK".split())
_WORD = re.compile(r"(?<![A-Za-zЀ-ӿ])[A-Za-zЀ-ӿ]*[Ѐ-ӿ][A-Za-zЀ-ӿ]*")
_RUSSIAN_WORD = re.compile(r"[А-ЯЁа-яё][а-яё]+|[А-ЯЁ]{2,}")


@dataclass(frozen=True)
class DecodedText:
    """
    A text, and how it was decoded.

    Attributes
    ----------
    encoding
        By the name that Python gives it.
    damaged
        Number of characters that are not valid in it, each replaced by U+FFFD.
    options, samples
        Encodings that are as plausible, and the same part of the text in each of them; empty where
        the encoding is certain.
    """

    text: str
    encoding: str
    damaged: int = 0
    options: tuple[str, ...] = ()
    samples: tuple[str, ...] = ()


def decode_text(
    content: bytes, encoding: str | None = None, *, country: str | None = None
) -> DecodedText | None:
    """
    Decode a text; None where no encoding fits: it is not text.

    Parameters
    ----------
    encoding
        One of `ENCODINGS`, where somebody has chosen it.
    country
        ISO 3166 code of two letters; what is usual there comes first where the text does not tell.
    """
    for mark, name in _MARKS:
        if content.startswith(mark):
            return _try(content, name)
    if encoding is not None:
        return _try(
            content, (_name_utf16(content) or encoding) if encoding == "utf-16" else encoding
        )
    utf16 = _name_utf16(content)
    if utf16 is not None:
        return _try(content, utf16)
    if b"\0" in content:
        return None
    return _try(content, UTF8) or _decode_damaged(content) or _decode_single_bytes(content, country)


def _try(content: bytes, encoding: str) -> DecodedText | None:
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError:
        return None
    label = UTF8 if encoding == "utf-8-sig" else encoding
    return None if "\0" in text else DecodedText(text, label)


def _name_utf16(content: bytes) -> str | None:
    """Recognise UTF-16 without a mark by the bytes that its letters share."""
    head = content[:HEAD_BYTES]
    if len(head) < 4 or b"\0" not in head:
        return None
    for first, name in ((1, "utf-16-le"), (0, "utf-16-be")):
        high = head[first::2]
        if sum(byte in HIGH_BYTES for byte in high) >= HIGH_SHARE * len(high):
            return name
    return None


def _decode_damaged(content: bytes) -> DecodedText | None:
    """Decode UTF-8 of which a few bytes were damaged, or cut off at the end."""
    text = content.decode(UTF8, errors="replace")
    damaged = text.count(REPLACEMENT)
    above_ascii = sum(len(part) for part in re.findall(r"[^\x00-\x7f]+", text))
    if damaged > MAX_DAMAGED_SHARE * above_ascii:
        return None
    return DecodedText(text, UTF8, damaged)


def _decode_single_bytes(content: bytes, country: str | None) -> DecodedText | None:
    western = _try(content, WESTERN) or _try(content, LATIN)
    cyrillic = _try(content, CYRILLIC)
    if western is None or cyrillic is None or western.text == cyrillic.text:
        return western or cyrillic
    words = [match[0] for match in islice(_WORD.finditer(cyrillic.text), MAX_WORDS)]
    of_one_script = sum(_RUSSIAN_WORD.fullmatch(word) is not None for word in words)
    of_two_scripts = sum(any(letter.isascii() for letter in word) for word in words)
    telling = of_one_script + of_two_scripts
    is_usual = country in CYRILLIC_COUNTRIES
    share = of_one_script / telling if telling else float(is_usual)
    if telling and (share >= CYRILLIC_SHARE or share <= WESTERN_SHARE):
        return cyrillic if share >= CYRILLIC_SHARE else western
    # It is asked; the country says what is taken until somebody answers, and comes first.
    ordered = (cyrillic, western) if is_usual else (western, cyrillic)
    start = next((one.start() for one in _WORD.finditer(cyrillic.text)), 0)
    return DecodedText(
        ordered[0].text,
        ordered[0].encoding,
        options=tuple(one.encoding for one in ordered),
        samples=tuple(_cut_sample(one.text, start) for one in ordered),
    )


def _cut_sample(text: str, start: int) -> str:
    """Cut the part of a line around a place; both encodings have one character a byte."""
    first = max(text.rfind("\n", 0, start) + 1, start - MAX_SAMPLE_LENGTH // 2)
    return text[first : first + MAX_SAMPLE_LENGTH].partition("\n")[0].strip()
