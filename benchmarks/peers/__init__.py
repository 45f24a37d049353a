"""
The peers: each in the fastest way we found to use it for these questions.

A peer that is not installed is left out, and the report says so.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec

from benchmarks.engine import Engine
from benchmarks.questions import Questions

PEERS = {  # package and the class that drives it
    "rustworkx": "Rustworkx",
    "networkx": "Networkx",
    "igraph": "Igraph",
    "networkit": "Networkit",
    "pandana": "Pandana",
    "osmnx": "Osmnx",
}
SMALL_ONLY = {"osmnx"}  # its graph of dictionaries takes several gigabytes for a million nodes
LARGE = 200_000  # junctions


def peers_here(
    questions: Questions, *, wanted: set[str] | None = None
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
    for package, drives in PEERS.items():
        if wanted is not None and package not in wanted:
            missing[package] = "not asked for"
        elif find_spec(package) is None:
            missing[package] = "not installed"
        elif package in SMALL_ONLY and questions.network.nodes > LARGE:
            missing[package] = "only on the small network"
        else:
            made = getattr(import_module(f"benchmarks.peers.with_{package}"), drives)
            makers[package] = lambda made=made: made(questions)
    return makers, missing
