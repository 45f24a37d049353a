"""The streets of a community, its base map, and the services its extract named."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

import geopandas as gpd
import pandas as pd
import shapely

from geo.errors import CandidateUnknownError
from geo.model import WGS84
from geo.store.database import Store, Writer
from geo.store.layers import add_in, as_geoframe

WEB_MERCATOR = "EPSG:3857"
EDGE_COLUMNS = "edge u v way name kind lit surface steps bridge fragment routable".split()
BASE_COLUMNS = "layer class name bridge steps rank".split()
CANDIDATE_COLUMNS = "osm_id type name phone opening_hours confidential".split()


@dataclass(frozen=True)
class NewStreets:
    """
    What an extract brings, EPSG:4326.

    Attributes
    ----------
    edges, base, candidates
        Pieces of street, what the base map shows, and services to be decided on.
    source
        Where they came from, as shown beside the map.
    """

    edges: gpd.GeoDataFrame
    base: gpd.GeoDataFrame
    candidates: gpd.GeoDataFrame
    source: str


def replace_streets(store: Store, slug: str, new: NewStreets) -> None:
    """
    Put an extract in the place of the streets a community has: all of it, or none.

    Services that people have decided on stay decided.
    """
    edge_rows = _rows(new.edges, EDGE_COLUMNS)
    base_rows = _base_rows(new.base)
    candidate_rows = _rows(new.candidates, CANDIDATE_COLUMNS)

    def work(writer: Writer) -> None:
        writer.change("streets/forget_edges", community=slug)
        writer.change("streets/forget_base", community=slug)
        writer.change("streets/forget_candidates", community=slug)
        writer.change("streets/add_edges", edge_rows, community=slug)
        writer.change("streets/add_base", base_rows, community=slug)
        writer.change("streets/add_candidates", candidate_rows, community=slug)
        writer.change("communities/streets_changed", slug=slug, source=new.source)

    store.transact(work)


def read_edges(store: Store, slug: str) -> gpd.GeoDataFrame:
    """Read the pieces of street, EPSG:4326, ordered by `edge`; empty without streets."""
    return as_geoframe(store.frame("streets/edges", community=slug))


def read_base(
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
    frame = store.frame("streets/base", community=slug, last_rank=last_rank, **sides)
    return as_geoframe(frame)


def street_counts(store: Store, slug: str) -> dict[str, int]:
    """Count edges, junctions, fragments and the services still to be decided on."""
    row: dict[str, Any] = store.rows("streets/counts", community=slug)[0]
    return row


def read_candidates(store: Store, slug: str) -> gpd.GeoDataFrame:
    """
    Read the services that the extract named and nobody has decided on.

    Notes
    -----
    Raw: only `geo.privacy` may hand on what it reads.
    """
    return as_geoframe(store.frame("streets/candidates", community=slug))


def decide_candidate(
    store: Store, slug: str, osm_id: str, decision: Literal["accepted", "refused"]
) -> None:
    """
    Note what people decided about a service that the extract named.

    Raises
    ------
    CandidateUnknownError
        If there is none of this name, or others have decided on it.
    """
    store.transact(lambda writer: _decide(writer, slug, osm_id, decision))


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

    def work(writer: Writer) -> None:
        _decide(writer, slug, osm_id, "accepted")
        add_in(writer, slug, "services", service, who)

    store.transact(work)


def _decide(writer: Writer, slug: str, osm_id: str, decision: str) -> None:
    if not writer.rows("streets/open_candidate", community=slug, osm_id=osm_id):
        raise CandidateUnknownError
    writer.change("streets/decide", community=slug, osm_id=osm_id, decision=decision)
    writer.change("communities/layers_changed", slug=slug)


def _rows(frame: gpd.GeoDataFrame, columns: list[str]) -> pd.DataFrame:
    rows = pd.DataFrame(frame[columns])
    return rows.assign(wkb=shapely.to_wkb(frame.geometry.to_numpy()))


def _base_rows(base: gpd.GeoDataFrame) -> pd.DataFrame:
    flat = base.to_crs(WEB_MERCATOR)
    bounds = flat.geometry.bounds.set_axis(["min_x", "min_y", "max_x", "max_y"], axis="columns")
    rows = pd.concat([_rows(flat, BASE_COLUMNS), bounds], axis="columns")
    return rows.sort_values(["layer", "rank", "min_x"], kind="stable")


def street_names(store: Store, slug: str) -> list[dict[str, Any]]:
    """List the names on the base map: `name`, `kind`, and bounds in degrees."""
    return store.rows("streets/names", community=slug)
