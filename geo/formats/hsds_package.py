"""
Data packages of HSDS: a zip archive of CSV files, one for each table of a service directory.

`datapackage.json` says which file is which table; where it is missing, the files' names do.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from pathlib import PurePosixPath

from geo.errors import LayerSyntaxError
from geo.formats.archive_members import ArchiveMember, OpenArchive
from geo.formats.hsds_tables import TABLE_BY_NAME, TABLES, HsdsTables, Record
from geo.formats.json_document import parse_json
from geo.formats.memory_limit import MAX_TEXT_MB, check_cell_count
from geo.formats.text_cells import unquote_formula
from geo.formats.text_encoding import decode_text_file

DESCRIPTOR = "datapackage.json"


def find_package(archive: OpenArchive) -> dict[str, ArchiveMember] | None:
    """Find the members of a package by their table; None where an archive is none."""
    by_name = {member.name: member for member in archive.members}
    descriptors = [one for one in archive.members if PurePosixPath(one.name).name == DESCRIPTOR]
    paths: dict[str, str] = {}
    if descriptors:
        folder = PurePosixPath(descriptors[0].name).parent
        for resource in _list_resources(archive, descriptors[0]):
            table = TABLE_BY_NAME.get(str(resource.get("name")))
            if table is not None and isinstance(resource.get("path"), str):
                paths[str(folder / resource["path"])] = table
    for name in by_name:
        path = PurePosixPath(name)
        table = TABLE_BY_NAME.get(path.stem.lower()) if path.suffix.lower() == ".csv" else None
        if table is not None:
            paths.setdefault(name, table)
    members = {table: by_name[path] for path, table in paths.items() if path in by_name}
    has_tables = {"service", "location", "service_at_location"} <= members.keys()
    return members if has_tables or (descriptors and "service" in members) else None


def read_package(archive: OpenArchive, members: Mapping[str, ArchiveMember]) -> HsdsTables:
    """
    Read the tables of a package.

    Raises
    ------
    LayerSyntaxError, LayerUnreadableError, LayerEncryptedError
        If a table is broken, no text, or encrypted.
    LayerTooLargeError, LayerMemoryError
        If reading it would fill the memory.
    """
    records = {table: [] if table not in members else _read_table(archive, members[table])
               for table in TABLES}  # fmt: skip
    descriptors = [one for one in archive.members if PurePosixPath(one.name).name == DESCRIPTOR]
    title = _read_descriptor(archive, descriptors[0]).get("title") if descriptors else None
    return HsdsTables(records, title if isinstance(title, str) else None)


def _list_resources(archive: OpenArchive, descriptor: ArchiveMember) -> list[Record]:
    resources = _read_descriptor(archive, descriptor).get("resources")
    found = resources if isinstance(resources, list) else []
    return [one for one in found if isinstance(one, dict)]


def _read_descriptor(archive: OpenArchive, descriptor: ArchiveMember) -> Record:
    document = parse_json(archive.read_member(descriptor)).joined
    return document if isinstance(document, dict) else {}


def _read_table(archive: OpenArchive, member: ArchiveMember) -> list[Record]:
    file = archive.read_member(member)
    text = decode_text_file(file, max_mb=MAX_TEXT_MB).text
    reader = csv.DictReader(io.StringIO(text, newline=""), strict=True)
    records: list[Record] = []
    try:
        for record in reader:
            records.append(
                {str(name).strip(): unquote_formula(value) for name, value in record.items()
                 if isinstance(value, str) and name}
            )  # fmt: skip
            check_cell_count(len(records), len(record), file=file.name)
    except csv.Error as error:
        raise LayerSyntaxError(file=file.name, line=reader.line_num) from error
    return records
