"""Folium layers of areas: risk areas, safe zones, catchments, the boundary and zones."""

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
    Draw risk areas; where some overlap, only the highest severity is drawn, as the cost counts it.

    Parameters
    ----------
    risk_areas
        Polygons (EPSG:4326) with `severity` [1 to 5]; a column `tip` is shown on touch.
    faded
        True lowers the opacity where a route is the main result.
    """
    areas = sorted(iterate_features(risk_areas), key=read_severity)
    shapes = [
        _risk_area_shape(geometry, severity, faded)
        for severity, geometry in dissolve_by_severity(areas)
    ]
    shapes += [
        _tooltip_shape(row.geometry, row.get_text("tip")) for row in areas if row.get_text("tip")
    ]
    return leaflet_shapes.feature_group("risk", shapes)


def dissolve_by_severity(areas: list[FeatureRow]) -> list[tuple[int, BaseGeometry]]:
    """
    Dissolve risk areas into one geometry for each highest severity.

    Parameters
    ----------
    areas
        Polygons with `severity` [1 to 5].

    Returns
    -------
    dissolved
        Severity and geometry, severity ascending. Geometries may touch, they never overlap.
    """
    dissolved: list[tuple[int, BaseGeometry]] = []
    more_severe: BaseGeometry = Polygon()
    for severity in sorted(RISK_HATCHINGS, reverse=True):
        union = union_all(
            [make_valid(area.geometry) for area in areas if read_severity(area) == severity]
        )
        remainder = union.difference(more_severe)
        if not remainder.is_empty:
            dissolved.append((severity, remainder))
        more_severe = more_severe.union(union)
    return dissolved[::-1]


def read_severity(row: FeatureRow) -> int:
    """Read the severity of a row [1 to 5]."""
    return int(float(row.get_text("severity") or 1))


def safe_zone_layer(safe_zones: GeoDataFrame, *, labels: bool = True) -> folium.FeatureGroup:
    """
    Draw safe zones: a teal outline over a white one, without hatching.

    Parameters
    ----------
    safe_zones
        Polygons or points (EPSG:4326) with `name`; a column `tip` is shown on touch.
    labels
        False shows names on touch only.
    """
    shapes: list[LeafletShape] = []
    for row in iterate_features(safe_zones):
        shapes += _safe_zone_shapes(row)
        if labels and row.get_text("name"):
            shapes.append(_safe_zone_label(row))
    return leaflet_shapes.feature_group("safe", shapes)


def catchment_layer(catchment: BaseGeometry | None) -> folium.FeatureGroup:
    """Draw the catchment of a service (EPSG:4326) with a dotted outline; None draws none."""
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
    """Draw the community's boundary (EPSG:4326) as a thin dashed line; None draws none."""
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
    Draw zones: a thin line over a pale casing, and their names.

    Parameters
    ----------
    zones
        Polygons (EPSG:4326) with `name`.
    labels
        False leaves the names out, for maps with numbers inside the zones.
    """
    casing: LeafletShape = {
        "pane": "amparo-zones",
        "color": BASE_MAP_COLOURS["halo"],
        "weight": 3.5,
        "fill": False,
    }
    line: LeafletShape = {"pane": "amparo-zones", "color": SOFT_INK, "weight": 1.1, "opacity": 0.7}
    line = {**line, "fill": False}
    areas = list(iterate_features(zones))
    shapes = [leaflet_shapes.area_shape(row.geometry, casing) for row in areas]
    shapes += [leaflet_shapes.area_shape(row.geometry, line) for row in areas]
    if labels:
        named = [row for row in areas if row.get_text("name")]
        shapes += [
            leaflet_shapes.label_shape(row.label_position, row.get_text("name"), "zone")
            for row in named
        ]
    return leaflet_shapes.feature_group("zones", shapes)


def _risk_area_shape(geometry: BaseGeometry, severity: int, faded: bool) -> LeafletShape:
    hatching = RISK_HATCHINGS[severity]
    style: LeafletShape = {
        "pane": "amparo-risk",
        "color": hatching.rim,
        "weight": hatching.rim_width,
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
    tooltip = row.get_text("tip") or row.get_text("name")
    casing: LeafletShape = {"pane": "amparo-safe", "color": WHITE, "weight": 8, "fill": False}
    area: LeafletShape = {"pane": "amparo-safe", "color": TEAL, "weight": 3, "fillColor": TEAL}
    area = {**area, "fillOpacity": 0.18, "className": "amparo-safe"}
    if isinstance(row.geometry, Point):
        disc = [(*row.label_position, float(_SAFE_ZONE_RADIUS_PX))]
        return [
            leaflet_shapes.dots_shape(disc, casing),
            leaflet_shapes.dots_shape(disc, area, tooltip=tooltip),
        ]
    return [
        leaflet_shapes.area_shape(row.geometry, casing),
        leaflet_shapes.area_shape(row.geometry, area, tooltip=tooltip),
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
