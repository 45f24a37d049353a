"""A village of four homes, and its store."""

from __future__ import annotations

import geopandas as gpd
import pandas as pd
import shapely

from geo.model import WGS84, Community
from geo.store import Store

VILLAGE = Community(slug="village", name="Village")
WHO = "coordinator"
TELL_WHAT_WAS_DONE = {"audit_line", "audit_head", "backup_copy"}


def homes(*people: float, east: float = 0.0) -> gpd.GeoDataFrame:
    """Put homes in a row, 0.01 degrees apart."""
    places = [shapely.Point(east + 0.01 * n, 0) for n in range(len(people))]
    return gpd.GeoDataFrame({"people": people, "women": None}, geometry=places, crs=WGS84)


def tables(store: Store) -> dict[str, list[tuple]]:
    """Read every row of every table but those that tell what was done, sorted as text."""
    with store.cursor() as cursor:
        found = cursor.execute("select table_name from duckdb_tables()").fetchall()
        names = [name for (name,) in found]
        return {
            name: sorted(cursor.execute(f"select columns(*)::text from {name}").fetchall(), key=str)
            for name in sorted(set(names) - TELL_WHAT_WAS_DONE)
        }


def people(frame: pd.DataFrame) -> list[float]:
    return frame["people"].tolist()
