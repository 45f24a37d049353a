"""Photographs: one point and its day, and nothing else of what a picture holds."""

from __future__ import annotations

import numpy as np
import pandas as pd
from pyproj import CRS
from shapely.geometry import Point

from geo.errors import LayerPhotoPlaceError
from geo.formats.file_format import FileFormat, LayerSource, ParsedLayer
from geo.formats.findings import Finding
from geo.formats.memory_limit import check_file_size
from geo.formats.photo_exif import find_exif, read_photo_place
from geo.model import WGS84

MAX_PHOTO_MB = 60  # MB
DAY_COLUMN = "date"


def read_photo(source: LayerSource) -> ParsedLayer:
    """
    Read where a photograph was taken.

    Returns
    -------
    parsed
        One row with `date`; the picture, the device and the hour are not read.

    Raises
    ------
    LayerPhotoPlaceError
        If it does not hold a place.
    LayerTooLargeError
        If it is larger than `MAX_PHOTO_MB`.
    """
    check_file_size(source.file, max_mb=MAX_PHOTO_MB)
    exif = find_exif(source.file.read_bytes())
    place = None if exif is None else read_photo_place(exif)
    if place is None:
        raise LayerPhotoPlaceError(file=source.file.name)
    points = np.array([Point(place.longitude, place.latitude)], dtype=object)
    return ParsedLayer(
        pd.DataFrame({DAY_COLUMN: [place.day]}, dtype=object),
        points,
        CRS(WGS84),
        notices=[Finding("import.notice_photo")],
    )


FORMAT = FileFormat(
    "photograph",
    (".jpg", ".jpeg", ".png", ".heic", ".heif", ".avif"),
    ("image",),
    read=read_photo,
    holds_areas=False,
)
