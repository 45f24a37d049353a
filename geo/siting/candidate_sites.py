"""Candidate sites of a service: institutions and safe zones that are there, street corners."""

from __future__ import annotations

from typing import Literal

import geopandas as gpd
import numpy as np
from numpy.typing import NDArray

from geo.errors import SitingCandidatesError
from geo.layers.confidential_features import is_confidential
from geo.model import WGS84
from geo.network.street_network import StreetNetwork
from geo.privacy.view import View

CandidateSource = Literal["services", "safe_zones", "streets"]
CANDIDATE_SOURCES: tuple[CandidateSource, ...] = ("services", "safe_zones", "streets")
MAX_CANDIDATES = 500
COLUMNS = ("name", "source")


def list_candidate_sites(
    view: View, service_type: str, source: CandidateSource, *, most: int = MAX_CANDIDATES
) -> gpd.GeoDataFrame:
    """
    List the places where a service of a type may be opened, as the view's audience may know them.

    Parameters
    ----------
    source
        `services`: where another service is; `safe_zones`: a point inside each; of both the
        confidential ones are left out; `streets`: corners of the main street network, one for each
        cell of a grid that gives at most `most`.
    most
        Of services and safe zones, the first ones are taken.

    Returns
    -------
    sites
        `name`, `source` and points, EPSG:4326; index 0 to n-1.

    Raises
    ------
    SitingCandidatesError
        If there are none.
    """
    if source == "streets":
        sites = _list_corners(view, most)
    else:
        layer = view.services if source == "services" else view.safe_zones
        # Nothing is opened beside a shelter, and nobody is told that one is there.
        placed = layer[layer.geometry.notna() & ~is_confidential(layer)]
        if source == "services":
            placed = placed[placed["type"] != service_type]
        points = placed.geometry.representative_point()
        sites = gpd.GeoDataFrame(
            {"name": placed["name"].tolist()}, geometry=list(points), crs=WGS84
        )
    sites = sites.drop_duplicates("geometry").head(most).reset_index(drop=True)
    if sites.empty:
        raise SitingCandidatesError(source=source)
    return sites.assign(source=source)[[*COLUMNS, "geometry"]]


def _list_corners(view: View, most: int) -> gpd.GeoDataFrame:
    if not view.has_streets:
        raise SitingCandidatesError(source="streets")
    network = view.network
    nodes = thin_nodes(network, most)
    x, y = network.node_xy[nodes].T
    points = gpd.GeoSeries.from_xy(x, y, crs=network.crs).to_crs(WGS84)
    names = [_name_corner(network, node) for node in nodes]
    return gpd.GeoDataFrame({"name": names}, geometry=list(points), crs=WGS84)


def thin_nodes(network: StreetNetwork, most: int) -> NDArray[np.intp]:
    """
    Thin the nodes of the main street network to at most a number, spread over its ground.

    Each cell of a grid keeps the node nearest to its middle; the cells are made larger until there
    are few enough.
    """
    is_main = network.edge_components == network.main_component
    nodes = np.unique(np.concatenate([network.u[is_main], network.v[is_main]]))
    xy = network.node_xy[nodes]
    origin, extent = xy.min(axis=0), max(float(np.ptp(xy, axis=0).max()), 1.0)
    size = extent / np.sqrt(most)
    while True:
        cells = np.floor((xy - origin) / size).astype(np.int64)
        middle_m = np.linalg.norm(xy - origin - (cells + 0.5) * size, axis=1)
        order = np.lexsort((nodes, middle_m, cells[:, 1], cells[:, 0]))
        _, first = np.unique(cells[order], axis=0, return_index=True)
        if len(first) <= most:
            return np.asarray(np.sort(nodes[order[first]]), dtype=np.intp)
        size *= 1.1


def _name_corner(network: StreetNetwork, node: int) -> str | None:
    """Name a corner by the streets that meet there."""
    edges = np.flatnonzero((network.u == node) | (network.v == node))
    names = sorted({str(name) for name in network.street_names[edges] if name})
    return " / ".join(names) or None
