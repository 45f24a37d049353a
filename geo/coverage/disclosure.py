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

from geo.coverage.coverage_table import CoverageTable, coverage_table, states
from geo.coverage.records import Coverage
from geo.coverage.summary import COUNTS, Totals
from geo.model import WGS84
from geo.privacy.suppression import Hidden, Published, suppress

ZONE_COLUMNS = ("code", "zone", *COUNTS, "women", "women_uncovered", "minutes")


@dataclass(frozen=True)
class Told:
    """
    What is told of an answer.

    Attributes
    ----------
    numbers
        By place in the report; NaN where the number is hidden.
    suppressed
        The hidden ones, by place: "<5" for a small number, None for one hidden with it.
    zones
        As `Coverage.zones`, by code and name; minutes are NaN.
    """

    numbers: dict[str, float]
    suppressed: dict[str, str | None]
    zones: pd.DataFrame


@dataclass(frozen=True)
class ToldCoverage(Coverage):
    """An answer that holds nothing but what is told; `homes` is empty, and `found` None."""

    told: Told

    @property
    def published(self) -> str:
        """How much of the answer is told."""
        return "by_zone"

    @property
    def suppressed(self) -> dict[str, str | None]:
        """What stands in the place of each number not told."""
        return self.told.suppressed

    @cached_property
    def people(self) -> Totals | None:
        """All people."""
        return _totals(self.told.numbers, "")

    @cached_property
    def women(self) -> Totals | None:
        """Women, or None where not all are known."""
        known = "women.people" in self.told.numbers
        return _totals(self.told.numbers, "women.") if known else None

    @cached_property
    def zones(self) -> pd.DataFrame:
        """Zone by zone."""
        return self.told.zones

    @cached_property
    def gaps(self) -> gpd.GeoDataFrame:
        """None."""
        return _no_gaps()

    @cached_property
    def ground(self) -> gpd.GeoSeries | None:
        """None."""
        return None


def told_by_zone(
    answers: list[Coverage], shown: gpd.GeoDataFrame, *, reserved: int
) -> ToldCoverage:
    """
    Tell an answer in which confidential services were counted, but to coordinators.

    Parameters
    ----------
    answers
        One for each arrangement of those services within their zones.
    shown
        The services of the type whose place the reader may know.
    reserved
        How many are confidential.
    """
    first = answers[0]
    shares = np.mean([states(answer.homes) for answer in answers], axis=0)
    table = coverage_table(first.homes, shares)
    published = suppress(table.table)
    numbers = _numbers(table, published)
    return ToldCoverage(
        ask=first.ask,
        slot=first.slot,
        homes=first.homes.iloc[:0],
        services=shown,
        reserved=reserved,
        detour=first.detour,
        off_street=first.off_street,
        found=None,
        in_blocks=True,
        told=Told(numbers, _suppressed(table, published), _zones(table, numbers)),
    )


def _no_gaps() -> gpd.GeoDataFrame:
    columns: dict[str, list[object]] = {name: [] for name in ("people", "women", "minutes", "zone")}
    return gpd.GeoDataFrame(columns, geometry=[], crs=WGS84)


def _numbers(table: CoverageTable, published: Published) -> dict[str, float]:
    told = {place: published.told[cell] for cell, place in table.places.items()}
    return {
        place: value if isinstance(value, float) else float("nan") for place, value in told.items()
    }


def _suppressed(table: CoverageTable, published: Published) -> dict[str, str | None]:
    few = f"<{published.least:g}"
    return {
        table.places[cell]: few if published.told[cell] is Hidden.FEW else None
        for cell in published.hidden
    }


def _zones(table: CoverageTable, numbers: dict[str, float]) -> pd.DataFrame:
    counts = [name for name in ZONE_COLUMNS if name not in ("code", "zone", "minutes")]
    columns = {
        name: [numbers.get(f"zones.{n}.{name}", np.nan) for n in range(len(table.zones))]
        for name in counts
    }
    return table.zones.assign(**columns, minutes=np.nan)[list(ZONE_COLUMNS)]


def _totals(numbers: dict[str, float], prefix: str) -> Totals:
    return Totals(
        people=numbers[f"{prefix}people"],
        covered=numbers[f"{prefix}covered"],
        covered_safely=numbers.get(f"{prefix}covered_safely"),
        uncovered=numbers[f"{prefix}uncovered"],
        no_way=numbers[f"{prefix}no_way"],
    )
