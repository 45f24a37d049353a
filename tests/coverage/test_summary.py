"""People counted whole and zone by zone: parts sum to the whole."""

from __future__ import annotations

import math

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest

from geo.coverage.summary import assign_zones, count_by_zone, count_totals
from tests.village import box, homes, zones

NORTH, SOUTH = box(0, 0, 100, 100), box(0, -100, 100, 0)


def counted(*rows) -> gpd.GeoDataFrame:
    """Homes: people, women, covered, covered safely, no way, code, zone, minutes."""
    columns = "people women covered covered_safely no_way zone_code zone minutes".split()
    table = pd.DataFrame([dict(zip(columns, row, strict=True)) for row in rows])
    return gpd.GeoDataFrame(table, geometry=homes(*[((0, 0), 1, 1)] * len(rows)).geometry)


FOUR = counted(
    (10, 6, True, True, False, "1", "Norte", 5.0),
    (20, 9, True, False, False, "1", "Norte", 10.0),
    (30, 16, False, False, False, "2", "Sur", 40.0),
    (40, 21, False, False, True, None, None, math.inf),
)


def test_people_by_what_reaches_them():
    told = count_totals(FOUR)
    assert (told.people, told.covered, told.covered_safely) == (100, 30, 10)
    assert (told.uncovered, told.no_way) == (70, 40)
    assert count_totals(FOUR, column="women").uncovered == 37


def test_a_sum_with_holes_is_not_a_sum():
    assert count_totals(FOUR.assign(women=[6, None, 16, 21]), column="women") is None


def test_nobody_known_at_all():
    assert count_totals(FOUR.assign(women=[None] * 4), column="women") is None


def test_safety_that_is_not_known_is_not_zero():
    assert count_totals(FOUR.assign(covered_safely=None)).covered_safely is None


def test_zones_with_most_people_uncovered_come_first_and_the_rest_last():
    table = count_by_zone(FOUR)
    assert list(table["zone"]) == ["Sur", "Norte", None]
    assert list(table["code"]) == ["2", "1", None]
    assert list(table["people"]) == [30, 30, 40]
    assert list(table["uncovered"]) == [30, 0, 40]
    assert table["minutes"].to_numpy() == pytest.approx([40, 250 / 30, np.nan], nan_ok=True)


def test_zones_sum_to_the_whole():
    table, whole = count_by_zone(FOUR), count_totals(FOUR)
    for name in ("people", "covered", "covered_safely", "uncovered", "no_way"):
        assert table[name].sum() == getattr(whole, name)
    assert table["women"].sum() == count_totals(FOUR, column="women").people


def test_a_zone_where_nobody_lives_has_no_mean():
    empty = counted((0, 0, True, True, False, "1", "Norte", 5.0))
    assert np.isnan(count_by_zone(empty)["minutes"]).all()
    assert count_totals(empty).people == 0


def test_women_known_in_one_zone_only():
    table = count_by_zone(FOUR.assign(women=[6.0, 9.0, np.nan, np.nan])).set_index("zone")
    assert table.loc["Norte", "women"] == 15
    assert pd.isna(table.loc["Sur", "women"])


@pytest.mark.parametrize(
    ("spot", "zone"), [((50, 50), "Norte"), ((50, -50), "Sur"), ((500, 0), None)]
)
def test_homes_lie_in_zones(spot, zone):
    named = assign_zones(homes((spot, 1, 1)), zones((NORTH, "1", "Norte"), (SOUTH, "2", "Sur")))
    assert list(named["zone"]) == [zone]


def test_a_home_on_a_border_or_in_two_zones_is_counted_once_in_the_first():
    both = zones((NORTH, "1", "Norte"), (SOUTH, "2", "Sur"), (box(0, -9, 9, 9), "3", "Centro"))
    named = assign_zones(homes(((50, 0), 1, 1), ((5, 5), 1, 1), ((5, -5), 1, 1)), both)
    assert list(named["zone"]) == ["Norte", "Norte", "Sur"]


def test_name_and_code_come_from_one_zone():
    overlapping = zones((NORTH, None, "Norte"), (NORTH, "9", None))
    named = assign_zones(homes(((50, 50), 1, 1)), overlapping)
    assert list(named["zone"]) == ["Norte"]
    assert list(named["zone_code"]) == [None]


def test_without_zones_all_homes_lie_outside():
    named = assign_zones(homes(((50, 50), 7, 1)), zones())
    assert list(named["zone"]) == [None]
    table = count_by_zone(
        named.assign(covered=False, covered_safely=False, no_way=False, minutes=3.0)
    )
    assert list(table["people"]) == [7]


def test_a_zone_without_a_name_is_called_by_its_code():
    named = assign_zones(homes(((50, 50), 7, 1)), zones((NORTH, "07", None)))
    assert named[["zone_code", "zone"]].to_numpy().tolist() == [["07", "07"]]


def test_zones_that_have_no_code_are_shown_by_name():
    named = assign_zones(homes(((50, 50), 7, 1)), zones((NORTH, None, "Norte")))
    table = count_by_zone(
        named.assign(covered=True, covered_safely=True, no_way=False, minutes=3.0)
    )
    assert table[["code", "zone", "people"]].to_numpy().tolist() == [[None, "Norte", 7]]
