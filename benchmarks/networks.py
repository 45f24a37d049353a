"""The networks that are measured on: a real city, and a mosaic of it with a million junctions."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import shapely
from numpy.typing import NDArray

from geo.imports.street_import import import_streets
from geo.model import Community
from geo.network.street_network import StreetNetwork, build_network
from geo.store import communities, open_store
from geo.store.streets import read_edges

SLUG = "place"
SEAMS = 40  # streets that join a tile of the mosaic to each neighbour
WALK_M_PER_MIN = 75.0  # the pace on those streets, as on any plain street


@dataclass(frozen=True)
class Size:
    """How large a network is."""

    junctions: int
    edges: int


def size_of(network: StreetNetwork) -> Size:
    """Count."""
    return Size(network.nodes, len(network.u))


def city(extract: Path) -> StreetNetwork:
    """Import an extract into a store of its own, and build its network."""
    with tempfile.TemporaryDirectory() as folder:
        store = open_store(folder)
        communities.add_community(store, Community(slug=SLUG, name=SLUG))
        import_streets(store, SLUG, extract)
        network = build_network(read_edges(store, SLUG))
        store.close()
    return network


def mosaic(tile: StreetNetwork, *, columns: int, rows: int) -> StreetNetwork:
    """
    Lay copies of a network side by side and join neighbours by streets.

    Parameters
    ----------
    tile
        The network to repeat; the copies keep its shapes, lengths and speeds.
    columns, rows
        How many copies, at least one each way.
    """
    if columns * rows == 1:
        return tile
    low, high = tile.node_xy.min(axis=0), tile.node_xy.max(axis=0)
    column, row = (places.ravel() for places in np.meshgrid(np.arange(columns), np.arange(rows)))
    shift = np.stack([column, row], axis=1) * (high - low + 1.0)
    copies, edges = len(shift), len(tile.u)
    offset = np.repeat(np.arange(copies) * tile.nodes, edges).astype(np.int32)
    seams = _seams(tile, columns=columns, rows=rows)
    xy = (tile.node_xy[None, :, :] + shift[:, None, :]).reshape(-1, 2)
    gap = np.hypot(*(xy[seams[:, 0]] - xy[seams[:, 1]]).T)
    new = len(seams)
    return replace(
        tile,
        edge=np.arange(edges * copies + new, dtype=np.int32),
        u=np.concatenate([np.tile(tile.u, copies) + offset, seams[:, 0]]).astype(np.int32),
        v=np.concatenate([np.tile(tile.v, copies) + offset, seams[:, 1]]).astype(np.int32),
        length_m=np.concatenate([np.tile(tile.length_m, copies), gap]),
        minutes=np.concatenate([np.tile(tile.minutes, copies), gap / WALK_M_PER_MIN]),
        lines=np.concatenate([_shifted(tile, shift), shapely.linestrings(xy[seams])]),
        names=np.concatenate([np.tile(tile.names, copies), np.full(new, None)]),
        kinds=np.concatenate([np.tile(tile.kinds, copies), np.full(new, "residential")]),
        bridge=np.concatenate([np.tile(tile.bridge, copies), np.zeros(new, dtype=bool)]),
        steps=np.concatenate([np.tile(tile.steps, copies), np.zeros(new, dtype=bool)]),
        nodes=tile.nodes * copies,
    )


def _shifted(tile: StreetNetwork, shift: NDArray[np.float64]) -> NDArray[np.object_]:
    vertices = tile.vertices
    return np.concatenate(
        [shapely.linestrings(vertices.xy + by, indices=vertices.line) for by in shift]
    )


def _seams(tile: StreetNetwork, *, columns: int, rows: int) -> NDArray[np.int64]:
    """Pair the outermost junctions of each side with those of the side they come to face."""
    copy = np.arange(columns * rows).reshape(rows, columns)
    pairs = []
    for axis, here, there in ((0, copy[:, :-1], copy[:, 1:]), (1, copy[:-1], copy[1:])):
        across = tile.node_xy[:, axis].argsort(kind="stable")
        along = tile.node_xy[:, 1 - axis]
        last, first = (side[along[side].argsort()] for side in (across[-SEAMS:], across[:SEAMS]))
        pairs += [
            np.stack([a * tile.nodes + last, b * tile.nodes + first], axis=1)
            for a, b in zip(here.ravel(), there.ravel(), strict=True)
        ]
    return np.concatenate(pairs)
