"""Writing of zip files whose bytes depend on their contents alone."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

MADE_AT = (1980, 1, 1, 0, 0, 0)  # of the parts: the earliest moment that a zip file can name


def pack_parts(parts: Mapping[str, str]) -> bytes:
    """Pack texts, by their path in the file, in the order given."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            part = zipfile.ZipInfo(name, MADE_AT)
            part.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(part, text.encode())
    return buffer.getvalue()
