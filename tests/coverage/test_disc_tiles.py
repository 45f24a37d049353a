"""Areas drawn tile by tile: the same with and without what is kept, and only changes are drawn."""

from __future__ import annotations

import numpy as np
import pytest
import shapely

from geo.coverage import disc_tiles
from geo.coverage.disc_tiles import DiscTiles
from geo.privacy.result_cache import ResultCache

DISC_M, CLOSING_M = 110.0, 60.0


@pytest.fixture(autouse=True)
def small_tiles(monkeypatch):
    monkeypatch.setattr(disc_tiles, "TILE_M", 600.0)
    monkeypatch.setattr(disc_tiles, "TILES_PER_BLOCK", 2)


@pytest.fixture
def drawn(monkeypatch):
    """List the tiles that are drawn, and not taken from what is kept."""
    positions = []
    draw = DiscTiles._draw_tile

    def note(tiles, position, *rest):
        positions.append(position)
        return draw(tiles, position, *rest)

    monkeypatch.setattr(DiscTiles, "_draw_tile", note)
    return positions


def tiles_of(xy, cache=None):
    return DiscTiles(xy, disc_m=DISC_M, closing_m=CLOSING_M, cache=cache or ResultCache(5000))


def cells_with_holes(seed):
    """Lay out dense cells with holes, scattered points, two at one spot, and some far away."""
    rng = np.random.default_rng(seed)
    cells = np.stack(np.meshgrid(np.arange(45) * 70.0, np.arange(45) * 70.0), -1).reshape(-1, 2)
    cells = cells[rng.uniform(size=len(cells)) < rng.uniform(0.4, 1)]
    others = rng.normal(1500, 1800, (80, 2))
    return np.concatenate([cells, others, others[:5], [[-0.0, 600.0], [600.0, 600.0]]])


def close_all(xy):
    """Close all discs at once, drawn as the tiles draw them."""
    disc = shapely.Point(0, 0).buffer(DISC_M + CLOSING_M, quad_segs=disc_tiles.DISC_SEGMENTS)
    discs = shapely.polygons(xy[:, None, :] + shapely.get_coordinates(disc))
    return shapely.union_all(discs).buffer(-CLOSING_M, quad_segs=disc_tiles.DISC_SEGMENTS)


@pytest.mark.parametrize("seed", range(3))
def test_areas_are_the_same_whatever_was_drawn_before(seed):
    xy, rng, kept = cells_with_holes(seed), np.random.default_rng(seed), ResultCache(5000)
    with_reuse = tiles_of(xy, kept)
    for _ in range(4):
        spot, radius = rng.uniform(0, 3000, 2), rng.uniform(200, 1500)
        selected = np.hypot(*(xy - spot).T) > radius
        shapes, owners = with_reuse.draw(selected)
        fresh_shapes, fresh_owners = tiles_of(xy).draw(selected)
        assert shapely.equals_exact(shapes, fresh_shapes, 0.0).all()
        assert np.array_equal(owners, fresh_owners)
        assert shapely.contains_properly(shapes[owners], shapely.points(xy[selected])).all()
        expected = close_all(xy[selected])
        assert len(shapes) == len(shapely.get_parts(expected))
        outline = shapely.MultiPolygon(list(shapes))
        assert outline.buffer(3.0).covers(expected)
        assert expected.buffer(3.0).covers(outline)


def test_of_a_changed_selection_only_the_tiles_around_it_are_drawn(drawn):
    xy = cells_with_holes(1)
    tiles, selected = tiles_of(xy), np.ones(len(xy), dtype=bool)
    tiles.draw(selected)
    count = len(drawn)
    assert len(set(drawn)) == count > 40
    tiles.draw(selected)
    assert len(drawn) == count
    selected[np.hypot(*(xy - 1500.0).T) < 100] = False
    tiles.draw(selected)
    assert 0 < len(drawn) - count <= 9


def test_of_changed_points_only_the_tiles_around_them_are_drawn(drawn):
    xy, kept = cells_with_holes(2), ResultCache(5000)
    tiles_of(xy, kept).draw(np.ones(len(xy), dtype=bool))
    count = len(drawn)
    more = np.concatenate([xy, np.random.default_rng(0).uniform(1490, 1510, (10, 2))])
    tiles_of(more, kept).draw(np.ones(len(more), dtype=bool))
    assert 0 < len(drawn) - count <= 9


def test_areas_drawn_with_another_width_are_others():
    xy, kept = np.array([[300.0, 300.0]]), ResultCache(50)
    everything = np.ones(1, dtype=bool)
    (wide,), _ = tiles_of(xy, kept).draw(everything)
    (narrow,), _ = DiscTiles(xy, disc_m=50.0, closing_m=60.0, cache=kept).draw(everything)
    assert wide.area > 4 * narrow.area
