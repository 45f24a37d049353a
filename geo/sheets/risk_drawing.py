"""What people marked, on a picture: risk areas hatched by severity, places to wait with a rim."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element

import geopandas as gpd
import shapely
from shapely.geometry.base import BaseGeometry

from geo.cartography.area_layers import gravest
from geo.cartography.feature_rows import rows
from geo.cartography.palette import FADED, RISK, TEAL, WHITE, Hatching
from geo.model import CONFIDENTIAL_ZONE_KINDS
from geo.privacy.view import View
from geo.sheets.map_frame import Frame
from geo.sheets.svg import element, path, picture, text_of

DISC_PX = 6.0  # a place to wait that is a point
SWATCH = (34.0, 18.0)  # width and height of a legend's field [px]
FINER = 0.8  # hatchings on paper, compared with a screen


def hatchings() -> Element:
    """Define the hatchings of all severities, under the names `risk-1` to `risk-5`."""
    defined = element("defs")
    for severity, look in RISK.items():
        defined.append(_hatching(f"risk-{severity}", look))
    return defined


def marked_grounds(view: View, frame: Frame) -> list[tuple[int, BaseGeometry]]:
    """Give the marked ground on the picture by its highest severity, the mildest first."""
    west, south, east, north = frame.degrees
    near = view.risk_areas.cx[west:east, south:north]
    found = [
        (severity, frame.from_degrees(gpd.GeoSeries([ground], crs=near.crs))[0])
        for severity, ground in gravest(list(rows(near)))
    ]
    return [(severity, ground) for severity, ground in found if not ground.is_empty]


def risk_areas(grounds: list[tuple[int, BaseGeometry]]) -> Iterator[Element]:
    """Draw marked ground; each severity has its own hatching, so that it needs no colour."""
    for severity, ground in grounds:
        yield _field(ground, severity, opacity=FADED)


def safe_zones(view: View, frame: Frame) -> Iterator[Element]:
    """Draw places to wait: a rim and no hatching. Nobody's home is among them, for no audience."""
    west, south, east, north = frame.degrees
    known = view.safe_zones[~view.safe_zones["kind"].isin(CONFIDENTIAL_ZONE_KINDS)]
    near = known.cx[west:east, south:north]
    for zone in frame.from_degrees(near.geometry):
        shape = zone.buffer(DISC_PX) if isinstance(zone, shapely.Point) else zone
        yield from _waiting(shape)


def exposed(
    line: BaseGeometry, grounds: list[tuple[int, BaseGeometry]]
) -> Iterator[tuple[int, BaseGeometry]]:
    """Cut out of a way [px] what lies in marked ground."""
    for severity, ground in grounds:
        inside = line.intersection(ground)
        if inside.length > 0:
            yield severity, inside


def swatch(severity: int | None) -> str:
    """Draw a legend's field of a severity; None: of a place to wait."""
    width, height = SWATCH
    drawn = picture(width, height)
    drawn.append(hatchings())
    shape = shapely.box(1.5, 1.5, width - 1.5, height - 1.5)
    fields = _waiting(shape) if severity is None else iter([_field(shape, severity)])
    drawn.extend(fields)
    return text_of(drawn)


def _waiting(shape: BaseGeometry) -> Iterator[Element]:
    yield path(shape, fill="none", stroke=WHITE, stroke_width=5.0, stroke_linejoin="round")
    yield path(
        shape,
        fill=TEAL,
        fill_opacity=0.18,
        stroke=TEAL,
        stroke_width=2.4,
        stroke_linejoin="round",
    )


def _field(shape: BaseGeometry, severity: int, *, opacity: float = 1.0) -> Element:
    look = RISK[severity]
    both = element("g", opacity=opacity)
    both.append(path(shape, fill=look.fill, fill_opacity=look.opacity))
    both.append(
        path(
            shape,
            fill=f"url(#risk-{severity})",
            stroke=look.rim,
            stroke_width=look.rim_width * FINER,
            stroke_linejoin="round",
        )
    )
    return both


def _hatching(name: str, look: Hatching) -> Element:
    step, width = look.step * FINER, look.width * FINER
    pattern = element(
        "pattern", id=name, width=step, height=step, patternUnits="userSpaceOnUse",
        patternTransform=f"rotate({look.lean})",
    )  # fmt: skip
    if look.kind == "dots":
        pattern.append(element("circle", cx=step / 2, cy=step / 2, r=width, fill=look.line))
        return pattern
    pattern.append(element("rect", x=0, y=0, width=width, height=step, fill=look.line))
    if look.kind == "cross":
        pattern.append(element("rect", x=0, y=0, width=step, height=width, fill=look.line))
    return pattern
