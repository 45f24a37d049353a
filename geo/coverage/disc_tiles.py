"""
Areas around points, drawn tile by tile: a change redraws only the tiles around it.

The area is the closing of discs: their union, widened by a margin and made narrower by it. What it
is within a tile depends on the points nearby alone. So each tile is cached by those points, and
tiles are put together by blocks, which are cached by their tiles. A cached result is never out of
date: its key is all that it was made of.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from geo.cached_property import cached_property
from geo.coverage.content_digest import digest
from geo.coverage.disc_union import BoolArray, DiscUnion, FloatArray, IntArray
from geo.coverage.drawing_threads import draw_each
from geo.privacy.result_cache import ResultCache

ObjectArray = NDArray[np.object_]

TILE_M = 3000.0
TILES_PER_BLOCK = 4  # a side
# Of a quarter of a disc or turn: outlines lie less than half the simplification beside the circle.
DISC_SEGMENTS = 6
BOX_MARGIN = 1.05  # of the closing margin, so that the edge of a box is not seen in its tile


@dataclass(frozen=True, eq=False)
class _Tile:
    """The area within a tile: its polygons, and which of them holds each selected point there."""

    digest: bytes
    parts: ObjectArray
    owners: IntArray


@dataclass(frozen=True, eq=False)
class _TileRows:
    """Rows of the points around each tile, in order; those within it are `is_core`."""

    columns: IntArray
    lines: IntArray
    begins: IntArray
    rows: IntArray
    is_core: BoolArray


class DiscTiles:
    """
    Draws the areas around selections of points.

    Parameters
    ----------
    xy
        Points in a metric CRS, shape (n, 2).
    disc_m, closing_m
        Radius of a disc, and the margin that closes inlets [m].
    cache
        Tiles and blocks, of any points.
    """

    def __init__(
        self, xy: FloatArray, *, disc_m: float, closing_m: float, cache: ResultCache
    ) -> None:
        disc = shapely.Point(0, 0).buffer(disc_m + closing_m, quad_segs=DISC_SEGMENTS)
        self._discs = DiscUnion(disc)
        self._closing_m = closing_m
        self._cache = cache
        self._settings = np.array([disc_m, closing_m, TILE_M]).tobytes()
        # Complex numbers are sorted faster than rows are; -0.0 becomes 0.0.
        pairs = np.ascontiguousarray(xy, dtype=np.float64) + 0.0
        unique, self._location = np.unique(pairs.view(np.complex128).ravel(), return_inverse=True)
        self._xy = np.column_stack([unique.real, unique.imag])

    def prepare(self) -> None:
        """Compute what every selection needs: it costs as much as drawing one."""
        _ = self._inner_of_all, self._cells, self._tile_rows

    def draw(self, is_selected: BoolArray) -> tuple[ObjectArray, IntArray]:
        """
        Draw the areas of the selected points.

        Parameters
        ----------
        is_selected
            For each point; at least one.

        Returns
        -------
        polygons, owners
            The areas, and for each selected point the one that holds it.
        """
        is_drawn = np.zeros(len(self._xy), dtype=bool)
        is_drawn[self._location[is_selected]] = True
        tiles, rows = self._draw_tiles(is_drawn)
        polygons = shapely.get_parts(self._unite_tiles(tiles))
        parts = np.concatenate([tile.parts for tile in tiles.values()])
        firsts = np.cumsum([0, *(len(tile.parts) for tile in tiles.values())])
        part_of_row = np.full(len(self._xy), -1, dtype=np.int64)
        for first, tile, of_tile in zip(firsts, tiles.values(), rows, strict=False):
            part_of_row[of_tile] = first + tile.owners
        part_of_point = part_of_row[self._location[is_selected]]
        owners = self._find_owners(polygons, parts, part_of_row)[part_of_point]
        # Without a point is only a splinter on an edge between tiles, where outlines of both lie
        # less than a metre apart.
        present, owners = np.unique(owners, return_inverse=True)
        return polygons[present], owners

    def _find_owners(
        self, polygons: ObjectArray, parts: ObjectArray, part_of_row: IntArray
    ) -> IntArray:
        """Find the polygon of each part of a tile, by one point in it; -1 where it has none."""
        present, row = np.unique(part_of_row, return_index=True)
        present, row = present[present >= 0], row[present >= 0]
        points = np.asarray(shapely.points(self._xy[row]))
        polygon, point = shapely.STRtree(points).query(polygons, predicate="intersects")
        owners = np.full(len(parts), -1, dtype=np.int64)
        owners[present[point]] = polygon
        return owners

    def _draw_tiles(
        self, is_drawn: BoolArray
    ) -> tuple[dict[tuple[int, int], _Tile], list[IntArray]]:
        """Draw the tiles that are not empty; also return the rows of the points within each."""
        is_inner = self._find_inner(is_drawn)
        around = self._tile_rows
        loads, rows_by_tile = [], []
        is_row_drawn = is_drawn[around.rows]
        for number, (begin, end) in enumerate(zip(around.begins, around.begins[1:], strict=False)):
            is_here = is_row_drawn[begin:end]
            rows = around.rows[begin:end][is_here]
            if not len(rows):
                continue
            position = int(around.columns[number]), int(around.lines[number])
            is_core = around.is_core[begin:end][is_here]
            loads.append((position, rows, is_inner[rows], is_core))
            rows_by_tile.append(rows[is_core])
        tiles = draw_each(lambda load: self._load_tile(*load), loads)
        return dict(zip((load[0] for load in loads), tiles, strict=True)), rows_by_tile

    def _load_tile(
        self, position: tuple[int, int], rows: IntArray, is_inner: BoolArray, is_core: BoolArray
    ) -> _Tile:
        xy = self._xy[rows]
        key = digest(self._settings, np.array(position).tobytes(), xy.tobytes(), is_inner.tobytes())

        def draw() -> _Tile:
            parts = shapely.get_parts(self._draw_tile(position, xy, is_inner))
            return _Tile(key, parts, _match_points(parts, xy[is_core]))

        return self._cache.get_or_compute(("tile", key), draw)

    def _draw_tile(
        self, position: tuple[int, int], xy: FloatArray, is_inner: BoolArray
    ) -> shapely.Geometry:
        column, line = position
        tile = shapely.box(
            column * TILE_M, line * TILE_M, (column + 1) * TILE_M, (line + 1) * TILE_M
        )
        margin = BOX_MARGIN * self._closing_m
        widened = self._discs.unite_within(
            shapely.buffer(tile, margin, join_style="mitre"), xy, is_inner
        )
        closed = shapely.buffer(widened, -self._closing_m, quad_segs=DISC_SEGMENTS)
        inside = shapely.get_parts(shapely.intersection(closed, tile))
        return shapely.MultiPolygon(list(inside[shapely.get_dimensions(inside) == 2]))

    def _unite_tiles(self, tiles: dict[tuple[int, int], _Tile]) -> shapely.Geometry:
        blocks: dict[tuple[int, int], list[_Tile]] = {}
        for (column, line), tile in tiles.items():
            block = column // TILES_PER_BLOCK, line // TILES_PER_BLOCK
            blocks.setdefault(block, []).append(tile)
        return shapely.union_all(draw_each(self._unite_block, blocks.values()))

    def _unite_block(self, tiles: list[_Tile]) -> shapely.Geometry:
        key = "block", tuple(tile.digest for tile in tiles)
        parts = [part for tile in tiles for part in tile.parts]
        return self._cache.get_or_compute(key, lambda: shapely.union_all(parts))

    def _find_inner(self, is_drawn: BoolArray) -> BoolArray:
        """Find the inner discs: those of all points, but for what lies near a point left out."""
        cells = self._cells
        is_near = cells.spread(np.bincount(cells.cell_of_row[~is_drawn], minlength=len(cells)) > 0)
        is_inner = self._inner_of_all & is_drawn
        looked_at = is_near[cells.cell_of_row] & is_drawn
        neighbours = np.flatnonzero(cells.spread(is_near)[cells.cell_of_row] & is_drawn)
        rows = np.flatnonzero(looked_at[neighbours])
        is_inner[neighbours[rows]] = self._discs.find_inner_discs(self._xy[neighbours], rows)
        return is_inner

    @cached_property
    def _inner_of_all(self) -> BoolArray:
        key = "inner", digest(self._settings, self._xy.tobytes())
        return self._cache.get_or_compute(
            key, lambda: self._discs.find_inner_discs(self._xy, np.arange(len(self._xy)))
        )

    @cached_property
    def _cells(self) -> _Cells:
        """Cells as wide as two discs: only points in adjacent ones have discs that meet."""
        return _Cells(np.floor(self._xy / (2 * self._discs.outer_radius)).astype(np.int64))

    @cached_property
    def _tile_rows(self) -> _TileRows:
        reach = BOX_MARGIN * self._closing_m + self._discs.outer_radius
        tile = np.floor(self._xy / TILE_M).astype(np.int64)
        within = self._xy - tile * TILE_M
        steps = {-1: within <= reach, 0: np.ones(within.shape, bool), 1: within >= TILE_M - reach}
        found = [
            (rows, tile[rows] + (east, north), np.full(len(rows), east == north == 0))
            for east, is_east in steps.items()
            for north, is_north in steps.items()
            for rows in [np.flatnonzero(is_east[:, 0] & is_north[:, 1])]
        ]
        rows, position, is_core = (np.concatenate(one) for one in zip(*found, strict=True))
        order = np.lexsort((rows, position[:, 1], position[:, 0]))
        column, line = position[order].T
        is_first = np.diff(column, prepend=column[0] - 1) != 0
        is_first |= np.diff(line, prepend=line[0]) != 0
        begins = np.flatnonzero(is_first)
        return _TileRows(
            column[begins], line[begins], np.append(begins, len(rows)), rows[order], is_core[order]
        )


class _Cells:
    """Cells of a grid that hold points, and which of them are adjacent."""

    def __init__(self, cell: IntArray) -> None:
        """List the cells of points by column and line, shape (n, 2)."""
        columns, lines = (cell - cell.min(axis=0) + 1).T
        height = int(lines.max()) + 2
        keys, self.cell_of_row = np.unique(columns * height + lines, return_inverse=True)
        shifts = [east * height + north for east in (-1, 0, 1) for north in (-1, 0, 1)]
        adjacent = keys[:, None] + np.array(shifts)
        found = np.minimum(np.searchsorted(keys, adjacent), len(keys) - 1)
        self._adjacent = np.where(keys[found] == adjacent, found, len(keys))

    def __len__(self) -> int:
        """Return the number of cells."""
        return len(self._adjacent)

    def spread(self, is_chosen: BoolArray) -> BoolArray:
        """Choose cells and those adjacent to them."""
        return np.asarray(np.append(is_chosen, False)[self._adjacent].any(axis=1))


def _match_points(polygons: ObjectArray, xy: FloatArray) -> IntArray:
    """
    Match each point to the polygon that contains it; its own disc is part of one.

    Polygons are prepared, and look only at the points in their bounding box: the distance of a
    point to a polygon would be measured to all of its vertices.
    """
    if len(polygons) == 1:
        return np.zeros(len(xy), dtype=np.int64)
    points = np.asarray(shapely.points(xy))
    polygon, point = shapely.STRtree(points).query(polygons, predicate="intersects")
    owners = np.full(len(points), -1, dtype=np.int64)
    owners[point] = polygon
    return owners
