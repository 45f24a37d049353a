"""Street edges, base map and service candidates of a community, imported from an extract."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

import geopandas as gpd
import pandas as pd
import shapely

from geo.errors import CandidateUnknownError
from geo.layers.street_rows import (
    FERRY_COLUMNS,
    TURN_RESTRICTION_COLUMNS,
    WEB_MERCATOR,
    StreetRows,
    build_street_rows,
)
from geo.model import CONFIDENTIAL_SERVICE_TYPES, WGS84
from geo.store.communities import read_community
from geo.store.database import Store, Transaction
from geo.store.layers import insert_features, to_geodataframe
from geo.store.write_authorisation import WriteAuthorisation

CONNECTOR_KIND = "connector"  # as `geo.osm.connectors` names it


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
    ferries
        See `geo.osm.ferries.build_ferries`.
    """

    edges: gpd.GeoDataFrame
    base_map: gpd.GeoDataFrame
    candidates: gpd.GeoDataFrame
    source: str
    turn_restrictions: pd.DataFrame = field(
        default_factory=lambda: pd.DataFrame(columns=TURN_RESTRICTION_COLUMNS)
    )
    ferries: gpd.GeoDataFrame = field(
        default_factory=lambda: gpd.GeoDataFrame(columns=FERRY_COLUMNS, geometry=[], crs=WGS84)
    )

    def to_rows(self) -> StreetRows:
        """Convert the frames to the rows that are stored."""
        return build_street_rows(
            self.edges,
            self.base_map,
            self.candidates,
            turn_restrictions=self.turn_restrictions,
            ferries=self.ferries,
            source=self.source,
        )


def replace_streets(
    store: Store,
    slug: str,
    streets: StreetImport | StreetRows,
    *,
    replaces_confidential: bool = False,
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
    rows = streets.to_rows() if isinstance(streets, StreetImport) else streets

    def in_transaction(transaction: Transaction) -> None:
        transaction.execute("streets/delete_edges", community=slug)
        transaction.execute("streets/delete_restrictions", community=slug)
        transaction.execute("streets/delete_turn_restrictions", community=slug)
        transaction.execute("streets/delete_ferries", community=slug)
        transaction.execute("streets/delete_base_map", community=slug)
        if replaces_confidential:
            transaction.execute("streets/delete_open_candidates", community=slug)
        else:
            transaction.execute("streets/delete_visible_candidates", codes, community=slug)
        transaction.execute("streets/add_edges", rows.edges, community=slug)
        transaction.execute("streets/add_restrictions", rows.restrictions, community=slug)
        transaction.execute("streets/add_turn_restrictions", rows.turn_restrictions, community=slug)
        transaction.execute("streets/add_ferries", rows.ferries, community=slug)
        transaction.execute("streets/add_base_map", rows.base_map, community=slug)
        transaction.execute("streets/add_candidates", rows.candidates, community=slug)
        transaction.execute("communities/streets_changed", slug=slug, source=rows.source)

    store.transact(in_transaction)


def light_street_edges(transaction: Transaction, slug: str, edges: Sequence[int]) -> None:
    """Record street lamps on edges, by their numbers, until streets are imported anew."""
    incoming = pd.DataFrame({"edge": [int(one) for one in edges]}, dtype="int32")
    transaction.execute("streets/light_edges", incoming, community=slug)
    source = read_community(transaction, slug).streets_source
    transaction.execute("communities/streets_changed", slug=slug, source=source)


def read_street_edges(store: Store | Transaction, slug: str) -> gpd.GeoDataFrame:
    """Read the street edges, EPSG:4326, ordered by `edge`; empty without streets."""
    return to_geodataframe(store.frame("streets/edges", community=slug))


def read_street_bounds(store: Store, slug: str) -> tuple[float, ...]:
    """Read west, south, east and north [degrees] of a community's street edges, at least one."""
    (row,) = store.rows("streets/bounds", community=slug)
    return row["west"], row["south"], row["east"], row["north"]


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


def read_ferries(store: Store, slug: str) -> gpd.GeoDataFrame:
    """
    Read the ferries, EPSG:4326, ordered by `edge`; see `geo.osm.ferries.build_ferries`.

    Returns
    -------
    ferries
        With `u_edge u_at_last` and `v_edge v_at_last`: a routable street edge at the first and at
        the last node, and whether the node is its last one; null where there is none.
    """
    return to_geodataframe(store.frame("streets/ferries", community=slug))


def read_connectors(store: Store, slug: str) -> gpd.GeoDataFrame:
    """Read the edges of the kind `connector`, EPSG:4326; see `geo.osm.connectors`."""
    return to_geodataframe(store.frame("streets/connectors", community=slug, kind=CONNECTOR_KIND))


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
    store.transact(lambda transaction: _record_decisions(transaction, slug, [osm_id], decision))


def accept_candidates(
    authorisation: WriteAuthorisation, osm_ids: Sequence[str], services: gpd.GeoDataFrame
) -> None:
    """
    Add services and record their candidates as accepted, within a transaction.

    Raises
    ------
    CandidateUnknownError
        If any is no candidate, or was decided on already.
    WriteDeniedError
        If the authorisation does not permit adding services.
    """
    _record_decisions(authorisation.transaction, authorisation.community, osm_ids, "accepted")
    insert_features(authorisation, services)


def list_open_candidates(
    transaction: Transaction, slug: str, osm_ids: Sequence[str]
) -> frozenset[str]:
    """List which of some candidates nobody has decided on yet."""
    incoming = pd.DataFrame({"osm_id": list(osm_ids)}, dtype=object)
    rows = transaction.frame_with_incoming("streets/open_candidates", incoming, community=slug)
    return frozenset(rows["osm_id"])


def _record_decisions(
    transaction: Transaction, slug: str, osm_ids: Sequence[str], decision: str
) -> None:
    if set(osm_ids) != list_open_candidates(transaction, slug, osm_ids):
        raise CandidateUnknownError
    incoming = pd.DataFrame({"osm_id": list(osm_ids)}, dtype=object)
    transaction.execute("streets/set_decisions", incoming, community=slug, decision=decision)
    transaction.execute("communities/layers_changed", slug=slug)


def read_street_names(store: Store, slug: str) -> list[dict[str, Any]]:
    """List the names on the base map: `name`, `kind`, and bounds in degrees."""
    return store.rows("streets/names", community=slug)
