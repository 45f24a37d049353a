"""KMZ: the one KML file in a zip archive, within limits of its size."""

from __future__ import annotations

import io
import zipfile
import zlib

from geo.errors import LayerTooLargeError, LayerUnreadableError
from geo.formats.memory_limit import MAX_XML_MB, MEGABYTE

ZIP_START = b"PK"
MAX_MEMBERS = 10_000  # pictures mostly
MAIN_MEMBER = "doc.kml"


def extract_kml(content: bytes, *, file: str) -> tuple[bytes, int]:
    """
    Decompress the KML file of an archive: `doc.kml`, else the first one.

    Parameters
    ----------
    content
        Bytes of the archive; any others are returned unchanged, as a KML file under a wrong name.
    file
        Name for the errors.

    Returns
    -------
    kml
        Bytes of the KML file.
    others
        Other KML files in the archive, which are not read.

    Raises
    ------
    LayerUnreadableError
        If it is damaged, encrypted, or has no KML file.
    LayerTooLargeError
        If the KML file is larger than `MAX_XML_MB`, whatever the archive says of it.
    """
    if not content.startswith(ZIP_START):
        return content, 0
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = [one for one in archive.infolist() if one.filename.lower().endswith(".kml")]
            if not members or len(archive.infolist()) > MAX_MEMBERS:
                raise LayerUnreadableError(file=file)
            named = [one for one in members if one.filename.lower() == MAIN_MEMBER]
            return _read_member(archive, (named or members)[0], file=file), len(members) - 1
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        NotImplementedError,  # a compression that Python does not know
        RuntimeError,  # encrypted
        ValueError,
        OSError,  # bzip2 and LZMA
    ) as error:
        raise LayerUnreadableError(file=file) from error


def _read_member(archive: zipfile.ZipFile, member: zipfile.ZipInfo, *, file: str) -> bytes:
    if member.file_size > MAX_XML_MB * MEGABYTE:
        raise LayerTooLargeError(file=file, most=MAX_XML_MB)
    with archive.open(member) as stream:
        kml = stream.read(MAX_XML_MB * MEGABYTE + 1)
    if len(kml) > MAX_XML_MB * MEGABYTE:
        raise LayerTooLargeError(file=file, most=MAX_XML_MB)
    return kml
