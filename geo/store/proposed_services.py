"""
Removal of rows from open proposals that are services which have just become confidential.

Only what a service was while it was open is compared: everybody was shown that. A row that would
fit a service that was confidential before stays, so that nobody finds one by proposing guesses.
"""

from __future__ import annotations

import json

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from geo.layers.confidential_features import SAME_PLACE_M, SAME_TYPE_M, is_confidential
from geo.layers.text_folding import squeeze_cell
from geo.model import WGS84
from geo.store.database import Transaction

EARTH_RADIUS_M = 6_371_008.8  # mean radius, IUGG
COLUMNS = ["name", "type", "confidential", "public"]


def remove_proposed_services(transaction: Transaction, slug: str, *, open_ids: pd.Series) -> None:
    """
    Remove from open proposals the services that this transaction has made confidential.

    A row is one of them that has the name, or the type within `SAME_TYPE_M`, of the service as it
    was open, or lies within `SAME_PLACE_M` of that without being stated public. The stored service
    keeps what is known of it, and stays where a proposal replaces the layer.

    Parameters
    ----------
    open_ids
        Of the services that are open in the layer now.
    """
    changes = transaction.frame("history/services_of_transaction", community=slug)
    after = _read_services(changes[changes["after_attributes"].notna()], "after")
    if not is_confidential(after).any():
        return
    before = _read_services(changes[changes["before_attributes"].notna()], "before")
    before = before[~is_confidential(before) & ~before["id"].isin(open_ids)]
    rows = transaction.frame("proposals/service_rows", community=slug)
    if before.empty or rows.empty:
        return
    matches = _match_services(_read_services(rows, ""), before)
    if matches.any():
        incoming = rows.loc[matches, ["proposal", "number"]]
        transaction.execute("proposals/delete_service_rows", incoming, community=slug)


def _read_services(rows: pd.DataFrame, state: str) -> gpd.GeoDataFrame:
    """Read the columns that decide from stored rows; `state` is the prefix of their columns."""
    prefix = f"{state}_" if state else ""
    attributes = [json.loads(one) for one in rows[f"{prefix}attributes"]]
    frame = pd.DataFrame(attributes, index=rows.index).reindex(columns=COLUMNS)
    shapes = shapely.from_wkb(rows[f"{prefix}wkb"].map(bytes).to_numpy(dtype=object))
    if "id" in rows:
        frame["id"] = rows["id"]
    return gpd.GeoDataFrame(frame, geometry=shapes, crs=WGS84)


def _match_services(rows: gpd.GeoDataFrame, services: gpd.GeoDataFrame) -> NDArray[np.bool_]:
    names = {squeeze_cell(name) for name in services["name"]} - {""}
    matches = np.array([squeeze_cell(name) in names for name in rows["name"]], dtype=bool)
    types, is_public = rows["type"].to_numpy(), rows["public"].eq(other=True).to_numpy()
    points = _list_coordinates(rows)
    for place, service_type in zip(_list_coordinates(services), services["type"], strict=True):
        distance_m = _measure_distances(points, place)  # NaN without a place: never near
        matches |= (distance_m <= SAME_TYPE_M) & (types == service_type)
        matches |= (distance_m <= SAME_PLACE_M) & ~is_public
    return matches


def _list_coordinates(services: gpd.GeoDataFrame) -> NDArray[np.float64]:
    """List longitude and latitude; NaN where there is no place."""
    centres = shapely.centroid(services.geometry.to_numpy())
    return np.column_stack([shapely.get_x(centres), shapely.get_y(centres)])


def _measure_distances(
    points: NDArray[np.float64], place: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Measure short distances on the sphere [m]."""
    away = np.radians(points - place) * [np.cos(np.radians(place[1])), 1.0]
    return np.asarray(np.hypot(away[:, 0], away[:, 1]) * EARTH_RADIUS_M)
