"""Reads Mapbox vector tiles: just enough of their protobuf to check what a tile says."""

from __future__ import annotations

import struct
from collections.abc import Iterator


def layers(tile: bytes) -> dict[str, list[dict[str, object]]]:
    """Give each layer's features: their attributes, `kind` (1 point, 2 line, 3 area), `at`."""
    found = {}
    for number, layer in _fields(tile):
        assert number == 3, "a tile holds layers only"
        name, features = _layer(layer)
        found[name] = features
    return found


def _layer(layer: bytes) -> tuple[str, list[dict[str, object]]]:
    name, keys, values, features = "", [], [], []
    for number, content in _fields(layer):
        if number == 1:
            name = content.decode()
        elif number == 2:
            features.append(content)
        elif number == 3:
            keys.append(content.decode())
        elif number == 4:
            values.append(_value(content))
        elif number == 5:
            assert content == 4096
    return name, [_feature(feature, keys, values) for feature in features]


def _feature(feature: bytes, keys: list[str], values: list[object]) -> dict[str, object]:
    read: dict[str, object] = {}
    for number, content in _fields(feature):
        if number == 2:
            tags = list(_varints(content))
            pairs = zip(tags[::2], tags[1::2], strict=True)
            read |= {keys[key]: values[value] for key, value in pairs}
        elif number == 3:
            read["kind"] = content
        elif number == 4:
            read["at"] = _positions(list(_varints(content)))
    return read


def _positions(commands: list[int]) -> list[list[tuple[int, int]]]:
    parts: list[list[tuple[int, int]]] = []
    x = y = i = 0
    while i < len(commands):
        command, count = commands[i] & 7, commands[i] >> 3
        i += 1
        if command == 7:
            parts[-1].append(parts[-1][0])
            continue
        for _ in range(count):
            x, y = x + _signed(commands[i]), y + _signed(commands[i + 1])
            i += 2
            if command == 1:
                parts.append([])
            parts[-1].append((x, y))
    return parts


def _value(content: bytes) -> object:
    ((number, value),) = _fields(content)
    if number == 1:
        return value.decode()
    if number == 3:
        return struct.unpack("<d", value)[0]
    return bool(value) if number == 7 else value


def _fields(content: bytes) -> Iterator[tuple[int, object]]:
    at = 0
    while at < len(content):
        tag, at = _varint(content, at)
        number, wire = tag >> 3, tag & 7
        if wire == 0:
            value, at = _varint(content, at)
        else:
            size, at = _varint(content, at) if wire == 2 else ({1: 8, 5: 4}[wire], at)
            value, at = content[at : at + size], at + size
        yield number, value


def _varints(content: bytes) -> Iterator[int]:
    at = 0
    while at < len(content):
        value, at = _varint(content, at)
        yield value


def _varint(content: bytes, at: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        byte = content[at]
        value |= (byte & 127) << shift
        at, shift = at + 1, shift + 7
        if byte < 128:
            return value, at


def _signed(value: int) -> int:
    return (value >> 1) ^ -(value & 1)
