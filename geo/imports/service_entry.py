"""One service as a person enters it: the checks of an import, and what may be a mistake."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from shapely import Point
from shapely.geometry.base import BaseGeometry

from geo.errors import CoordinateError, LayerRowsError, ServiceDoubtsError, ServiceFieldsError
from geo.formats.findings import RowFinding
from geo.imports.checked_layer import CheckedLayer
from geo.imports.layer_checks import examine_layer
from geo.layers.confidential_features import SAME_TYPE_M
from geo.layers.coordinate_text import parse_coordinates
from geo.layers.text_folding import squeeze_cell
from geo.model import WGS84
from geo.network.street_network import estimate_metric_crs
from geo.privacy.personal_data import may_hold_personal_data

CONTACT_FINDINGS = ("row.no_phone", "row.no_gateway")
LOST_KEY = "service.cell_lost"
SOMEWHERE = Point(0, 0)  # in place of one that was mistyped, while the other fields are checked
MAX_NAMED_SIMILAR = 5  # services named in a doubt


@dataclass(frozen=True)
class ServiceEntry:
    """
    What a person says of one service; empty texts are unknown.

    Attributes
    ----------
    coordinates
        `LAT,LON` in degrees as typed, or empty for a service without a place: a phone line, or a
        confidential one that is reached by its gateway.
    address
        Of an open service; of a confidential one it is not stored.
    confidential
        None where nobody says so: the type, or the name, may still decide.
    """

    type: str
    name: str = ""
    phone: str = ""
    gateway: str = ""
    opening_hours: str = ""
    address: str = ""
    coordinates: str = ""
    confidential: bool | None = None


ENTRY_FIELDS = tuple(one.name for one in fields(ServiceEntry))
COLUMNS = tuple(name for name in ENTRY_FIELDS if name != "coordinates")


def check_entry(entry: ServiceEntry) -> CheckedLayer:
    """
    Check a service with the checks of an import.

    Raises
    ------
    ServiceFieldsError
        If any field has to be corrected; it holds all findings.
    """
    cells = {name: getattr(entry, name) for name in COLUMNS}
    return check_cells(cells, parse_place(entry.coordinates))


def check_cells(cells: dict[str, object], place: BaseGeometry | RowFinding | None) -> CheckedLayer:
    """
    Check the cells of one service and its place, or the finding on its place.

    Raises
    ------
    ServiceFieldsError
        If any has to be corrected; it holds all findings.
    """
    findings = [place] if isinstance(place, RowFinding) else []
    shape = SOMEWHERE if isinstance(place, RowFinding) else place  # other fields are checked, too
    checked, found = _examine(cells, shape)
    if any(one.key in CONTACT_FINDINGS for one in found):
        lost = [one for one in _examine(cells, SOMEWHERE)[1] if one.key == LOST_KEY]
        found = [*(one for one in found if not lost or one.key not in CONTACT_FINDINGS), *lost]
    findings += found
    if checked is None or findings:
        name = str(cells.get("name") or "")
        raise ServiceFieldsError(layer="services", file=name, findings=findings)
    return checked


def _examine(
    cells: dict[str, object], place: BaseGeometry | None
) -> tuple[CheckedLayer | None, list[RowFinding]]:
    """Examine a service as a row of a file; digits that a spreadsheet lost are findings here."""
    row = pd.DataFrame([cells], index=pd.RangeIndex(1, 2), dtype=object)
    shapes = np.full(1, None, dtype=object)
    shapes[0] = place
    try:
        checked = examine_layer(gpd.GeoDataFrame(row, geometry=shapes, crs=WGS84), "services")
    except LayerRowsError as error:
        return None, [RowFinding(None, key, values) for _, key, values in error.findings]
    lost = [note for note in checked.cells if note.outcome in ("lost", "personal")]
    return checked, [RowFinding(None, LOST_KEY, {"text": one.text}) for one in lost]


def check_doubts(
    new: gpd.GeoDataFrame, others: gpd.GeoDataFrame, boundary: BaseGeometry | None
) -> None:
    """
    Check that a service is no likely mistake, as long as nobody confirmed it.

    Parameters
    ----------
    new
        The checked service, one row.
    others
        The other services that the acting role is shown, as stored.

    Raises
    ------
    ServiceDoubtsError
        If another has its name, or its type within `SAME_TYPE_M`, if it lies outside the
        boundary, or if its name may say who somebody is; it holds all of these.
    """
    name = new["name"].iloc[0]
    findings = [*_list_similar(new, others), *_check_place(new.geometry.iloc[0], boundary)]
    if isinstance(name, str) and may_hold_personal_data(name):
        findings.append(RowFinding(None, "service.doubt_personal", {"name": name}))
    if findings:
        raise ServiceDoubtsError(layer="services", file=name or "", findings=findings)


def format_coordinates(place: BaseGeometry | None) -> str:
    """Format a place as `LAT,LON`; empty without one."""
    if place is None:
        return ""
    lon, lat = place.coords[0]
    return f"{round(lat, 6)},{round(lon, 6)}"


def parse_place(text: str) -> Point | RowFinding | None:
    """Parse `LAT,LON`; None for an empty text, a finding for one that is no place."""
    if not text.strip():
        return None
    try:
        lat, lon = parse_coordinates(text)
    except CoordinateError as error:
        return RowFinding(None, error.key, error.placeholders)
    return Point(lon, lat)


def _list_similar(new: gpd.GeoDataFrame, others: gpd.GeoDataFrame) -> Iterator[RowFinding]:
    name = squeeze_cell(new["name"].iloc[0])
    is_named = np.array([bool(name) and squeeze_cell(one) == name for one in others["name"]])
    for other in others["name"][is_named].head(MAX_NAMED_SIMILAR) if len(others) else ():
        yield RowFinding(None, "service.doubt_name", {"name": other})
    near = others[(others["type"] == new["type"].iloc[0]) & others.geometry.notna()]
    if near.empty or new.geometry.iloc[0] is None:
        return
    crs = estimate_metric_crs(new)
    metres = near.geometry.to_crs(crs).distance(new.geometry.to_crs(crs).iloc[0])
    for position in np.flatnonzero(metres.to_numpy() <= SAME_TYPE_M)[:MAX_NAMED_SIMILAR]:
        other = near["name"].iloc[position]
        if not isinstance(other, str) or squeeze_cell(other) != name or not name:
            placeholders = {"name": other or "–", "metres": round(float(metres.iloc[position]))}
            yield RowFinding(None, "service.doubt_near", placeholders)


def _check_place(place: BaseGeometry | None, boundary: BaseGeometry | None) -> list[RowFinding]:
    if place is None or boundary is None or shapely.intersects(boundary, place):
        return []
    lon, lat = place.coords[0]
    is_swapped = bool(shapely.intersects(boundary, Point(lat, lon)))
    return [RowFinding(None, f"service.doubt_{'swapped' if is_swapped else 'outside'}", {})]
