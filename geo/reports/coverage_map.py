"""Map of a planning report: gap areas, the largest numbered, and the services that count."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from xml.etree.ElementTree import Element

import geopandas as gpd
import numpy as np
import shapely

from geo.cartography.palette import GAP_HATCHING, SOFT_INK, VIOLET, WHITE
from geo.coverage.records import CoverageResult
from geo.model import WGS84
from geo.network.street_network import estimate_metric_crs
from geo.privacy.view import View
from geo.sheets import label_placement, number_markers, risk_drawing
from geo.sheets.base_map_drawing import draw_base_map, read_base_map
from geo.sheets.label_placement import LabelCollisions
from geo.sheets.map_frame import MapFrame, fit_frame
from geo.sheets.map_picture import draw_map_furniture
from geo.sheets.number_markers import NumberMarker
from geo.sheets.svg import create_element, create_svg, draw_path, serialise_svg

GAP_PATTERN = "gap"
SERVICE_RADIUS_PX = 5.0
NUMBERED_GAPS = 5  # the largest ones: their numbers are in the text beside the map
FRAME_MARGIN_PX = 14.0
SIMPLIFY_PX = 0.3
RIM_ZOOMS, RIM_FACTORS = (10.0, 13.0), (0.2, 1.0)  # of the width of gap areas' rims


def draw_coverage_map(
    view: View, result: CoverageResult, *, size: tuple[float, float], locale: str
) -> str:
    """
    Draw gap areas and services of a result on the base map.

    The extent is that of the boundary, else of the community's streets or layers: it is the same
    whatever is left out for the audience.

    Parameters
    ----------
    size
        Width and height [px].

    Returns
    -------
    svg
        The document as text.
    """
    extent = _find_extent(view)
    crs = estimate_metric_crs(gpd.GeoDataFrame(geometry=extent))
    outline = np.asarray(extent.to_crs(crs).array, dtype=object)
    frame = fit_frame(outline, crs, size=size, margin_px=FRAME_MARGIN_PX)
    root = create_svg(*size)
    definitions = create_element("defs")
    definitions.append(risk_drawing.define_hatching(GAP_PATTERN, GAP_HATCHING))
    root.append(definitions)
    root.extend(_draw_layers(view, result, frame, locale))
    return serialise_svg(root)


def _find_extent(view: View) -> gpd.GeoSeries:
    boundary = view.community.boundary
    west, south, east, north = view.data_bounds if boundary is None else boundary.bounds
    shape = shapely.box(west, south, east, north)
    return gpd.GeoSeries([shape], crs=WGS84)


def _draw_layers(
    view: View, result: CoverageResult, frame: MapFrame, locale: str
) -> Iterator[Element]:
    base = read_base_map(view, frame)
    yield from draw_base_map(base, frame)
    boundary = view.community.boundary
    if boundary is not None:
        for line in frame.project_degrees(gpd.GeoSeries([boundary.boundary], crs=WGS84)):
            yield draw_path(
                line, fill="none", stroke=SOFT_INK, stroke_width=1.2, stroke_dasharray="6 4"
            )
    # Of a whole city, rims of the usual width would cover the many small areas.
    factor = float(np.interp(frame.zoom, RIM_ZOOMS, RIM_FACTORS))
    hatching = replace(GAP_HATCHING, rim_width=GAP_HATCHING.rim_width * factor)
    for gap in frame.project_degrees(result.gap_areas.geometry):
        shape = shapely.simplify(gap, SIMPLIFY_PX)
        yield risk_drawing.draw_hatched_area(shape, hatching, GAP_PATTERN)
    collisions = LabelCollisions(frame.width, frame.height)
    furniture = list(draw_map_furniture(view, frame, collisions, locale))
    markers = _place_gap_markers(result, frame)
    for marker in markers:
        collisions.occupy(marker.disc)
    yield from _draw_services(result, frame, collisions)
    yield from label_placement.draw_place_names(base, collisions)
    yield from number_markers.draw_markers(markers)
    yield from furniture


def _place_gap_markers(result: CoverageResult, frame: MapFrame) -> list[NumberMarker]:
    gaps = result.gap_areas.geometry.head(NUMBERED_GAPS)
    points = frame.project_degrees(gaps.representative_point())
    markers = [
        NumberMarker(float(point.x), float(point.y), str(number))
        for number, point in enumerate(points, start=1)
        if not point.is_empty
    ]
    return number_markers.separate_markers(markers, width=frame.width, height=frame.height)


def _draw_services(
    result: CoverageResult, frame: MapFrame, collisions: LabelCollisions
) -> Iterator[Element]:
    for point in frame.project_degrees(result.services.geometry):
        if point.is_empty:  # beyond the picture: services outside the boundary count, too
            continue
        collisions.occupy(point.buffer(SERVICE_RADIUS_PX + 2))
        yield create_element(
            "circle", cx=float(point.x), cy=float(point.y), r=SERVICE_RADIUS_PX, fill=VIOLET,
            stroke=WHITE, stroke_width=1.8,
        )  # fmt: skip
