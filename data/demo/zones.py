"""The boundary and its seven cantons, with borders shared by both neighbours."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from data.demo.curves import concatenate_pieces, interpolate_curve
from data.demo.projection import Coordinates, parse_points

BORDER_SPACING_M = 45.0  # borders are longer than streets and need fewer points [m]

# The inner ring separates the centre from the six cantons, the outer ring is the boundary.
# Both start in the west and run clockwise; the indices are the points where the spokes meet them.
INNER_RING_POINTS = (
    "-1190,320 -860,860 -440,1085 350,1120 1120,985 2060,930 2040,150 1860,-420 1380,-545 "
    "705,-740 250,-990 -300,-900 -640,-1080 -960,-1080 -1300,-720 -1330,-200"
)
INNER_SPOKE_INDICES = (0, 2, 4, 7, 9, 12)
OUTER_RING_POINTS = (
    "-2900,380 -2700,1250 -1850,1950 -700,2230 300,2380 1650,2150 2420,1720 2920,720 2940,-520 "
    "2680,-1560 1750,-2180 562,-2330 -400,-2360 -1500,-2020 -2480,-1440 -2960,-560"
)
OUTER_SPOKE_INDICES = (0, 3, 5, 8, 11, 13)
SPOKE_POINTS = (  # inner points between the two rings
    "-1700,440 -2350,330", "-560,1500 -480,1900", "1260,1220 1560,1680",
    "2200,-500 2600,-400", "724,-930 610,-1290 562,-1680 606,-2060", "-900,-1400 -1150,-1750",
)  # fmt: skip
CANTON_NAMES = ("Loma Alta", "El Zapote", "Los Encuentros", "El Mango", "La Vega", "El Amate")
CENTRE_NAME = "Chancala Centro"


@dataclass(frozen=True)
class Zone:
    """A canton: `ring` in metres, anticlockwise and closed."""

    code: str
    name: str
    ring: Coordinates


def make_boundary() -> Coordinates:
    """
    Draw the boundary of the community.

    Returns
    -------
    ring
        Anticlockwise, first point repeated at the end [m].
    """
    return _close_ring(
        interpolate_curve(parse_points(OUTER_RING_POINTS), closed=True, step_m=BORDER_SPACING_M)
    )


def make_zones() -> list[Zone]:
    """
    Draw the centre and the cantons around it.

    Returns
    -------
    zones
        They cover the boundary without gap or overlap, as neighbours share their vertices.
    """
    inner = interpolate_curve(parse_points(INNER_RING_POINTS), closed=True, step_m=BORDER_SPACING_M)
    outer = interpolate_curve(parse_points(OUTER_RING_POINTS), closed=True, step_m=BORDER_SPACING_M)
    spokes = [_make_spoke(number, inner, outer) for number in range(len(SPOKE_POINTS))]
    zones = [Zone("01", CENTRE_NAME, _close_ring(inner))]
    for number, name in enumerate(CANTON_NAMES):
        next_number = (number + 1) % len(CANTON_NAMES)
        inner_section = _ring_section(
            inner, INNER_SPOKE_INDICES[number], INNER_SPOKE_INDICES[next_number]
        )
        outer_section = _ring_section(
            outer, OUTER_SPOKE_INDICES[number], OUTER_SPOKE_INDICES[next_number]
        )
        border = np.vstack(
            [
                inner_section,
                spokes[next_number][1:],
                outer_section[::-1][1:],
                spokes[number][::-1][1:],
            ]
        )
        zones.append(Zone(f"{number + 2:02d}", name, border))
    return zones


def _close_ring(pieces: list[Coordinates]) -> Coordinates:
    """Build an anticlockwise ring from the pieces of a clockwise curve."""
    line = concatenate_pieces(pieces)
    line[-1] = line[0]
    return line[::-1]


def _ring_section(pieces: list[Coordinates], start: int, end: int) -> Coordinates:
    """Return the part of a ring between two of its points, past the first if needed."""
    count = (end - start) % len(pieces)
    return concatenate_pieces([pieces[(start + step) % len(pieces)] for step in range(count)])


def _make_spoke(number: int, inner: list[Coordinates], outer: list[Coordinates]) -> Coordinates:
    start = inner[INNER_SPOKE_INDICES[number]][:1]
    end = outer[OUTER_SPOKE_INDICES[number]][:1]
    line = concatenate_pieces(
        interpolate_curve(
            np.vstack([start, parse_points(SPOKE_POINTS[number]), end]), step_m=BORDER_SPACING_M
        )
    )
    line[0], line[-1] = start[0], end[0]
    return line
