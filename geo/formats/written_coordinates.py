"""
Reading of coordinates as people write them: degrees with decimals, or with minutes and seconds.

`-13.5183`, `13,5183 S`, `13°31'05"S`, `S 13 31 5.2`, `71° 58.7' O`, `42°52′29″ с. ш.` are read.
The word for a hemisphere tells the axis too; a degree sign or a hemisphere is needed where minutes
have no seconds beside them.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Literal, NamedTuple

from geo.formats.cell_values import NUMBER_PATTERN

Axis = Literal["latitude", "longitude"]

MAX_LENGTH = 60  # characters of one coordinate
MAX_EXPONENT = 300  # of ten, of what a float holds
MINUTE, SECOND = 1 / 60, 1 / 3600  # degrees
_MINUS_SIGNS = str.maketrans("−–—‐‑", "-----")
# es, pt, en, ru, ky. Their `O` is west, as none of them calls the east so.
_HEMISPHERES: dict[tuple[Axis, int], tuple[str, ...]] = {
    ("latitude", 1): ("n", "norte", "north", "с", "сш", "север", "северной широты", "түндүк"),
    ("latitude", -1): ("s", "sur", "sul", "south", "ю", "юш", "юг", "южной широты", "түштүк"),
    ("longitude", 1): (
        *("e", "este", "leste", "east", "в", "вд", "восток", "восточной долготы", "чыгыш"),
    ),
    ("longitude", -1): (
        *("w", "o", "oeste", "west", "з", "зд", "запад", "западной долготы", "батыш"),
    ),
}
_LETTERED = re.compile(
    r"(?P<before>[^\W\d_](?:[^\W\d_]|[. ])*)?:?[ ]*"
    r"(?P<body>[+-]?\d[^A-Za-zЀ-ӿ]*)"
    r"(?P<after>[^\W\d_](?:[^\W\d_]|[. ])*)?"
)
_UNITS = (
    (re.compile(r"''|´´|’’|[\"″”“]|(?<=\d)\s*(?:segundos?|seg|sec|seconds?|сек)\b\.?"), "″"),
    (re.compile(r"['′’‘´`]|(?<=\d)\s*(?:minutos?|minutes?|min|мин)\b\.?"), "′"),
    (re.compile(r"[º˚]|(?<=\d)\s*(?:grados?|graus?|degrees?|deg|град|гр)\b\.?"), "°"),
    (re.compile(r"(?<=\d)d(?=\s*\d)"), "°"),
    (re.compile(r"(?<=\d)m(?=\s*\d)"), "′"),
    (re.compile(r"(?<=\d)s(?=\s*[NSEWO]?\s*$)"), "″"),
)
_NUMBER = r"\d+(?:[.,]\d*)?"
_SEXAGESIMAL = re.compile(
    rf"(?P<sign>[+-]?)\s*(?P<degrees>{_NUMBER})\s*(?P<mark>°|:|\s|-)?\s*"
    rf"(?:(?P<minutes>{_NUMBER})\s*(?:′|:|\s|-)?\s*)?(?:(?P<seconds>{_NUMBER})\s*″?)?"
)
_LABEL = re.compile(r"(?:lat|lon|lng)[a-z]*\s*[:=]?\s*(?=[+-]?\d)", re.IGNORECASE)
_BRACKETS = re.compile(r"[(\[](.*)[)\]]", re.DOTALL)
_COMMA_PAIR = re.compile(r"([+-]?\d+,\d+)\s*,\s*([+-]?\d+,\d+)")
_AFTER_HEMISPHERE = re.compile(r"(.*\d\D*?[NSEWO])[\s,]+(\S.*\d.*[NSEWO])", re.IGNORECASE)
_BEFORE_HEMISPHERE = re.compile(r"([NSEWO].*\d\S*)[\s,]+([NSEWO].*\d\S*)", re.IGNORECASE)
# A place in the address of a map, written as numbers: `!3d-13.5!4d-71.9`, `q=-13.5,-71.9`, `mlat=`,
# `geo:`. What stands behind `@` or `#map=` is the middle of what somebody saw, and is not read.
_LINK_START = re.compile(r"\s*(?:https?://|geo:)", re.IGNORECASE)
_DECIMALS = r"[+-]?\d{1,3}\.\d+"
_LINK_PLACES = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"!3d({_DECIMALS})!4d({_DECIMALS})",
        rf"[?&](?:q|query|ll|destination)=(?:loc:)?({_DECIMALS})(?:,|%2C)(?:\+|%20)?"
        rf"({_DECIMALS})(?![\d.])",
        rf"[?&]mlat=({_DECIMALS})&mlon=({_DECIMALS})",
        rf"^\s*geo:({_DECIMALS}),({_DECIMALS})",
    )
)
MAX_LINK_LENGTH = 2000  # characters
_PARTERS = (";", "|", "/", "\n", "\t")


class WrittenCoordinate(NamedTuple):
    """
    A coordinate as written.

    Attributes
    ----------
    step
        What its last digit stands for [degrees].
    axis
        None where no hemisphere says it.
    """

    degrees: float
    step: float
    axis: Axis | None = None


def read_coordinate(text: str) -> WrittenCoordinate | None:
    """Read a coordinate; None where it is none, or says two things that contradict each other."""
    if len(text) > MAX_LENGTH:
        return None
    written = text.strip().translate(_MINUS_SIGNS)
    if NUMBER_PATTERN.fullmatch(written):
        return WrittenCoordinate(float(written), find_step(written))
    for pattern, unit in _UNITS:
        written = pattern.sub(unit, written)
    match = _LETTERED.fullmatch(written)
    if match is None or (match["before"] and match["after"]):
        return None
    word = match["before"] or match["after"]
    hemisphere = _index_hemispheres().get(_fold_hemisphere(word)) if word else None
    if word and hemisphere is None:
        return None
    angle = _read_angle(match["body"].strip(), has_hemisphere=hemisphere is not None)
    if angle is None or hemisphere is None:
        return angle
    axis, direction = hemisphere
    if angle.degrees < 0 and direction > 0:
        return None
    return WrittenCoordinate(abs(angle.degrees) * direction, angle.step, axis)


def split_pair(text: str) -> tuple[str, str] | None:
    """Split a text into two coordinates, in the order in which they are written."""
    if _LINK_START.match(text):
        return _find_link_place(text)
    if len(text) > 2 * MAX_LENGTH:
        return None
    written = text.strip().translate(_MINUS_SIGNS)
    brackets = _BRACKETS.fullmatch(written)
    written = brackets[1].strip() if brackets else written
    for parts in _list_splits(written):
        first, second = (_LABEL.sub("", part.strip().strip(",").strip(), count=1) for part in parts)
        if first and second and read_coordinate(first) and read_coordinate(second):
            return first, second
    return None


def _find_link_place(link: str) -> tuple[str, str] | None:
    """Find latitude and longitude in the address of a map; it is never opened."""
    found = (one.search(link) for one in _LINK_PLACES if len(link) <= MAX_LINK_LENGTH)
    match = next((one for one in found if one), None)
    return (match[1], match[2]) if match else None


def find_step(number: str) -> float:
    """Return what the last digit of a plain number stands for: 0.01 for `-76.91`."""
    mantissa, _, exponent = number.lower().partition("e")
    decimals = len(mantissa.partition(".")[2]) - float(exponent or 0)
    return float(10.0 ** -max(-MAX_EXPONENT, min(MAX_EXPONENT, decimals)))


def _list_splits(written: str) -> list[tuple[str, str]]:
    splits = [(first, second) for mark in _PARTERS
              for first, _, second in [written.partition(mark)] if second]  # fmt: skip
    for pattern in (_COMMA_PAIR, _AFTER_HEMISPHERE, _BEFORE_HEMISPHERE):
        match = pattern.fullmatch(written)
        if match is not None:
            splits.append((match[1], match[2]))
    for mark in (", ", ","):
        if written.count(mark) == 1:
            first, _, second = written.partition(mark)
            splits.append((first, second))
    words = written.split()
    if len(words) == 2 and all(re.search("[.,°]", word) for word in words):
        splits.append((words[0], words[1]))
    return splits


def _read_angle(body: str, *, has_hemisphere: bool) -> WrittenCoordinate | None:
    match = _SEXAGESIMAL.fullmatch(body)
    if match is None:
        return None
    parts = [match[name] for name in ("degrees", "minutes", "seconds") if match[name]]
    has_unit = has_hemisphere or "°" in body
    # A blank between two numbers alone may part anything; a decimal mark ends the last of them.
    if (len(parts) == 2 and not has_unit) or any(re.search("[.,]", part) for part in parts[:-1]):
        return None
    numbers = [float(part.replace(",", ".")) for part in parts]
    if any(number >= 60 for number in numbers[1:]):
        return None
    units = (1.0, MINUTE, SECOND)
    degrees = sum(number * unit for number, unit in zip(numbers, units, strict=False))
    step = find_step(parts[-1].replace(",", ".")) * units[len(parts) - 1]
    return WrittenCoordinate(-degrees if match["sign"] == "-" else degrees, step)


def _fold_hemisphere(word: str) -> str:
    return re.sub(r"[.\s]", "", word.casefold())


@cache
def _index_hemispheres() -> dict[str, tuple[Axis, int]]:
    return {
        _fold_hemisphere(word): hemisphere
        for hemisphere, words in _HEMISPHERES.items()
        for word in words
    }
