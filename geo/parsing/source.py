"""A file from outside: its name, its bytes or its path, and the files that belong to it."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True)
class SourceFile:
    """
    A file to be parsed.

    Attributes
    ----------
    name
        Name for messages; only its ending is used otherwise, and it never becomes a path.
    path
        Where the file lies; None for an upload.
    content
        Bytes of an upload, which go to the process through a pipe and never to the disk.
    companions
        Files of the same name and another ending that belong to it, out of an archive.
    """

    name: str
    path: Path | None = None
    content: bytes | None = field(default=None, repr=False)
    companions: tuple[SourceFile, ...] = field(default=(), repr=False)

    def read_bytes(self) -> bytes:
        """Return all bytes."""
        return self.path.read_bytes() if self.path is not None else self.content or b""

    def read_head(self, count: int) -> bytes:
        """Return the first bytes."""
        if self.path is None:
            return (self.content or b"")[:count]
        with self.path.open("rb") as file:
            return file.read(count)

    def size_bytes(self) -> int:
        """Return the size, without reading [bytes]."""
        return self.path.stat().st_size if self.path is not None else len(self.content or b"")

    def exists(self) -> bool:
        """Return whether the file is there."""
        return self.content is not None or (self.path is not None and self.path.is_file())

    def find_companion(self, suffix: str) -> SourceFile | None:
        """
        Find the file of the same name with another ending: a companion, or one in the same folder.

        Parameters
        ----------
        suffix
            In small letters, with its dot; the case of the file's own name does not matter.
        """
        companions = self.companions
        if self.path is not None:
            stem = self.path.stem.casefold()
            companions = tuple(
                SourceFile.of(path)
                for path in sorted(self.path.parent.iterdir())
                if path.stem.casefold() == stem and path.is_file()
            )
        return next((one for one in companions if one.suffix == suffix), None)

    @property
    def suffix(self) -> str:
        """The ending of the name, in small letters, with its dot."""
        return Path(self.name).suffix.lower()

    @staticmethod
    def of(source: Path | SourceFile) -> SourceFile:
        """Refer to a file on the disk by its path; another source is returned as it is."""
        return SourceFile(source.name, path=source) if isinstance(source, Path) else source
