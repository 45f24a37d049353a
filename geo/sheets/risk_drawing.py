"""What people marked, on a picture: risk areas hatched by severity, places to wait with a rim."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element

import geopandas as gpd
import shapely
from shapely.geometry.base import BaseGeometry

from geo.cartography.area_layers import dissolve_by_severity
from geo.cartography.feature_rows import iterate_features
from geo.cartography.palette import FADED_OPACITY, RISK_HATCHINGS, TEAL, WHITE, Hatching
from geo.model import CONFIDENTIAL_ZONE_KINDS
from geo.privacy.view import View
from geo.sheets.map_frame import MapFrame
from geo.sheets.svg import create_element, create_svg, draw_path, serialise_svg

SAFE_ZONE_RADIUS_PX = 6.0  # a place to wait that is a point
SWATCH_SIZE_PX = (34.0, 18.0)  # width and height of a legend's field [px]
PAPER_HATCHING_FACTOR = 0.8  # hatchings on paper, compared with a screen


def define_hatchings() -> Element:
    """Define the hatchings of all severities, under the names `risk-1` to `risk-5`."""
    defined = create_element("defs")
    for severity, look in RISK_HATCHINGS.items():
        defined.append(_define_hatching(f"risk-{severity}", look))
    return defined


def project_risk_areas(view: View, frame: MapFrame) -> list[tuple[int, BaseGeometry]]:
    """Give the marked ground on the picture by its highest severity, the mildest first."""
    west, south, east, north = frame.bounds_degrees
    near = view.risk_areas.cx[west:east, south:north]
    found = [
        (severity, frame.project_degrees(gpd.GeoSeries([ground], crs=near.crs))[0])
        for severity, ground in dissolve_by_severity(list(iterate_features(near)))
    ]
    return [(severity, ground) for severity, ground in found if not ground.is_empty]


def draw_risk_areas(areas: list[tuple[int, BaseGeometry]]) -> Iterator[Element]:
    """Draw marked ground; each severity has its own hatching, so that it needs no colour."""
    for severity, ground in areas:
        yield _draw_hatched_area(ground, severity, opacity=FADED_OPACITY)


def draw_safe_zones(view: View, frame: MapFrame) -> Iterator[Element]:
    """Draw places to wait: a rim and no hatching. Nobody's home is among them, for no audience."""
    west, south, east, north = frame.bounds_degrees
    known = view.safe_zones[~view.safe_zones["kind"].isin(CONFIDENTIAL_ZONE_KINDS)]
    near = known.cx[west:east, south:north]
    for zone in frame.project_degrees(near.geometry):
        shape = zone.buffer(SAFE_ZONE_RADIUS_PX) if isinstance(zone, shapely.Point) else zone
        yield from _draw_safe_zone(shape)


def clip_to_risk_areas(
    line: BaseGeometry, areas: list[tuple[int, BaseGeometry]]
) -> Iterator[tuple[int, BaseGeometry]]:
    """Cut out of a way [px] what lies in marked ground."""
    for severity, ground in areas:
        inside = line.intersection(ground)
        if inside.length > 0:
            yield severity, inside


def draw_swatch(severity: int | None) -> str:
    """Draw a legend's field of a severity; None: of a place to wait."""
    width, height = SWATCH_SIZE_PX
    drawn = create_svg(width, height)
    drawn.append(define_hatchings())
    shape = shapely.box(1.5, 1.5, width - 1.5, height - 1.5)
    fields = (
        _draw_safe_zone(shape) if severity is None else iter([_draw_hatched_area(shape, severity)])
    )
    drawn.extend(fields)
    return serialise_svg(drawn)


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


def _draw_hatched_area(shape: BaseGeometry, severity: int, *, opacity: float = 1.0) -> Element:
    look = RISK_HATCHINGS[severity]
    both = create_element("g", opacity=opacity)
    both.append(draw_path(shape, fill=look.fill, fill_opacity=look.opacity))
    both.append(
        draw_path(
            shape,
            fill=f"url(#risk-{severity})",
            stroke=look.rim,
            stroke_width=look.rim_width * PAPER_HATCHING_FACTOR,
            stroke_linejoin="round",
        )
    )
    return both


def _define_hatching(name: str, hatching: Hatching) -> Element:
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
