"""Decision whether a stored service or safe zone is confidential, for reading and for writing."""

from __future__ import annotations

import geopandas as gpd
import pandas as pd

from geo.layers.likely_shelter import is_likely_shelter_name
from geo.layers.schema import list_open_columns
from geo.model import (
    CONFIDENTIAL_SERVICE_TYPES,
    CONFIDENTIAL_ZONE_KINDS,
    OFTEN_CONFIDENTIAL_SERVICE_TYPES,
)

# A place measured twice differs by so much; two offices in one house are nearer.
SAME_PLACE_M = 10.0
# A place of the same type within this distance is taken for the same that moved on the map.
SAME_TYPE_M = 100.0


def is_confidential(features: gpd.GeoDataFrame) -> pd.Series:
    """
    Flag confidential services or safe zones: the last check of what leaves the store.

    Confidential is what is recorded as such, and whatever has a type or kind that always is. Where
    nobody said that it is public, types that often are confidential and likely shelters are, too.
    """
    column = "type" if "type" in features else "kind"
    codes = CONFIDENTIAL_SERVICE_TYPES if column == "type" else CONFIDENTIAL_ZONE_KINDS
    recorded = read_flag(features, "confidential") | features[column].isin(codes)
    often = features[column].isin(OFTEN_CONFIDENTIAL_SERVICE_TYPES)
    open_to_guess = ~recorded & ~read_flag(features, "public")
    likely = [
        is_guessed and is_likely_shelter_name(name)
        for name, is_guessed in zip(features["name"], open_to_guess, strict=True)
    ]
    return recorded | (open_to_guess & (often | pd.Series(likely, features.index, dtype=bool)))


def blank_open_columns(services: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return services without what only open ones may have, such as the address, of the others."""
    columns = [one for one in list_open_columns("services") if one in services]
    if not columns or services.empty:
        return services
    is_open = ~is_confidential(services)
    return services.assign(
        **{one: services[one].astype(object).where(is_open, None) for one in columns}
    )


def read_flag(features: gpd.GeoDataFrame, column: str) -> pd.Series:
    """Read a column of yes and no: what is unknown, or not a column, is no."""
    if column not in features:
        return pd.Series(data=False, index=features.index)
    # A column that may be unknown compares to unknown, which is neither of both.
    return features[column].eq(other=True).fillna(value=False).astype(bool)
