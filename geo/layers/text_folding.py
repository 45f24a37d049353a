"""
Folding of text to a skeleton: texts that look alike become equal.

Word lists and the texts that are searched for them pass the same function. So an accent, a capital,
a full-width letter, a zero-width sign inside a word or a Cyrillic letter in a Latin word hides
nothing.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache

# Letters that print nothing although their category is a letter or a symbol: fillers of Hangul,
# and the Braille cell without dots.
BLANK_CHARACTERS = frozenset("\u115f\u1160\u3164\uffa0\u2800")
# Unicode categories without a shape of their own: combining marks, format characters, halves of
# surrogate pairs, private and unassigned code points.
INVISIBLE_CATEGORIES = frozenset({"Mn", "Me", "Mc", "Cf", "Cs", "Co", "Cn"})
MAX_FOLDED_TEXTS = 20_000  # texts whose skeleton is remembered; a layer is read many times
MAX_TABLE_CHARACTERS = 5_000  # different ones of all scripts that are written beside each other

# Letters that NFKD leaves as they are, beside the Latin letter that they look like. After the
# confusables of Unicode Technical Standard 39, for letters of keyboards in use.
_LOOK_ALIKES = str.maketrans(
    # Cyrillic, capital and small; letters of Kyrgyz that are typed in several ways.
    "АаВвЕеЄєЅѕІіЈјКкМмНнОоРрСсТтУуХхҮүҰұӨөҢңҺһԀԁԚԛԜԝҪҫҚқҲҳӀӏҒғГгҐґЬьѴѵ"
    # Greek, capital and small.
    "ΑαΒβΕεΖΗΙιΚκΜΝνΟοΡρΤτΥυΧχγη"
    # Latin letters with strokes or other shapes, Armenian, small capitals.
    "ıłŁøØđĐħŧɑɡɩɪƒ"
    "օոսհցԱ"
    "ᴀʙᴄᴅᴇꜰɢʜᴊᴋʟᴍɴᴏᴘʀꜱᴛᴜᴠᴡʏᴢ",
    "aabbeeeessiijjkkmmhhooppccttyyxxyyyyoohhhhddqqwwcckkxxllffrrrrbbvv"
    "aabbeezhiikkmnvooppttyuxxyn"
    "illooddhtagiif"
    "onuhgu"
    "abcdefghjklmnoprstuvwyz",
)
_SEPARATORS = re.compile(r"[\W_]+")


@lru_cache(maxsize=MAX_FOLDED_TEXTS)
def fold_text(text: str) -> str:
    """
    Convert a text to its skeleton: lower case, no accents, no invisible characters, Latin shapes.

    `Población ` becomes `poblacion`. Blanks inside stay, those outside go.
    """
    if text.isascii() and text.isprintable():  # nothing below changes such letters
        return text.casefold().strip()
    visible = unicodedata.normalize("NFKD", text).translate(_LATIN_SHAPES)
    # Casefolding comes last, as capitals and small letters look like different letters; it may
    # give new combining marks.
    folded = unicodedata.normalize("NFKD", visible.casefold())
    return folded.translate(_VISIBLE).strip()


def fold_words(text: str) -> tuple[str, ...]:
    """Split a text into the skeletons of its words: `esConfidencial?` gives es, confidencial."""
    parted = re.sub(r"(?<=[^\W\d_])(?=[A-ZА-Я][a-zа-я])|(?<=[a-zа-я])(?=[A-ZА-Я])", " ", text)
    return tuple(word for word in _SEPARATORS.split(fold_text(parted)) if word)


def squeeze_text(text: str) -> str:
    """Convert a text to its skeleton without anything between the letters: `Safe-House` too."""
    return _SEPARATORS.sub("", fold_text(text))


def squeeze_cell(cell: object) -> str:
    """Convert a cell as `squeeze_text` does; empty where it is no text."""
    return squeeze_text(cell) if isinstance(cell, str) else ""


def _fold_character(character: str) -> str:
    if _is_invisible(character):
        return ""
    return " " if unicodedata.category(character) == "Cc" else character.translate(_LOOK_ALIKES)


class CharacterTable(dict[int, str]):
    """A table for `str.translate` that asks a function for each character once."""

    def __init__(self, convert: Callable[[str], str]) -> None:
        super().__init__()
        self._convert = convert

    def __missing__(self, code_point: int) -> str:
        converted = self._convert(chr(code_point))
        if len(self) < MAX_TABLE_CHARACTERS:
            self[code_point] = converted
        return converted


def _is_invisible(character: str) -> bool:
    return character in BLANK_CHARACTERS or unicodedata.category(character) in INVISIBLE_CATEGORIES


_LATIN_SHAPES = CharacterTable(_fold_character)
_VISIBLE = CharacterTable(lambda character: "" if _is_invisible(character) else character)
