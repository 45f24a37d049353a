"""Street edges, base map and service candidates of a community, imported from an extract."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

import geopandas as gpd
import pandas as pd
import pyarrow as pa
import shapely

from geo.errors import CandidateUnknownError
from geo.layers.schema import CANDIDATE_COLUMNS
from geo.model import CONFIDENTIAL_SERVICE_TYPES, WGS84
from geo.store.database import Store, Transaction
from geo.store.layers import insert_features, to_geodataframe
from geo.store.write_authorisation import WriteAuthorisation

WEB_MERCATOR = "EPSG:3857"
EDGE_COLUMNS = "edge u v way name kind lit surface steps bridge fragment routable".split()
RESTRICTION_VALUES = "access open_hours barrier drive_access drive_km_h".split()
DIRECTIONS = ["direction", "drive_direction"]
TURN_RESTRICTION_COLUMNS = "from_edge via_node to_edge mandatory".split()
BASE_MAP_COLUMNS = "layer class name bridge steps rank".split()


@dataclass(frozen=True)
class StreetImport:
    """
    Contents of an OpenStreetMap extract, EPSG:4326.

    Attributes
    ----------
    edges, base_map, candidates
        Street edges, features of the base map, and services that await a decision.
    source
        Attribution, as shown beside the map.
    turn_restrictions
        Turns of vehicles: see `geo.osm.extract.OsmExtract`.
    """

    edges: gpd.GeoDataFrame
    base_map: gpd.GeoDataFrame
    candidates: gpd.GeoDataFrame
    source: str
    turn_restrictions: pd.DataFrame = field(
        default_factory=lambda: pd.DataFrame(columns=TURN_RESTRICTION_COLUMNS)
    )


def replace_streets(
    store: Store, slug: str, streets: StreetImport, *, replaces_confidential: bool = False
) -> None:
    """
    Replace a community's streets by those of an extract, in one transaction.

    Decisions on service candidates stay.

    Parameters
    ----------
    replaces_confidential
        False keeps undecided candidates that only coordinators are shown.
    """
    codes = pd.DataFrame({"code": list(CONFIDENTIAL_SERVICE_TYPES)})
    edge_rows = _frame_rows(streets.edges, EDGE_COLUMNS)
    restriction_rows = _restriction_rows(streets.edges)
    turn_rows = streets.turn_restrictions[TURN_RESTRICTION_COLUMNS]
    base_rows = _base_map_rows(streets.base_map)
    candidate_rows = _frame_rows(streets.candidates, ["osm_id", *CANDIDATE_COLUMNS])

    def in_transaction(transaction: Transaction) -> None:
        transaction.execute("streets/delete_edges", community=slug)
        transaction.execute("streets/delete_restrictions", community=slug)
        transaction.execute("streets/delete_turn_restrictions", community=slug)
        transaction.execute("streets/delete_base_map", community=slug)
        if replaces_confidential:
            transaction.execute("streets/delete_open_candidates", community=slug)
        else:
            transaction.execute("streets/delete_visible_candidates", codes, community=slug)
        transaction.execute("streets/add_edges", edge_rows, community=slug)
        transaction.execute("streets/add_restrictions", restriction_rows, community=slug)
        transaction.execute("streets/add_turn_restrictions", turn_rows, community=slug)
        transaction.execute("streets/add_base_map", base_rows, community=slug)
        transaction.execute("streets/add_candidates", candidate_rows, community=slug)
        transaction.execute("communities/streets_changed", slug=slug, source=streets.source)

    store.transact(in_transaction)


def read_street_edges(store: Store, slug: str) -> gpd.GeoDataFrame:
    """Read the street edges, EPSG:4326, ordered by `edge`; empty without streets."""
    return to_geodataframe(store.frame("streets/edges", community=slug))


def read_turn_restrictions(store: Store, slug: str) -> pd.DataFrame:
    """
    Read the turn restrictions of vehicles.

    Returns
    -------
    turns
        Columns `from_edge at_last_node to_edge mandatory`: edges by number; whether the turn is at
        the last node of the first edge; whether it is the only turn permitted, or not permitted.
    """
    return store.frame("streets/turn_restrictions", community=slug)


def read_base_map(
    store: Store, slug: str, bounds: tuple[float, ...], *, last_rank: int
) -> gpd.GeoDataFrame:
    """
    Read the base map features within bounds, in drawing order.

    Parameters
    ----------
    bounds
        West, south, east, north [degrees]; intersecting features are returned unclipped.
    last_rank
        Zoom of the web map: features shown only at higher zooms are left out.

    Returns
    -------
    base
        Columns `layer class name bridge steps rank`, EPSG:4326.
    """
    corners = shapely.points([bounds[:2], bounds[2:]])
    bounds_m = gpd.GeoSeries(corners, crs=WGS84).to_crs(WEB_MERCATOR).total_bounds
    parameters = dict(zip(("west", "south", "east", "north"), map(float, bounds_m), strict=True))
    frame = store.frame("streets/base_map", community=slug, last_rank=last_rank, **parameters)
    return to_geodataframe(frame)


def count_streets(store: Store, slug: str) -> dict[str, int]:
    """Count edges, junctions, fragments and undecided service candidates."""
    row: dict[str, Any] = store.rows("streets/counts", community=slug)[0]
    return row


def read_service_candidates(store: Store, slug: str) -> gpd.GeoDataFrame:
    """
    Read the service candidates without a decision.

    Notes
    -----
    Unredacted: only `geo.privacy` may disclose the result.
    """
    return to_geodataframe(store.frame("streets/candidates", community=slug))


def record_candidate_decision(
    store: Store, slug: str, osm_id: str, decision: Literal["accepted", "refused"]
) -> None:
    """
    Record the decision on a service candidate.

    Raises
    ------
    CandidateUnknownError
        If there is no such candidate, or it was decided on already.
    """
    store.transact(lambda transaction: _record_decision(transaction, slug, osm_id, decision))


def accept_candidate(
    authorisation: WriteAuthorisation, osm_id: str, service: gpd.GeoDataFrame
) -> None:
    """
    Add a service and record its candidate as accepted, within a transaction.

    Raises
    ------
    CandidateUnknownError
        If there is no such candidate, or it was decided on already.
    WriteDeniedError
        If the authorisation does not permit adding services.
    """
    _record_decision(authorisation.transaction, authorisation.community, osm_id, "accepted")
    insert_features(authorisation, service)


def _record_decision(transaction: Transaction, slug: str, osm_id: str, decision: str) -> None:
    if not transaction.rows("streets/open_candidate", community=slug, osm_id=osm_id):
        raise CandidateUnknownError
    transaction.execute("streets/set_decision", community=slug, osm_id=osm_id, decision=decision)
    transaction.execute("communities/layers_changed", slug=slug)


def _restriction_rows(edges: gpd.GeoDataFrame) -> pd.DataFrame:
    is_restricted = edges[RESTRICTION_VALUES].notna().any(axis=1) | edges[DIRECTIONS].any(axis=1)
    return pd.DataFrame(edges.loc[is_restricted, ["edge", *RESTRICTION_VALUES, *DIRECTIONS]])


def _frame_rows(frame: gpd.GeoDataFrame, columns: list[str]) -> pa.Table:
    """Convert columns and geometries to Arrow, which DuckDB reads without making Python objects."""
    rows = {name: _column_rows(frame[name]) for name in columns}
    return pa.table(rows | {"wkb": pa.array(shapely.to_wkb(frame.geometry.to_numpy()))})


def _column_rows(column: pd.Series[Any]) -> pa.Array:
    is_text = column.dtype in ("object", "str")
    return pa.array(column, type=pa.string() if is_text else None, from_pandas=True)


def _base_map_rows(base_map: gpd.GeoDataFrame) -> pa.Table:
    projected = base_map.to_crs(WEB_MERCATOR)
    rows = _frame_rows(projected, BASE_MAP_COLUMNS)
    bounds = shapely.bounds(projected.geometry.to_numpy())
    for name, values in zip(("min_x", "min_y", "max_x", "max_y"), bounds.T, strict=True):
        rows = rows.append_column(name, pa.array(values))
    return rows.sort_by([(name, "ascending") for name in ("layer", "rank", "min_x")])


def read_street_names(store: Store, slug: str) -> list[dict[str, Any]]:
    """List the names on the base map: `name`, `kind`, and bounds in degrees."""
    return store.rows("streets/names", community=slug)
