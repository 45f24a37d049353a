"""What marked ground a way crosses, told by reason and drawn by severity."""

from __future__ import annotations

import numpy as np
import pytest

from geo.routes.risk_crossings import build_exposed_lines, find_risk_crossings
from geo.routes.shortest_path import RouteSearch
from tests.village import Street, box, exposure, network, risk_areas, stand
from tests.wild import by_chance, wild_village

STREET = network({"a": (0, 0), "b": (100, 0), "c": (200, 0)}, [Street("a", "b"), Street("b", "c")])


def walk(risks, begin=(0, 0), end=(200, 0)):
    return RouteSearch(exposure(STREET, risks), 0.0).find_route(
        stand(STREET, begin), stand(STREET, end)
    )


def marked(*areas, categories):
    return risk_areas(*areas).assign(category=list(categories))


def test_reasons_are_shown_the_longest_first():
    areas = marked(
        (box(90, -9, 120, 9), 2), (box(10, -9, 70, 9), 4), categories=["river", "bus_stop"]
    )
    told = [
        (one.category, one.severity, round(one.inside_risk_m), one.session_count)
        for one in find_risk_crossings(walk(areas))
    ]
    assert told == [("bus_stop", 4, 60, 1), ("river", 2, 30, 1)]


def test_land_that_several_groups_marked_counts_once_and_the_groups_all():
    areas = marked((box(10, -9, 50, 9), 1), (box(30, -9, 70, 9), 5), categories=["river", "river"])
    (one,) = find_risk_crossings(walk(areas))
    assert (one.severity, round(one.inside_risk_m), one.session_count) == (5, 60, 2)


def test_sessions_stay_unknown_to_who_may_not_know_them():
    areas = marked((box(10, -9, 50, 9), 1), categories=["river"]).drop(columns="session")
    (one,) = find_risk_crossings(walk(areas))
    assert one.session_count == 0


def test_only_what_is_walked_is_crossed():
    areas = marked((box(10, -9, 190, 9), 3), categories=["river"])
    (one,) = find_risk_crossings(walk(areas, begin=(60, 0), end=(150, 0)))
    assert one.inside_risk_m == pytest.approx(90, abs=1e-6)
    (one,) = find_risk_crossings(walk(areas), np.array([1]))  # the second street alone
    assert one.inside_risk_m == pytest.approx(90, abs=1e-6)


def test_a_rim_of_less_than_a_metre_is_not_worth_a_word():
    areas = marked((box(10, -9, 10.9, 9), 3), categories=["river"])
    assert find_risk_crossings(walk(areas)) == []


def test_a_drawn_stretch_shows_the_highest_severity_there_and_no_other():
    # 2 on 20..80, 5 on 40..60, 3 over the corner on 90..110
    areas = risk_areas((box(20, -9, 80, 9), 2), (box(40, -9, 60, 9), 5), (box(90, -9, 110, 9), 3))
    for begin, end in (((0, 0), (200, 0)), ((200, 0), (0, 0))):
        lines = build_exposed_lines(walk(areas, begin, end))
        drawn = sorted(
            (round(line.bounds[0] - 500_000), round(line.bounds[2] - 500_000), severity)
            for severity, line in zip(lines["severity"], lines.geometry, strict=True)
        )
        assert drawn == [(20, 40, 2), (40, 60, 5), (60, 80, 2), (90, 100, 3), (100, 110, 3)]


def test_an_unmarked_route_draws_nothing():
    lines = build_exposed_lines(walk(risk_areas()))
    assert lines.empty
    assert lines.crs == STREET.crs


@pytest.mark.slow
@by_chance
def test_drawn_stretches_measure_what_the_route_measures(seed):
    wild = wild_village(seed)
    origin = wild.stand(1)
    part = wild.network.node_components[wild.network.u]
    target = wild.stand(30)
    target = target.select_positions(part[target.edge_indices] == part[origin.edge_indices[0]])
    if not len(target):
        return
    way, _ = RouteSearch(wild.by_day, 0.0).find_nearest(
        origin, target.select_position(len(target) - 1)
    )
    lines = build_exposed_lines(way)
    slack = 0.1 * 3 * (len(way.edge_indices) + 1)  # slivers that nobody could see are not drawn
    assert lines.length.sum() == pytest.approx(way.inside_risk_m, abs=slack)
    assert (lines.length * lines["severity"] / 5).sum() == pytest.approx(way.risk_m, abs=slack)
