"""Draws risk areas as SVG hatchings by severity, safe zones as outlines, and their legend."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element

import geopandas as gpd
import shapely
from shapely.geometry.base import BaseGeometry

from geo.cartography.area_layers import dissolve_by_severity
from geo.cartography.feature_rows import iterate_features
from geo.cartography.palette import FADED_OPACITY, RISK_HATCHINGS, TEAL, WHITE, Hatching
from geo.layers.confidential_features import is_confidential
from geo.privacy.view import View
from geo.sheets.map_frame import MapFrame
from geo.sheets.svg import create_element, create_svg, draw_path, serialise_svg

SAFE_ZONE_RADIUS_PX = 6.0  # of a safe zone that is a point
SWATCH_SIZE_PX = (34.0, 18.0)  # width and height of a legend swatch [px]
PAPER_HATCHING_FACTOR = 0.8  # size of hatchings on paper, relative to the screen


def define_hatchings() -> Element:
    """Define the SVG patterns of all severities, named `risk-1` to `risk-5`."""
    definitions = create_element("defs")
    for severity, hatching in RISK_HATCHINGS.items():
        definitions.append(define_hatching(f"risk-{severity}", hatching))
    return definitions


def project_risk_areas(view: View, frame: MapFrame) -> list[tuple[int, BaseGeometry]]:
    """Dissolve risk areas by their highest severity, ascending, projected to pixels."""
    west, south, east, north = frame.bounds_degrees
    near = view.risk_areas.cx[west:east, south:north]
    dissolved = [
        (severity, frame.project_degrees(gpd.GeoSeries([geometry], crs=near.crs))[0])
        for severity, geometry in dissolve_by_severity(list(iterate_features(near)))
    ]
    return [(severity, geometry) for severity, geometry in dissolved if not geometry.is_empty]


def draw_risk_areas(areas: list[tuple[int, BaseGeometry]]) -> Iterator[Element]:
    """Draw risk areas; each severity has its own hatching, readable without colour."""
    for severity, geometry in areas:
        yield _draw_risk_area(geometry, severity, opacity=FADED_OPACITY)


def draw_safe_zones(view: View, frame: MapFrame) -> Iterator[Element]:
    """Draw safe zones as outlines; confidential ones are left out for every audience."""
    west, south, east, north = frame.bounds_degrees
    public = view.safe_zones[~is_confidential(view.safe_zones)]
    near = public.cx[west:east, south:north]
    for zone in frame.project_degrees(near.geometry):
        shape = zone.buffer(SAFE_ZONE_RADIUS_PX) if isinstance(zone, shapely.Point) else zone
        yield from _draw_safe_zone(shape)


def clip_to_risk_areas(
    line: BaseGeometry, areas: list[tuple[int, BaseGeometry]]
) -> Iterator[tuple[int, BaseGeometry]]:
    """Clip a route [px] to the risk areas it crosses."""
    for severity, geometry in areas:
        inside = line.intersection(geometry)
        if inside.length > 0:
            yield severity, inside


def draw_swatch(severity: int | None) -> str:
    """Draw the legend swatch of a severity; None for a safe zone."""
    width, height = SWATCH_SIZE_PX
    root = create_svg(width, height)
    root.append(define_hatchings())
    shape = shapely.box(1.5, 1.5, width - 1.5, height - 1.5)
    elements = (
        _draw_safe_zone(shape) if severity is None else iter([_draw_risk_area(shape, severity)])
    )
    root.extend(elements)
    return serialise_svg(root)


def _draw_safe_zone(shape: BaseGeometry) -> Iterator[Element]:
    yield draw_path(shape, fill="none", stroke=WHITE, stroke_width=5.0, stroke_linejoin="round")
    yield draw_path(
        shape,
        fill=TEAL,
        fill_opacity=0.18,
        stroke=TEAL,
        stroke_width=2.4,
        stroke_linejoin="round",
    )


def _draw_risk_area(shape: BaseGeometry, severity: int, *, opacity: float = 1.0) -> Element:
    return draw_hatched_area(shape, RISK_HATCHINGS[severity], f"risk-{severity}", opacity=opacity)


def draw_hatched_area(
    shape: BaseGeometry, hatching: Hatching, name: str, *, opacity: float = 1.0
) -> Element:
    """Draw an area [px] with a hatching that was defined under a name."""
    group = create_element("g", opacity=opacity)
    group.append(draw_path(shape, fill=hatching.fill, fill_opacity=hatching.opacity))
    group.append(
        draw_path(
            shape,
            fill=f"url(#{name})",
            stroke=hatching.rim,
            stroke_width=hatching.rim_width * PAPER_HATCHING_FACTOR,
            stroke_linejoin="round",
        )
    )
    return group


def define_hatching(name: str, hatching: Hatching) -> Element:
    """Define the SVG pattern of a hatching under a name."""
    step, width = hatching.step * PAPER_HATCHING_FACTOR, hatching.width * PAPER_HATCHING_FACTOR
    pattern = create_element(
        "pattern", id=name, width=step, height=step, patternUnits="userSpaceOnUse",
        patternTransform=f"rotate({hatching.lean})",
    )  # fmt: skip
    if hatching.kind == "dots":
        pattern.append(
            create_element("circle", cx=step / 2, cy=step / 2, r=width, fill=hatching.line)
        )
        return pattern
    pattern.append(create_element("rect", x=0, y=0, width=width, height=step, fill=hatching.line))
    if hatching.kind == "cross":
        pattern.append(
            create_element("rect", x=0, y=0, width=step, height=width, fill=hatching.line)
        )
    return pattern
