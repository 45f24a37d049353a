"""
Members of a zip archive that may be read: plain names, not encrypted, within a size.

Nothing is written to the disk. Names that lead out of the archive, archives within it and what
programs leave there unasked are sorted out by their names.
"""

from __future__ import annotations

import io
import lzma
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import PurePosixPath

from geo.errors import (
    LayerEncryptedError,
    LayerMemoryError,
    LayerTooLargeError,
    LayerUnreadableError,
)
from geo.formats.findings import MAX_LISTED_COLUMNS, Finding, list_some
from geo.formats.memory_limit import MAX_GEOPACKAGE_MB, MEGABYTE, check_file_size
from geo.parsing.source import SourceFile

MAX_MEMBERS = 10_000
MAX_MEMBER_MB = MAX_GEOPACKAGE_MB  # of one member, decompressed
CHUNK_BYTES = MEGABYTE
ARCHIVE_SUFFIXES = frozenset(".zip .7z .rar .tar .gz .tgz .bz2 .xz .zst".split())
ZIP_SUFFIX = ".zip"
NESTED_NOTICE = "import.notice_archive_nested"
# Folders and files that macOS and Windows add.
_SYSTEM_FOLDERS = ("__macosx", ".git", "$recycle.bin")
_SYSTEM_FILES = ("thumbs.db", "desktop.ini", "icon\r")
_IS_ENCRYPTED, _IS_UTF8 = 0x1, 0x800  # flags of a member
_DECODING_ERRORS = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    EOFError,
    OSError,
    RuntimeError,
    ValueError,
    OverflowError,
)


@dataclass(frozen=True)
class ArchiveMember:
    """
    A member that may be read.

    Attributes
    ----------
    name
        With its folders, separated by slashes.
    """

    name: str
    info: zipfile.ZipInfo

    @property
    def suffix(self) -> str:
        """The ending of the name, in small letters."""
        return PurePosixPath(self.name).suffix.lower()

    @property
    def stem(self) -> str:
        """The name without its ending, in small letters, with its folders."""
        return str(PurePosixPath(self.name).with_suffix("")).casefold()


@dataclass(frozen=True)
class OpenArchive:
    """
    An archive whose members were sorted.

    Attributes
    ----------
    notices
        Which members are never read, and why.
    archives
        Zip archives inside it.
    """

    file: SourceFile
    archive: zipfile.ZipFile
    members: list[ArchiveMember]
    notices: list[Finding]
    archives: list[ArchiveMember]

    def read_member(self, member: ArchiveMember) -> SourceFile:
        """
        Decompress a member.

        Raises
        ------
        LayerEncryptedError
            If it is encrypted.
        LayerTooLargeError
            If it is larger than `MAX_MEMBER_MB`, whatever the archive says of it.
        LayerUnreadableError
            If it is damaged.
        """
        name = f"{self.file.name}/{member.name}"
        if member.info.flag_bits & _IS_ENCRYPTED:
            raise LayerEncryptedError(file=name)
        if member.info.file_size > MAX_MEMBER_MB * MEGABYTE:
            raise LayerTooLargeError(file=name, most=MAX_MEMBER_MB)
        content = bytearray()
        with _translate_zip_errors(name), self.archive.open(member.info) as stream:
            while chunk := stream.read(CHUNK_BYTES):
                content += chunk
                if len(content) > MAX_MEMBER_MB * MEGABYTE:
                    break
        if len(content) > MAX_MEMBER_MB * MEGABYTE:
            raise LayerTooLargeError(file=name, most=MAX_MEMBER_MB)
        return SourceFile(name, content=bytes(content))


@contextmanager
def open_archive(file: SourceFile) -> Iterator[OpenArchive]:
    """
    Open a zip archive and sort its members.

    Raises
    ------
    LayerUnreadableError
        If it is damaged.
    LayerMemoryError
        If it has more than `MAX_MEMBERS`.
    LayerTooLargeError
        If it is larger than `MAX_MEMBER_MB`.
    """
    check_file_size(file, max_mb=MAX_MEMBER_MB)
    with _translate_zip_errors(file.name):
        archive = zipfile.ZipFile(io.BytesIO(file.read_bytes()))
    with archive:
        infos = archive.infolist()
        if len(infos) > MAX_MEMBERS:
            raise LayerMemoryError(file=file.name)
        yield OpenArchive(file, archive, *_sort_members(infos))


@contextmanager
def _translate_zip_errors(name: str) -> Iterator[None]:
    try:
        yield
    except _DECODING_ERRORS as error:
        raise LayerUnreadableError(file=name) from error


def _sort_members(
    infos: list[zipfile.ZipInfo],
) -> tuple[list[ArchiveMember], list[Finding], list[ArchiveMember]]:
    members: dict[str, ArchiveMember] = {}
    nested: list[ArchiveMember] = []
    unsafe: list[str] = []
    for info in infos:
        name = _decode_name(info)
        path = PurePosixPath(name)
        if info.is_dir() or _is_left_by_system(path):
            continue
        if _leads_outside(name):
            unsafe.append(name)
        elif path.suffix.lower() in ARCHIVE_SUFFIXES:
            nested.append(ArchiveMember(name, info))
        else:
            members[name] = ArchiveMember(name, info)  # of two with one name, the last counts
    notices = [
        Finding(key, {"files": list_some(names, MAX_LISTED_COLUMNS)})
        for key, names in (
            ("import.notice_archive_unsafe", unsafe),
            (NESTED_NOTICE, [one.name for one in nested]),
        )
        if names
    ]
    archives = [one for one in nested if one.suffix == ZIP_SUFFIX]
    return list(members.values()), notices, archives


def _decode_name(info: zipfile.ZipInfo) -> str:
    """Decode a name; old programs write UTF-8 without saying so, and backslashes."""
    name = info.filename
    if not info.flag_bits & _IS_UTF8:
        try:
            name = name.encode("cp437").decode("utf-8")
        except UnicodeError:
            name = info.filename
    return name.replace("\\", "/")


def _is_left_by_system(path: PurePosixPath) -> bool:
    in_system_folder = any(part.casefold() in _SYSTEM_FOLDERS for part in path.parts)
    return in_system_folder or path.name.startswith(".") or path.name.casefold() in _SYSTEM_FILES


def _leads_outside(name: str) -> bool:
    path = PurePosixPath(name)
    return path.is_absolute() or ".." in path.parts or ":" in path.parts[0]
