"""JSON from outside: one value, or several one after the other, with exact errors."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

from geo.errors import LayerFileEmptyError, LayerSyntaxError, LayerUnreadableError
from geo.formats.broken_collection import (
    EMPTY_FEATURE,
    LINE_KEY,
    TextPlaces,
    is_feature,
    read_broken_collection,
)
from geo.formats.broken_map import read_broken_map
from geo.formats.findings import Finding
from geo.formats.memory_limit import check_bracket_count
from geo.formats.text_encoding import read_text_file
from geo.parsing.source import SourceFile

RECORD_SEPARATOR = "\x1e"  # before each value of a text sequence, RFC 8142
_SPACES = f" \t\r\n{RECORD_SEPARATOR}"
EXTRA_DATA = "Extra data"  # message of `json` for a second value after the first


@dataclass
class JsonDocument:
    """
    The values of a file.

    Attributes
    ----------
    values
        One for a usual file; more where each line, or each record, has its own.
    repeated_names
        Names that an object has more than once; the later value is under `name (2)`.
    broken_lines
        Lines that are no JSON, with their place, by the position of the empty feature that stands
        for each among `values`; only where other lines are.
    broken_parts
        Parts of a collection that are no JSON, by the position of the empty feature for it among
        the features of the only value.
    is_damaged
        Whether the only value is no whole JSON, and its features were read one by one.
    """

    values: list[Any] = field(default_factory=list)
    repeated_names: dict[str, int] = field(default_factory=dict)
    broken_lines: dict[int, Finding] = field(default_factory=dict)
    broken_parts: dict[int, Finding] = field(default_factory=dict)
    is_damaged: bool = False

    @property
    def joined(self) -> object:
        """The only value, or all of them as a list."""
        return self.values[0] if len(self.values) == 1 else self.values

    def build_object(self, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        """Build an object, and keep each value of a name that it has several times."""
        built = dict(pairs)
        if len(built) == len(pairs):
            return built
        built = {}
        for name, value in pairs:
            unique, number = name, 1
            while unique in built:
                number += 1
                unique = f"{name} ({number})"
            if number > 1:
                self.repeated_names[name] = self.repeated_names.get(name, 0) + 1
            built[unique] = value
        return built


def parse_json(file: SourceFile) -> JsonDocument:
    """
    Parse a file of JSON, of one JSON value a line, or of a JSON text sequence.

    Raises
    ------
    LayerFileEmptyError
        If there is nothing in it.
    LayerSyntaxError
        If it is truncated or broken; names the line.
    LayerUnreadableError
        If it is not text, or its numbers or nesting exceed the parser's limits.
    LayerTooLargeError, LayerMemoryError
        If reading it would fill the memory.
    """
    text = read_text_file(file)
    check_bracket_count(text, file=file.name)
    if not text.strip(_SPACES):
        raise LayerFileEmptyError(file=file.name)
    document = JsonDocument()
    try:
        _parse_values(text, document)
    except json.JSONDecodeError as error:
        if not _parse_damaged(text, document):
            raise LayerSyntaxError(file=file.name, line=error.lineno) from error
    except (ValueError, RecursionError) as error:  # numbers or nesting beyond the parser's limits
        raise LayerUnreadableError(file=file.name) from error
    return document


def _parse_values(text: str, document: JsonDocument) -> None:
    if not text.startswith(RECORD_SEPARATOR):
        try:
            value = json.loads(text, object_pairs_hook=document.build_object)
        except json.JSONDecodeError as error:
            if error.msg != EXTRA_DATA:
                raise
        else:
            document.values.append(value)
            return
    document.repeated_names.clear()
    _parse_sequence(text, document)


def _parse_damaged(text: str, document: JsonDocument) -> bool:
    """Parse what can be read of a text that is no JSON; return whether that is anything."""
    document.repeated_names.clear()
    document.values.clear()
    decoder = json.JSONDecoder(object_pairs_hook=document.build_object)
    try:
        collection = read_broken_collection(text, decoder)
        umap = read_broken_map(text, decoder) if collection is None else None
        if collection is not None:
            document.values.append(collection.members)
            document.broken_parts, document.is_damaged = collection.parts, True
        elif umap is not None:
            document.values.append(umap)
        else:
            _parse_lines(text, document, decoder)
    except (ValueError, RecursionError):
        return False
    return bool(document.values)


def _parse_lines(text: str, document: JsonDocument, decoder: json.JSONDecoder) -> None:
    """Parse lines, or records, of which most are objects; leave nothing but features."""
    mark = RECORD_SEPARATOR if text.startswith(RECORD_SEPARATOR) else "\n"
    lines = [line for line in text.split(mark) if line.strip(_SPACES)]
    whole = sum(_looks_complete(line.strip(_SPACES)) for line in lines)
    if len(lines) < 2 or 2 * whole < len(lines):
        return
    places, start = TextPlaces(text), 0
    for line in text.split(mark):
        content = line.strip(_SPACES)
        if content:
            try:
                value = decoder.decode(content)
            except json.JSONDecodeError as error:
                place = places.locate(start + line.index(content) + error.pos)
                document.broken_lines[len(document.values)] = Finding(LINE_KEY, place)
                value = dict(EMPTY_FEATURE)
            document.values.append(value)
        start += len(line) + 1
    has_rows = len(document.values) > len(document.broken_lines)
    if not has_rows or not all(is_feature(one) for one in document.values):
        document.values.clear()


def _looks_complete(line: str) -> bool:
    return line.startswith("{") and line.endswith("}")


def _parse_sequence(text: str, document: JsonDocument) -> None:
    decoder = json.JSONDecoder(object_pairs_hook=document.build_object)
    position = 0
    while True:
        while position < len(text) and text[position] in _SPACES:
            position += 1
        if position == len(text):
            return
        value, position = decoder.raw_decode(text, position)
        document.values.append(value)
