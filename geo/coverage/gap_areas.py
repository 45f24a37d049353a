"""Gap areas: where people live outside coverage."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geo.cached_property import cached_property
from geo.coverage.disc_tiles import DiscTiles
from geo.coverage.disc_union import BoolArray
from geo.coverage.metric_points import MetricPoints
from geo.coverage.service_areas import SIMPLIFY_TOLERANCE_M
from geo.layers.population import known_women
from geo.model import WGS84
from geo.privacy.result_cache import ResultCache

HOME_BUFFER_M = 110.0  # demand points closer than twice this distance share a gap
SMOOTHING_BUFFER_M = 60.0  # closes inlets, so that a gap is one compact polygon
GAP_COLUMNS = ("people", "women", "minutes", "zone")


class GapAreaBuilder:
    """
    Builds the gap areas of demand points for any threshold; what stays the same is drawn once.

    Parameters
    ----------
    points
        Locations of the demand points.
    cache
        Parts of areas; may be shared by builders, see `DiscTiles`.
    """

    def __init__(self, points: MetricPoints, cache: ResultCache) -> None:
        self._points = points
        self._cache = cache

    @cached_property
    def _tiles(self) -> DiscTiles:
        return DiscTiles(
            self._points.xy,
            disc_m=HOME_BUFFER_M,
            closing_m=SMOOTHING_BUFFER_M,
            cache=self._cache,
        )

    def prepare(self) -> None:
        """Compute what the gap areas of all thresholds share."""
        self._tiles.prepare()

    def build(self, demand_points: pd.DataFrame, is_uncovered: BoolArray) -> gpd.GeoDataFrame:
        """
        Build the areas where people live outside coverage.

        Parameters
        ----------
        demand_points
            In the order of the builder's points, with `people`, `women` (may be unknown),
            `minutes` (may be infinite) and `zone` (may be None).
        is_uncovered
            One flag for each demand point.

        Returns
        -------
        gaps
            Polygons in EPSG:4326 with `people`, `women` (NaN where any is unknown), `minutes`
            (weighted median by people), `zone` (where most of them live); most people first.
            The people of all gaps add up to those of the uncovered demand points.
        """
        if not is_uncovered.any():
            columns: dict[str, list[object]] = {name: [] for name in GAP_COLUMNS}
            return gpd.GeoDataFrame(columns, geometry=[], crs=WGS84)
        polygons, owners = self._tiles.draw(is_uncovered)
        uncovered = pd.DataFrame(demand_points[[*GAP_COLUMNS]])[is_uncovered]
        gaps = gpd.GeoDataFrame(
            _summarise_gaps(uncovered, owners, len(polygons)),
            geometry=shapely.simplify(polygons, SIMPLIFY_TOLERANCE_M),
            crs=self._points.crs,
        )
        has_zone = gaps["zone"].astype(object)
        gaps = gaps.assign(zone=has_zone.where(has_zone.notna(), None))  # NaN would be a name
        return gaps.sort_values("people", ascending=False, ignore_index=True).to_crs(WGS84)


def _summarise_gaps(demand_points: pd.DataFrame, pieces: np.ndarray, count: int) -> pd.DataFrame:
    """Summarise the demand points of each piece, numbered from 0; each has at least one."""
    people = demand_points["people"].to_numpy(dtype=float)
    minutes = demand_points["minutes"].to_numpy(dtype=float)
    women = known_women(demand_points)
    return pd.DataFrame(
        {
            "people": np.bincount(pieces, people, minlength=count),
            "women": np.bincount(pieces, women, minlength=count),
            "minutes": _find_median_minutes(pieces, minutes, people),
            "zone": _find_main_zones(demand_points["zone"].to_numpy(), people, pieces, count),
        }
    )


def _find_median_minutes(pieces: np.ndarray, minutes: np.ndarray, people: np.ndarray) -> np.ndarray:
    """Weighted median by people of the minutes of each piece: the first that reaches half."""
    order = np.lexsort((minutes, pieces))
    begins = np.flatnonzero(np.diff(pieces[order], prepend=-1))
    medians = []
    for rows in np.split(order, begins[1:]):
        half = np.searchsorted(np.cumsum(people[rows]), people[rows].sum() / 2)
        medians.append(minutes[rows[min(int(half), len(rows) - 1)]])
    return np.array(medians)


def _find_main_zones(
    zones: np.ndarray, people: np.ndarray, pieces: np.ndarray, count: int
) -> list[str | None]:
    """Zone where most people of each piece live, the first by name of equals; None outside all."""
    frame = pd.DataFrame({"piece": pieces, "zone": zones, "people": people})
    sums = frame.groupby(["piece", "zone"], sort=True)["people"].sum().reset_index()
    most = sums.sort_values(["piece", "people"], ascending=[True, False], kind="stable")
    main = most.drop_duplicates("piece").set_index("piece")["zone"].reindex(range(count))
    return [zone if isinstance(zone, str) else None for zone in main]
