"""Union of equal discs: the same as that of all discs, whatever the points."""

from __future__ import annotations

import numpy as np
import pytest
import shapely

from geo.coverage.disc_union import DiscUnion

DISC = shapely.Point(0, 0).buffer(110.0, quad_segs=6)


def lattice(columns, rows, step):
    grid = np.meshgrid(np.arange(columns) * step, np.arange(rows) * step)
    return np.stack(grid, axis=-1).reshape(-1, 2)


def rings_of_cells():
    """Draw a dense square with rings without points, and an island in one of them."""
    cells = lattice(70, 70, 30.0)
    away = np.hypot(*(cells - 1050.0).T)
    return cells[(away > 900) | ((away < 600) & (away > 350)) | (away < 60)]


POINTS = {
    "one": np.array([[5.0, 7.0]]),
    "twice the same": np.array([[5.0, 7.0], [5.0, 7.0]]),
    "two that touch nothing": np.array([[0.0, 0.0], [5000.0, 0.0]]),
    "a row": lattice(50, 1, 30.0),
    "a dense square": lattice(40, 40, 30.0),
    "a coarse square": lattice(12, 12, 100.0),
    "a square with holes as large as cells": lattice(12, 12, 190.0),
    "points nearer than a metre": np.random.default_rng(1).normal(0, 0.5, (500, 2)),
    "a cloud": np.random.default_rng(2).normal(0, 400, (2500, 2)),
    "a sparse grid": lattice(60, 60, 30.0)[np.random.default_rng(3).uniform(size=3600) < 0.4],
    "rings": rings_of_cells(),
    "far from the origin": rings_of_cells() + np.array([280_000.0, 8_660_000.0]),
}


def unite(xy, box=None):
    discs = DiscUnion(DISC)
    around = box or shapely.box(*(xy.min(axis=0) - 500.0), *(xy.max(axis=0) + 500.0))
    return discs.unite_within(around, xy, discs.find_inner_discs(xy, np.arange(len(xy))))


@pytest.mark.parametrize("name", POINTS)
def test_the_union_is_that_of_all_discs(name):
    xy = POINTS[name]
    every = [shapely.transform(DISC, lambda corners, by=by: corners + by) for by in xy]
    expected, found = shapely.union_all(every), unite(xy)
    assert found.is_valid
    assert shapely.symmetric_difference(expected, found).area < 1e-4
    assert len(shapely.get_parts(found)) == len(shapely.get_parts(expected))


def test_discs_in_the_interior_are_not_united(monkeypatch):
    drawn = []
    draw = DiscUnion._draw
    monkeypatch.setattr(DiscUnion, "_draw", lambda one, xy: drawn.append(len(xy)) or draw(one, xy))
    unite(lattice(60, 60, 30.0))
    assert drawn[0] <= 4 * 60 * 2


@pytest.mark.parametrize("name", ["rings", "a sparse grid", "a cloud"])
def test_a_box_cuts_the_union_off(name):
    xy = POINTS[name]
    box = shapely.box(*(xy.mean(axis=0) - 400), *(xy.mean(axis=0) + 250))
    assert shapely.symmetric_difference(unite(xy, box), unite(xy).intersection(box)).area < 1e-4
