"""Counts of what restricts the streets of an extract, for whoever imports it."""

from __future__ import annotations

from collections.abc import Sequence

import geopandas as gpd
import numpy as np

from geo.network.edge_restrictions import (
    CLOSED_ACCESS,
    DESTINATION_ACCESS,
    WHEELCHAIR_NO,
    WHEELCHAIR_YES,
)
from geo.osm.ferries import SelectedFerries
from geo.osm.filtered_extract import TurnRelation
from geo.osm.street_graph import StreetGraph
from geo.osm.tag_restrictions import TagRestrictions


def count_restrictions(
    edges: gpd.GeoDataFrame,
    graph: StreetGraph,
    tagged: TagRestrictions,
    turns: Sequence[TurnRelation],
) -> dict[str, int]:
    """
    Count restricted ways and barriers.

    Returns
    -------
    counts
        `private_streets`, `timed_streets` (with opening hours), `one_way` (on foot), `steps`,
        `handrail_steps` and `ramp_steps` (with a ramp for wheelchairs), `no_wheelchair`
        (not steps): ways.
        `private_barriers`, `closed_barriers`, `timed_barriers`: nodes.
        `crossed_areas`: squares and the like. `unread_conditions`: ways and nodes whose condition
        or hours were not understood. `unread_turns`: turn restrictions along other ways, which
        no drive heeds.
    """
    of_barrier = edges["barrier"].notna()
    passages = [passage for passage in graph.barriers.passages if passage.is_restricted]
    used = np.unique(graph.lines.osm_way_index)
    used = used[used < len(tagged.has_unread_condition)]  # the last one is that of connectors
    private = edges["access"] == DESTINATION_ACCESS
    return {
        "private_streets": int(edges.loc[private & ~of_barrier, "way"].nunique()),
        "timed_streets": int(edges.loc[edges["open_hours"].notna() & ~of_barrier, "way"].nunique()),
        "one_way": int(edges.loc[edges["direction"] != 0, "way"].nunique()),
        "steps": int(edges.loc[edges["steps"], "way"].nunique()),
        "handrail_steps": int(edges.loc[edges["steps"] & edges["has_handrail"], "way"].nunique()),
        "ramp_steps": int(
            edges.loc[edges["steps"] & (edges["wheelchair"] == WHEELCHAIR_YES), "way"].nunique()
        ),
        "no_wheelchair": int(
            edges.loc[~edges["steps"] & (edges["wheelchair"] == WHEELCHAIR_NO), "way"].nunique()
        ),
        "private_barriers": sum(one.access == DESTINATION_ACCESS for one in passages),
        "closed_barriers": sum(one.access == CLOSED_ACCESS for one in passages),
        "timed_barriers": sum(one.open_hours is not None for one in passages),
        "crossed_areas": graph.crossed_areas,
        "unread_conditions": int(tagged.has_unread_condition[used].sum())
        + sum(one.has_unread_condition for one in graph.barriers.passages),
        "unread_turns": _count_unread_turns(turns, edges),
    }


def count_ferries(selected: SelectedFerries, ferries: gpd.GeoDataFrame) -> dict[str, int]:
    """
    Count ferries.

    Returns
    -------
    counts
        `ferries`, which a search uses if it is told to; `unjoined_ferries`, which nobody may take
        on foot, or which touch no street on one of their sides.
    """
    joined = int(ferries["way"].nunique())
    return {"ferries": joined, "unjoined_ferries": selected.count - joined}


def _count_unread_turns(relations: Sequence[TurnRelation], edges: gpd.GeoDataFrame) -> int:
    ways = set(edges["way"].tolist())
    return sum(
        not ways.isdisjoint(one.from_ids) and not ways.isdisjoint(one.to_ids)
        for one in relations
        if one.via_node is None
    )
