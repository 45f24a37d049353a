"""How many people, how many women: counted whole, and zone by zone."""

from __future__ import annotations

from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd

COUNTS = ("people", "covered", "covered_safely", "uncovered", "no_way")


@dataclass(frozen=True)
class Totals:
    """
    People by what reaches them.

    Attributes
    ----------
    people
        All of them: `covered + uncovered`.
    covered
        With a service within the threshold.
    covered_safely
        Of these, with a safest way within it too that crosses no more marked metres than the
        limit; None where what lies on the way is not known.
    uncovered
        Without a service within the threshold, those without any way included.
    no_way
        Of these, without any way to any service.
    """

    people: float
    covered: float
    covered_safely: float | None
    uncovered: float
    no_way: float


def totals(homes: pd.DataFrame, *, count: str = "people") -> Totals | None:
    """
    Count a column of homes.

    Parameters
    ----------
    homes
        With `covered`, `covered_safely` (None where unknown) and `no_way`.
    count
        "people" or "women".

    Returns
    -------
    totals
        None where the column is unknown for any home: a sum with holes is not a sum.
    """
    number = homes[count].astype(float)
    if number.isna().any():
        return None
    safely = homes["covered_safely"]
    return Totals(
        people=float(number.sum()),
        covered=float(number[homes["covered"]].sum()),
        covered_safely=None if safely.isna().any() else float(number[safely.astype(bool)].sum()),
        uncovered=float(number[~homes["covered"]].sum()),
        no_way=float(number[homes["no_way"]].sum()),
    )


def by_zone(homes: gpd.GeoDataFrame) -> pd.DataFrame:
    """
    Count people and women zone by zone.

    Parameters
    ----------
    homes
        With `zone_code` and `zone` (name); None where no zone holds the home.

    Returns
    -------
    table
        `code zone people covered covered_safely uncovered no_way women women_uncovered minutes`,
        most uncovered people first; the people outside every zone in a last row without a name.
        `minutes` is the mean over people who have a way, NaN where nobody has.
    """
    rows = []
    for (code, name), group in homes.groupby(["zone_code", "zone"], dropna=False, sort=True):
        people, women = totals(group), totals(group, count="women")
        rows.append(
            {
                "code": code if isinstance(code, str) else None,
                "zone": name if isinstance(name, str) else None,
                **({} if people is None else vars(people)),
                "women": None if women is None else women.people,
                "women_uncovered": None if women is None else women.uncovered,
                "minutes": _mean_minutes(group),
            }
        )
    table = pd.DataFrame(
        rows, columns=["code", "zone", *COUNTS, "women", "women_uncovered", "minutes"]
    )
    named = table[["code", "zone"]].astype(object)
    table = table.assign(**named.where(named.notna(), None))  # NaN would pass for a name
    nameless = table["zone"].isna()
    order = np.lexsort((table["zone"].fillna(""), -table["uncovered"].astype(float), nameless))
    return table.iloc[order].reset_index(drop=True)


def name_zones(homes: gpd.GeoDataFrame, zones: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """
    Tell in which zone each home lies.

    Returns
    -------
    homes
        With `zone_code` and `zone`, the name or else the code; None outside every zone. Where
        zones overlap, the first in the zones' order is taken, so that nobody is counted twice.
    """
    joined = homes[["geometry"]].sjoin(
        zones[["code", "name", "geometry"]], how="left", predicate="intersects"
    )
    first = joined.sort_values("index_right", kind="stable").groupby(level=0).head(1)
    first = first.reindex(homes.index)
    name = first["name"].fillna(first["code"])
    return homes.assign(
        zone_code=first["code"].astype(object).where(first["code"].notna(), None),
        zone=name.astype(object).where(name.notna(), None),
    )


def _mean_minutes(homes: pd.DataFrame) -> float:
    reachable = np.isfinite(homes["minutes"])
    people = homes.loc[reachable, "people"].astype(float)
    if people.sum() == 0:
        return float("nan")
    return float(np.average(homes.loc[reachable, "minutes"], weights=people))
