"""Areas on the map: where people marked risk, where one can wait, what lies within reach."""

from __future__ import annotations

import folium
from geopandas import GeoDataFrame
from shapely import make_valid, union_all
from shapely.geometry import Point, Polygon
from shapely.geometry.base import BaseGeometry

from geo.cartography import leaflet_shapes
from geo.cartography.feature_rows import FeatureRow, iterate_features
from geo.cartography.leaflet_shapes import LeafletShape
from geo.cartography.palette import (
    BASE_MAP_COLOURS,
    FADED_OPACITY,
    RISK_HATCHINGS,
    SOFT_INK,
    TEAL,
    WHITE,
    hatching_url,
)

_SAFE_ZONE_RADIUS_PX = 11  # radius of a safe zone that is a point [px]


def risk_area_layer(risk_areas: GeoDataFrame, *, faded: bool = False) -> folium.FeatureGroup:
    """
    Draw risk areas; where some overlap, the ground shows the gravest only, as the cost counts.

    Parameters
    ----------
    risk_areas
        Polygons (EPSG:4326) with `severity` [1 to 5]; a column `tip` is shown on touch.
    faded
        True where a way is the answer and areas step back.
    """
    areas = sorted(iterate_features(risk_areas), key=read_severity)
    drawn = [
        _risk_area_shape(ground, severity, faded)
        for severity, ground in dissolve_by_severity(areas)
    ]
    drawn += [
        _tooltip_shape(row.geometry, row.get_text("tip")) for row in areas if row.get_text("tip")
    ]
    return leaflet_shapes.feature_group("risk", drawn)


def dissolve_by_severity(areas: list[FeatureRow]) -> list[tuple[int, BaseGeometry]]:
    """
    Part the marked ground by its highest severity.

    Parameters
    ----------
    areas
        Polygons with `severity` [1 to 5].

    Returns
    -------
    exposed_areas
        Severity and ground, from the mildest to the gravest. They touch, and never overlap.
    """
    exposed_areas: list[tuple[int, BaseGeometry]] = []
    graver: BaseGeometry = Polygon()
    for severity in sorted(RISK_HATCHINGS, reverse=True):
        drawn = [make_valid(area.geometry) for area in areas if read_severity(area) == severity]
        marked = union_all(drawn)
        own = marked.difference(graver)
        if not own.is_empty:
            exposed_areas.append((severity, own))
        graver = graver.union(marked)
    return exposed_areas[::-1]


def read_severity(row: FeatureRow) -> int:
    """Read the severity of a row [1 to 5]."""
    return int(float(row.get_text("severity") or 1))


def safe_zone_layer(safe_zones: GeoDataFrame, *, labels: bool = True) -> folium.FeatureGroup:
    """
    Draw safe zones: a teal rim over a white one, never hatched.

    Parameters
    ----------
    safe_zones
        Polygons or points (EPSG:4326) with `name`; a column `tip` is shown on touch.
    labels
        False leaves the names to touch.
    """
    drawn: list[LeafletShape] = []
    for row in iterate_features(safe_zones):
        drawn += _safe_zone_shapes(row)
        if labels and row.get_text("name"):
            drawn.append(_safe_zone_label(row))
    return leaflet_shapes.feature_group("safe", drawn)


def catchment_layer(catchment: BaseGeometry | None) -> folium.FeatureGroup:
    """Draw the ground within reach of a service (EPSG:4326), with a dotted rim; None draws none."""
    style: LeafletShape = {
        "pane": "amparo-reach",
        "color": TEAL,
        "weight": 2,
        "dashArray": "1 5",
        "lineCap": "round",
        "fillColor": TEAL,
        "fillOpacity": 0.12,
    }
    return leaflet_shapes.feature_group(
        "reach", [] if catchment is None else [leaflet_shapes.area_shape(catchment, style)]
    )


def boundary_layer(boundary: BaseGeometry | None) -> folium.FeatureGroup:
    """Draw the community's boundary (EPSG:4326) as a quiet broken line; None draws none."""
    style: LeafletShape = {
        "pane": "amparo-boundary",
        "color": SOFT_INK,
        "opacity": 0.55,
        "weight": 1.6,
        "dashArray": "8 5 2 5",
        "fill": False,
    }
    return leaflet_shapes.feature_group(
        "boundary", [] if boundary is None else [leaflet_shapes.area_shape(boundary, style)]
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
    pale: LeafletShape = {
        "pane": "amparo-zones",
        "color": BASE_MAP_COLOURS["halo"],
        "weight": 3.5,
        "fill": False,
    }
    thin: LeafletShape = {"pane": "amparo-zones", "color": SOFT_INK, "weight": 1.1, "opacity": 0.7}
    thin = {**thin, "fill": False}
    areas = list(iterate_features(zones))
    drawn = [leaflet_shapes.area_shape(row.geometry, pale) for row in areas]
    drawn += [leaflet_shapes.area_shape(row.geometry, thin) for row in areas]
    if labels:
        named = [row for row in areas if row.get_text("name")]
        drawn += [
            leaflet_shapes.label_shape(row.label_position, row.get_text("name"), "zone")
            for row in named
        ]
    return leaflet_shapes.feature_group("zones", drawn)


def _risk_area_shape(geometry: BaseGeometry, severity: int, faded: bool) -> LeafletShape:
    look = RISK_HATCHINGS[severity]
    style: LeafletShape = {
        "pane": "amparo-risk",
        "color": look.rim,
        "weight": look.rim_width,
        "opacity": FADED_OPACITY if faded else 1,
        "fillColor": hatching_url(f"risk-{severity}"),
        "fillOpacity": FADED_OPACITY if faded else 1,
        "className": f"amparo-risk-{severity}",
    }
    return leaflet_shapes.area_shape(geometry, style)


def _tooltip_shape(area: BaseGeometry, tooltip: object) -> LeafletShape:
    style: LeafletShape = {"pane": "amparo-risk", "stroke": False, "fillOpacity": 0}
    return leaflet_shapes.area_shape(area, style, tooltip=tooltip)


def _safe_zone_shapes(row: FeatureRow) -> list[LeafletShape]:
    tip = row.get_text("tip") or row.get_text("name")
    white: LeafletShape = {"pane": "amparo-safe", "color": WHITE, "weight": 8, "fill": False}
    teal: LeafletShape = {"pane": "amparo-safe", "color": TEAL, "weight": 3, "fillColor": TEAL}
    teal = {**teal, "fillOpacity": 0.18, "className": "amparo-safe"}
    if isinstance(row.geometry, Point):
        disc = [(*row.label_position, float(_SAFE_ZONE_RADIUS_PX))]
        return [
            leaflet_shapes.dots_shape(disc, white),
            leaflet_shapes.dots_shape(disc, teal, tooltip=tip),
        ]
    return [
        leaflet_shapes.area_shape(row.geometry, white),
        leaflet_shapes.area_shape(row.geometry, teal, tooltip=tip),
    ]


def _safe_zone_label(row: FeatureRow) -> LeafletShape:
    if isinstance(row.geometry, Point):
        return leaflet_shapes.label_shape(
            row.label_position, row.get_text("name"), "safe", clearance_px=_SAFE_ZONE_RADIUS_PX
        )
    _, south, _, _ = row.geometry.bounds
    return leaflet_shapes.label_shape(
        (south, row.label_position[1]), row.get_text("name"), "safe", clearance_px=2
    )
