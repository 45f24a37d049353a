"""Which steps somebody can take: all, those with a handrail, those with a wheelchair ramp, none."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from geo.model import StepsChoice
from geo.network.edge_restrictions import WHEELCHAIR_NO, WHEELCHAIR_YES
from geo.network.street_network import StreetNetwork


def find_untaken_edges(network: StreetNetwork, steps: StepsChoice) -> NDArray[np.bool_]:
    """
    Find the edges that somebody cannot take.

    Parameters
    ----------
    steps
        "all" steps; those with a "handrail"; those with a ramp for a "wheelchair", and no street
        that wheelchairs cannot pass; "none", whatever is tagged of them. Steps without a tag are
        taken by "all" only. Kerbs, slopes and surfaces are not looked at.
    """
    restrictions, is_stairs = network.restrictions, network.is_stairs
    if steps == "all":
        return np.zeros(len(is_stairs), dtype=bool)
    if steps == "none":
        return is_stairs
    if steps == "handrail":
        return np.asarray(is_stairs & ~restrictions.has_handrail)
    has_ramp = restrictions.wheelchair == WHEELCHAIR_YES
    return np.asarray(np.where(is_stairs, ~has_ramp, restrictions.wheelchair == WHEELCHAIR_NO))
