"""
How much of each street lies in risk areas and in safe zones.

`s(x)` is the highest severity of the areas that cover a point. Because severities are whole,
the integral of `s(x) / 5` along a street is a fifth of the sum, over k = 1..5, of the metres
where `s(x) >= k`: five measured coverings, and no sum of overlaps.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray

from geo.model import SEVERITIES, Slot
from geo.network.intervals import Stretches
from geo.network.street_network import FloatArray, StreetNetwork

AREAS_REMEMBERED = 20_000


@dataclass(frozen=True)
class Measures:
    """Weighted metres at risk, metres inside any risk area, metres in safe zones [m]."""

    risk_m: FloatArray
    inside_m: FloatArray
    safe_m: FloatArray


@dataclass(frozen=True)
class Exposure:
    """
    What a network's streets are exposed to in one time slot.

    Attributes
    ----------
    network
        The streets.
    at_least
        For severity k, at index k - 1: where it is at least k.
    covered
        Where there is a risk area or a safe zone.
    area, stretches
        Each single crossing of an area with a street: the area's position among the active
        ones, and the stretches, unmerged; what directions and drawings explain.
    active
        The active areas, in the order `area` speaks of.
    """

    network: StreetNetwork
    at_least: tuple[Stretches, ...]
    covered: Stretches
    area: NDArray[np.int64]
    stretches: Stretches
    active: gpd.GeoDataFrame

    @cached_property
    def edges(self) -> Measures:
        """What each edge measures."""
        count = len(self.network.u)
        levels = [level.per_edge(count) for level in self.at_least]
        inside = levels[0]
        safe = self.covered.per_edge(count) - inside
        return Measures(np.sum(levels, axis=0) / len(SEVERITIES), inside, np.maximum(safe, 0.0))

    @cached_property
    def safe_total_m(self) -> float:
        """Metres of all streets in safe zones and outside every risk area."""
        return float(self.edges.safe_m.sum())

    @cached_property
    def minutes(self) -> FloatArray:
        """
        What prices are made of, side by side, shape (edges, 3).

        Minutes for all metres of an edge, for its weighted metres at risk, and for those in
        safe zones.
        """
        measured = self.edges
        metres = [self.network.length_m, measured.risk_m, measured.safe_m]
        return np.stack(metres, axis=1) * self.network.pace[:, None]

    @cached_property
    def can_be_priced(self) -> bool:
        """Whether every edge costs something, and no more than can be counted, at any aversion."""
        walked, at_risk, safe = self.minutes.T
        return bool(
            np.isfinite(self.minutes).all()
            and (walked > 0).all()
            and (at_risk >= 0).all()
            and (safe <= 2 * walked).all()  # all of it at most, but for rounding
        )

    def between(self, edge: NDArray[np.int64], from_m: FloatArray, to_m: FloatArray) -> Measures:
        """
        Measure parts of edges.

        Parameters
        ----------
        edge
            Positions in the network's arrays.
        from_m, to_m
            Metres from each edge's first node; `from_m` may be the larger one.
        """
        base = self.network.start[edge]
        low, high = base + np.minimum(from_m, to_m), base + np.maximum(from_m, to_m)
        levels = [level.between(low, high) for level in self.at_least]
        safe = self.covered.between(low, high) - levels[0]
        return Measures(np.sum(levels, axis=0) / len(SEVERITIES), levels[0], np.maximum(safe, 0.0))


class Crossings:
    """Where areas cross the streets of one network; each area is measured once."""

    def __init__(self, network: StreetNetwork) -> None:
        self.network = network
        self._known: OrderedDict[bytes, Stretches] = OrderedDict()
        self._lock = threading.Lock()

    def of(self, areas: Sequence[shapely.Geometry]) -> list[Stretches]:
        """
        Measure where each area crosses streets.

        Parameters
        ----------
        areas
            Geometry in the network's CRS; what is not a polygon crosses nothing.
        """
        keys = [shapely.to_wkb(area) for area in areas]
        with self._lock:
            found = {key: self._known[key] for key in keys if key in self._known}
        missing = {key: area for key, area in zip(keys, areas, strict=True) if key not in found}
        if missing:
            found.update(zip(missing, self._measure(list(missing.values())), strict=True))
            with self._lock:
                self._known.update({key: found[key] for key in missing})
                while len(self._known) > AREAS_REMEMBERED:
                    self._known.popitem(last=False)
        return [found[key] for key in keys]

    def _measure(self, areas: list[shapely.Geometry]) -> list[Stretches]:
        polygons = np.array(areas, dtype=object)
        shapely.prepare(polygons)
        area, edge = self.network.tree.query(polygons, predicate="intersects")
        area, segment = _segments_of(self.network, area, edge)
        area, edge, begin, end = _inside(self.network, polygons, area, segment)
        order = np.argsort(area, kind="stable")
        cuts = np.searchsorted(area[order], np.arange(1, len(areas)))
        parts = zip(
            np.split(edge[order], cuts),
            np.split(begin[order], cuts),
            np.split(end[order], cuts),
            strict=True,
        )
        return [Stretches(*part) for part in parts]


def measure_exposure(
    crossings: Crossings,
    *,
    risk_areas: gpd.GeoDataFrame,
    safe_zones: gpd.GeoDataFrame,
    slot: Slot,
) -> Exposure:
    """
    Measure what a network is exposed to by day or by night.

    Parameters
    ----------
    risk_areas
        With `severity` 1–5 and `holds`. Where areas overlap, the highest severity counts.
    safe_zones
        Zones drawn as points cover no street.
    slot
        Areas that hold always, or at this time, count.
    """
    network = crossings.network
    active = risk_areas[risk_areas["holds"].isin(["always", slot])].reset_index(drop=True)
    at_risk = crossings.of(list(active.geometry.to_crs(network.crs)))
    safe = crossings.of(list(safe_zones.geometry.to_crs(network.crs)))
    area = np.repeat(np.arange(len(at_risk)), [len(part.edge) for part in at_risk])
    stretches = _together(at_risk)
    severity = active["severity"].to_numpy(dtype=np.int64)[area]
    at_least = tuple(_union(stretches, severity >= level) for level in SEVERITIES)
    both = _together([*at_risk, *safe])
    return Exposure(
        network=network,
        at_least=at_least,
        covered=_union(both, np.ones(len(both.edge), dtype=bool)),
        area=area,
        stretches=stretches,
        active=active,
    )


def _together(parts: list[Stretches]) -> Stretches:
    empty = Stretches(np.empty(0, np.int64), np.empty(0), np.empty(0))
    every = [*parts, empty]
    return Stretches(
        np.concatenate([part.edge for part in every]),
        np.concatenate([part.begin for part in every]),
        np.concatenate([part.end for part in every]),
    )


def _union(some: Stretches, chosen: NDArray[np.bool_]) -> Stretches:
    return Stretches.union(some.edge[chosen], some.begin[chosen], some.end[chosen])


def _segments_of(
    network: StreetNetwork, area: NDArray[np.int64], edge: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Pair areas with the straight segments of edges; a segment is named by its first vertex."""
    first = network.vertices.first
    count = first[edge + 1] - first[edge] - 1
    offset = np.arange(count.sum()) - np.repeat(np.cumsum(count) - count, count)
    return np.repeat(area, count), np.repeat(first[edge], count) + offset


def _inside(
    network: StreetNetwork,
    polygons: NDArray[np.object_],
    area: NDArray[np.int64],
    segment: NDArray[np.int64],
) -> tuple[NDArray[np.int64], NDArray[np.int64], FloatArray, FloatArray]:
    """Cut segments by areas: area, edge, and begin and end on the long line."""
    vertices = network.vertices
    ends = np.stack([vertices.xy[segment], vertices.xy[segment + 1]], axis=1)
    lines = np.asarray(shapely.linestrings(ends), dtype=object)
    whole = shapely.covers(polygons[area], lines)
    partly = np.flatnonzero(~whole & shapely.intersects(polygons[area], lines))
    cut = shapely.intersection(lines[partly], polygons[area[partly]])
    parts, owner = shapely.get_parts(cut, return_index=True)
    straight = shapely.get_type_id(parts) == shapely.GeometryType.LINESTRING
    parts, owner = parts[straight], partly[owner[straight]]
    origin = vertices.xy[segment[owner]]
    reach = [
        np.hypot(*(shapely.get_coordinates(shapely.get_point(parts, index)) - origin).T)
        for index in (0, -1)
    ]
    kept = np.concatenate([np.flatnonzero(whole), owner])
    from_m = np.concatenate([np.zeros(whole.sum()), np.minimum(*reach)])
    to_m = np.concatenate([np.hypot(*(ends[whole, 1] - ends[whole, 0]).T), np.maximum(*reach)])
    edge = vertices.line[segment[kept]]
    base = network.start[edge] + vertices.along_m[segment[kept]]
    return area[kept], edge, base + from_m, base + to_m
