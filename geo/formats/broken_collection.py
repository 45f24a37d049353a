"""
What can be read of a FeatureCollection that is no whole JSON: broken off, or damaged in between.

Each feature is decoded by itself. Where one cannot be, an empty feature stands for it, and reading
goes on at the next one that is whole.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import Any

from geo.errors import LayerSyntaxError
from geo.formats.findings import Finding, RowFinding

EMPTY_FEATURE = {"type": "Feature", "properties": None, "geometry": None}
DAMAGED_KEY, BROKEN_OFF_KEY, LINE_KEY = "row.broken_part", "row.broken_off", "row.broken_line"
BROKEN_KEYS = (DAMAGED_KEY, BROKEN_OFF_KEY, LINE_KEY)
_FEATURES = re.compile(r'"features"\s*:\s*\[')
_OBJECT_START = re.compile(r'\{\s*"(?:type|id|properties|geometry|bbox)"\s*:')
_SPACES = re.compile(r"\s*")


@dataclass
class BrokenCollection:
    """
    A collection, as far as it can be read.

    Attributes
    ----------
    members
        Of the collection, with its features.
    parts
        What is not readable, with its place, by the position of the empty feature for it.
    """

    members: dict[str, Any]
    parts: dict[int, Finding] = field(default_factory=dict)


def refuse_broken(findings: list[RowFinding], *, file: str) -> None:
    """
    Refuse a file of which a part is not readable, for uses that need all of it.

    Raises
    ------
    LayerSyntaxError
        If a finding is one of `BROKEN_KEYS`; names the line.
    """
    for one in findings:
        if one.key in BROKEN_KEYS:
            raise make_broken_error(one, file=file)


def make_broken_error(finding: Finding | RowFinding, *, file: str) -> LayerSyntaxError:
    """Make the error of a file of which nothing is worth reading, with the line of a finding."""
    return LayerSyntaxError(file=file, line=finding.placeholders["line"])


class TextPlaces:
    """Line and column of rising positions in a text."""

    def __init__(self, text: str) -> None:
        self._text, self._position, self._line = text, 0, 1

    def locate(self, position: int) -> dict[str, object]:
        """Return the line and the column of a position, from 1; none before the last one."""
        self._line += self._text.count("\n", self._position, position)
        self._position = max(position, self._position)
        column = self._position - self._text.rfind("\n", 0, self._position)
        return {"line": self._line, "column": column}


def read_broken_collection(text: str, decoder: json.JSONDecoder) -> BrokenCollection | None:
    """
    Read the features of a text that is no whole JSON.

    Returns
    -------
    collection
        None where the text does not begin as a FeatureCollection, or no feature of it is whole.
    """
    start = _FEATURES.search(text)
    if start is None:
        return None
    head = decode_members(text[: start.start()].rstrip(", \t\r\n"), decoder)
    if head is None or head.get("type", "FeatureCollection") != "FeatureCollection":
        return None
    reader = _FeatureReader(text, decoder)
    tail = reader.read_from(start.end())
    if not any(is_feature(one) for one in reader.readable):
        return None
    return BrokenCollection({**head, "features": reader.features, **tail}, reader.parts)


class _FeatureReader:
    """Decodes features one after the other."""

    def __init__(self, text: str, decoder: json.JSONDecoder) -> None:
        self._text, self._decoder, self._places = text, decoder, TextPlaces(text)
        self.features: list[Any] = []
        self.parts: dict[int, Finding] = {}

    @property
    def readable(self) -> list[Any]:
        """The features that were read."""
        return [one for row, one in enumerate(self.features) if row not in self.parts]

    def read_from(self, position: int) -> dict[str, Any]:
        """Read features up to the end of their list; return the members that follow it."""
        while True:
            position = skip_spaces(self._text, position)
            if self._text.startswith("]", position):
                tail = decode_members("{" + self._text[position + 1 :].lstrip(", \t\r\n"),
                                       self._decoder, closes=False)  # fmt: skip
                if tail is not None:
                    return tail
            try:
                feature, end = self._decoder.raw_decode(self._text, position)
            except json.JSONDecodeError as error:
                following = self._find_feature(position + 1)
                self._add_part(error.pos, BROKEN_OFF_KEY if following is None else DAMAGED_KEY)
                if following is None:
                    return {}
                position = following
            else:
                self.features.append(feature)
                position = skip_spaces(self._text, end)
                position += self._text.startswith(",", position)

    def _find_feature(self, position: int) -> int | None:
        """Find the next feature that is whole; in a text, quotation marks have backslashes."""
        for found in _OBJECT_START.finditer(self._text, position):
            try:
                value, _ = self._decoder.raw_decode(self._text, found.start())
            except json.JSONDecodeError:
                continue
            if is_feature(value):
                return found.start()
        return None

    def _add_part(self, position: int, key: str) -> None:
        self.parts[len(self.features)] = Finding(key, self._places.locate(position))
        self.features.append(dict(EMPTY_FEATURE))


def decode_members(
    text: str, decoder: json.JSONDecoder, *, closes: bool = True
) -> dict[str, Any] | None:
    """Decode the members of an object, whose end may be missing; None where it is none."""
    try:
        members, end = decoder.raw_decode(text.strip() + ("}" if closes else ""))
    except json.JSONDecodeError:
        return None
    return members if isinstance(members, dict) and (closes or not text[end:].strip()) else None


def is_feature(value: object) -> bool:
    """Return whether a value of JSON says that it is a feature."""
    return isinstance(value, dict) and value.get("type") == "Feature"


def skip_spaces(text: str, position: int) -> int:
    """Return the position of what follows the spaces at a position."""
    found = _SPACES.match(text, position)
    return position if found is None else found.end()
