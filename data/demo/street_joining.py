"""Joining of streets into a network: crossing or nearly touching lines get a common vertex."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from shapely import LineString, Point, STRtree

from data.demo.projection import Coordinates
from data.demo.streets import Street

SNAP_DISTANCE_M = 14.0  # an end this near to another street is snapped to it [m]
MERGE_DISTANCE_M = 4.0  # two points this near are merged [m]


def join_streets(streets: list[Street]) -> list[Street]:
    """
    Join streets into one network.

    Parameters
    ----------
    streets
        Lines that cross or nearly touch [m].

    Returns
    -------
    streets
        The same streets; wherever two meet, both hold a vertex with equal coordinates.
    """
    lines = [street.coordinates for street in streets]
    for number in range(len(lines)):
        for end in (0, -1):
            _snap_end(lines, number, end)
    for first in range(len(lines)):
        for second in range(first + 1, len(lines)):
            _join_crossing(lines, first, second)
    merged_lines = _merge_near_vertices(lines)
    return [
        replace(street, coordinates=line)
        for street, line in zip(streets, merged_lines, strict=True)
    ]


def _snap_end(lines: list[Coordinates], number: int, end: int) -> None:
    """Move an end to the nearest point of another street within the snap distance."""
    end_point = Point(lines[number][end])
    geometries = [LineString(line) for line in lines]
    near = [
        int(i) for i in STRtree(geometries).query(end_point.buffer(SNAP_DISTANCE_M)) if i != number
    ]
    distances = sorted((geometries[i].distance(end_point), i) for i in near)
    if not distances or distances[0][0] > SNAP_DISTANCE_M:
        return
    nearest_line = distances[0][1]
    point = _find_nearest_point(lines[nearest_line], lines[number][end]).round(2)
    point, lines[nearest_line] = _insert_vertex(lines[nearest_line], point)
    line = lines[number].copy()
    line[end] = point
    lines[number] = line


def _find_nearest_point(line: Coordinates, point: Coordinates) -> Coordinates:
    """Find the nearest point of a line."""
    start, delta = line[:-1], line[1:] - line[:-1]
    share = np.clip(((point - start) * delta).sum(axis=1) / (delta**2).sum(axis=1), 0, 1)
    projected = start + share[:, None] * delta
    nearest: Coordinates = projected[((projected - point) ** 2).sum(axis=1).argmin()]
    return nearest


def _insert_vertex(line: Coordinates, point: Coordinates) -> tuple[Coordinates, Coordinates]:
    """Insert a vertex into a line at a point, unless a vertex is near already."""
    squared_distances = ((line - point) ** 2).sum(axis=1)
    nearest = int(squared_distances.argmin())
    if squared_distances[nearest] <= MERGE_DISTANCE_M**2:
        return line[nearest], line
    delta = line[1:] - line[:-1]
    share = np.clip(((point - line[:-1]) * delta).sum(axis=1) / (delta**2).sum(axis=1), 0, 1)
    offsets = ((line[:-1] + share[:, None] * delta - point) ** 2).sum(axis=1)
    return point, np.insert(line, int(offsets.argmin()) + 1, point, axis=0)


def _join_crossing(lines: list[Coordinates], first: int, second: int) -> None:
    """Insert a common vertex into two lines at each crossing."""
    intersection = LineString(lines[first]).intersection(LineString(lines[second]))
    for part in getattr(intersection, "geoms", [intersection]):
        if part.is_empty:
            continue
        point = np.round(np.array(part.coords[0]), 2)
        point, lines[first] = _insert_vertex(lines[first], point)
        nearest = ((lines[second] - point) ** 2).sum(axis=1)
        if nearest.min() <= MERGE_DISTANCE_M**2:
            line = lines[second].copy()
            line[int(nearest.argmin())] = point
            lines[second] = line
        else:
            _, lines[second] = _insert_vertex(lines[second], point)


def _merge_near_vertices(lines: list[Coordinates]) -> list[Coordinates]:
    """Merge vertices within the merge distance, across all streets."""
    vertices_so_far = np.empty((0, 2))
    merged_lines = []
    for line in lines:
        vertices: list[Coordinates] = []
        for point in line:
            squared_distances = ((vertices_so_far - point) ** 2).sum(axis=1)
            if len(squared_distances) and squared_distances.min() <= MERGE_DISTANCE_M**2:
                vertex = vertices_so_far[int(squared_distances.argmin())]
            else:
                vertex, vertices_so_far = point, np.vstack([vertices_so_far, point])
            if not vertices or not np.array_equal(vertices[-1], vertex):
                vertices.append(vertex)
        merged_lines.append(np.array(vertices))
    return merged_lines
