"""
Rows that name a zone: homes counted by zone get a place, and services lie where they say.

A count of people by zone stands on one point inside the zone: how they live in it is not known, and
the report says so. Rows whose zone is not found, or is one of several, wait.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geo.errors import LayerRowsError, ZonesMissingError, ZoneUnknownError
from geo.formats.findings import Finding, RowFinding
from geo.imports.checked_layer import CheckedLayer
from geo.imports.file_parsing import ParsedLayerFile
from geo.imports.row_doubts import set_apart
from geo.imports.row_proposals import Corrections
from geo.imports.stated_zones import PLACED_BY_ZONE
from geo.imports.zone_matching import ZoneMatch, describe_zones, find_zone, match_zones
from geo.model import LayerName
from geo.store import Store
from geo.store.database import Transaction
from geo.store.import_batches import Doubt
from geo.store.layers import read_layer

ZONE_FIELD = "zone"  # by which a waiting row is told its zone
QUOTE_MARK = " · "  # between the code and the name that a doubt quotes
# What is settled once somebody says the zone of a row.
ZONE_KEYS = ("row.zone_unknown", "row.zone_several", "row.zone_differs", "row.zone_codes")
# Boundaries of districts are drawn more coarsely than a service's place; some 500 m.
BOUNDARY_DEGREES = 0.005
KM_PER_DEGREE = 111.0


def settle_zones(
    store: Store, slug: str, layer: LayerName, parsed: ParsedLayerFile
) -> ParsedLayerFile:
    """
    Place the rows of a file that have a zone instead of a point, and compare those with both.

    Returns
    -------
    parsed
        With rows whose zone is in doubt among those that wait.

    Raises
    ------
    ZonesMissingError
        If all its rows have nothing but a zone, and the community has none.
    LayerRowsError
        If a zone is in doubt, and rows may not wait.
    """
    checked = parsed.checked
    if not checked.zones:
        return parsed
    zones = read_layer(store, slug, "zones")
    is_placeless = checked.frame.geometry.isna().to_numpy()
    if zones.empty:
        if layer != PLACED_BY_ZONE or not is_placeless.any():
            return parsed
        if parsed.waiting is None or is_placeless.all():
            raise ZonesMissingError(file=parsed.file)
        rows = checked.frame.index[is_placeless]  # as a sum of the others, which have points
        return _set_apart(parsed, layer, [RowFinding(int(one), "row.no_place", {}) for one in rows])
    match = match_zones(checked.zones, zones)
    if layer == PLACED_BY_ZONE:
        checked, findings = _place_homes(checked, match, zones)
    else:
        checked = _name_zones(checked, match, zones)
        findings = list(_find_mismatches(checked.frame, match, zones))
        if parsed.waiting is not None:  # what waits for something else is in doubt of this, too
            findings += _find_mismatches(parsed.waiting.frame, match, zones)
    parsed = dataclasses.replace(
        parsed, checked=checked, notices=(*parsed.notices, *_list_notices(layer, checked, match))
    )
    return _set_apart(parsed, layer, findings)


def list_zone_choices(store: Store, slug: str, stated: str) -> dict[str, str]:
    """
    List the zones that a waiting row may be of.

    Parameters
    ----------
    stated
        What the row says of its zone, as a doubt quotes it.

    Returns
    -------
    zones
        Label by what `ZONE_FIELD` takes: those that the text may mean, or else all of them. Zones
        that are called the same have their place beside them.
    """
    zones = read_layer(store, slug, "zones")
    meant = {one for text in stated.split(QUOTE_MARK) for one in find_zone(text, zones)}
    positions = sorted(meant or range(len(zones)))
    labels = [describe_zones([position], zones) for position in positions]
    points = shapely.point_on_surface(np.asarray(zones.geometry.array, dtype=object))
    return {
        str(zones["id"].iloc[position]): label
        if label and labels.count(label) == 1
        else f"{label} ({points[position].y:.3f}, {points[position].x:.3f})".strip()
        for position, label in zip(positions, labels, strict=True)
    }


def place_in_zone(
    source: Store | Transaction,
    slug: str,
    frame: gpd.GeoDataFrame,
    doubts: dict[int, list[Doubt]],
    corrections: Corrections,
) -> tuple[gpd.GeoDataFrame, dict[int, list[Doubt]], Corrections]:
    """
    Give waiting rows the zone that somebody says, as the correction `ZONE_FIELD`.

    Returns
    -------
    frame
        Rows without a point have one inside the zone.
    doubts, corrections
        Without those on zones.

    Raises
    ------
    ZoneUnknownError
        If no zone is called so, or several are.
    """
    text = corrections.values.get(ZONE_FIELD)
    if text is None:
        return frame, doubts, corrections
    zones = read_layer(source, slug, "zones")
    found = find_zone(text, zones)
    if len(found) != 1:
        known = describe_zones(found or range(len(zones)), zones)
        raise ZoneUnknownError(zone=text, known=known)
    point = zones.geometry.iloc[found[0]].representative_point()
    places = np.asarray(frame.geometry.array, dtype=object).copy()
    places[shapely.is_missing(places)] = point
    values = {name: one for name, one in corrections.values.items() if name != ZONE_FIELD}
    remaining = {
        row: [one for one in told if one[0] not in ZONE_KEYS] for row, told in doubts.items()
    }
    frame = frame.set_geometry(gpd.GeoSeries(places, index=frame.index, crs=frame.crs))
    return frame, remaining, dataclasses.replace(corrections, values=values)


def _place_homes(
    checked: CheckedLayer, match: ZoneMatch, zones: gpd.GeoDataFrame
) -> tuple[CheckedLayer, list[RowFinding]]:
    """Place people on a point inside their zone; a zone that comes twice is asked about."""
    inside = np.asarray(shapely.point_on_surface(np.asarray(zones.geometry.array, dtype=object)))
    places = np.asarray(checked.frame.geometry.array, dtype=object).copy()
    first: dict[int, int] = {}
    findings = []
    for index, row in enumerate(checked.frame.index):
        position = int(row) - 1
        if places[index] is not None:
            continue
        zone = match.zones.get(position)
        if zone is None:
            finding = match.findings.get(position, Finding("row.no_place"))
            findings.append(RowFinding(int(row), finding.key, finding.placeholders))
            continue
        places[index] = inside[zone]
        earlier = first.setdefault(zone, int(row))
        if earlier != row:
            placeholders: dict[str, object] = {"row_before": earlier}
            findings.append(RowFinding(int(row), "row.zone_repeated", placeholders))
    series = gpd.GeoSeries(places, index=checked.frame.index, crs=checked.frame.crs)
    frame = checked.frame.set_geometry(series)
    return dataclasses.replace(checked, frame=frame, placeless=()), findings


def _name_zones(checked: CheckedLayer, match: ZoneMatch, zones: gpd.GeoDataFrame) -> CheckedLayer:
    """Write the zone of an open service without a point where its address would stand."""
    frame = checked.frame
    if "address" not in frame:
        return checked
    addresses = frame["address"].astype(object)
    for index, row in enumerate(frame.index):
        zone = match.zones.get(int(row) - 1)
        name = None if zone is None else zones["name"].iloc[zone]
        is_open = not frame["confidential"].iloc[index]
        is_bare = frame.geometry.iloc[index] is None and pd.isna(addresses.iloc[index])
        if name and is_open and is_bare:
            addresses.iloc[index] = name
    return dataclasses.replace(checked, frame=frame.assign(address=addresses))


def _find_mismatches(
    frame: gpd.GeoDataFrame, match: ZoneMatch, zones: gpd.GeoDataFrame
) -> Iterator[RowFinding]:
    """Find the points that lie in another zone than the one that their row states."""
    shapes = np.asarray(zones.geometry.array, dtype=object)
    tree = shapely.STRtree(shapes)
    places = np.asarray(frame.geometry.array, dtype=object)
    for row, place in zip(frame.index, places, strict=True):
        position = int(row) - 1
        if place is None or position not in match.stated or _is_undecided(match, position):
            continue
        around = tree.query(place, predicate="intersects")
        stated = match.zones.get(position)
        if not (match.is_level or (stated is not None and match.has_codes)):
            continue
        if stated is None:
            edges = shapely.distance(shapely.boundary(shapes[around]), place)
            distance, is_elsewhere = 0.0, bool((edges > BOUNDARY_DEGREES).any())
        else:
            distance = float(shapely.distance(shapes[stated], place))
            is_elsewhere = distance > BOUNDARY_DEGREES
        if is_elsewhere:
            placeholders: dict[str, object] = {
                "value": match.stated[position],
                "zones": describe_zones(around, zones) or "–",
                "kilometres": round(distance * KM_PER_DEGREE, 1),
            }
            yield RowFinding(int(row), "row.zone_mismatch", placeholders)


def _is_undecided(match: ZoneMatch, position: int) -> bool:
    """Return whether a row's zone may be one of several: it is not known to be another one."""
    finding = match.findings.get(position)
    return finding is not None and finding.key != "row.zone_unknown"


def _list_notices(layer: LayerName, checked: CheckedLayer, match: ZoneMatch) -> Iterator[Finding]:
    if match.loose is not None:
        yield Finding(
            "import.notice_zone_codes", dict(zip(("theirs", "ours"), match.loose, strict=True))
        )
    if layer == PLACED_BY_ZONE:
        placed = sum(int(row) - 1 in match.zones for row in checked.frame.index)
        if placed:
            yield Finding("import.notice_zone_points", {"count": placed})


def _set_apart(
    parsed: ParsedLayerFile, layer: LayerName, findings: list[RowFinding]
) -> ParsedLayerFile:
    if not findings:
        return parsed
    if parsed.waiting is None:
        raise LayerRowsError(layer=layer, file=parsed.file, findings=findings)
    waits = set(parsed.waiting.frame.index)
    more = tuple(one for one in findings if one.row in waits)
    waiting = dataclasses.replace(parsed.waiting, doubts=(*parsed.waiting.doubts, *more))
    others = [one for one in findings if one.row not in waits]
    checked, waiting = set_apart(parsed.checked, waiting, others)
    return dataclasses.replace(parsed, checked=checked, waiting=waiting)
