"""Soft lines: curves through hand-written points, blobs, and strips beside a line."""

from __future__ import annotations

import math
from random import Random

import numpy as np

from data.demo.ground import Line

STEP_M = 13.0  # distance between the vertices of a curve [m]


def through(knots: Line, *, closed: bool = False, step_m: float = STEP_M) -> list[Line]:
    """
    Draw a centripetal Catmull-Rom curve through points (Catmull and Rom 1974; Yuksel 2011).

    Parameters
    ----------
    knots
        The points the curve passes through, at least two, all different [m].
    closed
        Whether the curve returns to its first point.
    step_m
        Wanted distance between vertices [m].

    Returns
    -------
    pieces
        One line per gap between neighbouring knots, both knots included [m].
    """
    if closed:
        padded = np.vstack([knots[-1:], knots, knots[:2]])
    else:
        first, last = 2 * knots[0] - knots[1], 2 * knots[-1] - knots[-2]
        padded = np.vstack([first, knots, last])
    return [_piece(padded[i : i + 4], step_m) for i in range(len(padded) - 3)]


def _piece(four: Line, step_m: float) -> Line:
    """Curve between the second and third of four points, by Barry and Goldman's pyramid."""
    gaps = np.sqrt(np.sqrt(((four[1:] - four[:-1]) ** 2).sum(axis=1)))
    t0, t1, t2, t3 = np.concatenate([[0.0], np.cumsum(gaps)])
    steps = max(1, round(float(np.hypot(*(four[2] - four[1]))) / step_m))
    t = np.linspace(t1, t2, steps + 1)[:, None]
    p0, p1, p2, p3 = four
    a1 = (t1 - t) / (t1 - t0) * p0 + (t - t0) / (t1 - t0) * p1
    a2 = (t2 - t) / (t2 - t1) * p1 + (t - t1) / (t2 - t1) * p2
    a3 = (t3 - t) / (t3 - t2) * p2 + (t - t2) / (t3 - t2) * p3
    b1 = (t2 - t) / (t2 - t0) * a1 + (t - t0) / (t2 - t0) * a2
    b2 = (t3 - t) / (t3 - t1) * a2 + (t - t1) / (t3 - t1) * a3
    piece: Line = np.round((t2 - t) / (t2 - t1) * b1 + (t - t1) / (t2 - t1) * b2, 2)
    return piece


def joined(pieces: list[Line]) -> Line:
    """
    Put the pieces of a curve one after another.

    Parameters
    ----------
    pieces
        Lines, each starting where the one before ended [m].

    Returns
    -------
    line
        One line without doubled points [m].
    """
    return np.vstack([pieces[0][:1], *[piece[1:] for piece in pieces]])


def ring(knots: Line, *, step_m: float = STEP_M) -> Line:
    """
    Draw a closed curve, anticlockwise.

    Parameters
    ----------
    knots
        At least three points, in either direction [m].
    step_m
        Wanted distance between vertices [m].

    Returns
    -------
    ring
        First point repeated at the end [m].
    """
    line = joined(through(knots, closed=True, step_m=step_m))
    line[-1] = line[0]
    x, y = line.T
    area = float((x[:-1] * y[1:] - x[1:] * y[:-1]).sum())
    return line if area > 0 else line[::-1]


def blob(rng: Random, *, middle: tuple[float, float], half: tuple[float, float, float],
         wobble: float = 0.14, corners: int = 9) -> Line:  # fmt: skip
    """
    Draw a round shape as a hand would: nearly an ellipse.

    Parameters
    ----------
    rng
        Source of the unevenness.
    middle
        Its centre, x and y [m].
    half
        Half length, half width [m], and turn from east [degrees, anticlockwise].
    wobble
        Largest share by which a corner leaves the ellipse.
    corners
        How many points the hand set, at least five.

    Returns
    -------
    ring
        Anticlockwise, first point repeated at the end [m].
    """
    length, width, turn = half[0], half[1], math.radians(half[2])
    knots = []
    for i in range(corners):
        angle = 2 * math.pi * (i + 0.5 * (rng.random() - 0.5)) / corners
        reach = 1 + wobble * (2 * rng.random() - 1)
        x, y = length * reach * math.cos(angle), width * reach * math.sin(angle)
        knots.append((middle[0] + x * math.cos(turn) - y * math.sin(turn),
                      middle[1] + x * math.sin(turn) + y * math.cos(turn)))  # fmt: skip
    return ring(np.array(knots), step_m=min(max(8.0, width / 2.2), 26.0))


def strip(line: Line, half_widths: Line) -> Line:
    """
    Widen a line to a strip, such as a river between its banks.

    Parameters
    ----------
    line
        The middle of the strip [m].
    half_widths
        One half width per vertex [m].

    Returns
    -------
    ring
        Anticlockwise if the strip runs so, first point repeated at the end [m].
    """
    ahead = np.gradient(line, axis=0)
    ahead /= np.sqrt((ahead**2).sum(axis=1))[:, None]
    across = np.column_stack([-ahead[:, 1], ahead[:, 0]]) * half_widths[:, None]
    right, left = line - across, line + across
    banks: Line = np.vstack([right, left[::-1], right[:1]])
    return banks.round(2)
