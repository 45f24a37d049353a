"""Coverage counts of people and women: totals and by zone."""

from __future__ import annotations

from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd

from geo.layers.population import count_population, known_women

COUNT_COLUMNS = ("people", "covered", "covered_safely", "uncovered", "only_while_open", "no_way")
WOMEN_COLUMNS = ("women", "women_uncovered", "women_at_least", "women_unknown")
FLOAT_COLUMNS = (*COUNT_COLUMNS, "women", "women_uncovered", "women_at_least", "minutes")
ZONE_COLUMNS = ("code", "zone", *COUNT_COLUMNS, *WOMEN_COLUMNS, "minutes")


@dataclass(frozen=True)
class CoverageTotals:
    """
    Number of people by coverage.

    Attributes
    ----------
    people
        All people: `covered + uncovered`.
    covered
        With a service within the threshold.
    covered_safely
        Of these, people whose safest route is also within the threshold and has no more metres
        inside risk areas than the limit; None where exposure is unknown.
    uncovered
        Without a service within the threshold, including those without a route.
    no_way
        Of these, without a route to any service, open or closed.
    only_while_open
        Of the uncovered, people whom a service covers that is closed at the moment of the request;
        none of them is among `no_way`. None unless only open services count.
    """

    people: float
    covered: float
    covered_safely: float | None
    uncovered: float
    no_way: float
    only_while_open: float | None = None


def count_totals(demand_points: pd.DataFrame, *, column: str = "people") -> CoverageTotals | None:
    """
    Sum a column of demand points by coverage.

    Parameters
    ----------
    demand_points
        With `covered`, `covered_safely` (None where unknown) and `no_way`; `only_while_open`, None
        or absent where services of all hours count.
    column
        "people" or "women".

    Returns
    -------
    totals
        None where the column is unknown for any demand point.
    """
    counts = known_women(demand_points) if column == "women" else demand_points[column]
    number = pd.Series(counts, index=demand_points.index, dtype=float)
    if number.isna().any():
        return None
    safely, closed = demand_points["covered_safely"], demand_points.get("only_while_open")
    knows_hours = closed is not None and not closed.isna().any()
    return CoverageTotals(
        people=float(number.sum()),
        covered=float(number[demand_points["covered"]].sum()),
        covered_safely=None if safely.isna().any() else float(number[safely.astype(bool)].sum()),
        uncovered=float(number[~demand_points["covered"]].sum()),
        no_way=float(number[demand_points["no_way"]].sum()),
        only_while_open=float(number[closed.astype(bool)].sum())
        if closed is not None and knows_hours
        else None,
    )


def count_by_zone(demand_points: gpd.GeoDataFrame) -> pd.DataFrame:
    """
    Count people and women by zone.

    Parameters
    ----------
    demand_points
        With `zone_code` and `zone` (name); None where no zone contains the point.

    Returns
    -------
    table
        `ZONE_COLUMNS`, most uncovered people first; the people outside every zone in a last row
        without a name. `women` and `women_uncovered` are NaN where the women of any demand point
        are unknown; `women_at_least` sums the known ones, NaN where none is known, and
        `women_unknown` is the number of demand points without them. `minutes` is
        the mean over people who have a route, NaN where nobody has one.
    """
    rows = []
    for (code, name), group in demand_points.groupby(
        ["zone_code", "zone"], dropna=False, sort=True
    ):
        people, women = count_totals(group), count_totals(group, column="women")
        population = count_population(group)
        rows.append(
            {
                "code": code if isinstance(code, str) else None,
                "zone": name if isinstance(name, str) else None,
                **({} if people is None else vars(people)),
                "women": None if women is None else women.people,
                "women_uncovered": None if women is None else women.uncovered,
                "women_at_least": population.women,
                "women_unknown": population.women_unknown,
                "minutes": mean_minutes(group),
            }
        )
    table = pd.DataFrame(rows, columns=list(ZONE_COLUMNS))
    table = table.astype(dict.fromkeys(FLOAT_COLUMNS, float))  # None becomes NaN in each of them
    has_zone = table[["code", "zone"]].astype(object)
    table = table.assign(**has_zone.where(has_zone.notna(), None))  # NaN would be taken for a name
    nameless = table["zone"].isna()
    order = np.lexsort((table["zone"].fillna(""), -table["uncovered"].astype(float), nameless))
    return table.iloc[order].reset_index(drop=True)


def covered_percent(people: float, covered: float, *, least: float = 0) -> float:
    """
    Compute which percentage of people is covered.

    Parameters
    ----------
    people, covered
        NaN where unknown or suppressed.
    least
        Smallest number of people, covered or not, that may be told: with the number of all, a
        percentage tells both.

    Returns
    -------
    percent
        To a tenth; 0 and 100 only where nobody, or everybody, is covered. NaN where a number is
        unknown, suppressed or below `least`, and where nobody lives.
    """
    uncovered = people - covered
    if not people > 0 or np.isnan(covered):
        return float("nan")
    if 0 < covered < least or 0 < uncovered < least:
        return float("nan")
    percent = round(100 * covered / people, 1)
    if covered > 0 and uncovered > 0:
        percent = min(max(percent, 0.1), 99.9)
    return percent


def assign_zones(demand_points: gpd.GeoDataFrame, zones: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """
    Assign each demand point to a zone.

    Returns
    -------
    demand_points
        With `zone_code` and `zone`, the name or else the code; None outside every zone. Where
        zones overlap, the first one is used, so that nobody is counted twice.
    """
    joined = demand_points[["geometry"]].sjoin(
        zones[["code", "name", "geometry"]], how="left", predicate="intersects"
    )
    first = joined.sort_values("index_right", kind="stable").groupby(level=0).head(1)
    first = first.reindex(demand_points.index)
    name = first["name"].fillna(first["code"])
    return demand_points.assign(
        zone_code=first["code"].astype(object).where(first["code"].notna(), None),
        zone=name.astype(object).where(name.notna(), None),
    )


def mean_minutes(demand_points: pd.DataFrame) -> float:
    """Compute the mean minutes of the people who have a route; NaN where nobody has one."""
    reachable = np.isfinite(demand_points["minutes"])
    people = demand_points.loc[reachable, "people"].astype(float)
    if people.sum() == 0:
        return float("nan")
    return float(np.average(demand_points.loc[reachable, "minutes"], weights=people))
