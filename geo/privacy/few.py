"""
Homes of few people, as the public may see them: somewhere near, and not counted.

A point of four people is a family. It moves (see `geo.privacy.masking`) and loses its numbers;
points of many people, such as the middle of a census block, stay as they are. The public learns
how many people there are from tables by zone, where small numbers hide among others.
"""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.privacy.ground import Ground
from geo.privacy.masking import mask
from geo.privacy.small import LEAST_TOLD

FloatArray = NDArray[np.float64]


def few_told(homes: gpd.GeoDataFrame, ground: Ground) -> gpd.GeoDataFrame:
    """
    Move homes of few people, and hide the numbers that would name them.

    Parameters
    ----------
    homes
        Demand points, EPSG:4326, `people` and `women`.

    Returns
    -------
    homes
        Ordered by place. Points of fewer than `LEAST_TOLD` people are moved, and their numbers
        NaN. So many of the next larger are NaN too that the sum of what is hidden, known to
        whoever knows the total, narrows none of them. `women` is NaN where fewer than
        `LEAST_TOLD` women, or others than women, live there.
    """
    if homes.empty:
        return homes.copy()
    people = homes["people"].to_numpy(dtype=float)
    women = homes["women"].to_numpy(dtype=float)
    few = _small(people)
    told = homes.copy()
    moved = mask(gpd.GeoSeries(homes.geometry[few]), ground)
    told.loc[few, homes.geometry.name] = moved
    uncounted = _closed(people, few)
    unknown = uncounted | _closed(women, uncounted | _small(women) | _small(people - women))
    told["people"] = np.where(uncounted, np.nan, people)
    told["women"] = np.where(unknown, np.nan, women)
    place = pd.DataFrame({"x": told.geometry.x, "y": told.geometry.y})
    return told.loc[place.sort_values(["x", "y"], kind="stable").index].reset_index(drop=True)


def _small(number: FloatArray) -> NDArray[np.bool_]:
    return np.asarray((number > 0) & (number < LEAST_TOLD))


def _closed(number: FloatArray, hidden: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Hide the next larger ones until the hidden sum says nothing of any one of them."""
    closed = hidden.copy()
    larger = [row for row in np.argsort(number, kind="stable") if number[row] >= LEAST_TOLD]
    for row in larger:
        if _says_nothing(number[closed]):
            break
        closed[row] = True
    return closed


def _says_nothing(hidden: FloatArray) -> bool:
    """
    Tell whether each hidden number may be anything from 0 to `LEAST_TOLD`, given their sum.

    The others must be able to make up the sum without it, and with it at its largest: one large
    hidden number can; small ones only where there are enough of them.
    """
    if not len(hidden):
        return True
    total, large = float(np.nansum(hidden)), bool((hidden >= LEAST_TOLD).any())
    return total >= LEAST_TOLD and (large or total <= LEAST_TOLD * (len(hidden) - 1))
