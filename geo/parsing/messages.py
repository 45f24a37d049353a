"""
Messages between the server and a parsing process: a kind, a length, and bytes.

Nothing is ever unpickled: values cross as JSON and Arrow, see `value_encoding`.
"""

from __future__ import annotations

import struct
from typing import BinaryIO

HEADER = struct.Struct(">cQ")
REQUEST, CONTENT, PROGRESS, BLOB, RESULT, ERROR = b"q", b"c", b"p", b"b", b"r", b"e"
KINDS = frozenset({REQUEST, CONTENT, PROGRESS, BLOB, RESULT, ERROR})
CHUNK_BYTES = 1024 * 1024


class BrokenMessageError(Exception):
    """The stream ended within a message, or does not hold messages."""


def write_message(stream: BinaryIO, kind: bytes, payload: bytes | memoryview) -> None:
    """Write one message."""
    stream.write(HEADER.pack(kind, len(payload)))
    view = memoryview(payload)
    for start in range(0, len(view), CHUNK_BYTES):
        stream.write(view[start : start + CHUNK_BYTES])
    stream.flush()


def read_header(stream: BinaryIO) -> tuple[bytes, int]:
    """
    Read the kind and the length of the next message.

    Raises
    ------
    BrokenMessageError
        If there is none, or the kind is unknown.
    """
    kind, length = HEADER.unpack(read_exactly(stream, HEADER.size))
    if kind not in KINDS:
        raise BrokenMessageError
    return kind, length


def read_exactly(stream: BinaryIO, length: int) -> bytes:
    """
    Read so many bytes.

    Raises
    ------
    BrokenMessageError
        If the stream ends before.
    """
    content = stream.read(length)
    if len(content) < length:
        raise BrokenMessageError
    return content
