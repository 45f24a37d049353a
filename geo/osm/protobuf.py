"""Reads the wire format of Protocol Buffers, as far as OpenStreetMap's PBF files use it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

VARINT = 0  # wire types, from https://protobuf.dev/programming-guides/encoding
LENGTH_DELIMITED = 2
FIXED_WIDTHS_BYTES = {1: 8, 5: 4}  # by wire type
_MAX_VARINT_BYTES = 10  # a number of 64 bits, seven in each byte


def read_varint(file: BinaryIO) -> int:
    """
    Read one number of variable width.

    Raises
    ------
    EOFError
        If the file ends within it, or it is longer than 64 bits.
    """
    value = 0
    for shift in range(0, 7 * _MAX_VARINT_BYTES, 7):
        byte = file.read(1)
        if not byte:
            break
        value |= (byte[0] & 0x7F) << shift
        if byte[0] < 0x80:
            return value
    raise EOFError


def read_fields(message: bytes) -> Iterator[tuple[int, bytes]]:
    """
    Iterate over the fields of a message: their numbers and contents.

    Returns
    -------
    fields
        The content of a varint is empty.

    Raises
    ------
    EOFError
        If the message ends within a field, or a wire type is unknown.
    """
    position, end = 0, len(message)
    while position < end:
        key, position = _read_varint_at(message, position)
        number, wire_type = key >> 3, key & 7
        if wire_type == VARINT:
            _, position = _read_varint_at(message, position)
            yield number, b""
            continue
        if wire_type == LENGTH_DELIMITED:
            size, position = _read_varint_at(message, position)
        elif wire_type in FIXED_WIDTHS_BYTES:
            size = FIXED_WIDTHS_BYTES[wire_type]
        else:
            raise EOFError
        if size > end - position:
            raise EOFError
        yield number, message[position : position + size]
        position += size


def _read_varint_at(message: bytes, position: int) -> tuple[int, int]:
    """Read a number of variable width, and return it with the position after it."""
    try:
        value = message[position]
        if value < 0x80:  # most are short
            return value, position + 1
        value &= 0x7F
        for width in range(1, _MAX_VARINT_BYTES):
            byte = message[position + width]
            value |= (byte & 0x7F) << 7 * width
            if byte < 0x80:
                return value, position + width + 1
    except IndexError as error:
        raise EOFError from error
    raise EOFError
