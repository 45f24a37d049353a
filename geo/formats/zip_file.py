"""
Zip archive of files of other formats: the only one is read as it is, several are layers.

A shapefile in it is one layer, with the files that belong to it, and so are the tables of HSDS.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from geo.errors import (
    LayerArchiveEmptyError,
    LayerError,
    LayerTablesError,
    LayerTableUnknownError,
)
from geo.formats.archive_members import (
    NESTED_NOTICE,
    ArchiveMember,
    OpenArchive,
    open_archive,
)
from geo.formats.file_format import FileFormat, LayerSource, ParsedLayer
from geo.formats.findings import MAX_LISTED_COLUMNS, Finding, list_some
from geo.formats.hsds_package import find_package, read_package
from geo.formats.hsds_rows import build_rows
from geo.layers.column_matching import make_unique_names
from geo.parsing.source import SourceFile

SUFFIX = ".zip"
NOTES_SUFFIXES = (".txt",)  # a note beside the data, more often than a table


@dataclass(frozen=True)
class _ArchiveLayer:
    """A layer of an archive: its name, the member that holds it, and its name in there."""

    name: str
    member: ArchiveMember
    table: str | None


def read_zip(source: LayerSource) -> ParsedLayer:
    """
    Read the only readable file of an archive, or the one that `source.table` names.

    A package of HSDS is one layer of services.

    Raises
    ------
    LayerUnreadableError, LayerEncryptedError, LayerTooLargeError, LayerMemoryError
        If it is damaged, encrypted or too large.
    LayerArchiveEmptyError
        If no file in it can be read.
    LayerTableUnknownError
        If it has no layer of this name.
    LayerTablesError
        If it has several, and neither is one named nor called as the layer.
    LayerError
        See the reader of the file's own format.
    """
    # The registry lists this module: it is complete only when a file is read.
    from geo.formats.registry import check_content, find_reader

    with _open_data(source.file) as archive:
        package = find_package(archive)
        if package is not None:
            parsed = build_rows(read_package(archive, package), file=source.file.name)
            return replace(parsed, notices=[*archive.notices, *parsed.notices])
        readable = _list_readable(archive)
        if len(readable) == 1:
            member, table = readable[0], source.table
        else:
            selected = _select_layer(archive, readable, source)
            member, table = selected.member, selected.table
        file = _read_with_companions(archive, member)
        notices = [*archive.notices, *_describe_ignored(archive, readable)]
    check_content(file)
    parsed = find_reader(file)(LayerSource(file, source.layer, table, source.choices))
    return replace(parsed, notices=[*notices, *parsed.notices])


def list_zip_layers(file: SourceFile) -> list[str]:
    """
    List the layers of an archive: of the only readable file, else every file and its layers.

    Raises
    ------
    LayerUnreadableError, LayerEncryptedError, LayerTooLargeError, LayerMemoryError
        If it is damaged, encrypted or too large.
    LayerArchiveEmptyError
        If no file in it can be read.
    """
    with _open_data(file) as archive:
        if find_package(archive) is not None:
            return []
        readable = _list_readable(archive)
        if len(readable) == 1:
            return _list_tables(archive, readable[0])
        return [layer.name for layer in _list_layers(archive, readable)]


@contextmanager
def _open_data(file: SourceFile) -> Iterator[OpenArchive]:
    """Open an archive, or the only one inside it where that is all its data; no further one."""
    with open_archive(file) as archive:
        if len(archive.archives) != 1 or _list_data(archive):
            yield archive
            return
        inner = archive.read_member(archive.archives[0])
        others = [one.name for one in archive.members]
        notices = [one for one in archive.notices if one.key != NESTED_NOTICE]
        if others:
            listed = list_some(others, MAX_LISTED_COLUMNS)
            notices.append(Finding("import.notice_archive_ignored", {"files": listed}))
    with open_archive(inner) as opened:
        yield replace(opened, notices=[*notices, *opened.notices])


def _list_data(archive: OpenArchive) -> list[ArchiveMember]:
    """List the members that may be data, without notes beside them."""
    return [one for one in _list_known(archive) if one.suffix not in NOTES_SUFFIXES]


def _list_known(archive: OpenArchive) -> list[ArchiveMember]:
    from geo.formats.registry import find_format

    return [
        member
        for member in archive.members
        if member.suffix != SUFFIX and find_format(member.suffix) is not None
    ]


def _list_readable(archive: OpenArchive) -> list[ArchiveMember]:
    readable = _list_known(archive)
    if not readable:
        names = list_some((member.name for member in archive.members), MAX_LISTED_COLUMNS)
        raise LayerArchiveEmptyError(file=archive.file.name, files=names or "–")
    return _list_data(archive) or readable


def _list_companions(archive: OpenArchive, member: ArchiveMember) -> list[ArchiveMember]:
    from geo.formats.registry import find_format

    found = find_format(member.suffix)
    suffixes = () if found is None else found.companions
    return [one for one in archive.members if one.stem == member.stem and one.suffix in suffixes]


def _read_with_companions(archive: OpenArchive, member: ArchiveMember) -> SourceFile:
    companions = [archive.read_member(one) for one in _list_companions(archive, member)]
    return replace(archive.read_member(member), companions=tuple(companions))


def _list_tables(archive: OpenArchive, member: ArchiveMember) -> list[str]:
    from geo.formats.registry import list_layers

    return list_layers(_read_with_companions(archive, member))


def _list_layers(archive: OpenArchive, readable: list[ArchiveMember]) -> list[_ArchiveLayer]:
    layers: list[tuple[str, ArchiveMember, str | None]] = []
    for member in readable:
        try:
            tables = _list_tables(archive, member)
        except LayerError:  # reading it says why
            tables = []
        if len(tables) > 1:
            layers += [(f"{member.name}/{table}", member, table) for table in tables]
        else:
            layers.append((member.name, member, None))
    names = make_unique_names([name for name, _, _ in layers])
    return [
        _ArchiveLayer(name, member, table)
        for name, (_, member, table) in zip(names, layers, strict=True)
    ]


def _select_layer(
    archive: OpenArchive, readable: list[ArchiveMember], source: LayerSource
) -> _ArchiveLayer:
    layers = _list_layers(archive, readable)
    names = ", ".join(layer.name for layer in layers)
    if source.table is not None:
        found = [layer for layer in layers if layer.name == source.table]
        if not found:
            raise LayerTableUnknownError(file=source.file.name, table=source.table, tables=names)
        return found[0]
    named = [
        layer
        for layer in layers
        if PurePosixPath(layer.table or layer.member.name).stem.lower() == source.layer
    ]
    if len(named) != 1:
        raise LayerTablesError(file=source.file.name, tables=names)
    return named[0]


def _describe_ignored(archive: OpenArchive, readable: list[ArchiveMember]) -> list[Finding]:
    """Name the files that belong to no layer."""
    used = {one.name for one in readable}
    used |= {one.name for member in readable for one in _list_companions(archive, member)}
    ignored = [member.name for member in archive.members if member.name not in used]
    if not ignored:
        return []
    listed = list_some(ignored, MAX_LISTED_COLUMNS)
    return [Finding("import.notice_archive_ignored", {"files": listed})]


FORMAT = FileFormat(
    "Zip",
    (SUFFIX,),
    ("zip", "shapefile", "kml"),
    read=read_zip,
    list_layers=list_zip_layers,
)
