"""The boundary and its seven cantons: every border is drawn once and shared by both sides."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from data.demo.curves import joined, through
from data.demo.ground import Line, points

STEP_M = 45.0  # borders are longer than streets and need fewer points [m]

# The inner ring parts the centre from the six cantons, the outer ring is the boundary.
# Both start in the west and turn clockwise; the numbers say at which points the spokes meet them.
INNER = (
    "-1190,320 -860,860 -440,1085 350,1120 1120,985 2060,930 2040,150 1860,-420 1380,-545 "
    "705,-740 250,-990 -300,-900 -640,-1080 -960,-1080 -1300,-720 -1330,-200"
)
INNER_MEETINGS = (0, 2, 4, 7, 9, 12)
OUTER = (
    "-2900,380 -2700,1250 -1850,1950 -700,2230 300,2380 1650,2150 2420,1720 2920,720 2940,-520 "
    "2680,-1560 1750,-2180 562,-2330 -400,-2360 -1500,-2020 -2480,-1440 -2960,-560"
)
OUTER_MEETINGS = (0, 3, 5, 8, 11, 13)
SPOKES = (  # inner points between the two rings
    "-1700,440 -2350,330", "-560,1500 -480,1900", "1260,1220 1560,1680",
    "2200,-500 2600,-400", "724,-930 610,-1290 562,-1680 606,-2060", "-900,-1400 -1150,-1750",
)  # fmt: skip
CANTONS = ("Loma Alta", "El Zapote", "Los Encuentros", "El Mango", "La Vega", "El Amate")
CENTRE = "Chancala Centro"


@dataclass(frozen=True)
class Zone:
    """A canton: `ring` in metres, anticlockwise and closed."""

    code: str
    name: str
    ring: Line


def boundary() -> Line:
    """
    Draw the boundary of the community.

    Returns
    -------
    ring
        Anticlockwise, first point repeated at the end [m].
    """
    return _closed(through(points(OUTER), closed=True, step_m=STEP_M))


def zones() -> list[Zone]:
    """
    Draw the centre and the cantons around it.

    Returns
    -------
    zones
        They cover the boundary without gap or overlap, because neighbours share their vertices.
    """
    inner = through(points(INNER), closed=True, step_m=STEP_M)
    outer = through(points(OUTER), closed=True, step_m=STEP_M)
    spokes = [_spoke(number, inner, outer) for number in range(len(SPOKES))]
    found = [Zone("01", CENTRE, _closed(inner))]
    for number, name in enumerate(CANTONS):
        following = (number + 1) % len(CANTONS)
        near = _arc(inner, INNER_MEETINGS[number], INNER_MEETINGS[following])
        far = _arc(outer, OUTER_MEETINGS[number], OUTER_MEETINGS[following])
        border = np.vstack([near, spokes[following][1:], far[::-1][1:], spokes[number][::-1][1:]])
        found.append(Zone(f"{number + 2:02d}", name, border))
    return found


def _closed(pieces: list[Line]) -> Line:
    """Ring from the pieces of a clockwise curve, turned anticlockwise."""
    line = joined(pieces)
    line[-1] = line[0]
    return line[::-1]


def _arc(pieces: list[Line], start: int, end: int) -> Line:
    """Part of a ring between two of its points, wrapping past the first."""
    count = (end - start) % len(pieces)
    return joined([pieces[(start + step) % len(pieces)] for step in range(count)])


def _spoke(number: int, inner: list[Line], outer: list[Line]) -> Line:
    start = inner[INNER_MEETINGS[number]][:1]
    end = outer[OUTER_MEETINGS[number]][:1]
    line = joined(through(np.vstack([start, points(SPOKES[number]), end]), step_m=STEP_M))
    line[0], line[-1] = start[0], end[0]
    return line
