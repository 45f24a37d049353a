"""
Restrictions of edges: of their way, and of barriers at their ends.

Each edge that ends at a barrier is split half a metre from it, so that the barrier restricts short
edges and not the street. A restricted edge between two nodes that anybody reaches is split in its
middle: the new node has restricted edges only, and is the destination to which they lead.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from geo.network.edge_restrictions import (
    CLOSED_ACCESS,
    DESTINATION_ACCESS,
    EdgeRestrictions,
)
from geo.network.polylines import BoolArray, Int64Array, Polylines
from geo.osm.barrier_nodes import BarrierNodes
from geo.osm.line_splitting import concatenate_lines, split_at_distances, split_evenly

STUB_LENGTH_M = 0.5
"""Length of the edges at a barrier [m]. Our choice: the barrier itself, and no house beside it."""

MIN_SPLIT_LENGTH_M = 0.02  # shorter edges are not split: OpenStreetMap stores centimetres
# Kinds of streets that no motor vehicle uses: barriers for vehicles matter on all others.
PEDESTRIAN_KINDS = frozenset(
    "footway path steps corridor platform bridleway cycleway pedestrian".split()
)
NO_BARRIER = -1


@dataclass(frozen=True)
class NodeBarriers:
    """
    Which barrier each node of a network has.

    Attributes
    ----------
    barriers
        All barriers.
    index
        Index in `barriers` for each node, or `NO_BARRIER`.
    """

    barriers: BarrierNodes
    index: Int64Array

    def renumber(self, new_numbers: Int64Array, count: int) -> NodeBarriers:
        """Renumber the nodes; those without a number (-1) are dropped, new ones have no barrier."""
        index = np.full(count, NO_BARRIER, dtype=np.int64)
        numbers = new_numbers[: len(self.index)]
        is_used = numbers >= 0
        index[numbers[is_used]] = self.index[: len(numbers)][is_used]
        return NodeBarriers(self.barriers, index)

    def at(self, nodes: Int64Array) -> Int64Array:
        """Return the barrier at nodes; nodes that were added later have none."""
        is_old = nodes < len(self.index)
        found = np.full(len(nodes), NO_BARRIER, dtype=np.int64)
        found[is_old] = self.index[nodes[is_old]]
        return found


def select_effective_barriers(
    barriers: BarrierNodes, *, refs: Int64Array, driven_refs: Int64Array
) -> BarrierNodes:
    """
    Select the barriers that restrict anybody.

    Parameters
    ----------
    refs
        OSM ids of the nodes of walkable ways.
    driven_refs
        Those of ways that vehicles may use: elsewhere a barrier that pedestrians pass restricts
        nobody.
    """
    own = np.array(barriers.refs, dtype=np.int64)
    restricts_walking = np.array([one.is_restricted for one in barriers.passages], dtype=np.bool_)
    is_effective = np.isin(own, refs) & (restricts_walking | np.isin(own, driven_refs))
    return barriers.select(np.flatnonzero(is_effective).tolist())


def locate_barriers(barriers: BarrierNodes, node_refs: Int64Array) -> NodeBarriers:
    """
    Find the nodes that have a barrier.

    Parameters
    ----------
    node_refs
        OSM id of each node, in rising order; every barrier is among them.
    """
    index = np.full(len(node_refs), NO_BARRIER, dtype=np.int64)
    refs = np.array(barriers.refs, dtype=np.int64)
    # Of barriers on one spot, the strictest is the last and stays.
    strictness = [passage.strictness for passage in barriers.passages]
    order = np.argsort(np.array(strictness, dtype=np.int64), kind="stable")
    index[np.searchsorted(node_refs, refs[order])] = order
    return NodeBarriers(barriers, index)


def split_at_barriers(lines: Polylines, nodes: NodeBarriers) -> Polylines:
    """Split lines `STUB_LENGTH_M` from each barrier at their ends, or nearer if they are short."""
    at_u, at_v = nodes.at(lines.u) >= 0, nodes.at(lines.v) >= 0
    length_m = lines.lengths_m()
    cuts = at_u.astype(np.int64) + at_v
    cuts[length_m < MIN_SPLIT_LENGTH_M] = 0
    split, unsplit = np.flatnonzero(cuts), np.flatnonzero(cuts == 0)
    if not len(split):
        return lines
    stub_m = np.minimum(STUB_LENGTH_M, length_m / (cuts + 1))
    both = np.stack([np.where(at_u, stub_m, np.nan), np.where(at_v, length_m - stub_m, np.nan)])
    line, end = np.nonzero(~np.isnan(both[:, split].T))
    pieces = split_at_distances(
        lines.select_lines(split),
        line,
        both[end, split[line]],
        first_new=lines.count_node_numbers(),
    )
    return concatenate_lines(lines.select_lines(unsplit), pieces)


def split_through_edges(lines: Polylines, is_restricted: BoolArray) -> Polylines:
    """Split restricted lines between two nodes that have unrestricted lines, in their middle."""
    has_free = np.zeros(lines.count_node_numbers(), dtype=np.bool_)
    has_free[lines.u[~is_restricted]] = has_free[lines.v[~is_restricted]] = True
    is_through = is_restricted & has_free[lines.u] & has_free[lines.v]
    is_through &= lines.lengths_m() >= MIN_SPLIT_LENGTH_M
    split = np.flatnonzero(is_through)
    if not len(split):
        return lines
    halves = split_evenly(
        lines.select_lines(split),
        np.full(len(split), 2),
        first_new=lines.count_node_numbers(),
    )
    return concatenate_lines(lines.select_lines(np.flatnonzero(~is_through)), halves)


def combine_restrictions(
    lines: Polylines, tagged: EdgeRestrictions, nodes: NodeBarriers
) -> EdgeRestrictions:
    """
    Combine the restrictions of each line's way with those of barriers at its ends.

    The stricter access holds. The hours of a barrier replace those of its way, which hold on the
    next edge.
    """
    combined = tagged.select_edges(lines.osm_way_index)
    for ends in (lines.u, lines.v):
        barrier = nodes.at(ends)
        combined = _add_barriers(combined, np.flatnonzero(barrier >= 0), barrier, nodes.barriers)
    return combined


def _add_barriers(
    edges: EdgeRestrictions, restricted: Int64Array, barrier: Int64Array, barriers: BarrierNodes
) -> EdgeRestrictions:
    access, hours = edges.access.copy(), edges.open_hours.copy()
    kinds, drive_access = edges.barrier.copy(), edges.drive_access.copy()
    for edge in restricted.tolist():
        number = int(barrier[edge])
        passage = barriers.passages[number]
        access[edge] = _stricter(access[edge], passage.access)
        hours[edge] = passage.open_hours or hours[edge]
        drive_access[edge] = _stricter(drive_access[edge], barriers.drive_access[number])
        kinds[edge] = barriers.kinds[number]
    return replace(edges, access=access, open_hours=hours, barrier=kinds, drive_access=drive_access)


def _stricter(one: str | None, other: str | None) -> str | None:
    """Return the stricter of two accesses."""
    if CLOSED_ACCESS in (one, other):
        return CLOSED_ACCESS
    return DESTINATION_ACCESS if DESTINATION_ACCESS in (one, other) else None


def is_restricted_on_foot(edges: EdgeRestrictions) -> BoolArray:
    """Return whether not everybody may walk on an edge at any time."""
    has_access = np.array([value is not None for value in edges.access], dtype=np.bool_)
    return has_access | edges.has_hours
