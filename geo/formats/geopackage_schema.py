"""
Check of a GeoPackage's schema before GDAL opens it: plain tables only, where GDAL looks.

GDAL reads its metadata tables on opening. Where one is a view, SQLite runs whatever the view says.
Generated columns and virtual tables run code while rows are read.
"""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing

from geo.errors import LayerComputedError, LayerUnreadableError
from geo.store.queries import load_query

HEADER_BYTES = 100  # of an SQLite file; the application id is at byte 68
APPLICATION_IDS = (b"GPKG", b"GP10", b"GP11")  # GeoPackage 1.2 and later, 1.0, 1.1
CURVED_TYPES = frozenset(
    "CIRCULARSTRING COMPOUNDCURVE CURVE CURVEPOLYGON MULTICURVE MULTISURFACE SURFACE".split()
)
MAX_OBJECTS = 20_000  # tables, indexes and triggers
_WRITE_VERSION_BYTE, _READ_VERSION_BYTE, _ROLLBACK_JOURNAL = 18, 19, 1
_METADATA_PREFIXES = ("gpkg_", "rtree_", "sqlite_", "ogr_", "spatial_ref_sys", "geometry_columns")
_RTREE_PATTERN = re.compile(r'create virtual table\s+("[^"]*"|\[[^\]]*\]|\w+)\s+using rtree\s*\(')
# Strings, quoted names and comments of a statement, in which other signs mean nothing.
_LITERALS = re.compile(
    r"'(?:[^']|\'\')*'|\"(?:[^\"]|\"\")*\"|\[[^\]]*\]|`[^`]*`|--[^\n]*|/\*.*?(?:\*/|$)", re.DOTALL
)
_PLAIN_TABLE = re.compile(r"create\s+table\b")
_GENERATED_COLUMN = re.compile(r"\bgenerated\b|\bas\s*\(")
# Triggers of the standard on its own tables only refuse a row; they cannot fire while reading.
_REFUSING_TRIGGER = re.compile(
    r"create trigger [^;]*? begin (?:select raise ?\((?:abort|rollback), ?'(?:[^';]|'')*'\)[^;()]*"
    r"(?:\([^;()]*(?:\([^;()]*\)[^;()]*)*\)[^;()]*)*; ?)+end;?"
)


def is_geopackage(content: bytes) -> bool:
    """
    Check the magic bytes of SQLite and GeoPackage at the beginning of a file.

    Call this before GDAL opens a file: GDAL tries all its drivers, and some of them open other
    hosts and other files.
    """
    return content.startswith(b"SQLite format 3\0") and content[68:72] in APPLICATION_IDS


def check_schema(content: bytes, *, file: str) -> frozenset[str]:
    """
    Check the schema of a GeoPackage.

    Parameters
    ----------
    content
        Bytes of the file; see `without_journal`.

    Returns
    -------
    views
        Names of views that are no metadata, in small letters. They must not be read.

    Raises
    ------
    LayerUnreadableError
        If it is no SQLite file.
    LayerComputedError
        If metadata are views, have triggers, or a table has generated columns or is virtual.
    """
    try:
        with closing(sqlite3.connect(":memory:")) as connection:
            connection.deserialize(content)
            connection.set_authorizer(_authorise)
            rows = connection.execute(load_query("exchange/schema_objects").sql)
            objects = rows.fetchmany(MAX_OBJECTS + 1)
    except (sqlite3.Error, UnicodeDecodeError) as error:
        raise LayerUnreadableError(file=file) from error
    if len(objects) > MAX_OBJECTS or any(_is_forbidden(*one) for one in objects):
        raise LayerComputedError(file=file)
    return frozenset(str(name).casefold() for kind, name, _, _ in objects if kind == "view")


def list_curved_tables(content: bytes) -> frozenset[str]:
    """
    List the tables whose geometries may have arcs, which GDAL reads as many short lines.

    Parameters
    ----------
    content
        Of a file that passed `check_schema`.
    """
    try:
        with closing(sqlite3.connect(":memory:")) as connection:
            connection.deserialize(content)
            rows = connection.execute(load_query("exchange/geometry_tables").sql)
            return frozenset(str(table) for table, kind in rows if kind in CURVED_TYPES)
    except (sqlite3.Error, UnicodeDecodeError):  # GDAL says what is damaged
        return frozenset()


def without_journal(content: bytes) -> bytes:
    """Return the bytes of a database that waits for no write-ahead log; there is none in memory."""
    if content[_WRITE_VERSION_BYTE : _READ_VERSION_BYTE + 1] != b"\x02\x02":
        return content
    plain = bytearray(content)
    plain[_WRITE_VERSION_BYTE] = plain[_READ_VERSION_BYTE] = _ROLLBACK_JOURNAL
    return bytes(plain)


def _authorise(action: int, table: str | None, *_: str | None) -> int:
    permitted = action == sqlite3.SQLITE_SELECT or (
        action == sqlite3.SQLITE_READ and table in ("sqlite_master", "sqlite_schema")
    )
    return sqlite3.SQLITE_OK if permitted else sqlite3.SQLITE_DENY


def _is_forbidden(kind: str, name: str, table: str, statement: str | None) -> bool:
    if not all(isinstance(text, str) for text in (kind, name, table, statement or "")):
        return True
    normal = re.sub(r"\s+", " ", statement or "").strip().lower()
    if kind == "view":
        return name.lower().startswith(_METADATA_PREFIXES)
    if kind == "trigger":
        on_metadata = table.lower().startswith(_METADATA_PREFIXES)
        return on_metadata and _REFUSING_TRIGGER.fullmatch(normal) is None
    if kind == "table":
        if _PLAIN_TABLE.match(normal) is None:
            return _RTREE_PATTERN.match(normal) is None
        return _GENERATED_COLUMN.search(_LITERALS.sub(" ", (statement or "").lower())) is not None
    return kind != "index"
