"""Place and day of a photograph, read from its EXIF part without decoding the picture."""

from __future__ import annotations

import math
import re
import struct
import warnings
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from geo.formats.heic_exif import find_heic_exif, is_heic

JPEG_START, PNG_START = b"\xff\xd8", b"\x89PNG\r\n\x1a\n"
EXIF_HEADER = b"Exif\x00\x00"
HEAD_BYTES = 12  # by which a photograph in boxes is known
MAX_SEGMENTS = 10_000  # of a picture
_GPS_DIRECTORY, _EXIF_DIRECTORY = 0x8825, 0x8769  # numbers of tags in EXIF 2.3
_LATITUDE_SIDE, _LATITUDE, _LONGITUDE_SIDE, _LONGITUDE, _GPS_DAY = 1, 2, 3, 4, 29
_TIME_TAGS = (36867, 36868, 306)  # taken, digitised, changed
_DAY = re.compile(r"(\d{4})[:-](\d{2})[:-](\d{2})")
# Markers of JPEG without a length after them.
_BARE_MARKERS = frozenset({0x01, *range(0xD0, 0xD9)})
_IMAGE_DATA_MARKER, _APPLICATION_MARKER = 0xDA, 0xE1


@dataclass(frozen=True)
class PhotoPlace:
    """
    Where and when a photograph was taken.

    Attributes
    ----------
    longitude, latitude
        Degrees.
    day
        ISO date; None where the photograph does not hold it.
    """

    longitude: float
    latitude: float
    day: str | None


def find_exif(content: bytes) -> bytes | None:
    """Find the EXIF part of a JPEG, PNG or HEIC file; None where it has none or is cut off."""
    if is_heic(content[:HEAD_BYTES]):
        exif = find_heic_exif(content)
        return None if exif is None else EXIF_HEADER + exif
    if content.startswith(JPEG_START):
        return _find_in_jpeg(content)
    return _find_in_png(content) if content.startswith(PNG_START) else None


def read_photo_place(exif: bytes) -> PhotoPlace | None:
    """
    Read place and day of an EXIF part.

    Returns
    -------
    place
        None where there is no place, or one that is none: at 0, 0, as some cameras write without
        reception, or out of range.
    """
    from PIL import Image

    tags = Image.Exif()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # a damaged part is read as far as it goes
            tags.load(exif)
            gps = dict(tags.get_ifd(_GPS_DIRECTORY))
            times = {**dict(tags), **dict(tags.get_ifd(_EXIF_DIRECTORY))}
    except (SyntaxError, ValueError, TypeError, KeyError, OSError, EOFError, struct.error):
        return None  # Pillow's ways to say that a part is damaged
    latitude = _read_degrees(gps, _LATITUDE, _LATITUDE_SIDE, "S")
    longitude = _read_degrees(gps, _LONGITUDE, _LONGITUDE_SIDE, "W")
    if latitude is None or longitude is None or (latitude == 0 and longitude == 0):
        return None
    if abs(latitude) > 90 or abs(longitude) > 180:
        return None
    texts = [times.get(tag) for tag in _TIME_TAGS]
    return PhotoPlace(longitude, latitude, _read_day([*texts, gps.get(_GPS_DAY)]))


def _find_in_jpeg(content: bytes) -> bytes | None:
    position = len(JPEG_START)
    for _ in range(MAX_SEGMENTS):
        head = content[position : position + 4]
        if len(head) < 4 or head[0] != 0xFF or head[1] == _IMAGE_DATA_MARKER:
            return None
        if head[1] == 0xFF or head[1] in _BARE_MARKERS:
            position += 1 if head[1] == 0xFF else 2
            continue
        length = int.from_bytes(head[2:4], "big")
        segment = content[position + 4 : position + 2 + length]
        if head[1] == _APPLICATION_MARKER and segment.startswith(EXIF_HEADER):
            return segment
        position += 2 + max(length, 2)
    return None


def _find_in_png(content: bytes) -> bytes | None:
    position = len(PNG_START)
    for _ in range(MAX_SEGMENTS):
        head = content[position : position + 8]
        if len(head) < 8:
            return None
        length = int.from_bytes(head[:4], "big")
        if head[4:] == b"eXIf":
            return EXIF_HEADER + content[position + 8 : position + 8 + length]
        position += 12 + length
    return None


def _read_degrees(
    gps: Mapping[int, Any], tag: int, side_tag: int, negative_side: str
) -> float | None:
    """Read degrees, minutes and seconds with their side; None where a part is missing."""
    parts, side = gps.get(tag), gps.get(side_tag)
    if not isinstance(parts, tuple) or len(parts) != 3 or not isinstance(side, str):
        return None
    try:
        degrees, minutes, seconds = (float(part) for part in parts)
    except (TypeError, ValueError, ZeroDivisionError):
        return None
    value = degrees + minutes / 60 + seconds / 3600
    if not math.isfinite(value):
        return None
    return -value if side.strip("\0 ").upper() == negative_side else value


def _read_day(texts: list[Any]) -> str | None:
    for text in texts:
        found = _DAY.match(text) if isinstance(text, str) else None
        if found is not None and found[1] >= "0001" and found[2] > "00" and found[3] > "00":
            return "-".join(found.groups())
    return None
