"""The streets of a community, its base map, and the services its extract named."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

import geopandas as gpd
import pandas as pd
import shapely

from geo.errors import CandidateUnknownError
from geo.layers.schema import CANDIDATE_COLUMNS
from geo.model import WGS84
from geo.store.database import Store, Transaction
from geo.store.layers import insert_features, to_geodataframe

WEB_MERCATOR = "EPSG:3857"
EDGE_COLUMNS = "edge u v way name kind lit surface steps bridge fragment routable".split()
BASE_MAP_COLUMNS = "layer class name bridge steps rank".split()


@dataclass(frozen=True)
class StreetImport:
    """
    What an extract brings, EPSG:4326.

    Attributes
    ----------
    edges, base_map, candidates
        Pieces of street, what the base map shows, and services to be decided on.
    source
        Where they came from, as shown beside the map.
    """

    edges: gpd.GeoDataFrame
    base_map: gpd.GeoDataFrame
    candidates: gpd.GeoDataFrame
    source: str


def replace_streets(store: Store, slug: str, streets: StreetImport) -> None:
    """
    Put an extract in the place of the streets a community has: all of it, or none.

    Services that people have decided on stay decided.
    """
    edge_rows = _frame_rows(streets.edges, EDGE_COLUMNS)
    base_rows = _base_map_rows(streets.base_map)
    candidate_rows = _frame_rows(streets.candidates, ["osm_id", *CANDIDATE_COLUMNS])

    def in_transaction(transaction: Transaction) -> None:
        transaction.execute("streets/delete_edges", community=slug)
        transaction.execute("streets/delete_base_map", community=slug)
        transaction.execute("streets/delete_open_candidates", community=slug)
        transaction.execute("streets/add_edges", edge_rows, community=slug)
        transaction.execute("streets/add_base_map", base_rows, community=slug)
        transaction.execute("streets/add_candidates", candidate_rows, community=slug)
        transaction.execute("communities/streets_changed", slug=slug, source=streets.source)

    store.transact(in_transaction)


def read_street_edges(store: Store, slug: str) -> gpd.GeoDataFrame:
    """Read the pieces of street, EPSG:4326, ordered by `edge`; empty without streets."""
    return to_geodataframe(store.frame("streets/edges", community=slug))


def read_base_map(
    store: Store, slug: str, bounds: tuple[float, ...], *, last_rank: int
) -> gpd.GeoDataFrame:
    """
    Read what the base map shows within some bounds, in the order it is drawn.

    Parameters
    ----------
    bounds
        West, south, east, north [degrees]; a feature that reaches in is given whole.
    last_rank
        Zoom of the web map: what shows only nearer is left out.

    Returns
    -------
    base
        Columns `layer class name bridge steps rank`, EPSG:4326.
    """
    corners = shapely.points([bounds[:2], bounds[2:]])
    flat = gpd.GeoSeries(corners, crs=WGS84).to_crs(WEB_MERCATOR).total_bounds
    sides = dict(zip(("west", "south", "east", "north"), map(float, flat), strict=True))
    frame = store.frame("streets/base_map", community=slug, last_rank=last_rank, **sides)
    return to_geodataframe(frame)


def count_streets(store: Store, slug: str) -> dict[str, int]:
    """Count edges, junctions, fragments and the services still to be decided on."""
    row: dict[str, Any] = store.rows("streets/counts", community=slug)[0]
    return row


def read_service_candidates(store: Store, slug: str) -> gpd.GeoDataFrame:
    """
    Read the services that the extract named and nobody has decided on.

    Notes
    -----
    Raw: only `geo.privacy` may hand on what it reads.
    """
    return to_geodataframe(store.frame("streets/candidates", community=slug))


def record_candidate_decision(
    store: Store, slug: str, osm_id: str, decision: Literal["accepted", "refused"]
) -> None:
    """
    Note what people decided about a service that the extract named.

    Raises
    ------
    CandidateUnknownError
        If there is none of this name, or others have decided on it.
    """
    store.transact(lambda transaction: _record_decision(transaction, slug, osm_id, decision))


def accept_candidate(
    store: Store, slug: str, osm_id: str, service: gpd.GeoDataFrame, *, who: str
) -> None:
    """
    Add a service and note that it was the one the extract named: both, or neither.

    Raises
    ------
    CandidateUnknownError
        If there is none of this name, or others have decided on it.
    """

    def in_transaction(transaction: Transaction) -> None:
        _record_decision(transaction, slug, osm_id, "accepted")
        insert_features(transaction, slug, "services", service, who)

    store.transact(in_transaction)


def _record_decision(transaction: Transaction, slug: str, osm_id: str, decision: str) -> None:
    if not transaction.rows("streets/open_candidate", community=slug, osm_id=osm_id):
        raise CandidateUnknownError
    transaction.execute("streets/set_decision", community=slug, osm_id=osm_id, decision=decision)
    transaction.execute("communities/layers_changed", slug=slug)


def _frame_rows(frame: gpd.GeoDataFrame, columns: list[str]) -> pd.DataFrame:
    rows = pd.DataFrame(frame[columns])
    return rows.assign(wkb=shapely.to_wkb(frame.geometry.to_numpy()))


def _base_map_rows(base_map: gpd.GeoDataFrame) -> pd.DataFrame:
    flat = base_map.to_crs(WEB_MERCATOR)
    bounds = flat.geometry.bounds.set_axis(["min_x", "min_y", "max_x", "max_y"], axis="columns")
    rows = pd.concat([_frame_rows(flat, BASE_MAP_COLUMNS), bounds], axis="columns")
    return rows.sort_values(["layer", "rank", "min_x"], kind="stable")


def read_street_names(store: Store, slug: str) -> list[dict[str, Any]]:
    """List the names on the base map: `name`, `kind`, and bounds in degrees."""
    return store.rows("streets/names", community=slug)
