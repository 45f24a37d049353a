"""What a metre of street costs: time, plus aversion × exposure, less a bonus for safe zones."""

from __future__ import annotations

import numpy as np

from geo.errors import NumberError, NumberTooLargeError
from geo.network.exposure import Exposure, Measures
from geo.network.street_network import FloatArray, Int32Array

DIRECT_AVERSION = 0.0
BALANCED_AVERSION = 3.0
SAFEST_AVERSION = 10.0
MAX_AVERSION = (
    1e6  # one metre at risk for a thousand kilometres: beyond, prices lose their small digits
)
# A quarter less for a metre inside a safe zone: small enough that no way grows by more than a
# third to pass one. Set by the design, to be discussed with each network.
SAFE_ZONE_BONUS = 0.25


def check_aversion(aversion: float) -> float:
    """
    Accept an aversion of zero (direct) or more.

    Raises
    ------
    NumberError
        If it is negative or not a number.
    NumberTooLargeError
        If it is beyond `MAX_AVERSION`.
    """
    if not aversion >= 0:  # true of what is not a number, too
        raise NumberError(name="aversion", value=aversion, least=0)
    if aversion > MAX_AVERSION:
        raise NumberTooLargeError(name="aversion", value=aversion, most=MAX_AVERSION)
    return float(aversion)


def safe_zone_bonus(aversion: float) -> float:
    """Give the share of a metre in a safe zone that is not counted: none on the direct way."""
    return SAFE_ZONE_BONUS if aversion > 0 else 0.0


def calculate_costs(
    measures: Measures, *, length_m: FloatArray, pace_min_per_m: FloatArray, aversion: float
) -> FloatArray:
    """
    Price stretches of street.

    Parameters
    ----------
    measures
        What each stretch is exposed to [m].
    length_m, pace_min_per_m
        Of each stretch [m], [min/m].
    aversion
        Metres of walking that one fully weighted metre at risk counts for.

    Returns
    -------
    cost
        (L + aversion · risk_m − bonus · safe_m) · pace [min]; the bonus is 0 when aversion is 0.
    """
    bonus = safe_zone_bonus(aversion)
    return (length_m + aversion * measures.risk_m - bonus * measures.safe_m) * pace_min_per_m


def calculate_edge_costs(exposure: Exposure, aversion: float) -> FloatArray:
    """Price every edge of the network [min]; see `calculate_costs`."""
    network = exposure.network
    return calculate_costs(
        exposure.edge_measures,
        length_m=network.length_m,
        pace_min_per_m=network.pace_min_per_m,
        aversion=aversion,
    )


def calculate_selected_edge_costs(
    exposure: Exposure, edge_indices: Int32Array, *, aversion: float
) -> FloatArray:
    """Price the edges at some positions of the network [min]; see `calculate_costs`."""
    parts = np.take(
        exposure.cost_components_min, edge_indices, axis=0
    )  # three times as quick as by brackets
    return np.asarray(parts @ np.array([1.0, aversion, -safe_zone_bonus(aversion)]))
