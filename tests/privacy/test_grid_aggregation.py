"""Aggregates on the grid equal those of looking at every home on every level, one by one."""

from __future__ import annotations

import uuid

import geopandas as gpd
import numpy as np
import pytest
from scipy.spatial import cKDTree

from geo.privacy import grid_aggregation, household_aggregates
from geo.privacy.grid_aggregation import AXIS_BITS, PART_OFFSET, UNASSIGNED, aggregate_points
from geo.privacy.household_aggregates import sort_by_location
from tests.wild import by_chance


def aggregate_level_by_level(xy, counts, minimums, parts, *, across_parts):
    """Look at all homes on all levels, and build a tree of the assigned ones on each."""
    codes = grid_aggregation._morton_codes(xy)
    aggregate = np.full(len(xy), UNASSIGNED, dtype=np.int64)
    for part in (parts, np.zeros_like(parts)) if across_parts else (parts,):
        positions = np.column_stack([xy, part * float(PART_OFFSET)])
        for level in range(2 * AXIS_BITS + 1):
            is_open = aggregate == UNASSIGNED
            if not is_open.any():
                return aggregate
            cell = grid_aggregation._number_cells(codes >> level, part)
            size = int(cell.max()) + 1
            sums = np.column_stack(
                [np.bincount(cell[is_open], kind[is_open], minlength=size) for kind in counts.T]
            )
            lacks = (sums[cell] < minimums - grid_aggregation.SUM_TOLERANCE).any(axis=1)
            poor = np.bincount(cell[is_open & lacks], minlength=size) > 0
            chosen = np.flatnonzero(is_open & ~poor[cell])
            numbers = np.unique(cell[chosen], return_inverse=True)[1].ravel()
            aggregate[chosen] = int(aggregate.max()) + 1 + numbers
            assigned = np.flatnonzero(aggregate != UNASSIGNED)
            joining = np.flatnonzero((aggregate == UNASSIGNED) & np.isin(cell, cell[assigned]))
            if len(joining):
                nearest = cKDTree(positions[assigned]).query(positions[joining])[1]
                aggregate[joining] = aggregate[assigned[nearest]]
    return aggregate


def draw_places(random, count):
    """Draw places: anywhere, on a lattice (equal distances), by whole metres, several at one."""
    return [
        random.uniform(0, 3000, (count, 2)),
        random.integers(0, 30, (count, 2)) * 100.0,
        random.normal(0, 200, (count, 2)).round(),
        np.repeat(random.uniform(-500, 500, (count // 5 + 1, 2)), 5, axis=0)[:count],
    ][random.integers(4)]


@pytest.mark.parametrize("across_parts", [True, False])
@pytest.mark.parametrize("neighbours", [1, 2, 12])
@by_chance
def test_aggregates_equal_those_of_all_homes_on_all_levels(across_parts, neighbours, seed):
    random = np.random.default_rng(seed)
    count = int(random.integers(1, 300))
    xy = draw_places(random, count)
    parts = random.integers(0, 3, count)
    people = random.integers(1, 30, count).astype(float)
    women = random.binomial(people.astype(int), 0.5).astype(float)
    counts = np.column_stack([people, women, people - women, np.where(people >= 20, 2.0, 1.0)])
    by_sex = 5.0 * random.integers(0, 2)
    minimums = np.tile([5.0, by_sex, by_sex, 2.0], (count, 1))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(grid_aggregation, "NEIGHBOURS", neighbours)
        found = aggregate_points(xy, counts, minimums, parts, across_parts=across_parts)
    expected = aggregate_level_by_level(xy, counts, minimums, parts, across_parts=across_parts)
    assert np.array_equal(found, expected)


@by_chance
def test_homes_are_sorted_by_place_people_and_women(seed):
    random = np.random.default_rng(seed)
    x, y = random.integers(-2, 3, (2, 80)) / 10
    people, women = random.integers(0, 3, 80) + 0.5, random.choice([0.0, -0.0, 1.0, np.nan], 80)
    homes = gpd.GeoDataFrame(
        {"people": people, "women": women}, geometry=gpd.points_from_xy(x, y), crs=4326
    )
    keys = homes.assign(x=homes.geometry.x, y=homes.geometry.y)
    order = keys.sort_values(["x", "y", "people", "women"], kind="stable").index
    assert list(sort_by_location(homes).index) == list(order)


def test_ids_are_those_of_the_standard():
    for number in range(200):
        expected = uuid.uuid5(household_aggregates._ID_NAMESPACE, f"{number} 0")
        assert household_aggregates._derive_id(f"{number} 0") == str(expected)
