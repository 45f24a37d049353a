"""
Contingency table of coverage (zone, state, sex) for cell suppression.

The finest parts are never published. Every number that a reader could derive by adding and
subtracting is a cell, so that `geo.privacy.suppression` protects all of them together.
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

COVERAGE_STATES = ("safely", "roughly", "closed", "far", "no_way")
# States that each count sums; the last two are not published, but can be derived.
STATES_BY_COUNT = {
    "people": COVERAGE_STATES,
    "covered": ("safely", "roughly"),
    "covered_safely": ("safely",),
    "uncovered": ("closed", "far", "no_way"),
    "no_way": ("no_way",),
    "covered_roughly": ("roughly",),
    "far": ("closed", "far"),
}
# Where only open services count, the people whom a closed one covers are published beside them, and
# what follows from them by subtraction and from the coverage at all hours.
STATES_BY_HOURS = {
    "only_while_open": ("closed",),
    "covered_at_all_hours": ("safely", "roughly", "closed"),
    "uncovered_at_all_hours": ("far", "no_way"),
    "far_at_all_hours": ("far",),
    "reachable": ("safely", "roughly", "closed", "far"),
}


@dataclass(frozen=True)
class CoverageTable:
    """
    Count table, and the path in the report of each published number.

    Attributes
    ----------
    table
        For `geo.privacy.suppression`.
    report_paths
        By cell: as in "covered", "women.uncovered" or "zones.3.women".
    zones
        `code zone` of each zone, sorted by code and name; people outside every zone are last.
    """

    table: CountTable
    report_paths: dict[int, str]
    zones: pd.DataFrame


def list_zones(demand_points: pd.DataFrame) -> pd.DataFrame:
    """List the zones of demand points by code and name; sorting by people would disclose counts."""
    zones = demand_points[["zone_code", "zone"]].drop_duplicates()
    keys = zones.fillna("").assign(nameless=zones["zone"].isna())
    order = keys.sort_values(["nameless", "zone_code", "zone"], kind="stable").index
    return zones.loc[order].rename(columns={"zone_code": "code"}).reset_index(drop=True)


def classify_coverage_states(demand_points: pd.DataFrame) -> FloatArray:
    """
    Classify each demand point: one indicator column for each of `COVERAGE_STATES`.

    Where exposure on the route is unknown, covered people count as not safely covered.
    """
    covered = demand_points["covered"].to_numpy(dtype=bool)
    safely = demand_points["covered_safely"].fillna(False).to_numpy(dtype=bool) & covered
    no_way = demand_points["no_way"].to_numpy(dtype=bool)
    closed = demand_points["only_while_open"].fillna(False).to_numpy(dtype=bool) & ~covered
    far = ~covered & ~closed & ~no_way
    return np.column_stack([safely, covered & ~safely, closed, far, no_way]).astype(float)


def build_coverage_table(
    demand_points: gpd.GeoDataFrame, state_shares: FloatArray
) -> CoverageTable:
    """
    Build the count table of coverage.

    Parameters
    ----------
    demand_points
        With `people women zone_code zone covered_safely only_while_open`.
    state_shares
        See `classify_coverage_states`; the mean over several simulated service locations.
    """
    zones = list_zones(demand_points)
    keys = list(zip(zones["code"].fillna(""), zones["zone"].fillna(""), strict=True))
    zone_keys = zip(
        demand_points["zone_code"].fillna(""), demand_points["zone"].fillna(""), strict=True
    )
    zone = np.array([keys.index(key) for key in zone_keys], dtype=np.int64)
    parts = _count_people_by_state(demand_points, state_shares, zone, len(zones))
    known_counts = {
        "safely": not bool(demand_points["covered_safely"].isna().any()),
        "women": bool(parts["sex"].ne("all").all()),
        "hours": not bool(demand_points["only_while_open"].isna().any()),
    }
    cells = _build_zone_cells(parts, len(zones), known_counts)
    report_paths = {n: path for n, (path, _) in enumerate(cells) if path is not None}
    published = np.isin(np.arange(len(cells)), list(report_paths))
    matrix = np.array([members for _, members in cells], dtype=float)
    totals = np.array([not path or "." not in path.removeprefix("women.") for path, _ in cells])
    people = parts["people"].to_numpy(dtype=float)
    public_cells = _find_public_cells(parts, cells)
    return CoverageTable(
        CountTable(people, matrix, published, totals & published, public_cells), report_paths, zones
    )


def _count_people_by_state(
    demand_points: gpd.GeoDataFrame,
    state_shares: FloatArray,
    zone_indices: NDArray[np.int64],
    zone_count: int,
) -> pd.DataFrame:
    """Count people by zone, sex and state; combinations without demand points count zero."""
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
    Round fractions of persons; integer sums of each zone and sex are preserved.

    The largest remainders are rounded up (Hamilton's method).
    """
    rounded = parts.copy()
    for _, group in parts.groupby(["zone", "sex"]):
        total = group["people"].sum()
        if abs(total - round(total)) > 1e-6:
            continue
        integers = np.floor(group["people"] + 1e-9)
        missing = round(total - integers.sum())
        largest = (integers - group["people"]).sort_values(kind="stable").index[:missing]
        integers[largest] += 1
        rounded.loc[group.index, "people"] = integers
    return rounded


def _build_zone_cells(
    parts: pd.DataFrame, zone_count: int, known_counts: dict[str, bool]
) -> list[tuple[str | None, NDArray[np.bool_]]]:
    cells = []
    states_by_count = STATES_BY_COUNT | (STATES_BY_HOURS if known_counts["hours"] else {})
    everybody = np.ones(len(parts), dtype=bool)
    for zone in [*range(zone_count), None]:
        in_zone = everybody if zone is None else (parts["zone"] == zone).to_numpy()
        for sex in ("people", *(("women", "others") if known_counts["women"] else ())):
            of_sex = everybody if sex == "people" else (parts["sex"] == sex).to_numpy()
            for count, states_ in states_by_count.items():
                members = in_zone & of_sex & parts["state"].isin(states_).to_numpy()
                is_published = count != "covered_safely" or known_counts["safely"]
                cells.append((_report_path(zone, sex, count) if is_published else None, members))
    return cells


def _report_path(zone: int | None, sex: str, count_name: str) -> str | None:
    """Return the path of a count in the report; None if it is not reported."""
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
    Find the cells that are equal in all results: residents of a zone, whatever the service.

    Suppressing them here is useless, because other results contain them; so they are published.
    None where some of these cells are small; they never are for household aggregates.
    """
    residents = parts.groupby(["zone", "sex"])["people"].sum()
    if ((residents > 0) & (residents < MIN_FREQUENCY)).any():
        return None
    return np.array([(path or "").split(".")[-1] in ("people", "women") for path, _ in cells])
