"""
Reading of places from columns of eastings and northings in metres, in zones of UTM.

The letter of a zone is a band of latitude, from C in the south to X in the north, or the first
letter of a hemisphere: `19S` is a band of the north, and what many write for the south. Whoever
imports is uncertain which one is meant.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import shapely
from pyproj import CRS

from geo.errors import LayerCrsError
from geo.formats.cell_values import is_blank
from geo.formats.findings import Finding, ImportQuestion, RowFinding
from geo.formats.parsed_places import ParsedPlaces, make_points
from geo.formats.reading_choices import HEMISPHERES, Hemisphere
from geo.formats.reprojection import reproject_to_degrees
from geo.formats.written_numbers import read_number
from geo.layers.text_folding import fold_text
from geo.model import WGS84

EASTINGS_M, NORTHINGS_M = (100_000, 900_000), (0, 10_000_000)  # metres, of every zone
NORTHERN_EPSG, SOUTHERN_EPSG = 32600, 32700  # of WGS 84 / UTM, plus the number of the zone
# Provisional South American Datum 1956, the old maps of the Andes: up to 400 m beside WGS 84.
PSAD56_EPSG, PSAD56_ZONES = 24860, range(17, 23)  # southern zones
_PSAD56 = re.compile(r"psad", re.IGNORECASE)
_OTHER_DATUM = re.compile(
    r"\b(?:sad ?-?69|nad ?-?27|pulkovo|corrego|ck-?42|[сc][кk]-?\d\d)", re.IGNORECASE
)
_DATUM_NUMBER = re.compile(r"\b(?:psad|wgs|sirgas)[ -]?\d+")
_ZONE_WORD = re.compile(r"utm|zona|zone|huso|fuso|epsg|psad|wgs|\b(?:sur|sul|south|norte?h?)\b")
_EPSG = re.compile(r"(?:epsg:?\s*)?32(?P<half>[67])(?P<number>\d\d)(?!\d)", re.IGNORECASE)
_ZONE = re.compile(
    r"(?<![\d.,])(?P<number>[1-5]?\d|60)\s*[-_°º]?\s*"
    r"(?P<letter>sur\b|sul\b|south\b|norte?\b|north\b|[c-hj-np-x](?![a-z]))?(?![\d.,])"
)
_NORTHERN_BANDS = frozenset("npqrtuvwx")
_SOUTHERN_BANDS = frozenset("cdefghjklm")
_NORTHERN_WORDS, _SOUTHERN_WORDS = ("norte", "nort", "north"), ("sur", "sul", "south")


class UtmZone(NamedTuple):
    """A zone as written; `hemisphere` is None where its letter does not tell."""

    number: int
    hemisphere: Hemisphere | None


def read_zone(text: str) -> UtmZone | None:
    """Read a zone: `18L`, `18 Sur`, `Zona 19S`, `EPSG:32718`; None where there is none."""
    code = _EPSG.search(text)
    if code is not None:
        return UtmZone(int(code["number"]), "south" if code["half"] == "7" else "north")
    match = _ZONE.search(_DATUM_NUMBER.sub(" ", fold_text(text)))
    if match is None or not 1 <= int(match["number"]) <= 60:
        return None
    letter = match["letter"] or ""
    if letter in _NORTHERN_WORDS or letter in _NORTHERN_BANDS:
        return UtmZone(int(match["number"]), "north")
    is_southern = letter in _SOUTHERN_WORDS or letter in _SOUTHERN_BANDS
    return UtmZone(int(match["number"]), "south" if is_southern else None)


def find_zone_text(texts: Sequence[str]) -> str | None:
    """Find the zone in names of columns and titles: `Este (UTM 18S)`."""
    return next(
        (
            text
            for text in texts
            if _ZONE_WORD.search(fold_text(text)) and read_zone(text) is not None
        ),
        None,
    )


def read_utm(
    cells: tuple[Sequence[object], Sequence[object]],
    zones: Sequence[object],
    described: Sequence[str],
    hemisphere: str | None = None,
    *,
    file: str,
) -> ParsedPlaces:
    """
    Read the places of two columns.

    Parameters
    ----------
    cells
        Eastings and northings [m].
    zones
        The zone of each row, as written.
    described
        Texts that may name the datum: names of columns, and titles above them.
    hemisphere
        One of `HEMISPHERES`, as somebody has chosen for zones that do not tell.

    Raises
    ------
    LayerCrsError
        If the coordinates are of a datum that is not read, or of a zone that nothing tells.
    """
    datum = " ".join([*described, *{str(zone) for zone in zones}])
    if _OTHER_DATUM.search(fold_text(datum)):
        raise LayerCrsError(file=file)
    if not any(read_zone(_to_text(zone)) for zone in set(zones)):
        raise LayerCrsError(file=file)
    eastings = [_read_metres(cell, EASTINGS_M) for cell in cells[0]]
    northings = [_read_metres(cell, NORTHINGS_M) for cell in cells[1]]
    read_zones = {zone: read_zone(_to_text(zone)) for zone in set(zones)}
    places = ParsedPlaces(make_points(eastings, northings))
    uncertain: set[str] = set()
    codes = np.zeros(len(zones), dtype=int)
    for row, zone in enumerate(zones):
        texts = (_to_text(cells[0][row]), _to_text(cells[1][row]))
        found = read_zones[zone]
        if not any(texts):
            continue
        if places.geometries[row] is None or found is None:
            _reject(places, row, texts, (eastings[row], northings[row]), _to_text(zone))
            continue
        half = found.hemisphere or hemisphere
        if half is None:
            uncertain.add(_to_text(zone))
            places.geometries[row] = None
            continue
        is_old = _PSAD56.search(datum) is not None and found.number in PSAD56_ZONES
        base = PSAD56_EPSG if is_old and half == "south" else SOUTHERN_EPSG
        codes[row] = (NORTHERN_EPSG if half == "north" else base) + found.number
    if uncertain:
        _add_hemisphere_question(places, sorted(uncertain))
    _set_crs(places, codes, file=file)
    return places


def _reject(
    places: ParsedPlaces,
    row: int,
    texts: tuple[str, str],
    read: tuple[float | None, float | None],
    zone: str,
) -> None:
    places.geometries[row] = None
    if not all(texts):
        places.findings.append(RowFinding(row + 1, "row.half_place", {}))
        return
    invalid = [text for text, metres in zip(texts, read, strict=True) if metres is None]
    if invalid:
        places.reject(row, invalid[0])
    else:
        places.findings.append(RowFinding(row + 1, "row.utm_zone", {"value": zone[:40]}))


def _add_hemisphere_question(places: ParsedPlaces, zones: Sequence[str]) -> None:
    shown = ", ".join(zones)[:40]
    places.findings.append(RowFinding(None, "row.ask_hemisphere", {"value": shown}))
    places.questions.append(ImportQuestion("hemisphere", "", shown, HEMISPHERES))


def _set_crs(places: ParsedPlaces, codes: np.ndarray, *, file: str) -> None:
    """Set the CRS of all rows, or reproject each zone to degrees where there are several."""
    is_placed = ~shapely.is_missing(places.geometries)
    used = sorted({int(code) for code in codes[is_placed]})
    if len(used) == 1:
        places.crs = CRS.from_epsg(used[0])
        return
    for code in used:
        chosen = is_placed & (codes == code)
        degrees, _ = reproject_to_degrees(places.geometries[chosen], CRS.from_epsg(code), file=file)
        places.geometries[chosen] = degrees
    if used:
        places.crs = CRS(WGS84)
        listed = ", ".join(f"EPSG:{code}" for code in used)
        places.notices.append(Finding("import.notice_zones", {"zones": listed}))


def _read_metres(cell: object, limits: tuple[int, int]) -> float | None:
    """Read metres with or without marks between thousands; None where they are in no zone."""
    if is_blank(cell) or isinstance(cell, bool):
        return None
    if isinstance(cell, int | float):
        candidates = [float(cell)]
    else:
        number = read_number(re.sub(r"(?<=\d)\s*m(?:etros|etres|ts)?\.?$", "", str(cell).strip()))
        if number is None or number.is_rounded:
            return None
        # A mark before three digits parts thousands: no place in UTM has a thousand metres or less.
        candidates = [number.as_thousands] if number.value is None else [number.value]
    return next((one for one in candidates if limits[0] <= one <= limits[1]), None)


def _to_text(cell: object) -> str:
    return "" if is_blank(cell) else str(cell).strip()
