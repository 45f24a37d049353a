"""Routes, new weights and coverage: every engine in turns, on the same questions."""

from __future__ import annotations

from typing import Any

import numpy as np

from benchmarks.engine import (
    REFERENCE_COST_ONLY,
    REFERENCE_ENGINE,
    AmparoCostOnlyEngine,
    AmparoEngine,
    Engine,
)
from benchmarks.networks import measure_network_size
from benchmarks.peers import find_available_peers
from benchmarks.queries import BenchmarkQueries
from benchmarks.timing import median_s, run_interleaved, time_call
from geo.network.street_network import FloatArray
from geo.routes.cost import calculate_edge_costs

COVERAGE_ROUNDS = 5
PAIRS_PER_BATCH = 10  # pairs that one engine takes before the next has its turn
SWEEP_ROUNDS = 9
COST_TOLERANCE_MIN = 1e-6  # minutes
MAX_AVERSION = 10.0


def compare_engines(
    queries: BenchmarkQueries, *, selected: set[str] | None = None
) -> dict[str, Any]:
    """
    Ask all engines the same.

    Returns
    -------
    facts
        Per engine: median seconds for a route, a route after new weights, and coverage; the
        largest difference in cost to ours [min]; and the sweep that coverage is held against.
    """
    makers, missing = find_available_peers(queries, selected=selected)
    engines: dict[str, Engine] = {REFERENCE_ENGINE: AmparoEngine(queries)}
    built: dict[str, float] = {}
    for name, make in makers.items():
        built[name], engines[name] = time_call(make)
    _preload_network(queries)
    parts = {
        "route": _time_routes(engines, len(queries.pairs)),
        "new_weights": _time_new_weights(engines, len(queries.pairs)),
        "coverage": _time_coverage({**engines, REFERENCE_COST_ONLY: AmparoCostOnlyEngine(queries)}),
    }
    facts = {
        name: {
            "engine": engine.name,
            "note": engine.note,
            "built_s": built.get(name),
            **{f"{part}_s": median_s(seconds[name]) for part, (seconds, _) in parts.items()},
            "times": {part: len(seconds[name]) for part, (seconds, _) in parts.items()},
            "apart_min": {
                part: _max_cost_difference(told, name) for part, (_, told) in parts.items()
            },
        }
        for name, engine in engines.items()
    }
    cost_only, _ = parts["coverage"]
    return {
        "size": vars(measure_network_size(queries.network)),
        "pairs": len(queries.pairs),
        "engines": facts,
        "missing": missing,
        "sweep_s": measure_sweep_s(queries),
        "cost_only_s": median_s(cost_only[REFERENCE_COST_ONLY]),
    }


def measure_sweep_s(queries: BenchmarkQueries) -> float:
    """
    Time one bare sweep over the arcs: the least that any answer for all junctions must do.

    Each arc is read once: the cost so far at the neighbour it leads to, plus its price, and the
    least of these for each junction. The three numpy calls write into arrays made before.
    """
    arcs = queries.network.adjacency_matrix
    price = calculate_edge_costs(queries.exposure, 0.0)[arcs.data - 1]
    so_far = np.random.default_rng(0).uniform(0, 100, queries.network.node_count)
    through, least = np.empty(len(price)), np.empty(queries.network.node_count)

    def sweep(_number: int) -> None:
        np.take(so_far, arcs.indices, out=through, mode="clip")
        np.add(through, price, out=through)
        np.minimum.reduceat(through, arcs.indptr[:-1], out=least)

    return median_s(run_interleaved({"sweep": sweep}, rounds=SWEEP_ROUNDS)[0]["sweep"])


def _preload_network(queries: BenchmarkQueries) -> None:
    """Make what is made once for a network and its exposure."""
    network, exposure = queries.network, queries.exposure
    _ = (
        network.adjacency_matrix,
        network.node_grid,
        network.node_components,
        exposure.edge_measures,
        exposure.has_valid_costs,
    )


TimingResults = tuple[dict[str, list[float]], dict[str, list[Any]]]


def _time_routes(engines: dict[str, Engine], pairs: int) -> TimingResults:
    for engine in engines.values():
        engine.set_aversion(MAX_AVERSION / 2)
        engine.route_cost(0)
    return run_interleaved(
        {name: engine.route_cost for name, engine in engines.items()},
        rounds=pairs,
        batch_rounds=PAIRS_PER_BATCH,
    )


def _time_new_weights(engines: dict[str, Engine], pairs: int) -> TimingResults:
    aversions = np.linspace(0.1, MAX_AVERSION, pairs)

    def turn(engine: Engine, number: int) -> float:
        engine.set_aversion(float(aversions[number]))
        return engine.route_cost(number)

    return run_interleaved(
        {
            name: lambda number, engine=engine: turn(engine, number)
            for name, engine in engines.items()
        },
        rounds=pairs,
        batch_rounds=PAIRS_PER_BATCH,
    )


def _time_coverage(engines: dict[str, Engine]) -> TimingResults:
    for engine in engines.values():
        engine.set_aversion(0.0)
        engine.service_costs()  # lets engines build what they need for many sources
    return run_interleaved(
        {name: lambda _, engine=engine: engine.service_costs() for name, engine in engines.items()},
        rounds=COVERAGE_ROUNDS,
    )


def _max_cost_difference(results: dict[str, list[Any]], name: str) -> float:
    """Tell the largest difference to ours, over all answers that both gave."""
    both = zip(results[REFERENCE_ENGINE], results[name], strict=False)
    return max(
        _max_abs_difference(np.atleast_1d(ours), np.atleast_1d(other)) for ours, other in both
    )


def _max_abs_difference(ours: FloatArray, other: FloatArray) -> float:
    same = ours == other  # infinite on both sides
    return float(np.max(np.where(same, 0.0, np.abs(np.where(same, 0.0, ours - other)))))
