"""
Coverage that counts a confidential service, as others than coordinators may be told it.

By zone: what the answer is on average over the places in its zone where the service may be, without
gaps, ground, homes or minutes, since each of them would point at a door. Homes are blocks; a small
number can only be the mean of a block that some of the places reach. It is hidden all the same, and
others with it, in one table.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import geopandas as gpd
import numpy as np
import pandas as pd

from geo.coverage.coverage_table import (
    CoverageTable,
    build_coverage_table,
    classify_coverage_states,
)
from geo.coverage.records import CoverageResult
from geo.coverage.summary import COUNT_COLUMNS, CoverageTotals
from geo.model import WGS84
from geo.privacy.suppression import ProtectedTable, Suppressed, suppress_cells

ZONE_COLUMNS = ("code", "zone", *COUNT_COLUMNS, "women", "women_uncovered", "minutes")


@dataclass(frozen=True)
class DisclosedCounts:
    """
    What is told of an answer.

    Attributes
    ----------
    values_by_path
        By place in the report; NaN where the number is hidden.
    suppressed
        The hidden ones, by place: "<5" for a small number, None for one hidden with it.
    zones
        As `CoverageResult.zones`, by code and name; minutes are NaN.
    """

    values_by_path: dict[str, float]
    suppressed: dict[str, str | None]
    zones: pd.DataFrame


@dataclass(frozen=True)
class DisclosedCoverage(CoverageResult):
    """An answer that holds nothing but what is told; `homes` is empty, and `found` None."""

    disclosed_counts: DisclosedCounts

    @property
    def disclosure_level(self) -> str:
        """How much of the answer is told."""
        return "by_zone"

    @property
    def suppressed(self) -> dict[str, str | None]:
        """What stands in the place of each number not told."""
        return self.disclosed_counts.suppressed

    @cached_property
    def people(self) -> CoverageTotals | None:
        """All people."""
        return _build_totals(self.disclosed_counts.values_by_path, "")

    @cached_property
    def women(self) -> CoverageTotals | None:
        """Women, or None where not all are known."""
        known = "women.people" in self.disclosed_counts.values_by_path
        return _build_totals(self.disclosed_counts.values_by_path, "women.") if known else None

    @cached_property
    def zones(self) -> pd.DataFrame:
        """Zone by zone."""
        return self.disclosed_counts.zones

    @cached_property
    def gap_areas(self) -> gpd.GeoDataFrame:
        """None."""
        return _empty_gap_areas()

    @cached_property
    def catchment(self) -> gpd.GeoSeries | None:
        """None."""
        return None


def disclose_by_zone(
    results: list[CoverageResult], visible_services: gpd.GeoDataFrame, *, confidential_count: int
) -> DisclosedCoverage:
    """
    Tell an answer in which confidential services were counted, but to coordinators.

    Parameters
    ----------
    results
        One for each arrangement of those services within their zones.
    visible_services
        The services of the type whose place the reader may know.
    confidential_count
        How many are confidential.
    """
    first = results[0]
    shares = np.mean([classify_coverage_states(answer.demand_points) for answer in results], axis=0)
    table = build_coverage_table(first.demand_points, shares)
    published = suppress_cells(table.table)
    numbers = _collect_disclosed_values(table, published)
    return DisclosedCoverage(
        request=first.request,
        slot=first.slot,
        demand_points=first.demand_points.iloc[:0],
        services=visible_services,
        confidential_count=confidential_count,
        detour_factor=first.detour_factor,
        off_street_people=first.off_street_people,
        reachable_network=None,
        is_aggregated=True,
        disclosed_counts=DisclosedCounts(
            numbers, _list_suppressed(table, published), _build_zone_table(table, numbers)
        ),
    )


def _empty_gap_areas() -> gpd.GeoDataFrame:
    columns: dict[str, list[object]] = {name: [] for name in ("people", "women", "minutes", "zone")}
    return gpd.GeoDataFrame(columns, geometry=[], crs=WGS84)


def _collect_disclosed_values(table: CoverageTable, published: ProtectedTable) -> dict[str, float]:
    told = {place: published.disclosed[cell] for cell, place in table.report_paths.items()}
    return {
        place: value if isinstance(value, float) else float("nan") for place, value in told.items()
    }


def _list_suppressed(table: CoverageTable, published: ProtectedTable) -> dict[str, str | None]:
    few = f"<{published.threshold:g}"
    return {
        table.report_paths[cell]: few if published.disclosed[cell] is Suppressed.PRIMARY else None
        for cell in published.suppressed
    }


def _build_zone_table(table: CoverageTable, values_by_path: dict[str, float]) -> pd.DataFrame:
    counts = [name for name in ZONE_COLUMNS if name not in ("code", "zone", "minutes")]
    columns = {
        name: [values_by_path.get(f"zones.{n}.{name}", np.nan) for n in range(len(table.zones))]
        for name in counts
    }
    return table.zones.assign(**columns, minutes=np.nan)[list(ZONE_COLUMNS)]


def _build_totals(values_by_path: dict[str, float], prefix: str) -> CoverageTotals:
    return CoverageTotals(
        people=values_by_path[f"{prefix}people"],
        covered=values_by_path[f"{prefix}covered"],
        covered_safely=values_by_path.get(f"{prefix}covered_safely"),
        uncovered=values_by_path[f"{prefix}uncovered"],
        no_way=values_by_path[f"{prefix}no_way"],
    )
