"""
Rows of streets as they are stored, in Arrow tables.

DuckDB reads them without making a Python object of each value, and they cross from the parsing
process as they are.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import pandas as pd
import pyarrow as pa
import shapely

from geo.layers.confidential_features import blank_open_columns
from geo.layers.schema import CANDIDATE_COLUMNS

WEB_MERCATOR = "EPSG:3857"
EDGE_COLUMNS = "edge u v way name kind lit surface steps bridge fragment routable".split()
RESTRICTION_VALUES = "access open_hours barrier drive_access drive_km_h wheelchair".split()
RESTRICTION_NUMBERS = ["direction", "drive_direction", "has_handrail"]
TURN_RESTRICTION_COLUMNS = "from_edge via_node to_edge mandatory".split()
FERRY_COLUMNS = "edge u v way name minutes access open_hours direction".split()
BASE_MAP_COLUMNS = "layer class name bridge steps rank".split()


@dataclass(frozen=True)
class StreetRows:
    """
    Rows of the tables of streets, geometries as `wkb`.

    Attributes
    ----------
    edges, restrictions, turn_restrictions, candidates
        Street edges, what restricts some of them, turns, and services that await a decision.
        EPSG:4326.
    ferries
        Ferries, EPSG:4326; see `geo.osm.ferries`.
    base_map
        Features of the base map in Web Mercator, with their bounds, in drawing order.
    source
        Attribution, as shown beside the map.
    """

    edges: pa.Table
    restrictions: pa.Table
    turn_restrictions: pa.Table
    base_map: pa.Table
    candidates: pa.Table
    source: str
    ferries: pa.Table


def build_street_rows(  # noqa: PLR0913 (one parameter a table)
    edges: gpd.GeoDataFrame,
    base_map: gpd.GeoDataFrame,
    candidates: gpd.GeoDataFrame,
    *,
    turn_restrictions: pd.DataFrame,
    ferries: gpd.GeoDataFrame,
    source: str,
) -> StreetRows:
    """Convert the frames of an extract, EPSG:4326, to rows."""
    return StreetRows(
        edges=_frame_rows(edges, EDGE_COLUMNS),
        restrictions=_restriction_rows(edges),
        turn_restrictions=_column_rows(turn_restrictions, TURN_RESTRICTION_COLUMNS),
        base_map=_base_map_rows(base_map),
        candidates=_candidate_rows(candidates),
        source=source,
        ferries=_frame_rows(ferries, FERRY_COLUMNS),
    )


def _candidate_rows(candidates: gpd.GeoDataFrame) -> pa.Table:
    if "address" not in candidates:
        candidates = candidates.assign(address=None)
    return _frame_rows(blank_open_columns(candidates), ["osm_id", *CANDIDATE_COLUMNS])


def _restriction_rows(edges: gpd.GeoDataFrame) -> pa.Table:
    has_value = edges[RESTRICTION_VALUES].notna().any(axis=1)
    restricted = edges.loc[has_value | edges[RESTRICTION_NUMBERS].any(axis=1)]
    return _column_rows(restricted, ["edge", *RESTRICTION_VALUES, *RESTRICTION_NUMBERS])


def _base_map_rows(base_map: gpd.GeoDataFrame) -> pa.Table:
    projected = base_map.to_crs(WEB_MERCATOR)
    rows = _frame_rows(projected, BASE_MAP_COLUMNS)
    bounds = shapely.bounds(projected.geometry.to_numpy())
    for name, values in zip(("min_x", "min_y", "max_x", "max_y"), bounds.T, strict=True):
        rows = rows.append_column(name, pa.array(values))
    return rows.sort_by([(name, "ascending") for name in ("layer", "rank", "min_x")])


def _frame_rows(frame: gpd.GeoDataFrame, columns: list[str]) -> pa.Table:
    wkb = pa.array(shapely.to_wkb(frame.geometry.to_numpy()), type=pa.binary())
    return _column_rows(frame, columns).append_column("wkb", wkb)


def _column_rows(frame: pd.DataFrame, columns: list[str]) -> pa.Table:
    return pa.table({name: _to_arrow(frame[name]) for name in columns})


def _to_arrow(column: pd.Series[Any]) -> pa.Array:
    is_text = column.dtype in ("object", "str")
    return pa.array(column, type=pa.string() if is_text else None, from_pandas=True)
