"""The planner's choice is the best of all choices: beside a search that tries every one."""

from __future__ import annotations

from datetime import timedelta

import numpy as np
import pytest

from benchmarks.queries import draw_areas
from geo.imports.street_import import import_streets
from geo.model import WGS84, Community
from geo.network.snapping import StreetPositions, locate_positions
from geo.privacy.view import open_view
from geo.store import communities as records
from geo.store import open_store
from geo.support.planning import plan_support
from tests.feature_edits import add_features
from tests.support import brute_force, requests
from tests.thorough import choose

INSTANCES, PARTS = choose((40, 2), (100, 4))
SPREAD_M = 3000.0  # about one corner of the city
TOLERANCE = 1e-6
SEED = 20261128
FIRST = "2026-03-02T00:00"
DAYS = 7 + 14 + 3  # a week of questions, the horizon, and nights to wait for


def draw(view, seed, *, spread=None):
    """Draw a question by chance: up to four steps, up to six doors each, hours and windows."""
    chance = np.random.default_rng(seed)
    network = view.network
    main = np.flatnonzero(
        network.node_components[network.u] == np.bincount(network.node_components).argmax()
    )
    if spread is not None:
        centre = network.node_xy[network.u[chance.choice(main)]]
        away = np.hypot(*(network.node_xy[network.u[main]] - centre).T)
        main = main[away < spread]
    steps, doors, told = [], {}, []
    for number in range(chance.integers(1, 5)):
        kind = requests.TYPES[number]
        before = [step.code for step in steps if chance.random() < 0.2]
        windows = [
            (float(chance.integers(1, 121)), str(chance.choice(["clinical", "legal"])))
            for _ in range(chance.choice([0, 0, 1, 2]))
        ]
        stay = float(chance.choice([15, 45, 60, 120]))
        steps.append(requests.step(kind, kind, windows=windows, after=before, stay=stay))
        doors[kind] = [
            brute_force.CandidateService(lat, lon, _week(chance), f"{kind} {n}")
            for n, (lat, lon) in enumerate(_spots(network, main, chance, chance.integers(1, 7)))
        ]
        told += [((d.lat, d.lon), kind, brute_force.written(d.week), {}) for d in doors[kind]]
    (origin,) = _spots(network, main, chance, 1)
    when = view.moment(FIRST) + timedelta(minutes=int(chance.integers(0, 10080)))
    ask = requests.ask(
        origin,
        when,
        hours=None if chance.random() < 0.2 else float(chance.integers(0, 100)),
        aversion=float(chance.choice([0.0, 1.0, 3.0, 10.0])),
        first_step=None if chance.random() < 0.8 else str(chance.choice([s.code for s in steps])),
    )
    return requests.looking(view, requests.services(told)), ask, steps, doors


def _spots(network, edges, chance, count):
    edge = chance.choice(edges, size=count).astype(np.int64)
    along = chance.uniform(0, 1, count) * network.length_m[edge]
    points = locate_positions(network, StreetPositions(edge, along, np.zeros(count)))
    return list(zip(points.y.tolist(), points.x.tolist(), strict=True))


def _week(chance):
    kind = chance.random()
    if kind < 0.2:
        return {day: [(0, 1440)] for day in range(7)}
    open_days = [day for day in range(7) if chance.random() < 0.7]
    begin = int(chance.integers(6, 11)) * 60 + int(chance.choice([0, 30]))
    middle, end = begin + 240, begin + int(chance.integers(5, 11)) * 60
    spans = [(begin, middle), (middle + 60, end + 60)] if kind > 0.7 else [(begin, end)]
    return dict.fromkeys(open_days, spans)


def check(view, ask, steps, doors, *, turns):
    plan = plan_support(view, ask, requests.pathway(*steps))
    many, missed, urgency, total = brute_force.Everything(view, ask, steps, doors, turns).best()
    assert sum(stop.route is not None for stop in plan.stops) == many
    assert plan.missed_windows == missed
    assert plan.urgency_min == pytest.approx(urgency, abs=TOLERANCE)
    visited = [stop for stop in plan.stops if stop.route is not None]
    # Who waits at home leaves later than the round that was chosen, where that costs little.
    if not any(stop.home_trip for stop in visited) and not any(
        stop.wait_minutes for stop in visited[:1]
    ):
        assert requests.urgency(plan) == pytest.approx(urgency, abs=TOLERANCE)
    assert plan.total_cost == pytest.approx(total, abs=TOLERANCE)
    for stop in plan.stops:
        check_wait_at_the_service(view, stop)
    return many


def check_wait_at_the_service(view, stop):
    """Nobody stands at a closed door for long, but where leaving later is told to be worse."""
    if stop.route is None:
        return
    early = stop.starts_at - stop.arrive_at
    if early <= timedelta(minutes=15, seconds=1):
        assert (stop.early_slot, stop.early_minutes) == (None, 0.0)
        return
    assert stop.early_slot == view.slot(stop.leave_at)
    assert stop.early_minutes == pytest.approx(early.total_seconds() / 60, abs=0.01)
    # Had she left so late as to arrive when it opens, the slot would have been the other one.
    assert view.slot(stop.leave_at + early) != stop.early_slot
    assert stop.home_trip is None or early < timedelta(hours=3)


def check_all(view, part, *, spread=None):
    """Check the questions of one part; all sizes are among them."""
    turns = brute_force.changes(view, view.moment(FIRST), days=DAYS)
    drawn = [draw(view, SEED + n, spread=spread) for n in range(part, INSTANCES, PARTS)]
    steps = [check(*one, turns=turns) for one in drawn]
    assert set(steps) >= {1, 2, 3, 4}


@pytest.mark.slow
@pytest.mark.parametrize("part", range(PARTS))
def test_the_demonstration(chancala, part):
    check_all(chancala, part)


@pytest.fixture(scope="module")
def porto_alegre(real_data, tmp_path_factory):
    """Import the city, and mark ground by chance: some of it by day or by night alone."""
    extract = real_data / "osm" / "porto_alegre_br.osm.pbf"
    if not extract.is_file():
        pytest.skip("the extract of Porto Alegre is not here")
    store = open_store(tmp_path_factory.mktemp("porto-alegre"))
    city = Community("porto-alegre", "Porto Alegre", "BR", timezone="America/Sao_Paulo")
    records.add_community(store, city)
    import_streets(store, city.slug, extract)
    # Who tries everything knows no restricted streets; `test_restricted_legs.py` is about them.
    store.transact(lambda act: act.execute("streets/delete_restrictions", community=city.slug))
    network = open_view(store, city.slug, "network").network
    chance = np.random.default_rng(SEED)
    risk = draw_areas(network, 60, chance).to_crs(WGS84)
    risk["category"], risk["note"], risk["session"] = "poor_lighting", None, None
    risk["holds"] = chance.choice(["always", "day", "night"], size=len(risk))
    safe = draw_areas(network, 12, chance).to_crs(WGS84)[["geometry"]]
    safe["kind"], safe["name"], safe["hours"] = "church", "La espera", None
    for layer, frame in (("risk_areas", risk), ("safe_zones", safe)):
        add_features(store, city.slug, layer, frame, who="test")
    yield open_view(store, city.slug, "network")
    store.close()


@pytest.mark.real_data
@pytest.mark.slow
@pytest.mark.parametrize("part", range(PARTS))
def test_porto_alegre(porto_alegre, part):
    check_all(porto_alegre, part, spread=SPREAD_M)
