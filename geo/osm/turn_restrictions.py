"""
Turn restrictions of motor vehicles, by relations `type=restriction` with a node as `via`.

Restrictions whose `via` is a way are counted only: a drive may make a turn that they forbid. A
restriction that holds at some hours only is read as one that always holds: a drive may then take
longer, but makes no turn that is forbidden.

Source: https://wiki.openstreetmap.org/wiki/Relation:restriction.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import product

import numpy as np
import pandas as pd

from geo.network.polylines import Int64Array
from geo.osm.filtered_extract import Tags, TurnRelation

_PLAIN_KEYS = (  # by precedence
    "restriction:motorcar",
    "restriction:motor_vehicle",
    "restriction:vehicle",
    "restriction",
)
RESTRICTION_KEYS = (*_PLAIN_KEYS, *(f"{key}:conditional" for key in _PLAIN_KEYS))
RELATION_KEYS = ("type", "except", *RESTRICTION_KEYS)
_EXCEPTED_VEHICLES = frozenset({"motorcar", "motor_vehicle", "vehicle"})

Turn = tuple[int, int, int, bool]
"""First edge, node, second edge; and whether it is the only turn, or a forbidden one."""

Member = tuple[str, int, str]  # type (`n`, `w` or `r`), OSM id, role


def read_turn_relation(tags: Tags, members: Iterable[Member]) -> TurnRelation | None:
    """
    Read a relation; None where it restricts no motor vehicle, or neither at a node nor along ways.

    Parameters
    ----------
    tags
        Of `RELATION_KEYS`.
    """
    value = _read_restriction(tags)
    if value is None or not tags.get("type", "restriction").startswith("restriction"):
        return None
    if _EXCEPTED_VEHICLES & {word.strip() for word in tags.get("except", "").split(";")}:
        return None
    by_role: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for kind, ref, role in members:
        by_role[role].append((kind, ref))
    via = by_role["via"]
    is_along_ways = any(kind == "w" for kind, _ in via)
    if not is_along_ways and (len(via) != 1 or via[0][0] != "n"):
        return None
    via_node = None if is_along_ways else via[0][1]
    ways = [tuple(ref for kind, ref in by_role[role] if kind == "w") for role in ("from", "to")]
    return TurnRelation(ways[0], via_node, ways[1], mandatory=value.startswith("only_"))


def _read_restriction(tags: Tags) -> str | None:
    """Return the value that holds for cars, such as `no_left_turn`; None without one."""
    for key in _PLAIN_KEYS:
        value = tags.get(key) or tags.get(f"{key}:conditional", "").partition("@")[0]
        if value:
            word = value.strip().lower()
            return word if word.startswith(("no_", "only_")) else None
    return None


@dataclass(frozen=True)
class _Ends:
    """Edges that end at nodes, by node and OSM way."""

    edges: dict[tuple[int, int], list[int]]

    @classmethod
    def of(cls, edges: pd.DataFrame, nodes: Int64Array) -> _Ends:
        found: dict[tuple[int, int], list[int]] = defaultdict(list)
        for column in ("u", "v"):
            rows = edges.loc[np.isin(edges[column], nodes), ["edge", column, "way"]]
            for edge, node, way in rows.itertuples(index=False):
                found[node, way].append(edge)
        return cls(found)

    def list_edges(self, node: int, ways: tuple[int, ...]) -> list[int]:
        """List the edge of each way at a node; a way with two edges there is ambiguous."""
        at_node = [self.edges.get((node, way), []) for way in ways]
        return [edges[0] for edges in at_node if len(edges) == 1]


def find_restricted_turns(
    relations: list[TurnRelation], edges: pd.DataFrame, node_refs: Int64Array
) -> list[Turn]:
    """
    Find the edges between which relations restrict turns.

    Parameters
    ----------
    edges
        Street edges with `edge`, `u`, `v` and `way`.
    node_refs
        OSM id of each node.

    Returns
    -------
    turns
        Each pair of edges once, in rising order. Relations with a member outside the network, or
        with a way that does not end at the node, give none.
    """
    at_node = [relation for relation in relations if relation.via_node is not None]
    via = np.array([relation.via_node for relation in at_node], dtype=np.int64)
    nodes = np.flatnonzero(np.isin(node_refs, via))
    number = dict(zip(node_refs[nodes].tolist(), nodes.tolist(), strict=True))
    ends = _Ends.of(edges, nodes)
    turns = {
        (from_edge, node, to_edge, relation.mandatory)
        for relation in at_node
        if (node := number.get(relation.via_node)) is not None
        for from_edge, to_edge in product(
            ends.list_edges(node, relation.from_ids), ends.list_edges(node, relation.to_ids)
        )
    }
    return sorted(turns)
