"""Chart of a planning report: people who reach a service, over the limit of minutes or metres."""

from __future__ import annotations

from collections.abc import Sequence
from xml.etree.ElementTree import Element

import numpy as np
import shapely

from geo.cartography.palette import INK, SOFT_INK, TEAL, VIOLET
from geo.language import format_value
from geo.reports.records import CurvePoint
from geo.sheets.svg import create_element, create_svg, draw_path, draw_text, serialise_svg

MARGIN_PX = {"left": 46.0, "right": 14.0, "top": 10.0, "bottom": 26.0}
TEXT_PX = 9.5
LINE_PX = 2.4
GRID_COLOUR = "#ddd5cc"


def draw_curve_chart(
    curve: Sequence[CurvePoint],
    *,
    people: float,
    reference_limit: float,
    size: tuple[float, float],
    locale: str,
) -> str:
    """
    Draw the share of people who are covered within each limit, by any and by safe routes.

    Parameters
    ----------
    people
        All people [persons, > 0].
    reference_limit
        The threshold of the report: a vertical line.
    size
        Width and height [px].

    Returns
    -------
    svg
        The safe routes are dashed, so that the lines differ without colour.
    """
    root = create_svg(*size)
    longest = curve[-1].limit
    for percent in (0, 25, 50, 75, 100):
        root.extend(_draw_level(percent, size, locale))
    for limit in np.linspace(0, longest, 5).tolist():
        at = _project(limit, 0, longest, size)[0], size[1] - 10
        root.append(draw_text(str(format_value(round(limit), locale)), at, TEXT_PX, fill=SOFT_INK))
    root.append(
        _draw_line([(reference_limit, 0), (reference_limit, 100)], longest, size, INK, "2 3", 1.2)
    )
    safe = [
        (p.limit, 100 * p.covered_safely / people) for p in curve if p.covered_safely is not None
    ]
    if len(safe) == len(curve):
        root.append(_draw_line([(0, 0), *safe], longest, size, TEAL, "7 4"))
    anywhere = [(point.limit, 100 * point.covered / people) for point in curve]
    root.append(_draw_line([(0, 0), *anywhere], longest, size, VIOLET))
    return serialise_svg(root)


def _draw_level(percent: int, size: tuple[float, float], locale: str) -> list[Element]:
    left, y = _project(0, percent, 1, size)
    right = size[0] - MARGIN_PX["right"]
    line = create_element(
        "path", d=f"M{left:.1f} {y:.1f}H{right:.1f}", stroke=GRID_COLOUR, stroke_width=0.8
    )
    text = f"{format_value(percent, locale)} %"
    label = draw_text(text, (left - 5, y + 3), TEXT_PX, fill=SOFT_INK, text_anchor="end")
    return [line, label]


def _draw_line(  # noqa: PLR0913 (what a line is)
    points: Sequence[tuple[float, float]],
    longest: float,
    size: tuple[float, float],
    colour: str,
    dashes: str | None = None,
    width: float = LINE_PX,
) -> Element:
    line = shapely.LineString([_project(x, y, longest, size) for x, y in points])
    return draw_path(
        line, fill="none", stroke=colour, stroke_width=width, stroke_dasharray=dashes,
        stroke_linejoin="round",
    )  # fmt: skip


def _project(
    limit: float, percent: float, longest: float, size: tuple[float, float]
) -> tuple[float, float]:
    width = size[0] - MARGIN_PX["left"] - MARGIN_PX["right"]
    height = size[1] - MARGIN_PX["top"] - MARGIN_PX["bottom"]
    x = MARGIN_PX["left"] + width * limit / longest
    return x, MARGIN_PX["top"] + height * (1 - percent / 100)
