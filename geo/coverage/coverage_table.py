"""
Coverage as one table of people: zones, by what reaches them, by women and others.

Its finest parts are nowhere published; everything a reader could work out by adding and
subtracting is a cell, so that `geo.privacy.suppression` can guard all of it at once.
"""

from __future__ import annotations

from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.coverage.summary import COUNT_COLUMNS
from geo.privacy.small_counts import MIN_FREQUENCY
from geo.privacy.suppression import CountTable

FloatArray = NDArray[np.float64]

COVERAGE_STATES = ("safely", "roughly", "far", "no_way")
# What each count adds up; the last two are published nowhere, but can be worked out.
STATES_BY_COUNT = {
    "people": ("safely", "roughly", "far", "no_way"),
    "covered": ("safely", "roughly"),
    "covered_safely": ("safely",),
    "uncovered": ("far", "no_way"),
    "no_way": ("no_way",),
    "covered_roughly": ("roughly",),
    "far": ("far",),
}


@dataclass(frozen=True)
class CoverageTable:
    """
    The table, and the place in the report of each number that is published.

    Attributes
    ----------
    table
        For `geo.privacy.suppression`.
    report_paths
        By cell: as in "covered", "women.uncovered" or "zones.3.women".
    zones
        `code zone` of each zone, by code and name; the people outside every zone last.
    """

    table: CountTable
    report_paths: dict[int, str]
    zones: pd.DataFrame


def list_zones(demand_points: pd.DataFrame) -> pd.DataFrame:
    """List the zones of homes by code and name: an order by people would tell of people."""
    zones = demand_points[["zone_code", "zone"]].drop_duplicates()
    keys = zones.fillna("").assign(nameless=zones["zone"].isna())
    order = keys.sort_values(["nameless", "zone_code", "zone"], kind="stable").index
    return zones.loc[order].rename(columns={"zone_code": "code"}).reset_index(drop=True)


def classify_coverage_states(demand_points: pd.DataFrame) -> FloatArray:
    """
    Tell by what each home is reached: one column for each of `COVERAGE_STATES`, one of them 1.

    Where what lies on the way is not known, whoever is covered counts as roughly.
    """
    covered = demand_points["covered"].to_numpy(dtype=bool)
    safely = demand_points["covered_safely"].fillna(False).to_numpy(dtype=bool) & covered
    no_way = demand_points["no_way"].to_numpy(dtype=bool)
    far = ~covered & ~no_way
    return np.column_stack([safely, covered & ~safely, far, no_way]).astype(float)


def build_coverage_table(
    demand_points: gpd.GeoDataFrame, state_shares: FloatArray
) -> CoverageTable:
    """
    Count people into a table.

    Parameters
    ----------
    demand_points
        With `people women zone_code zone covered_safely`.
    state_shares
        See `classify_coverage_states`; with several arrangements of services, the mean of theirs.
    """
    zones = list_zones(demand_points)
    keys = list(zip(zones["code"].fillna(""), zones["zone"].fillna(""), strict=True))
    own = zip(demand_points["zone_code"].fillna(""), demand_points["zone"].fillna(""), strict=True)
    zone = np.array([keys.index(key) for key in own], dtype=np.int64)
    parts = _count_people_by_state(demand_points, state_shares, zone, len(zones))
    known = {
        "safely": not bool(demand_points["covered_safely"].isna().any()),
        "women": bool(parts["sex"].ne("all").all()),
    }
    cells = _build_zone_cells(parts, len(zones), known)
    places = {n: place for n, (place, _) in enumerate(cells) if place is not None}
    published = np.isin(np.arange(len(cells)), list(places))
    matrix = np.array([chosen for _, chosen in cells], dtype=float)
    totals = np.array([not place or "." not in place.removeprefix("women.") for place, _ in cells])
    people = parts["people"].to_numpy(dtype=float)
    kept = _find_public_cells(parts, cells)
    return CoverageTable(
        CountTable(people, matrix, published, totals & published, kept), places, zones
    )


def _count_people_by_state(
    demand_points: gpd.GeoDataFrame,
    state_shares: FloatArray,
    zone_indices: NDArray[np.int64],
    zone_count: int,
) -> pd.DataFrame:
    """Count people by zone, sex and state; what no home is in counts none."""
    people, women = (demand_points[name].to_numpy(dtype=float) for name in ("people", "women"))
    sexes = {"all": people} if np.isnan(women).any() else {"women": women, "others": people - women}
    rows = [
        pd.DataFrame(
            {
                "zone": np.append(zone_indices, range(zone_count)),
                "sex": sex,
                "state": state,
                "people": np.append(number * state_shares[:, column], [0.0] * zone_count),
            }
        )
        for sex, number in sexes.items()
        for column, state in enumerate(COVERAGE_STATES)
    ]
    return _round_to_persons(
        pd.concat(rows).groupby(["zone", "sex", "state"])["people"].sum().reset_index()
    )


def _round_to_persons(parts: pd.DataFrame) -> pd.DataFrame:
    """
    Round parts of a person, and keep the sum of each zone and sex where that is whole.

    The largest remainders are rounded up (Hamilton's method).
    """
    rounded = parts.copy()
    for _, group in parts.groupby(["zone", "sex"]):
        total = group["people"].sum()
        if abs(total - round(total)) > 1e-6:
            continue
        whole = np.floor(group["people"] + 1e-9)
        missing = round(total - whole.sum())
        largest = (whole - group["people"]).sort_values(kind="stable").index[:missing]
        whole[largest] += 1
        rounded.loc[group.index, "people"] = whole
    return rounded


def _build_zone_cells(
    parts: pd.DataFrame, zone_count: int, known_counts: dict[str, bool]
) -> list[tuple[str | None, NDArray[np.bool_]]]:
    cells = []
    everybody = np.ones(len(parts), dtype=bool)
    for zone in [*range(zone_count), None]:
        here = everybody if zone is None else (parts["zone"] == zone).to_numpy()
        for sex in ("people", *(("women", "others") if known_counts["women"] else ())):
            ours = everybody if sex == "people" else (parts["sex"] == sex).to_numpy()
            for count, states_ in STATES_BY_COUNT.items():
                chosen = here & ours & parts["state"].isin(states_).to_numpy()
                told = count != "covered_safely" or known_counts["safely"]
                cells.append((_report_path(zone, sex, count) if told else None, chosen))
    return cells


def _report_path(zone: int | None, sex: str, count_name: str) -> str | None:
    """Say where in the report a count stands; None where it does not."""
    if sex == "others" or count_name not in COUNT_COLUMNS:
        return None
    if zone is None:
        return count_name if sex == "people" else f"women.{count_name}"
    if sex == "people":
        return f"zones.{zone}.{count_name}"
    short = {"people": "women", "uncovered": "women_uncovered"}
    return f"zones.{zone}.{short[count_name]}" if count_name in short else None


def _find_public_cells(
    parts: pd.DataFrame, cells: list[tuple[str | None, NDArray[np.bool_]]]
) -> NDArray[np.bool_] | None:
    """
    Tell which cells every answer tells alike: who lives in a zone, whatever service is asked for.

    Hidden here, another answer would give them; so they are told in all. None where some of them
    are small themselves, which they are not where homes are blocks.
    """
    lived_in = parts.groupby(["zone", "sex"])["people"].sum()
    if ((lived_in > 0) & (lived_in < MIN_FREQUENCY)).any():
        return None
    return np.array([(place or "").split(".")[-1] in ("people", "women") for place, _ in cells])
