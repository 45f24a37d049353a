"""
Coverage as others than coordinators may be told it.

To the public: tables in which no number below k can be worked out, gaps only where enough people
and homes share them, no homes and no minutes. By zone, where a confidential service was counted:
what the answer is on average over the places in its zone where it may be, without gaps, ground,
homes or minutes, since each of them would point at a door.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from geo.coverage.ground import reached_ground
from geo.coverage.reach import Reach
from geo.coverage.record import Coverage
from geo.coverage.summary import COUNTS, Totals
from geo.coverage.table import NOWHERE, CoverageTable, coverage_table, states
from geo.model import WGS84
from geo.privacy.small import LEAST_TOLD
from geo.privacy.suppression import Hidden, Published, suppress

ZONE_COLUMNS = ("code", "zone", *COUNTS, "women", "women_uncovered", "minutes")


@dataclass(frozen=True)
class Told:
    """
    What is told of an answer.

    Attributes
    ----------
    published
        "suppressed" where small numbers are hidden in exact tables, "by_zone" where a confidential
        service was counted.
    numbers
        By place in the report; NaN where the number is hidden.
    suppressed
        The hidden ones, by place: "<5" for a small number, None for one hidden with it.
    zones
        As `Coverage.zones`, by code and name; minutes are NaN.
    gaps
        As `Coverage.gaps`, where enough people live in enough homes; women and minutes are NaN.
    found
        For the ground within reach, which open services alone decide; None by zone.
    """

    published: str
    numbers: dict[str, float]
    suppressed: dict[str, str | None]
    zones: pd.DataFrame
    gaps: gpd.GeoDataFrame
    found: Reach | None


@dataclass(frozen=True)
class ToldCoverage(Coverage):
    """An answer that holds nothing but what is told; `homes` is empty, and `found` None."""

    told: Told

    @property
    def published(self) -> str:
        """How much of the answer is told."""
        return self.told.published

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
        """The ground where many people live outside coverage."""
        return self.told.gaps

    @cached_property
    def ground(self) -> gpd.GeoSeries | None:
        """The ground within reach of open services; None by zone, or where lines were straight."""
        if self.told.found is None:
            return None
        threshold = self.ask.threshold
        return reached_ground(self.told.found, limit=threshold.limit, by_metres=threshold.by_metres)


def told_to_public(answer: Coverage) -> Coverage:
    """
    Tell the public an answer measured from open services.

    Parameters
    ----------
    answer
        Whole.
    """
    gaps, gap = _large_gaps(answer)
    table = coverage_table(answer.homes, states(answer.homes), gap=gap, gaps=len(gaps))
    published = suppress(table.table)
    numbers = _numbers(table, published)
    gaps = gaps.assign(people=[numbers[f"gaps.{n}.people"] for n in range(len(gaps))])
    told = Told(
        "suppressed",
        numbers,
        _suppressed(table, published),
        _zones(table, numbers),
        gaps,
        answer.found,
    )
    return _without_homes(answer, told, off_street=np.nan)


def told_by_zone(
    answers: list[Coverage], shown: gpd.GeoDataFrame, *, reserved: int, public: bool
) -> Coverage:
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
    public
        Whether small numbers are hidden, too.
    """
    first = answers[0]
    shares = np.mean([states(answer.homes) for answer in answers], axis=0)
    table = coverage_table(first.homes, shares)
    if public:
        published = suppress(table.table)
        numbers, suppressed = _numbers(table, published), _suppressed(table, published)
    else:
        values = table.table.values
        numbers = {place: float(values[n]) for n, place in table.places.items()}
        suppressed = {}
    told = Told("by_zone", numbers, suppressed, _zones(table, numbers), _no_gaps(), None)
    of_type = replace(first, services=shown, reserved=reserved)
    return _without_homes(of_type, told, off_street=np.nan if public else first.off_street)


def _without_homes(answer: Coverage, told: Told, *, off_street: float) -> ToldCoverage:
    kept = {**vars(answer), "homes": answer.homes.iloc[:0], "found": None}
    fields = ("ask", "slot", "homes", "services", "reserved", "detour", "found")
    return ToldCoverage(**{name: kept[name] for name in fields}, off_street=off_street, told=told)


def _large_gaps(answer: Coverage) -> tuple[gpd.GeoDataFrame, NDArray[np.int64]]:
    """Keep the gaps of enough people in enough homes; tell in which of them each home lies."""
    within = np.full(len(answer.homes), NOWHERE, dtype=np.int64)
    gaps = answer.gaps
    left = np.flatnonzero(~answer.homes["covered"].to_numpy(dtype=bool))
    if gaps.empty:
        return _no_gaps(), within
    tree = shapely.STRtree(np.asarray(gaps.geometry, dtype=object))
    places = np.asarray(answer.homes.geometry, dtype=object)[left]
    (home, gap) = tree.query_nearest(places, all_matches=False)
    owner = np.full(len(left), NOWHERE)
    owner[home] = gap
    people = np.bincount(
        owner, answer.homes["people"].to_numpy(dtype=float)[left], minlength=len(gaps)
    )
    homes = np.bincount(owner, minlength=len(gaps))
    large = np.flatnonzero((people >= LEAST_TOLD) & (homes >= LEAST_TOLD))
    shape = gaps.geometry.to_wkb(hex=True).to_numpy()[large]
    by_shape = large[np.argsort(shape, kind="stable")]
    number = np.full(len(gaps), NOWHERE)
    number[by_shape] = range(len(by_shape))
    within[left] = number[owner]
    told = gaps.iloc[by_shape].reset_index(drop=True)
    return told.assign(women=np.nan, minutes=np.nan), within


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
