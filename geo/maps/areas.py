"""Areas on the map: where people marked risk, where one can wait, what lies within reach."""

from __future__ import annotations

import folium
import pandas as pd
from geopandas import GeoDataFrame
from shapely.geometry import Point
from shapely.geometry.base import BaseGeometry

from geo.maps import shapes
from geo.maps.palette import BASE, FADED, RISK, SOFT_INK, TEAL, WHITE, fill_url
from geo.maps.shapes import Shape

_SAFE_DISC = 11  # radius of a safe zone that is a point [px]


def risk_layer(risk_areas: GeoDataFrame, *, faded: bool = False) -> folium.FeatureGroup:
    """
    Draw risk areas, the gravest on top.

    Parameters
    ----------
    risk_areas
        Polygons (EPSG:4326) with `severity` [1 to 5]; a column `tip` is shown on touch.
    faded
        True where a way is the answer and areas step back.
    """
    ordered = risk_areas.sort_values("severity", kind="stable")
    return shapes.group("risk", [_risk(row, faded) for row in ordered.itertuples(index=False)])


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
    for row in safe_zones.itertuples(index=False):
        drawn += _safe(row)
        if labels and said(row, "name"):
            drawn.append(_safe_name(row))
    return shapes.group("safe", drawn)


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
    return shapes.group("reach", [] if reach is None else [shapes.area(reach, style)])


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
    return shapes.group("boundary", [] if boundary is None else [shapes.area(boundary, style)])


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
    areas = list(zones.geometry)
    drawn = [shapes.area(area, pale) for area in areas]
    drawn += [shapes.area(area, thin) for area in areas]
    if labels:
        named = zip(areas, zones["name"], strict=True)
        drawn += [shapes.label(inside(area), name, "zone") for area, name in named if name]
    return shapes.group("zones", drawn)


def inside(area: BaseGeometry) -> shapes.Place:
    """Find a place within a geometry where a name or number can stand."""
    point: Point = area.representative_point()
    return point.y, point.x


def said(row: object, column: str) -> object:
    """Read a value of a row; None where the column is missing or says nothing."""
    value: object = getattr(row, column, None)
    return None if value is None or value is pd.NA or value != value or value == "" else value


def _risk(row: object, faded: bool) -> Shape:
    severity = int(row.severity)  # type: ignore[attr-defined]  # a column of the frame
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
    return shapes.area(row.geometry, style, tip=said(row, "tip"))  # type: ignore[attr-defined]  # as above


def _safe(row: object) -> list[Shape]:
    geometry: BaseGeometry = row.geometry  # type: ignore[attr-defined]  # a column of the frame
    tip = said(row, "tip") or said(row, "name")
    white: Shape = {"pane": "amparo-safe", "color": WHITE, "weight": 8, "fill": False}
    teal: Shape = {"pane": "amparo-safe", "color": TEAL, "weight": 3, "fillColor": TEAL}
    teal = {**teal, "fillOpacity": 0.18, "className": "amparo-safe"}
    if isinstance(geometry, Point):
        place = [(geometry.y, geometry.x, float(_SAFE_DISC))]
        return [shapes.dots(place, white), shapes.dots(place, teal, tip=tip)]
    return [shapes.area(geometry, white), shapes.area(geometry, teal, tip=tip)]


def _safe_name(row: object) -> Shape:
    geometry: BaseGeometry = row.geometry  # type: ignore[attr-defined]  # a column of the frame
    if isinstance(geometry, Point):
        return shapes.label((geometry.y, geometry.x), said(row, "name"), "safe", clear=_SAFE_DISC)
    _, south, _, _ = geometry.bounds
    middle = inside(geometry)
    return shapes.label((south, middle[1]), said(row, "name"), "safe", clear=2)
