"""Coverage questions of one community, asked in this process: seconds and memory as JSON."""

from __future__ import annotations

import itertools
import json
import sys
import time
from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np

from benchmarks.memory import peak_memory_mb
from benchmarks.plain_coverage import PlainCoverage
from geo.cartography.demand_tiles import load_demand_index, project_degrees, render_demand_tile
from geo.coverage.measurement import complete_coverage, measure_coverage
from geo.coverage.preparation import prepare_coverage
from geo.coverage.records import CoverageRequest, CoverageResult, TravelThreshold
from geo.model import LAYER_NAMES, Audience, ProgressCallback, ignore_progress
from geo.network.street_network import estimate_metric_crs
from geo.privacy.view import open_view
from geo.store import Store, open_store
from pages.ui.shell.computations import ComputationQueue

DAY, NIGHT = "2026-05-04T10:00", "2026-05-04T22:00"
TYPES = ("health", "police", "womens_centre", "legal_aid")
MINUTES, OTHER_MINUTES = 30.0, 20.0  # the threshold, and after the slider was moved


class Question(NamedTuple):
    """What a visitor asks for on the screen of coverage."""

    service_type: str
    minutes: float
    moment: str = DAY


# One visitor asks one after the other; the third question is of another type of service.
QUESTIONS = {
    "first": Question(TYPES[0], MINUTES),
    "threshold moved": Question(TYPES[0], OTHER_MINUTES),
    "another type": Question(TYPES[1], MINUTES),
}
HOMES_ZOOMS = range(9, 15)  # of the tiles of homes that are asked for, around the centre
TILES_AROUND = 2  # on each side: a screen of five tiles by five
# Of as many visitors at once.
VISITORS = [
    *(Question(service_type, MINUTES) for service_type in TYPES),
    Question(TYPES[0], OTHER_MINUTES),
]

Facts = dict[str, Any]


def measure_question(
    store: Store,
    slug: str,
    audience: Audience,
    question: Question,
    progress: ProgressCallback = ignore_progress,
) -> CoverageResult:
    """Open the community and measure all that a screen shows of a coverage question."""
    view = open_view(store, slug, audience)
    request = CoverageRequest(
        question.service_type,
        TravelThreshold(minutes=question.minutes),
        departure_time=view.moment(question.moment),
    )
    measured = measure_coverage(view, request, progress=progress)
    return complete_coverage(measured, progress=progress)


def time_one_visitor(store: Store, slug: str, audience: Audience) -> Facts:
    """Open a screen, ask one question after the other, and show the homes; caches are empty."""
    told: Facts = {"screen opened": _time(lambda: _open_screen(store, slug, audience))[0]}
    for name, question in QUESTIONS.items():
        told[name], result = _time(
            lambda question=question: measure_question(store, slug, audience, question)
        )
        told[name]["covered"] = _count_covered(result)
    told["by night"], result = _time(
        lambda: measure_question(store, slug, audience, Question(TYPES[0], MINUTES, NIGHT))
    )
    told["by night"]["covered"] = _count_covered(result)
    told["layer of homes"] = _time(lambda: _show_homes(store, slug, audience))[0]
    return told


def time_after_preparation(store: Store, slug: str, audience: Audience) -> Facts:
    """Prepare as the home screen does, and then ask the first question."""
    view = open_view(store, slug, audience)
    told: Facts = {"prepared": _time(lambda: prepare_coverage(view))[0]}
    told["first after it"], result = _time(
        lambda: measure_question(store, slug, audience, QUESTIONS["first"])
    )
    told["first after it"]["covered"] = _count_covered(result)
    return told


def _count_covered(result: CoverageResult) -> float | None:
    totals = result.people
    return None if totals is None else round(totals.covered, 1)


def _open_screen(store: Store, slug: str, audience: Audience) -> None:
    """Read what a screen with a map needs before anything is asked: all layers but the homes."""
    view = open_view(store, slug, audience)
    for name in LAYER_NAMES:
        view.is_empty(name)
    _ = view.centre, view.street_counts


def _show_homes(store: Store, slug: str, audience: Audience) -> None:
    """Index the homes, and render the tiles of a screen at several zooms."""
    view = open_view(store, slug, audience)
    index = load_demand_index(view)
    lat, lon = view.centre
    x, y = (float(one[0]) for one in project_degrees(np.array([lon]), np.array([lat])))
    around = range(-TILES_AROUND, TILES_AROUND + 1)
    for zoom in HOMES_ZOOMS:
        column, row = int(x * 2**zoom), int(y * 2**zoom)
        for east, south in itertools.product(around, around):
            render_demand_tile(index, zoom=zoom, x=column + east, y=row + south)


def time_five_visitors(store: Store, slug: str, audience: Audience) -> Facts:
    """Let visitors ask different questions at once, as the screen does, with empty caches."""
    queue = ComputationQueue()

    def run_all() -> None:
        waiting = [
            queue.join(
                question,
                f"visitor {number}",
                lambda progress, question=question: measure_question(
                    store, slug, audience, question, progress
                ),
            )
            for number, question in enumerate(VISITORS)
        ]
        while not all(computation.wait(0.1) for computation in waiting):
            for number, computation in enumerate(waiting):
                computation.keep(f"visitor {number}")
        for computation in waiting:
            computation.raise_error()

    return {"five visitors, the last": _time(run_all)[0]}


def time_plain_peer(store: Store, slug: str, audience: Audience) -> Facts:
    """Ask the plain peer; its homes, services and streets are in memory before the clock starts."""
    view = open_view(store, slug, audience)
    network = view.network if view.has_streets else None
    homes = view.population.counted
    crs = network.crs if network is not None else estimate_metric_crs(homes)
    homes, services = homes.to_crs(crs), view.services.to_crs(crs)
    plain: list[PlainCoverage] = []
    minutes: dict[str, Any] = {}
    told: Facts = {}

    def run(question: Question) -> float:
        service_type, limit = question.service_type, question.minutes
        if not plain:
            plain.append(PlainCoverage(homes, network))
        if service_type not in minutes:
            of_type = services[services["type"] == service_type]
            minutes[service_type] = plain[0].find_minutes(of_type)
        return plain[0].count_people(minutes[service_type], limit)

    for name, question in QUESTIONS.items():
        told[name], covered = _time(lambda question=question: run(question))
        told[name]["covered"] = round(covered, 1)
    return told


def _time(function: Callable[[], Any]) -> tuple[Facts, Any]:
    processor, clock = time.process_time(), time.perf_counter()
    result = function()
    spent = time.process_time() - processor, time.perf_counter() - clock
    return dict(zip(("cpu_s", "clock_s"), (round(one, 4) for one in spent), strict=True)), result


MODES = {
    "one": time_one_visitor,
    "prepared": time_after_preparation,
    "five": time_five_visitors,
    "peer": time_plain_peer,
}


def main(mode: str, home: str, slug: str, audience: Audience) -> None:
    """Print the facts of a mode."""
    store = open_store(home)
    facts = MODES[mode](store, slug, audience)
    store.close()
    print(json.dumps({"questions": facts, "peak_mb": round(peak_memory_mb(), 1)}))


if __name__ == "__main__":
    main(*sys.argv[1:])  # type: ignore[arg-type]  # an audience is a text
