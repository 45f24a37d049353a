"""Files that were brought together, as one zip archive in memory: the parts of a shapefile."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import Protocol

from server.streamlit_internals import UploadedFile


class Upload(Protocol):
    """A file that was uploaded, or several as one archive."""

    @property
    def name(self) -> str:
        """Name for messages."""

    @property
    def file_id(self) -> str:
        """Identifier of this upload."""

    def getvalue(self) -> bytes:
        """Return all bytes."""


@dataclass(frozen=True)
class JoinedUpload:
    """Several uploaded files as one archive; the reader of archives finds out what they are."""

    files: tuple[UploadedFile, ...]

    @property
    def name(self) -> str:
        """Name of the first file, with the ending of an archive."""
        return f"{PurePath(self.files[0].name).stem}.zip"

    @property
    def file_id(self) -> str:
        """Identifiers of all files."""
        return "+".join(file.file_id for file in self.files)

    def getvalue(self) -> bytes:
        """Return the archive; of files with the same name, later ones lie in a folder."""
        buffer = io.BytesIO()
        used: set[str] = set()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
            for number, file in enumerate(self.files, start=1):
                name = PurePath(file.name).name
                archive.writestr(f"{number}/{name}" if name in used else name, file.getvalue())
                used.add(name)
        return buffer.getvalue()


def join_uploads(files: Sequence[UploadedFile]) -> Upload | None:
    """Return the only file as it is, several as one archive, and None for none."""
    if len(files) > 1:
        return JoinedUpload(tuple(files))
    return files[0] if files else None
