"""Metres of street in marked areas and in safe zones, against areas laid over them."""

from __future__ import annotations

import numpy as np
import pytest
import shapely

from geo.network.exposure import AreaCrossingCache, LineIntervals, measure_exposure
from tests.village import Street, box, exposure, network, risk_areas, safe_zones
from tests.wild import by_chance, wild_village

# one street, 100 m, and another up from its end
NAPKIN = network(
    {"a": (0, 0), "b": (100, 0), "c": (100, 100)}, [Street("a", "b"), Street("b", "c")]
)


def measured(*areas, safe=None, slot="day"):
    """Measure the napkin's first street: risk, inside and safe metres."""
    edges = exposure(NAPKIN, risk_areas(*areas), safe, slot=slot).edge_measures
    return edges.risk_m[0], edges.inside_m[0], edges.safe_m[0]


def near(*metres):
    return pytest.approx(metres, abs=1e-6)


def test_nothing_marked_is_no_exposure():
    edges = exposure(NAPKIN).edge_measures
    for metres in (edges.risk_m, edges.inside_m, edges.safe_m):
        assert (metres == [0, 0]).all()
        assert metres.dtype == np.float64


@pytest.mark.parametrize(("severity", "risk"), [(1, 4), (3, 12), (5, 20)])
def test_each_metre_counts_by_its_severity(severity, risk):
    assert measured((box(40, -10, 60, 10), severity)) == near(risk, 20, 0)


def test_where_areas_overlap_the_highest_severity_counts():
    #  2 on 20..60 and 5 on 40..80: 20 m at 2, 40 m at 5
    both = measured((box(20, -9, 60, 9), 2), (box(40, -9, 80, 9), 5))
    assert both == near(20 * 2 / 5 + 40, 60, 0)


def test_ten_groups_that_draw_one_corner_do_not_make_it_ten_times_worse():
    assert measured(*[(box(40, -10, 60, 10), 3)] * 10) == near(12, 20, 0)


def test_two_areas_side_by_side_leave_no_seam():
    assert measured((box(20, -9, 50, 9), 4), (box(50, -9, 80, 9), 4)) == near(48, 60, 0)


@pytest.mark.parametrize(
    ("holds", "by_day", "by_night"), [("always", 20, 20), ("day", 20, 0), ("night", 0, 20)]
)
def test_an_area_counts_when_it_holds(holds, by_day, by_night):
    area = (box(40, -10, 60, 10), 5, holds)
    assert measured(area, slot="day") == near(by_day, by_day, 0)
    assert measured(area, slot="night") == near(by_night, by_night, 0)


def test_what_is_safe_and_marked_is_marked():
    # safe 30..70, marked 60..100
    both = measured((box(60, -9, 200, 9), 5), safe=safe_zones(box(30, -9, 70, 9)))
    assert both == near(40, 40, 30)


def test_safe_zones_over_each_other_count_once():
    zones = safe_zones(box(30, -9, 70, 9), box(50, -9, 90, 9), box(55, -3, 60, 3))
    assert measured(safe=zones) == near(0, 0, 60)


def test_a_safe_place_without_land_covers_no_street():
    assert measured(safe=safe_zones(shapely.Point(50, 0))) == near(0, 0, 0)


def test_a_border_along_a_street_is_inside():
    assert measured((box(20, 0, 60, 50), 5)) == near(40, 40, 0)


def test_a_corner_that_touches_a_street_is_no_metre():
    assert measured((shapely.Polygon([(50, 0), (60, 20), (40, 20)]), 5)) == near(0, 0, 0)


def test_a_hole_is_outside():
    ring = box(10, -20, 90, 20).difference(box(40, -10, 60, 10))
    assert measured((ring, 5)) == near(60, 60, 0)


def test_an_area_in_several_parts_is_one_area():
    parts = shapely.MultiPolygon([box(10, -9, 20, 9), box(50, -9, 80, 9)])
    found = exposure(NAPKIN, risk_areas((parts, 5)))
    assert found.edge_measures.inside_m == near(40, 0)
    assert set(found.area_indices) == {0}


def test_an_area_over_everything_covers_everything():
    found = exposure(NAPKIN, risk_areas((box(-500, -500, 900, 900), 5)))
    assert found.edge_measures.risk_m == near(100, 100)


def test_a_vertex_drawn_twice_changes_nothing():
    doubled = network(
        {"a": (0, 0), "b": (100, 0)}, [Street("a", "b", via=((50, 0), (50, 0), (50, 0)))]
    )
    assert exposure(doubled, risk_areas((box(40, -9, 60, 9), 5))).edge_measures.inside_m == near(20)


def test_two_corners_on_one_spot_measure_nothing_and_break_nothing():
    touching = network({"a": (0, 0), "b": (0, 0)}, [Street("a", "b")])
    found = exposure(touching, risk_areas((box(-9, -9, 9, 9), 5)))
    assert found.edge_measures.inside_m == pytest.approx([0], abs=0.01)


def test_parts_of_an_edge_are_measured_where_they_lie():
    found = exposure(NAPKIN, risk_areas((box(40, -9, 60, 9), 5)), safe_zones(box(70, -9, 80, 9)))
    edge = np.zeros(4, dtype=np.int64)
    part = found.measure_parts(edge, np.array([0, 50, 90, 65.0]), np.array([45, 60, 55, 75.0]))
    assert part.inside_m == near(5, 10, 5, 0)
    assert part.safe_m == near(0, 0, 10, 5)


def test_a_part_of_no_length_measures_nothing():
    found = exposure(NAPKIN, risk_areas((box(-50, -50, 150, 150), 5)))
    assert found.measure_parts(np.array([0]), np.array([50.0]), np.array([50.0])).risk_m == near(0)


def test_stretches_that_overlap_or_touch_become_one():
    edge = np.array([1, 0, 0, 0, 1])
    begin, end = np.array([120.0, 0, 5, 20, 130]), np.array([130.0, 10, 20, 30, 131])
    joined = LineIntervals.merge_overlapping(edge, begin, end)
    assert list(joined.edge_indices) == [0, 1]
    assert list(joined.begin_m) == [0, 120]
    assert list(joined.end_m) == [30, 131]
    assert list(joined.length_per_edge_m(3)) == [30, 11, 0]
    assert list(joined.covers_positions(np.array([-1.0, 0, 29, 30, 119, 120, 140]))) == [
        False, True, True, False, False, True, False,
    ]  # fmt: skip


def test_the_whole_of_an_edge_stays_its_own_where_the_next_begins():
    edge = np.array([0, 1])
    joined = LineIntervals.merge_overlapping(edge, np.array([0.0, 100]), np.array([100.0, 150]))
    assert list(joined.edge_indices) == [0, 1]


@by_chance
def test_edges_measure_what_areas_laid_over_them_measure(seed):
    wild = wild_village(seed)
    told = np.array([wild.overlay(line) for line in wild.network.lines]).T
    found = wild.by_day.edge_measures
    for measure, column in zip((found.risk_m, found.inside_m, found.safe_m), told, strict=True):
        assert measure == pytest.approx(column, abs=1e-5)


@by_chance
def test_parts_add_up_to_the_whole(seed):
    wild = wild_village(seed)
    streets, found = wild.network, wild.by_day
    edge = np.arange(len(streets.u))
    cut = wild.rng.uniform(0, 1, len(edge)) * streets.length_m
    first = found.measure_parts(edge, np.zeros(len(edge)), cut)
    second = found.measure_parts(edge, streets.length_m, cut)
    for name in ("risk_m", "inside_m", "safe_m"):
        parts = getattr(first, name) + getattr(second, name)
        assert parts == pytest.approx(getattr(found.edge_measures, name), abs=1e-5)


@pytest.mark.slow
@by_chance
def test_risk_lies_between_a_fifth_and_all_of_what_is_inside(seed):
    wild = wild_village(seed)
    found, length = wild.by_day.edge_measures, wild.network.length_m
    assert (found.risk_m >= found.inside_m / 5 - 1e-6).all()
    assert (found.risk_m <= found.inside_m + 1e-6).all()
    assert (found.inside_m + found.safe_m <= length + 1e-6).all()


@pytest.mark.slow
@by_chance
def test_one_more_area_never_takes_risk_away(seed):
    wild = wild_village(seed, areas=6)
    fewer = exposure(wild.network, wild.risks.iloc[:-1], wild.safe)
    assert (wild.by_day.edge_measures.risk_m >= fewer.edge_measures.risk_m - 1e-6).all()
    assert (wild.by_day.edge_measures.safe_m <= fewer.edge_measures.safe_m + 1e-6).all()


@pytest.mark.slow
@by_chance
def test_what_was_measured_before_is_what_would_be_measured_now(seed):
    wild = wild_village(seed)
    kept = AreaCrossingCache(wild.network)
    for some in (wild.risks.iloc[::2], wild.risks.iloc[::-1], wild.risks):
        again = measure_exposure(kept, risk_areas=some, safe_zones=wild.safe, slot="day")
    fresh = wild.by_day
    assert (again.edge_measures.risk_m == fresh.edge_measures.risk_m).all()
    assert (again.edge_measures.safe_m == fresh.edge_measures.safe_m).all()
    assert (again.crossing_intervals.begin_m == fresh.crossing_intervals.begin_m).all()


def test_each_area_is_measured_once(monkeypatch):
    kept, asked = AreaCrossingCache(NAPKIN), []
    measure = kept._intersect_areas
    monkeypatch.setattr(
        kept, "_intersect_areas", lambda areas: asked.append(len(areas)) or measure(areas)
    )
    one, other = (box(0, -9, 9, 9), 5), (box(50, -9, 60, 9), 2)
    for areas in ([one, one], [one, other], [other, one]):
        marked = risk_areas(*areas)
        measure_exposure(kept, risk_areas=marked, safe_zones=safe_zones(), slot="day")
    assert asked == [1, 1]
