"""Whole minutes for people: always rounded up, so that nobody is promised less than it takes."""

from __future__ import annotations

import math

ROUNDING_TOLERANCE_MIN = 1e-6  # the rounding error of a sum of lengths


def round_minutes_up(minutes: float) -> int:
    """
    Round minutes up to whole ones; exactly ten minutes stay ten.

    Raises
    ------
    ValueError, OverflowError
        If they are not finite.
    """
    return math.ceil(minutes - ROUNDING_TOLERANCE_MIN)
