"""
The peers: each in the fastest way we found to use it for these questions.

A peer that is not installed is left out, and the report says so.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec

from benchmarks.engine import Engine
from benchmarks.queries import BenchmarkQueries

PEER_ENGINES = {  # under its name here: the package, and the class that drives it
    "rustworkx": ("rustworkx", "Rustworkx"),
    "rustworkx_lazy": ("rustworkx", "RustworkxLazy"),
    "networkx": ("networkx", "Networkx"),
    "igraph": ("igraph", "Igraph"),
    "networkit": ("networkit", "Networkit"),
    "pandana": ("pandana", "Pandana"),
    "osmnx": ("osmnx", "Osmnx"),
}
SMALL_NETWORK_ONLY = {
    "pandana": "takes minutes to contract a large network each time it is weighted",
    "osmnx": "its graph of a large network takes several gigabytes",
}
LARGE_NETWORK_NODES = 200_000  # junctions


def find_available_peers(
    queries: BenchmarkQueries, *, selected: set[str] | None = None
) -> tuple[dict[str, Callable[[], Engine]], dict[str, str]]:
    """
    Find who can be asked.

    Returns
    -------
    makers, missing
        How to make each peer; and why the others are not there.
    """
    makers: dict[str, Callable[[], Engine]] = {}
    missing: dict[str, str] = {}
    for name, (package, drives) in PEER_ENGINES.items():
        if selected is not None and name not in selected:
            missing[name] = "not asked for"
        elif find_spec(package) is None:
            missing[name] = "not installed"
        elif queries.network.node_count > LARGE_NETWORK_NODES and name in SMALL_NETWORK_ONLY:
            missing[name] = SMALL_NETWORK_ONLY[name]
        else:
            made = getattr(import_module(f"benchmarks.peers.with_{package}"), drives)
            makers[name] = lambda made=made: made(queries)
    return makers, missing
