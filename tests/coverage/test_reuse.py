"""What is kept of earlier questions changes no result, whatever else changes between them."""

from __future__ import annotations

import numpy as np
import pytest
import shapely

from geo.communities.settings import update_settings
from geo.coverage import demand_travel_times
from geo.coverage.measurement import complete_coverage, measure_coverage
from geo.coverage.preparation import prepare_coverage
from geo.coverage.records import CoverageRequest, TravelThreshold
from geo.coverage.report import build_coverage_report
from geo.coverage.safe_coverage import count_safe_coverage
from geo.network.snapping import snap_to_main_network
from geo.privacy import shared_cache
from geo.privacy.view import open_view
from tests.feature_edits import add_features, replace_boundary, replace_features
from tests.village import SLUG, Street, box, doors, edges, found, homes, on_earth, risk_areas, zones

SIDE, STEP_M = 6, 700.0
TIMES = ("2026-05-01T12:00", "2026-05-01T00:00")


def lay_out_streets():
    corners = {
        f"{column}-{row}": (column * STEP_M, row * STEP_M)
        for column in range(SIDE)
        for row in range(SIDE)
    }
    pairs = [
        (f"{column}-{row}", f"{column + east}-{row + north}")
        for column in range(SIDE)
        for row in range(SIDE)
        for east, north in ((1, 0), (0, 1))
        if column + east < SIDE and row + north < SIDE
    ]
    streets = edges(corners, [Street(*pair) for pair in pairs])
    streets.loc[::3, "lit"] = "no"
    return streets


def lay_out_homes(count, seed, low=0.0, high=(SIDE - 1) * STEP_M):
    rng = np.random.default_rng(seed)
    spots = rng.uniform(low, high, (count, 2))
    people = rng.integers(6, 30, count)
    return homes(*((tuple(s), int(n), float(n // 2)) for s, n in zip(spots, people, strict=True)))


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    """Make one town for all tests; they leave it as they found it, or only add to it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AMPARO_HOME", str(tmp_path_factory.mktemp("reuse") / "home"))
        high = (SIDE - 1) * STEP_M
        layers = {
            "risk_areas": risk_areas((box(900, 900, 2500, 2500), 5, "night")),
            "services": doors(
                ((700, 700), "health"), ((2900, 2500), "health"), ((2100, 2900), "police")
            ),
            "demand": lay_out_homes(150, seed=1),
            "zones": zones(
                (box(-99, -99, high / 2, high + 99), "1", "Oeste"),
                (box(high / 2, -99, high + 99, high + 99), "2", "Este"),
            ),
        }
        opened = found(lay_out_streets(), layers)
    yield opened
    opened.close()
    shared_cache.clear_caches()


def draw_questions(view, seed, count):
    rng = np.random.default_rng(seed)
    yield CoverageRequest(
        "health", TravelThreshold(18.0), departure_time=view.moment(TIMES[1]), aversion=3.0
    )
    for _ in range(count):
        limit = float(rng.uniform(3, 60))
        yield CoverageRequest(
            str(rng.choice(["health", "police"])),
            TravelThreshold(minutes=limit)
            if rng.random() < 0.7
            else TravelThreshold(None, 50 * limit),
            departure_time=view.moment(str(rng.choice(TIMES))),
            use_straight_lines=bool(rng.random() < 0.3),
        )


def summarise(result):
    """All that a screen shows of a result, with every corner of its areas."""
    complete_coverage(result)
    areas = [*result.gap_areas.geometry, *([] if result.catchment is None else result.catchment)]
    table = result.gap_areas.drop(columns="geometry")
    return (
        repr(build_coverage_report(result)),
        table.to_csv(),
        result.zones.to_csv(),
        [shapely.to_wkb(area) for area in areas],
    )


def ask_everything(store, audience, seed=5, count=2):
    view = open_view(store, SLUG, audience)
    summaries = []
    for request in draw_questions(view, seed, count):
        result = measure_coverage(view, request)
        summaries.append(summarise(result))
        if result.uses_streets:
            summaries.append(summarise(count_safe_coverage(result)))
    return summaries


def ask_with_nothing_kept(store, audience):
    shared_cache.clear_caches()
    return ask_everything(store, audience)


@pytest.mark.parametrize("audience", ["coordinator", "network"])
def test_the_order_of_questions_changes_no_result(store, audience):
    warm_up = ask_everything(store, audience, seed=6)
    assert len(set(map(repr, warm_up))) > 3
    after_others = ask_everything(store, audience)
    assert after_others == ask_with_nothing_kept(store, audience)


def test_what_was_prepared_is_not_computed_again_after_a_change_of_services(store, monkeypatch):
    shared_cache.clear_caches()
    prepare_coverage(open_view(store, SLUG, "coordinator"))
    counts = []

    def count_and_snap(network, locations):
        counts.append(len(locations))
        return snap_to_main_network(network, locations)

    monkeypatch.setattr(demand_travel_times, "snap_to_main_network", count_and_snap)
    ask_everything(store, "coordinator", count=1)
    add_features(store, SLUG, "services", doors(((1400, 700), "health")))
    ask_everything(store, "coordinator", count=1)
    assert counts
    assert max(counts) <= 4  # services, and never the homes


def darken(store):
    update_settings(store, SLUG, own_day=None, stale_days=90, unlit_factor=3.0)


CHANGES = {
    "coordinator": {
        "homes": lambda store: add_features(store, SLUG, "demand", lay_out_homes(40, 2, 500, 1500)),
        "services": lambda store: add_features(
            store, SLUG, "services", doors(((2900, 700), "health"), ((700, 2900), "police"))
        ),
        "risk areas": lambda store: replace_features(
            store, SLUG, "risk_areas", risk_areas((box(1500, 300, 3200, 2300), 4, "always"))
        ),
        "light": darken,
    },
    "network": {
        "homes": lambda store: add_features(store, SLUG, "demand", lay_out_homes(40, 3, 500, 1500)),
        "boundary": lambda store: replace_boundary(
            store, SLUG, on_earth(box(-99, -99, 2500, 2700)).iloc[0]
        ),
    },
}


@pytest.mark.parametrize("audience", ["coordinator", "network"])
def test_a_change_of_anything_that_matters_is_seen(store, audience):
    """After each change results are those of a server that was started anew, and not the old."""
    old = ask_everything(store, audience, count=1)
    for name, change in CHANGES[audience].items():
        change(store)
        now = ask_everything(store, audience, count=1)
        assert now != old, name
        shared_cache.clear_caches()
        old = ask_everything(store, audience, count=1)
        assert now == old, name
