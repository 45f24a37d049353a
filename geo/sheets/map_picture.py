"""
Draws the map of a sheet as SVG: base map, risk areas, safe zones, routes, numbered services.

All data comes from the view of the audience. The extent depends on the drawn routes and services
alone, so that it discloses nothing about suppressed features.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from xml.etree.ElementTree import Element

import numpy as np
import shapely
from pyproj import CRS

from geo.cartography.palette import INK, SOFT_INK, WHITE
from geo.language import DEFAULT_LOCALE, gettext
from geo.osm.attribution import format_attribution
from geo.privacy.view import View
from geo.sheets import label_placement, number_markers, risk_drawing, route_drawing
from geo.sheets.base_map_drawing import draw_base_map, read_base_map
from geo.sheets.fonts import measure_text_width
from geo.sheets.label_placement import LabelCollisions
from geo.sheets.map_frame import MapFrame, fit_frame
from geo.sheets.number_markers import NumberMarker
from geo.sheets.svg import create_element, create_svg, draw_text, serialise_svg

MAX_SCALE_BAR_SHARE = 0.24  # of the width: the longest scale bar
SCALE_BAR_SIZES_M = (20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 20_000, 50_000, 100_000)
SMALL_TEXT_PX = 8.5  # of the scale, the attribution and north [px]


@dataclass(frozen=True)
class MapMarker:
    """
    A location to mark.

    Attributes
    ----------
    point
        In the CRS of the routes.
    text
        Its number; empty for the origin.
    name
        Label beside it where it fits, or None.
    """

    point: shapely.Point
    text: str
    name: str | None = None


@dataclass(frozen=True)
class MapContent:
    """
    Routes and markers of a picture.

    Attributes
    ----------
    crs
        Metric CRS of lines and markers.
    lines
        The routes in their order.
    markers
        The origin, if it is shown, and the services with a location.
    shows_risk
        False leaves out the risk areas, as on what hangs on a wall.
    """

    crs: CRS
    lines: Sequence[shapely.LineString]
    markers: Sequence[MapMarker]
    shows_risk: bool = True


def draw_map(
    view: View, content: MapContent, *, size: tuple[float, float], locale: str = DEFAULT_LOCALE
) -> str:
    """
    Draw a map.

    Parameters
    ----------
    size
        Width and height [px of 1/96 inch].

    Returns
    -------
    svg
        The document as text.
    """
    shapes = [*content.lines, *(marker.point for marker in content.markers)]
    frame = fit_frame(np.array(shapes, dtype=object), content.crs, size=size)
    root = create_svg(*size)
    root.append(risk_drawing.define_hatchings())
    root.extend(_draw_layers(view, content, frame, locale))
    return serialise_svg(root)


def _draw_layers(
    view: View, content: MapContent, frame: MapFrame, locale: str
) -> Iterator[Element]:
    base = read_base_map(view, frame)
    risk_areas = risk_drawing.project_risk_areas(view, frame) if content.shows_risk else []
    markers = _place_markers(content, frame)
    lines = route_drawing.offset_shared_routes(
        list(frame.project_to_pixels(np.array(content.lines, dtype=object)))
    )
    yield from draw_base_map(base, frame)
    yield from risk_drawing.draw_safe_zones(view, frame)
    yield from risk_drawing.draw_risk_areas(risk_areas)
    collisions = LabelCollisions(frame.width, frame.height)
    furniture = list(draw_map_furniture(view, frame, collisions, locale))
    for marker in markers:
        collisions.occupy(marker.disc)
    route_lines = shapely.union_all(lines)
    collisions.occupy(route_lines.buffer(route_drawing.CASING_PX / 2))
    marker_names = list(label_placement.draw_marker_names(markers, collisions))
    yield from label_placement.draw_street_names(base, frame, collisions, route_lines=route_lines)
    yield from label_placement.draw_place_names(base, collisions)
    yield from label_placement.draw_water_names(base, collisions)
    yield from route_drawing.draw_routes(lines, risk_areas)
    yield from number_markers.draw_markers(markers)
    yield from marker_names
    yield from furniture


def _place_markers(content: MapContent, frame: MapFrame) -> list[NumberMarker]:
    points = frame.project_to_pixels(
        np.array([marker.point for marker in content.markers], dtype=object)
    )
    placed = [
        NumberMarker(float(point.x), float(point.y), marker.text, marker.name)
        for point, marker in zip(points, content.markers, strict=True)
    ]
    return number_markers.separate_markers(placed, width=frame.width, height=frame.height)


def draw_map_furniture(
    view: View, frame: MapFrame, collisions: LabelCollisions, locale: str
) -> Iterator[Element]:
    """Draw scale bar, north arrow and attribution, and reserve their space from labels."""
    yield from _draw_scale_bar(frame, collisions, locale)
    yield from _draw_north_arrow(frame, collisions, locale)
    yield from _draw_attribution(format_attribution(view.community, locale), frame, collisions)


def _draw_attribution(
    source: str, frame: MapFrame, collisions: LabelCollisions
) -> Iterator[Element]:
    text_width = measure_text_width(source, SMALL_TEXT_PX)
    width = min(text_width + 10, frame.width * 0.7)
    size = SMALL_TEXT_PX * min(1.0, (width - 10) / max(text_width, 1e-9))
    left, top = frame.width - width, frame.height - SMALL_TEXT_PX * 1.7
    yield _draw_plate(collisions, left, top, width, SMALL_TEXT_PX * 1.7)
    at = (frame.width - 5, frame.height - SMALL_TEXT_PX * 0.5)
    yield draw_text(source, at, size, fill=SOFT_INK, text_anchor="end")


def _draw_scale_bar(frame: MapFrame, collisions: LabelCollisions, locale: str) -> Iterator[Element]:
    fitting = [
        size_m
        for size_m in SCALE_BAR_SIZES_M
        if size_m * frame.scale <= frame.width * MAX_SCALE_BAR_SHARE
    ]
    metres = max(fitting, default=SCALE_BAR_SIZES_M[0])
    length_px, y = metres * frame.scale, frame.height - 8
    text = (
        gettext("sheet.kilometres", locale, km=metres // 1000)
        if metres >= 1000
        else gettext("sheet.metres", locale, metres=metres)
    )
    yield _draw_plate(
        collisions, 4, y - 18, max(length_px, measure_text_width(text, SMALL_TEXT_PX + 1)) + 12, 22
    )
    yield create_element(
        "path", d=f"M10 {y - 5}V{y}H{10 + length_px:.1f}V{y - 5}", fill="none", stroke=INK,
        stroke_width=1.4,
    )  # fmt: skip
    yield draw_text(text, (10 + length_px / 2, y - 5), SMALL_TEXT_PX + 1, fill=INK)


def _draw_north_arrow(
    frame: MapFrame, collisions: LabelCollisions, locale: str
) -> Iterator[Element]:
    x, y = frame.width - 15, 8.0
    yield _draw_plate(collisions, x - 10, y - 4, 20, 31)
    yield create_element(
        "path", d=f"M{x} {y}L{x + 5} {y + 11}L{x} {y + 8}L{x - 5} {y + 11}Z", fill=INK
    )
    yield draw_text(gettext("sheet.north", locale), (x, y + 23), 10, fill=INK, font_weight=700)


def _draw_plate(
    collisions: LabelCollisions, left: float, top: float, width: float, height: float
) -> Element:
    collisions.occupy(shapely.box(left, top, left + width, top + height))
    return create_element(
        "rect", x=left, y=top, width=width, height=height, rx=3, fill=WHITE, fill_opacity=0.82
    )
