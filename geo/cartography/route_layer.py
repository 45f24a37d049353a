"""Folium layer of routes: the safest, the direct, their exposed stretches and endpoints."""

from __future__ import annotations

from dataclasses import dataclass

import folium
from geopandas import GeoDataFrame
from markupsafe import Markup
from shapely import union_all
from shapely.geometry import LineString
from shapely.geometry.base import BaseGeometry
from shapely.ops import linemerge

from geo.cartography import leaflet_shapes
from geo.cartography.area_layers import read_severity
from geo.cartography.feature_rows import FeatureRow, iterate_features
from geo.cartography.leaflet_shapes import LeafletShape
from geo.cartography.palette import DIRECT_ROUTE, INK, RISK_HATCHINGS, VIOLET, WHITE

_SAME_ROUTE_DEG = 0.00012  # degrees, about 13 m: closer routes follow the same street
_COLLINEAR_DEG2 = 1e-12  # square degrees; below it, the other route lies straight ahead
_CHIP_CLEARANCE_PX = 9  # half the width of a route with its casing [px]
_ENDPOINT_RADIUS_PX = 14  # of the ring with its white outline [px]
_DASH_ARRAY = "9 8"
_EXPOSURE_BAND_PX = 17  # width of an exposed stretch [px]
_DARK_SEVERITY = 4  # from this severity on, dashes on the band are white


@dataclass(frozen=True)
class RouteEndpoint:
    """
    Origin or destination of a route.

    Attributes
    ----------
    lat, lon
        Position [degrees].
    label
        Text beside it; None for none.
    """

    lat: float
    lon: float
    label: str | None = None


def route_layer(
    routes: GeoDataFrame,
    exposed: GeoDataFrame,
    *,
    start: RouteEndpoint | None = None,
    end: RouteEndpoint | None = None,
    fit_bounds: bool = True,
) -> folium.FeatureGroup:
    """
    Draw the safest and the direct route.

    Parameters
    ----------
    routes
        Lines (EPSG:4326) with `role`: "direct" or "safest", at most one of each, and "access"
        between a location and its street; a column `chip` holds a short label, as "24 min".
        Lines of other roles are drawn by other layers, as a trip by vehicle is: they have their
        label and their share of the extent here.
    exposed
        Stretches inside risk areas: lines with `role` and `severity` [1 to 5].
    start, end
        Both endpoints; omit the end where a chosen service marks it.
    fit_bounds
        True fits the map to the routes, once for these routes.
    """
    shapes: list[LeafletShape] = []
    rows, stretches = list(iterate_features(routes)), list(iterate_features(exposed))
    for role, draw in (("direct", _direct_route_shapes), ("safest", _safest_route_shapes)):
        own_stretches = [row for row in stretches if row.get_text("role") == role]
        shapes += [
            shape
            for row in rows
            if row.get_text("role") == role
            for shape in draw(row.geometry, own_stretches)
        ]
    shapes += [shape for row in rows for shape in _access_shapes(row)]
    shapes += _route_chips([row for row in rows if row.get_text("role") != "access"])
    shapes += endpoint_shapes(start, "start") + endpoint_shapes(end, "end")
    if fit_bounds and len(routes):
        west, south, east, north = (float(degree) for degree in routes.total_bounds)
        shapes.append(leaflet_shapes.view_shape((west, south, east, north)))
    return leaflet_shapes.feature_group("ways", shapes)


def _safest_route_shapes(route: BaseGeometry, exposed: list[FeatureRow]) -> list[LeafletShape]:
    casing: LeafletShape = {
        "pane": "amparo-safest",
        "color": WHITE,
        "weight": 13,
        "keepClear": True,
    }
    line: LeafletShape = {
        "pane": "amparo-safest",
        "color": VIOLET,
        "weight": 7,
        "className": "amparo-safest",
    }
    bands = [shape for row in exposed for shape in exposure_band(row, "amparo-safest")]
    return [
        leaflet_shapes.line_shape(route, casing),
        *bands,
        leaflet_shapes.line_shape(route, line),
    ]


def _direct_route_shapes(route: BaseGeometry, exposed: list[FeatureRow]) -> list[LeafletShape]:
    casing: LeafletShape = {"pane": "amparo-direct", "color": WHITE, "weight": 8, "keepClear": True}
    line = _dashed_style(DIRECT_ROUTE)
    shapes = [leaflet_shapes.line_shape(route, casing), leaflet_shapes.line_shape(route, line)]
    for row in exposed:
        shapes += exposure_band(row, "amparo-direct")
        colour = WHITE if read_severity(row) >= _DARK_SEVERITY else INK
        shapes.append(leaflet_shapes.line_shape(row.geometry, _dashed_style(colour)))
    return shapes


def _access_shapes(row: FeatureRow) -> list[LeafletShape]:
    """Draw the stretch between a location and its street as dots: no street is known there."""
    if row.get_text("role") != "access":
        return []
    casing: LeafletShape = {"pane": "amparo-direct", "color": WHITE, "weight": 9, "keepClear": True}
    dots: LeafletShape = {
        "pane": "amparo-direct",
        "color": VIOLET,
        "weight": 5,
        "dashArray": "0 9",
        "lineCap": "round",
        "className": "amparo-access",
    }
    return [leaflet_shapes.line_shape(row.geometry, style) for style in (casing, dots)]


def _dashed_style(colour: str) -> LeafletShape:
    return {
        "pane": "amparo-direct",
        "color": colour,
        "weight": 4,
        "dashArray": _DASH_ARRAY,
        "lineCap": "butt",
        "className": "amparo-direct",
    }


def exposure_band(
    row: FeatureRow, pane: str, *, width_px: int = _EXPOSURE_BAND_PX
) -> list[LeafletShape]:
    """Draw an exposed stretch below the line: the colour of its severity, outlined in ink."""
    hatching, line = RISK_HATCHINGS[read_severity(row)], row.geometry
    style: LeafletShape = {"pane": pane, "lineCap": "butt"}
    edge = {**style, "color": INK, "weight": width_px + 2, "className": "amparo-edge"}
    band = {**style, "color": hatching.fill, "weight": width_px, "className": "amparo-exposed"}
    return [leaflet_shapes.line_shape(line, edge), leaflet_shapes.line_shape(line, band)]


def _route_chips(routes: list[FeatureRow]) -> list[LeafletShape]:
    """Label each route at the middle of its longest stretch that the other route does not share."""
    chips = []
    for row in routes:
        text, role = row.get_text("chip"), row.get_text("role")
        if text is None:
            continue
        other = union_all([route.geometry for route in routes if route.get_text("role") != role])
        own = row.geometry.difference(other.buffer(_SAME_ROUTE_DEG))
        if own.is_empty and role == "direct":
            continue  # both routes are equal: one label is enough
        stretch = _longest_line(row.geometry if own.is_empty else own)
        middle = stretch.interpolate(0.5, normalized=True)
        chip = leaflet_shapes.label_shape(
            (middle.y, middle.x), text, f"chip {role}", clearance_px=_CHIP_CLEARANCE_PX
        )
        chips.append(chip | {"away": _label_direction(stretch, other)})
    return chips


def _longest_line(geometry: BaseGeometry) -> LineString:
    return max(leaflet_shapes.iterate_lines(_merge_lines(geometry)), key=lambda piece: piece.length)


def _label_direction(stretch: LineString, other: BaseGeometry) -> list[float] | None:
    """
    Compute the direction from the middle of a stretch away from the other route.

    Returns
    -------
    direction
        Right and down on a screen [degrees]; None where there is no other route.
    """
    if other.is_empty:
        return None
    middle, before, after = (
        stretch.interpolate(share, normalized=True) for share in (0.5, 0.49, 0.51)
    )
    right, up = before.y - after.y, after.x - before.x  # the heading of the stretch, rotated left
    for reference in (other.interpolate(other.project(middle)), other.centroid):
        side = right * (middle.x - reference.x) + up * (middle.y - reference.y)
        if abs(side) > _COLLINEAR_DEG2:
            sign = 1 if side > 0 else -1
            return [round(sign * right, 9), round(-sign * up, 9)]
    return None


def _merge_lines(geometry: BaseGeometry) -> BaseGeometry:
    return (
        geometry
        if isinstance(geometry, LineString)
        else linemerge(list(leaflet_shapes.iterate_lines(geometry)))
    )


def endpoint_shapes(endpoint: RouteEndpoint | None, class_name: str) -> list[LeafletShape]:
    """Mark an endpoint of a route: a violet ring at its `start`, a disc at its `end`."""
    if endpoint is None:
        return []
    latlng = (endpoint.lat, endpoint.lon)
    shapes = [
        leaflet_shapes.marker_shape(latlng, Markup("<i></i>"), class_name, tooltip=endpoint.label)
    ]
    if endpoint.label:
        shapes.append(
            leaflet_shapes.label_shape(
                latlng,
                endpoint.label,
                "start" if class_name == "start" else "chosen",
                clearance_px=14,
            )
        )
    return shapes


def point_layer(lat: float, lon: float, *, label: str | None = None) -> folium.FeatureGroup:
    """Mark one location [degrees] with a violet ring and, if there is one, its label."""
    return leaflet_shapes.feature_group(
        "point", endpoint_shapes(RouteEndpoint(lat, lon, label), "start")
    )
