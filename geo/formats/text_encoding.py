"""Decoding of text files: UTF-8, UTF-16 or cp1252."""

from __future__ import annotations

import codecs

from geo.errors import LayerUnreadableError
from geo.formats.memory_limit import MAX_TEXT_MB, check_file_size
from geo.parsing.source import SourceFile

UTF16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def read_text_file(file: SourceFile) -> str:
    """
    Decode UTF-8 with or without BOM, UTF-16 with BOM, else Western European (cp1252).

    Raises
    ------
    LayerTooLargeError
        If it is larger than `MAX_TEXT_MB`.
    LayerUnreadableError
        If no encoding fits: it is not text.
    """
    check_file_size(file, max_mb=MAX_TEXT_MB)
    content = file.read_bytes()
    encodings = ["utf-16"] if content.startswith(UTF16_MARKS) else ["utf-8-sig", "cp1252"]
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise LayerUnreadableError(file=file.name)
