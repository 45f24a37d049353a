"""Curves: Catmull-Rom interpolation, rings, irregular ellipses, and strips around a line."""

from __future__ import annotations

import math
from random import Random

import numpy as np

from data.demo.projection import Coordinates

VERTEX_SPACING_M = 13.0  # distance between the vertices of a curve [m]


def interpolate_curve(
    knots: Coordinates, *, closed: bool = False, step_m: float = VERTEX_SPACING_M
) -> list[Coordinates]:
    """
    Interpolate a centripetal Catmull-Rom curve through points (Catmull and Rom 1974; Yuksel 2011).

    Parameters
    ----------
    knots
        The points the curve passes through, at least two, all different [m].
    closed
        Whether the curve returns to its first point.
    step_m
        Target distance between vertices [m].

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
    return [_interpolate_piece(padded[i : i + 4], step_m) for i in range(len(padded) - 3)]


def _interpolate_piece(knots: Coordinates, step_m: float) -> Coordinates:
    """Interpolate between the second and third of four points (Barry and Goldman's pyramid)."""
    gaps = np.sqrt(np.sqrt(((knots[1:] - knots[:-1]) ** 2).sum(axis=1)))
    t0, t1, t2, t3 = np.concatenate([[0.0], np.cumsum(gaps)])
    steps = max(1, round(float(np.hypot(*(knots[2] - knots[1]))) / step_m))
    t = np.linspace(t1, t2, steps + 1)[:, None]
    p0, p1, p2, p3 = knots
    a1 = (t1 - t) / (t1 - t0) * p0 + (t - t0) / (t1 - t0) * p1
    a2 = (t2 - t) / (t2 - t1) * p1 + (t - t1) / (t2 - t1) * p2
    a3 = (t3 - t) / (t3 - t2) * p2 + (t - t2) / (t3 - t2) * p3
    b1 = (t2 - t) / (t2 - t0) * a1 + (t - t0) / (t2 - t0) * a2
    b2 = (t3 - t) / (t3 - t1) * a2 + (t - t1) / (t3 - t1) * a3
    piece: Coordinates = np.round((t2 - t) / (t2 - t1) * b1 + (t - t1) / (t2 - t1) * b2, 2)
    return piece


def concatenate_pieces(pieces: list[Coordinates]) -> Coordinates:
    """
    Concatenate the pieces of a curve.

    Parameters
    ----------
    pieces
        Lines, each starting at the end of the previous one [m].

    Returns
    -------
    line
        One line without duplicate points [m].
    """
    return np.vstack([pieces[0][:1], *[piece[1:] for piece in pieces]])


def make_ring(knots: Coordinates, *, step_m: float = VERTEX_SPACING_M) -> Coordinates:
    """
    Interpolate a closed curve, anticlockwise.

    Parameters
    ----------
    knots
        At least three points, in either direction [m].
    step_m
        Target distance between vertices [m].

    Returns
    -------
    ring
        First point repeated at the end [m].
    """
    line = concatenate_pieces(interpolate_curve(knots, closed=True, step_m=step_m))
    line[-1] = line[0]
    x, y = line.T
    area = float((x[:-1] * y[1:] - x[1:] * y[:-1]).sum())
    return line if area > 0 else line[::-1]


def make_blob(rng: Random, *, center: tuple[float, float], half_axes: tuple[float, float, float],
         wobble: float = 0.14, corners: int = 9) -> Coordinates:  # fmt: skip
    """
    Generate an irregular ellipse, as drawn by hand.

    Parameters
    ----------
    rng
        Random number generator.
    center
        Its centre, x and y [m].
    half_axes
        Half length, half width [m], and rotation from east [degrees, anticlockwise].
    wobble
        Largest relative deviation of a corner from the ellipse.
    corners
        Number of corners, at least five.

    Returns
    -------
    ring
        Anticlockwise, first point repeated at the end [m].
    """
    length, width, rotation = half_axes[0], half_axes[1], math.radians(half_axes[2])
    knots = []
    for i in range(corners):
        angle = 2 * math.pi * (i + 0.5 * (rng.random() - 0.5)) / corners
        scale = 1 + wobble * (2 * rng.random() - 1)
        x, y = length * scale * math.cos(angle), width * scale * math.sin(angle)
        knots.append((center[0] + x * math.cos(rotation) - y * math.sin(rotation),
                      center[1] + x * math.sin(rotation) + y * math.cos(rotation)))  # fmt: skip
    return make_ring(np.array(knots), step_m=min(max(8.0, width / 2.2), 26.0))


def widen_line(line: Coordinates, half_widths: Coordinates) -> Coordinates:
    """
    Widen a line to a strip, such as a river between its banks.

    Parameters
    ----------
    line
        Centre line of the strip [m].
    half_widths
        One half width per vertex [m].

    Returns
    -------
    ring
        Anticlockwise if the strip runs so, first point repeated at the end [m].
    """
    tangents = np.gradient(line, axis=0)
    tangents /= np.sqrt((tangents**2).sum(axis=1))[:, None]
    normals = np.column_stack([-tangents[:, 1], tangents[:, 0]]) * half_widths[:, None]
    right, left = line - normals, line + normals
    banks: Coordinates = np.vstack([right, left[::-1], right[:1]])
    return banks.round(2)
