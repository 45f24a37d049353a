"""Areas on the map: where people marked risk, where one can wait, what lies within reach."""

from __future__ import annotations

import folium
from geopandas import GeoDataFrame
from shapely import make_valid, union_all
from shapely.geometry import Point, Polygon
from shapely.geometry.base import BaseGeometry

from geo.cartography import leaflet_shapes
from geo.cartography.feature_rows import Row, rows
from geo.cartography.leaflet_shapes import Shape
from geo.cartography.palette import BASE, FADED, RISK, SOFT_INK, TEAL, WHITE, fill_url

_SAFE_DISC = 11  # radius of a safe zone that is a point [px]


def risk_layer(risk_areas: GeoDataFrame, *, faded: bool = False) -> folium.FeatureGroup:
    """
    Draw risk areas; where some overlap, the ground shows the gravest only, as the cost counts.

    Parameters
    ----------
    risk_areas
        Polygons (EPSG:4326) with `severity` [1 to 5]; a column `tip` is shown on touch.
    faded
        True where a way is the answer and areas step back.
    """
    areas = sorted(rows(risk_areas), key=severity_of)
    drawn = [_risk(ground, severity, faded) for severity, ground in gravest(areas)]
    drawn += [_touch(row.geometry, row.says("tip")) for row in areas if row.says("tip")]
    return leaflet_shapes.group("risk", drawn)


def gravest(areas: list[Row]) -> list[tuple[int, BaseGeometry]]:
    """
    Part the marked ground by its highest severity.

    Parameters
    ----------
    areas
        Polygons with `severity` [1 to 5].

    Returns
    -------
    grounds
        Severity and ground, from the mildest to the gravest. They touch, and never overlap.
    """
    grounds: list[tuple[int, BaseGeometry]] = []
    graver: BaseGeometry = Polygon()
    for severity in sorted(RISK, reverse=True):
        drawn = [make_valid(area.geometry) for area in areas if severity_of(area) == severity]
        marked = union_all(drawn)
        own = marked.difference(graver)
        if not own.is_empty:
            grounds.append((severity, own))
        graver = graver.union(marked)
    return grounds[::-1]


def severity_of(row: Row) -> int:
    """Read the severity of a row [1 to 5]."""
    return int(float(row.says("severity") or 1))


def safe_layer(safe_zones: GeoDataFrame, *, labels: bool = True) -> folium.FeatureGroup:
    """
    Draw safe zones: a teal rim over a white one, never hatched.

    Parameters
    ----------
    safe_zones
        Polygons or points (EPSG:4326) with `name`; a column `tip` is shown on touch.
    labels
        False leaves the names to touch.
    """
    drawn: list[Shape] = []
    for row in rows(safe_zones):
        drawn += _safe(row)
        if labels and row.says("name"):
            drawn.append(_safe_name(row))
    return leaflet_shapes.group("safe", drawn)


def reach_layer(reach: BaseGeometry | None) -> folium.FeatureGroup:
    """Draw the ground within reach of a service (EPSG:4326), with a dotted rim; None draws none."""
    style: Shape = {
        "pane": "amparo-reach",
        "color": TEAL,
        "weight": 2,
        "dashArray": "1 5",
        "lineCap": "round",
        "fillColor": TEAL,
        "fillOpacity": 0.12,
    }
    return leaflet_shapes.group(
        "reach", [] if reach is None else [leaflet_shapes.area(reach, style)]
    )


def boundary_layer(boundary: BaseGeometry | None) -> folium.FeatureGroup:
    """Draw the community's boundary (EPSG:4326) as a quiet broken line; None draws none."""
    style: Shape = {
        "pane": "amparo-boundary",
        "color": SOFT_INK,
        "opacity": 0.55,
        "weight": 1.6,
        "dashArray": "8 5 2 5",
        "fill": False,
    }
    return leaflet_shapes.group(
        "boundary", [] if boundary is None else [leaflet_shapes.area(boundary, style)]
    )


def zone_layer(zones: GeoDataFrame, *, labels: bool = True) -> folium.FeatureGroup:
    """
    Draw zones: thin lines on a pale one, and their names.

    Parameters
    ----------
    zones
        Polygons (EPSG:4326) with `name`.
    labels
        False leaves the names out, where numbers stand in the zones already.
    """
    pale: Shape = {"pane": "amparo-zones", "color": BASE["halo"], "weight": 3.5, "fill": False}
    thin: Shape = {"pane": "amparo-zones", "color": SOFT_INK, "weight": 1.1, "opacity": 0.7}
    thin = {**thin, "fill": False}
    areas = list(rows(zones))
    drawn = [leaflet_shapes.area(row.geometry, pale) for row in areas]
    drawn += [leaflet_shapes.area(row.geometry, thin) for row in areas]
    if labels:
        named = [row for row in areas if row.says("name")]
        drawn += [leaflet_shapes.label(row.place, row.says("name"), "zone") for row in named]
    return leaflet_shapes.group("zones", drawn)


def _risk(ground: BaseGeometry, severity: int, faded: bool) -> Shape:
    look = RISK[severity]
    style: Shape = {
        "pane": "amparo-risk",
        "color": look.rim,
        "weight": look.rim_width,
        "opacity": FADED if faded else 1,
        "fillColor": fill_url(f"risk-{severity}"),
        "fillOpacity": FADED if faded else 1,
        "className": f"amparo-risk-{severity}",
    }
    return leaflet_shapes.area(ground, style)


def _touch(area: BaseGeometry, tip: object) -> Shape:
    style: Shape = {"pane": "amparo-risk", "stroke": False, "fillOpacity": 0}
    return leaflet_shapes.area(area, style, tip=tip)


def _safe(row: Row) -> list[Shape]:
    tip = row.says("tip") or row.says("name")
    white: Shape = {"pane": "amparo-safe", "color": WHITE, "weight": 8, "fill": False}
    teal: Shape = {"pane": "amparo-safe", "color": TEAL, "weight": 3, "fillColor": TEAL}
    teal = {**teal, "fillOpacity": 0.18, "className": "amparo-safe"}
    if isinstance(row.geometry, Point):
        disc = [(*row.place, float(_SAFE_DISC))]
        return [leaflet_shapes.dots(disc, white), leaflet_shapes.dots(disc, teal, tip=tip)]
    return [
        leaflet_shapes.area(row.geometry, white),
        leaflet_shapes.area(row.geometry, teal, tip=tip),
    ]


def _safe_name(row: Row) -> Shape:
    if isinstance(row.geometry, Point):
        return leaflet_shapes.label(row.place, row.says("name"), "safe", clear=_SAFE_DISC)
    _, south, _, _ = row.geometry.bounds
    return leaflet_shapes.label((south, row.place[1]), row.says("name"), "safe", clear=2)
