"""
Whoever asks for many tables and subtracts them: what the blocks say, and no more.

Run with `-s` to read the tables.
"""

from __future__ import annotations

import json
import shutil
import sys
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from scipy.optimize import linprog

from geo.coverage.measurement import CoverageRequest, TravelThreshold, measure_coverage
from geo.coverage.report import build_coverage_layers, build_coverage_report
from geo.model import Community
from geo.privacy.small_counts import MIN_FREQUENCY
from geo.privacy.view import open_view
from geo.store import open_store
from geo.store.layers import read_layer
from tests import village
from tests.feature_edits import replace_features

K = MIN_FREQUENCY
MOMENTS = ("2026-05-01T12:00", "2026-05-01T23:30")
COUNTS = ("covered", "covered_safely", "uncovered", "no_way")


def told(title, rows):
    """Print a table where somebody reads along."""
    widths = [max(len(str(row[n])) for row in rows) for n in range(len(rows[0]))]
    lines = ["  ".join(str(c).ljust(w) for c, w in zip(row, widths, strict=True)) for row in rows]
    sys.stdout.write("\n" + "\n".join([title, *lines]) + "\n")


# --- two communities ------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def demo(built_demo, tmp_path_factory):
    store = open_store(
        shutil.copytree(built_demo / "home", tmp_path_factory.mktemp("demo") / "home")
    )
    yield store, "chancala"
    store.close()


@pytest.fixture
def napkin(home):
    """A street of 120 families, one every ten metres, in two zones, with a door at one end."""
    random = np.random.default_rng(6)
    people = random.integers(1, 8, 120)
    living = village.homes(
        *(((40 + n * 10.0, 5.0), float(count), float((count + n) // 2 % (count + 1)))
          for n, count in enumerate(people))
    )  # fmt: skip
    layers = {
        "demand": living,
        "services": village.doors(((0, 0), "health")),
        "risk_areas": village.risk_areas((village.box(500, -9, 560, 9), 3, "night")),
        "zones": village.zones(
            (village.box(-9, -99, 700, 99), "1", "Oeste"),
            (village.box(700, -99, 1400, 99), "2", "Este"),
        ),
    }
    streets = village.edges({"a": (0, 0), "b": (1400, 0)}, [village.Street("a", "b")])
    record = Community(village.SLUG, "Servilleta", timezone="America/El_Salvador")
    return village.found(streets, layers, community=record), village.SLUG


def asks(view, service, limits, *, aversions=(0.0, 5.0)):
    """Ask of every limit, aversion and moment, by street, and of every limit in straight lines."""
    by_street = [
        [
            CoverageRequest(
                service, TravelThreshold(metres=limit),
                departure_time=view.moment(at), aversion=aversion,
            )
         for limit in limits]
        for at in MOMENTS for aversion in aversions
    ]  # fmt: skip
    return [*by_street, [replace(ask, use_straight_lines=True) for ask in by_street[0]]]


def numbers(answer):
    """Read every count of an answer: by zone, of people and of women, and so of all others."""
    found = {("all", name): getattr(answer.people, name) for name in COUNTS}
    found |= {("all", f"women {name}"): getattr(answer.women, name) for name in COUNTS}
    for zone in answer.zones.to_dict("records"):
        found |= {(zone["zone"], name): zone[name] for name in COUNTS}
        found[zone["zone"], "women uncovered"] = zone["women_uncovered"]
    others = {
        (zone, f"others {name}"): found[zone, name] - found[zone, f"women {name}"]
        for zone, name in list(found)
        if found.get((zone, f"women {name}")) is not None and found[zone, name] is not None
    }
    return {place: number for place, number in (found | others).items() if number is not None}


def between(view, sweep):
    """Subtract what is told of each limit from what is told of the next."""
    reports = [numbers(measure_coverage(view, ask)) for ask in sweep]
    return [
        abs(after[place] - before[place])
        for before, after in pairwise(reports)
        for place in before.keys() & after.keys()
    ]


@pytest.mark.slow
@pytest.mark.parametrize("audience", ["public", "network", "coordinator"])
def test_two_limits_a_step_apart_never_differ_by_a_family(demo, napkin, audience):
    """Coordinators are told families, which shows that the sweep would find them."""
    rows = [("village", "questions", "differences", "not zero", "least [persons]")]
    least = []
    for name, (store, slug), limits in (
        ("demonstration", demo, range(100, 6100, 200)),
        ("napkin", napkin, range(50, 1310, 30)),
    ):
        view = open_view(store, slug, audience)
        sweeps = asks(view, "health", limits)
        steps = np.array([step for sweep in sweeps for step in between(view, sweep)])
        some = steps[steps > 0]
        least.append(some.min())
        asked = sum(map(len, sweeps))
        rows.append((name, asked, len(steps), len(some), f"{some.min():.0f}"))
    told(f"Differences of two answers, {audience}", rows)
    if audience == "coordinator":
        assert min(least) < K
    else:
        assert min(least) >= K


@pytest.mark.slow
@pytest.mark.parametrize("audience", ["public", "network"])
def test_every_answer_is_worked_out_from_the_blocks_alone(napkin, audience):
    """
    Give somebody nothing but the layers that are told, and let her work out every answer.

    She gets them all, to the last digit: so no answer holds anything of a home but its block.
    """
    store, slug = napkin
    view = open_view(store, slug, audience)
    asked = [ask for sweep in asks(view, "health", range(60, 1300, 400)) for ask in sweep]
    answers = [everything_told(view, ask) for ask in asked]
    given = view.demand
    assert len(given) < len(read_layer(store, slug, "demand"))
    marked = view.risk_areas.assign(note=None, session=None)
    replace_features(store, slug, "demand", given.drop(columns="id"), who="test")
    replace_features(store, slug, "risk_areas", marked.drop(columns="id"), who="test")
    hers = open_view(store, slug, "coordinator")
    assert [everything_told(hers, ask) for ask in asked] == answers


def everything_told(view, ask):
    """Write down all of an answer, its files too, but how it was told and by which row."""
    answer = replace(measure_coverage(view, ask), is_aggregated=False)
    tables = {
        name: table.drop(columns="id", errors="ignore").to_wkt().round(9)
        for name, table in build_coverage_layers(answer).items()
    }
    tables["homes"] = tables["homes"].sort_values(["geometry"])
    texts = {name: table.to_csv(index=False) for name, table in tables.items()}
    return json.dumps([build_coverage_report(answer), texts], default=float)


@pytest.mark.slow
@pytest.mark.parametrize("audience", ["public", "network"])
def test_a_solver_bounds_no_home_to_less_than_k(napkin, audience):
    """
    Give HiGHS everything told at once, and the homes themselves but for who lives in them.

    The reader of this test even knows which homes each answer adds up: all she lacks is numbers.
    """
    store, slug = napkin
    view, truth = open_view(store, slug, audience), read_layer(store, slug, "demand")
    spots = [spot.x for spot in village.in_metres(truth.geometry)]
    middles = [spot.x for spot in village.in_metres(view.demand.geometry)]
    people = truth["people"].to_numpy()
    block = members(np.array(spots), people, np.array(middles), view.demand["people"].to_numpy())
    rows, sums = [], []
    for sweep in asks(view, "health", range(60, 1300, 90)):
        for ask in sweep:
            answer = measure_coverage(view, ask)
            covered = answer.demand_points["covered"].to_numpy(dtype=bool)
            rows.append(covered[block].astype(float))
            sums.append(answer.people.covered)
    for number, count in enumerate(view.demand["people"]):
        rows.append((block == number).astype(float))
        sums.append(count)
    known = {"A_eq": np.array(rows), "b_eq": np.array(sums), "method": "highs"}
    widths = []
    for home in range(0, len(truth), 8):
        aim = np.zeros(len(truth))
        aim[home] = 1.0
        widths.append(-linprog(-aim, **known).fun - linprog(aim, **known).fun)
    told(
        f"Homes bounded by HiGHS from everything told, {audience}",
        [("numbers told", "homes asked", "narrowest [persons]"),
         (len(rows), len(widths), f"{min(widths):.1f}")],
    )  # fmt: skip
    assert min(widths) >= K - 1e-6


def members(spots, people, middles, sums):
    """Work out, along a street, which homes each block holds: its middle and sum tell."""
    block, begin = np.zeros(len(spots), dtype=int), 0
    for number in np.argsort(middles):
        ends = begin + 1 + np.flatnonzero(np.cumsum(people[begin:]) == sums[number])
        at = [end for end in ends if abs(spots[begin:end].mean() - middles[number]) < 0.01]
        assert at, "blocks along a street are runs of homes"
        block[begin : at[0]] = number
        begin = at[0]
    assert begin == len(spots)
    return block


def test_blocks_cost_little(demo):
    """How far answers by block are from answers by home, for each service and many limits."""
    store, slug = demo
    whole, public = (open_view(store, slug, audience) for audience in ("coordinator", "public"))
    apart, by_zone = [], []
    for service in ("health", "police"):
        for minutes in range(5, 65, 10):
            ask = CoverageRequest(
                service, TravelThreshold(minutes=minutes), departure_time=whole.moment(MOMENTS[0])
            )
            exact, told_ = measure_coverage(whole, ask), measure_coverage(public, ask)
            assert told_.people.people == pytest.approx(exact.people.people)
            everybody = exact.people.people
            apart.append(100 * abs(told_.people.covered - exact.people.covered) / everybody)
            one, other = (x.zones.set_index("zone")["covered"] for x in (exact, told_))
            by_zone.extend((one - other).abs().dropna())
    told(
        "Coverage by block beside coverage by home, demonstration",
        [("answers", "mean apart %", "largest %", "mean by zone [persons]", "largest [persons]"),
         (len(apart), f"{np.mean(apart):.2f}", f"{max(apart):.2f}",
          f"{np.mean(by_zone):.1f}", f"{max(by_zone):.0f}")],
    )  # fmt: skip
    assert np.mean(apart) < 1.0
    assert max(apart) < 3.0
