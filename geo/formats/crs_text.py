"""Coordinate reference systems that a file may name: a code of an authority, or plain WKT."""

from __future__ import annotations

import re

from pyproj import CRS
from pyproj.exceptions import CRSError

from geo.errors import LayerCrsTextError, LayerCrsUnknownError

MAX_SHOWN_LENGTH = 80  # characters of a text in a message
MAX_WKT_LENGTH = 20_000  # characters; the longest of the EPSG register has a quarter
AUTHORITIES = ("EPSG", "ESRI", "IGNF", "OGC", "IAU_2015")
# `EPSG:4326`, `urn:ogc:def:crs:EPSG::4326`, `urn:ogc:def:crs:OGC:1.3:CRS84`,
# `http://www.opengis.net/def/crs/EPSG/0/4326`
_CODE_PATTERN = re.compile(
    r"(?:urn:(?:ogc|x-ogc):def:crs:|https?://www\.opengis\.net/def/crs/)?"
    rf"({'|'.join(AUTHORITIES)})(?::|/)(?:[\w.]*(?::|/))?(\w+)",
    re.IGNORECASE | re.ASCII,
)
_WKT_PATTERN = re.compile(
    r"\s*(?:GEOGCS|PROJCS|COMPD_CS|GEOGCRS|GEODCRS|GEODETICCRS|GEOGRAPHICCRS|PROJCRS|PROJECTEDCRS"
    r"|COMPOUNDCRS|BOUNDCRS)\s*[\[(]",
    re.IGNORECASE,
)
# A node that names a grid or another file, or that carries a string for PROJ.
_FORBIDDEN_PATTERN = re.compile(
    r"grids\s*=|proj4|\+(?:proj|init|step)\b|parameter_?file|pipeline|://|file:|\.\.[/\\]"
    r"|\.(?:gsb|gtx|gtg|tiff?|las|los|gvb|dat|ct2|lla)\b",
    re.IGNORECASE,
)
# Web Mercator, as GDAL has written it for years: its string for PROJ names no grid (`@null`).
_WEB_MERCATOR_EXTENSION = re.compile(
    r',\s*EXTENSION\["PROJ4",\s*"\+proj=merc \+a=6378137 \+b=6378137 \+lat_ts=0(?:\.0)? '
    r"\+lon_0=0(?:\.0)? \+x_0=0(?:\.0)? \+y_0=0 \+k=1(?:\.0)? \+units=m \+nadgrids=@null "
    r'(?:\+wktext )?(?:\+no_defs)?\s*"\]'
)


def parse_crs(text: object, *, file: str) -> CRS:
    """
    Parse the CRS that a file names.

    Strings for PROJ, pipelines and everything that names a grid or another file are refused: PROJ
    would look for that file, and the place of each coordinate would depend on what it finds.

    Parameters
    ----------
    text
        A code such as `EPSG:4326`, a URN or an address of one, its number, or WKT.
    file
        Name for the errors.

    Raises
    ------
    LayerCrsTextError
        If it is neither a code nor plain WKT.
    LayerCrsUnknownError
        If it is one of these, and unknown or invalid.
    """
    if isinstance(text, int) and not isinstance(text, bool):
        text = f"EPSG:{text}"
    if not isinstance(text, str):
        raise LayerCrsUnknownError(file=file, crs=str(text)[:MAX_SHOWN_LENGTH])
    code = _CODE_PATTERN.fullmatch(text.strip())
    try:
        if code is not None:
            return CRS.from_authority(code[1].upper(), code[2].upper())
        return CRS.from_wkt(_check_wkt(text, file=file))
    except CRSError as error:
        raise LayerCrsUnknownError(file=file, crs=text[:MAX_SHOWN_LENGTH]) from error


def _check_wkt(text: str, *, file: str) -> str:
    plain = _WEB_MERCATOR_EXTENSION.sub("", text)
    names_only_itself = _WKT_PATTERN.match(plain) and not _FORBIDDEN_PATTERN.search(plain)
    if not names_only_itself or len(text) > MAX_WKT_LENGTH:
        raise LayerCrsTextError(file=file, crs=text[:MAX_SHOWN_LENGTH])
    return text
