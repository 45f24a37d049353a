"""What a metre of street costs: time, plus aversion × exposure, less a bonus for safe zones."""

from __future__ import annotations

import numpy as np

from geo.errors import NumberError, NumberTooLargeError
from geo.network.exposure import Exposure, Measures
from geo.network.street_network import FloatArray, IntArray

DIRECT = 0.0
BALANCED = 3.0
SAFEST = 10.0
LARGEST = 1e6  # one metre at risk for a thousand kilometres: beyond, prices lose their small digits
# A quarter less for a metre inside a safe zone: small enough that no way grows by more than a
# third to pass one. Set by the design, to be discussed with each network.
SAFE_BONUS = 0.25


def check_aversion(aversion: float) -> float:
    """
    Accept an aversion of zero (direct) or more.

    Raises
    ------
    NumberError
        If it is negative or not a number.
    NumberTooLargeError
        If it is beyond `LARGEST`.
    """
    if not aversion >= 0:  # true of what is not a number, too
        raise NumberError(name="aversion", value=aversion, least=0)
    if aversion > LARGEST:
        raise NumberTooLargeError(name="aversion", value=aversion, most=LARGEST)
    return float(aversion)


def bonus_for(aversion: float) -> float:
    """Give the share of a metre in a safe zone that is not counted: none on the direct way."""
    return SAFE_BONUS if aversion > 0 else 0.0


def cost_of(
    measures: Measures, *, length_m: FloatArray, pace: FloatArray, aversion: float
) -> FloatArray:
    """
    Price stretches of street.

    Parameters
    ----------
    measures
        What each stretch is exposed to [m].
    length_m, pace
        Of each stretch [m], [min/m].
    aversion
        Metres of walking that one fully weighted metre at risk counts for.

    Returns
    -------
    cost
        (L + aversion · risk_m − bonus · safe_m) · pace [min]; the bonus is 0 when aversion is 0.
    """
    bonus = bonus_for(aversion)
    return (length_m + aversion * measures.risk_m - bonus * measures.safe_m) * pace


def edge_cost(exposure: Exposure, aversion: float) -> FloatArray:
    """Price every edge of the network [min]; see `cost_of`."""
    network = exposure.network
    return cost_of(exposure.edges, length_m=network.length_m, pace=network.pace, aversion=aversion)


def cost_of_some(exposure: Exposure, edge: IntArray, *, aversion: float) -> FloatArray:
    """Price the edges at some positions of the network [min]; see `cost_of`."""
    parts = np.take(exposure.minutes, edge, axis=0)  # three times as quick as by brackets
    return np.asarray(parts @ np.array([1.0, aversion, -bonus_for(aversion)]))
