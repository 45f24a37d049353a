"""JSON from outside: one value, or several one after the other, with exact errors."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

from geo.errors import LayerFileEmptyError, LayerSyntaxError, LayerUnreadableError
from geo.formats.memory_limit import check_bracket_count
from geo.formats.text_encoding import read_text_file
from geo.parsing.source import SourceFile

RECORD_SEPARATOR = "\x1e"  # before each value of a text sequence, RFC 8142
_SPACES = f" \t\r\n{RECORD_SEPARATOR}"
EMPTY_FEATURE = {"type": "Feature", "properties": None, "geometry": None}
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
        Lines that are no JSON, by the position of the empty feature that stands for each among
        `values`; only where other lines are.
    """

    values: list[Any] = field(default_factory=list)
    repeated_names: dict[str, int] = field(default_factory=dict)
    broken_lines: dict[int, int] = field(default_factory=dict)

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
        if not text.startswith(RECORD_SEPARATOR):
            try:
                value = json.loads(text, object_pairs_hook=document.build_object)
            except json.JSONDecodeError as error:
                if error.msg != EXTRA_DATA:
                    raise
            else:
                document.values.append(value)
                return document
        document.repeated_names.clear()
        _parse_sequence(text, document)
    except json.JSONDecodeError as error:
        raise LayerSyntaxError(file=file.name, line=error.lineno) from error
    except (ValueError, RecursionError) as error:  # numbers or nesting beyond the parser's limits
        raise LayerUnreadableError(file=file.name) from error
    return document


def _parse_sequence(text: str, document: JsonDocument) -> None:
    decoder = json.JSONDecoder(object_pairs_hook=document.build_object)
    position = 0
    while True:
        while position < len(text) and text[position] in _SPACES:
            position += 1
        if position == len(text):
            return
        try:
            value, position = decoder.raw_decode(text, position)
        except json.JSONDecodeError:
            if not _has_one_feature_a_line(document) or not _begins_line(text, position):
                raise  # what follows is not known to be whole
            document.broken_lines[len(document.values)] = text.count("\n", 0, position) + 1
            value, position = dict(EMPTY_FEATURE), _find_line_end(text, position)
        document.values.append(value)


def _has_one_feature_a_line(document: JsonDocument) -> bool:
    features = (isinstance(one, dict) and one.get("type") == "Feature" for one in document.values)
    return bool(document.values) and all(features)


def _begins_line(text: str, position: int) -> bool:
    return text[position - 1 : position] in ("\n", RECORD_SEPARATOR)


def _find_line_end(text: str, position: int) -> int:
    end = text.find("\n", position)
    return len(text) if end < 0 else end
