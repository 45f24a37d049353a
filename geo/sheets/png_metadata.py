"""The note of a picture: what it is, for whom and of which day, written inside the PNG."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Sequence

PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"
HEADER_LENGTH = len(PNG_SIGNATURE) + 25  # the signature and the first chunk, which tells the size
TEXT_KEYWORD = b"Description"


def add_description(png: bytes, lines: Sequence[str]) -> bytes:
    """
    Put lines of text into a PNG as its description, behind the chunk that tells its size.

    Parameters
    ----------
    png
        As a program wrote it.
    lines
        Of the note; UTF-8.
    """
    if not png.startswith(PNG_SIGNATURE):
        msg = "not a PNG"
        raise ValueError(msg)
    text = "\n".join(lines).encode("utf-8")
    body = (
        b"iTXt" + TEXT_KEYWORD + b"\0\0\0\0\0" + text
    )  # not compressed, of no language in particular
    chunk = struct.pack(">I", len(body) - 4) + body + struct.pack(">I", zlib.crc32(body))
    return png[:HEADER_LENGTH] + chunk + png[HEADER_LENGTH:]
