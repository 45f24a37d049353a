"""Routes, new weights and coverage: every engine in turns, on the same questions."""

from __future__ import annotations

from typing import Any

import numpy as np

from benchmarks.engine import OURS, OURS_COST_ONLY, Amparo, AmparoCostOnly, Engine
from benchmarks.networks import size_of
from benchmarks.peers import peers_here
from benchmarks.queries import Questions
from benchmarks.timing import clocked, in_turns, middle
from geo.network.street_network import FloatArray
from geo.routes.cost import edge_cost

COVERAGE_ROUNDS = 5
AT_ONCE = 10  # pairs that one engine takes before the next has its turn
SWEEP_ROUNDS = 9
AGREED = 1e-6  # minutes
MOST_AVERSION = 10.0


def compare(questions: Questions, *, wanted: set[str] | None = None) -> dict[str, Any]:
    """
    Ask all engines the same.

    Returns
    -------
    facts
        Per engine: median seconds for a route, a route after new weights, and coverage; the
        largest difference in cost to ours [min]; and the sweep that coverage is held against.
    """
    makers, missing = peers_here(questions, wanted=wanted)
    engines: dict[str, Engine] = {OURS: Amparo(questions)}
    built: dict[str, float] = {}
    for name, make in makers.items():
        built[name], engines[name] = clocked(make)
    _warm(questions)
    parts = {
        "route": _routes(engines, len(questions.pairs)),
        "new_weights": _new_weights(engines, len(questions.pairs)),
        "coverage": _coverage({**engines, OURS_COST_ONLY: AmparoCostOnly(questions)}),
    }
    facts = {
        name: {
            "engine": engine.name,
            "note": engine.note,
            "built_s": built.get(name),
            **{f"{part}_s": middle(seconds[name]) for part, (seconds, _) in parts.items()},
            "times": {part: len(seconds[name]) for part, (seconds, _) in parts.items()},
            "apart_min": {part: _apart(told, name) for part, (_, told) in parts.items()},
        }
        for name, engine in engines.items()
    }
    cost_only, _ = parts["coverage"]
    return {
        "size": vars(size_of(questions.network)),
        "pairs": len(questions.pairs),
        "engines": facts,
        "missing": missing,
        "sweep_s": sweep_s(questions),
        "cost_only_s": middle(cost_only[OURS_COST_ONLY]),
    }


def sweep_s(questions: Questions) -> float:
    """
    Time one bare sweep over the arcs: the least that any answer for all junctions must do.

    Each arc is read once: the cost so far at the neighbour it leads to, plus its price, and the
    least of these for each junction. The three numpy calls write into arrays made before.
    """
    arcs = questions.network.arcs
    price = edge_cost(questions.exposure, 0.0)[arcs.data - 1]
    so_far = np.random.default_rng(0).uniform(0, 100, questions.network.nodes)
    through, least = np.empty(len(price)), np.empty(questions.network.nodes)

    def sweep(_number: int) -> None:
        np.take(so_far, arcs.indices, out=through, mode="clip")
        np.add(through, price, out=through)
        np.minimum.reduceat(through, arcs.indptr[:-1], out=least)

    return middle(in_turns({"sweep": sweep}, rounds=SWEEP_ROUNDS)[0]["sweep"])


def _warm(questions: Questions) -> None:
    """Make what is made once for a network and its exposure."""
    network, exposure = questions.network, questions.exposure
    _ = network.arcs, network.cells, network.component, exposure.edges, exposure.can_be_priced


Timed = tuple[dict[str, list[float]], dict[str, list[Any]]]


def _routes(engines: dict[str, Engine], pairs: int) -> Timed:
    for engine in engines.values():
        engine.price(MOST_AVERSION / 2)
        engine.route(0)
    return in_turns(
        {name: engine.route for name, engine in engines.items()},
        rounds=pairs,
        at_once=AT_ONCE,
    )


def _new_weights(engines: dict[str, Engine], pairs: int) -> Timed:
    aversions = np.linspace(0.1, MOST_AVERSION, pairs)

    def turn(engine: Engine, number: int) -> float:
        engine.price(float(aversions[number]))
        return engine.route(number)

    return in_turns(
        {
            name: lambda number, engine=engine: turn(engine, number)
            for name, engine in engines.items()
        },
        rounds=pairs,
        at_once=AT_ONCE,
    )


def _coverage(engines: dict[str, Engine]) -> Timed:
    for engine in engines.values():
        engine.price(0.0)
        engine.coverage()  # lets engines build what they need for many sources
    return in_turns(
        {name: lambda _, engine=engine: engine.coverage() for name, engine in engines.items()},
        rounds=COVERAGE_ROUNDS,
    )


def _apart(told: dict[str, list[Any]], name: str) -> float:
    """Tell the largest difference to ours, over all answers that both gave."""
    both = zip(told[OURS], told[name], strict=False)
    return max(_difference(np.atleast_1d(ours), np.atleast_1d(other)) for ours, other in both)


def _difference(ours: FloatArray, other: FloatArray) -> float:
    same = ours == other  # infinite on both sides
    return float(np.max(np.where(same, 0.0, np.abs(np.where(same, 0.0, ours - other)))))
