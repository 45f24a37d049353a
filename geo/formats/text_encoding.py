"""Decoding of text files: UTF-8, UTF-16, cp1252 or cp1251."""

from __future__ import annotations

from geo.errors import LayerUnreadableError
from geo.formats.encoding_detection import DecodedText, decode_text
from geo.formats.memory_limit import MAX_TEXT_MB, check_file_size
from geo.parsing.source import SourceFile


def read_text_file(file: SourceFile) -> str:
    """Decode a text file; see `decode_text_file`."""
    return decode_text_file(file).text


def decode_text_file(
    file: SourceFile,
    encoding: str | None = None,
    *,
    country: str | None = None,
    max_mb: int = MAX_TEXT_MB,
) -> DecodedText:
    """
    Decode a text file, and say how.

    Parameters
    ----------
    encoding
        What somebody has chosen; None finds it out.
    country
        Of the community, as for `decode_text`.
    max_mb
        Size limit [MB].

    Raises
    ------
    LayerTooLargeError
        If it is larger than the limit.
    LayerUnreadableError
        If no encoding fits, or not the one that was chosen: it is not text.
    """
    check_file_size(file, max_mb=max_mb)
    decoded = decode_text(file.read_bytes(), encoding, country=country)
    if decoded is None:
        raise LayerUnreadableError(file=file.name)
    return decoded
