"""
Record of what was disclosed of homes and confidential services, so that later answers repeat it.

Rows of these tables are written once. Only the people of an aggregate, and the aggregate of a
home, are updated.
"""

from __future__ import annotations

import geopandas as gpd
import pandas as pd
import shapely

from geo.model import WGS84, LayerName
from geo.store.database import Transaction
from geo.store.layers import to_geodataframe


def read_current_layer(transaction: Transaction, slug: str, layer: LayerName) -> gpd.GeoDataFrame:
    """
    Read a layer without redaction, within the transaction that records its disclosure.

    Notes
    -----
    Unredacted: only `geo.privacy` may disclose the result.
    """
    return to_geodataframe(transaction.frame(f"layers/{layer}", community=slug))


def read_sites(transaction: Transaction, slug: str) -> pd.DataFrame:
    """Read the disclosed homes: `number lon lat people women aggregate masked_lon masked_lat`."""
    return transaction.frame("disclosure/sites", community=slug)


def read_aggregates(transaction: Transaction, slug: str) -> pd.DataFrame:
    """Read the disclosed household aggregates: `id lon lat people women`."""
    return transaction.frame("disclosure/aggregates", community=slug)


def record_households(
    transaction: Transaction, slug: str, changes_by_query: dict[str, pd.DataFrame]
) -> None:
    """
    Record changes of disclosed homes and aggregates.

    Parameters
    ----------
    changes_by_query
        Rows for `add_sites`, `update_sites`, `add_aggregates` and `update_aggregates`; empty
        frames are skipped.
    """
    for query, rows in changes_by_query.items():
        if not rows.empty:
            transaction.execute(f"disclosure/{query}", rows, community=slug)


def read_disclosed_zones(transaction: Transaction, slug: str) -> gpd.GeoDataFrame:
    """Read the recorded zones: `code name homes zones_digest`, EPSG:4326."""
    return to_geodataframe(transaction.frame("disclosure/zones", community=slug))


def record_zones(
    transaction: Transaction, slug: str, zones: gpd.GeoDataFrame, *, zones_digest: str
) -> None:
    """Record merged zones; their position is their number."""
    rows = pd.DataFrame(
        {
            "number": range(len(zones)),
            "code": zones["code"].astype(object),
            "name": zones["name"].astype(object),
            "homes": zones["homes"],
            "zones_digest": zones_digest,
            "wkb": shapely.to_wkb(zones.geometry.to_numpy()),
        }
    )
    transaction.execute("disclosure/add_zones", rows, community=slug)


def read_service_zones(transaction: Transaction, slug: str) -> list[tuple[str, int, str, int]]:
    """Read the zones ever named: type, number and gateway of a service, position of the zone."""
    return [
        (row["type"], row["slot"], row["gateway"], row["zone"])
        for row in transaction.rows("disclosure/service_zones", community=slug)
    ]


def record_service_zones(
    transaction: Transaction, slug: str, named: list[tuple[str, int, str, int]]
) -> None:
    """Record zones named for services; see `read_service_zones`."""
    if named:
        rows = pd.DataFrame(named, columns=["type", "slot", "gateway", "zone"])
        transaction.execute("disclosure/add_service_zones", rows, community=slug)


def read_parcels(transaction: Transaction, slug: str) -> gpd.GeoDataFrame:
    """Read the recorded parcels: `cell shape`, EPSG:4326; the geometry is the cell."""
    rows = transaction.frame("disclosure/parcels", community=slug)
    parsed = {
        name: gpd.GeoSeries(
            shapely.from_wkb(rows[name].map(bytes).to_numpy(dtype=object)), crs=WGS84
        )
        for name in ("cell", "shape")
    }
    return gpd.GeoDataFrame(parsed, geometry="cell", crs=WGS84)


def record_parcels(
    transaction: Transaction, slug: str, parcels: gpd.GeoDataFrame, *, first_number: int
) -> None:
    """Record the parcels from a number on; their position is their number."""
    new = parcels.iloc[first_number:]
    if new.empty:
        return
    rows = pd.DataFrame(
        {
            "number": range(first_number, len(parcels)),
            "cell": shapely.to_wkb(new["cell"].to_numpy()),
            "shape": shapely.to_wkb(new["shape"].to_numpy()),
        }
    )
    transaction.execute("disclosure/add_parcels", rows, community=slug)
