"""
Disclosure of coverage that counts confidential services, for audiences below coordinator.

Results are disclosed by zone only: the mean over simulated locations of the service in its zone.
Gaps, catchments, demand points and minutes are withheld, since each could locate the service.
Demand is household aggregates; a small count can only be the mean of an aggregate that some
simulated locations reach. It is suppressed nevertheless, with secondary suppression in one table.
"""

from __future__ import annotations

from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd

from geo.cached_property import cached_property
from geo.coverage.coverage_table import (
    CoverageTable,
    build_coverage_table,
    classify_coverage_states,
)
from geo.coverage.records import CoverageResult
from geo.coverage.summary import ZONE_COLUMNS, CoverageTotals
from geo.model import WGS84
from geo.privacy.suppression import ProtectedTable, Suppressed, suppress_cells


@dataclass(frozen=True)
class DisclosedCounts:
    """
    Disclosed counts of a coverage result.

    Attributes
    ----------
    values_by_path
        By path in the report; NaN where the count is suppressed.
    suppressed
        Suppressed counts, by path: "<5" for primary, None for secondary suppression.
    zones
        As `CoverageResult.zones`, sorted by code and name; minutes are NaN.
    """

    values_by_path: dict[str, float]
    suppressed: dict[str, str | None]
    zones: pd.DataFrame


@dataclass(frozen=True)
class DisclosedCoverage(CoverageResult):
    """Result with disclosed counts only: no demand points and no reachable network."""

    disclosed_counts: DisclosedCounts

    @property
    def disclosure_level(self) -> str:
        """Disclosure level of the result."""
        return "by_zone"

    @property
    def suppressed(self) -> dict[str, str | None]:
        """Marker for each suppressed count."""
        return self.disclosed_counts.suppressed

    @cached_property
    def people(self) -> CoverageTotals | None:
        """Totals of all people."""
        return _build_totals(self.disclosed_counts.values_by_path, "")

    @cached_property
    def women(self) -> CoverageTotals | None:
        """Totals of women, or None where a count is unknown."""
        is_known = "women.people" in self.disclosed_counts.values_by_path
        return _build_totals(self.disclosed_counts.values_by_path, "women.") if is_known else None

    @cached_property
    def known_women(self) -> CoverageTotals | None:
        """Totals of women; None where they are unknown at any home: no part is disclosed."""
        return self.women

    @cached_property
    def zones(self) -> pd.DataFrame:
        """Counts by zone."""
        return self.disclosed_counts.zones

    @cached_property
    def gap_areas(self) -> gpd.GeoDataFrame:
        """Empty: gaps are not disclosed."""
        return _empty_gap_areas()

    @cached_property
    def catchment(self) -> gpd.GeoSeries | None:
        """None: the catchment is not disclosed."""
        return None


def disclose_by_zone(
    results: list[CoverageResult], visible_services: gpd.GeoDataFrame
) -> DisclosedCoverage:
    """
    Disclose results that count confidential services, by zone only.

    Parameters
    ----------
    results
        One for each set of simulated locations of those services in their zones.
    visible_services
        Services that count and whose location is disclosed.
    """
    first = results[0]
    shares = np.mean([classify_coverage_states(result.demand_points) for result in results], axis=0)
    table = build_coverage_table(first.demand_points, shares)
    published = suppress_cells(table.table)
    numbers = _collect_disclosed_values(table, published)
    return DisclosedCoverage(
        request=first.request,
        slot=first.slot,
        demand_points=first.demand_points.iloc[:0],
        counted=first.counted,
        outside=first.outside,
        services=visible_services,
        confidential_count=first.confidential_count,
        placeless_count=first.placeless_count,
        detour_factor=first.detour_factor,
        off_street_people=first.off_street_people,
        off_street_service_count=first.off_street_service_count,
        reachable_network=None,
        is_aggregated=True,
        builders=first.builders,
        disclosed_counts=DisclosedCounts(
            numbers, _list_suppressed(table, published), _build_zone_table(table, numbers)
        ),
    )


def _empty_gap_areas() -> gpd.GeoDataFrame:
    columns: dict[str, list[object]] = {name: [] for name in ("people", "women", "minutes", "zone")}
    return gpd.GeoDataFrame(columns, geometry=[], crs=WGS84)


def _collect_disclosed_values(table: CoverageTable, published: ProtectedTable) -> dict[str, float]:
    cells = {path: published.disclosed[cell] for cell, path in table.report_paths.items()}
    return {
        path: value if isinstance(value, float) else float("nan") for path, value in cells.items()
    }


def _list_suppressed(table: CoverageTable, published: ProtectedTable) -> dict[str, str | None]:
    small_marker = f"<{published.threshold:g}"
    return {
        table.report_paths[cell]: small_marker
        if published.disclosed[cell] is Suppressed.PRIMARY
        else None
        for cell in published.suppressed
    }


def _build_zone_table(table: CoverageTable, values_by_path: dict[str, float]) -> pd.DataFrame:
    columns = {
        name: [values_by_path.get(f"zones.{n}.{name}", np.nan) for n in range(len(table.zones))]
        for name in ZONE_COLUMNS
        if name not in ("code", "zone")
    }
    zones = table.zones.assign(**columns)[list(ZONE_COLUMNS)]
    return zones.assign(women_at_least=zones["women"])


def _build_totals(values_by_path: dict[str, float], prefix: str) -> CoverageTotals:
    return CoverageTotals(
        people=values_by_path[f"{prefix}people"],
        covered=values_by_path[f"{prefix}covered"],
        covered_safely=values_by_path.get(f"{prefix}covered_safely"),
        uncovered=values_by_path[f"{prefix}uncovered"],
        no_way=values_by_path[f"{prefix}no_way"],
        only_while_open=values_by_path.get(f"{prefix}only_while_open"),
    )
