"""Coverage by groups of people: by zone, and women beside others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from typing import Literal

import numpy as np
import pandas as pd

from geo.coverage.records import CoverageResult
from geo.coverage.report import PERCENT
from geo.coverage.summary import COUNT_COLUMNS, CoverageTotals, covered_percent
from geo.json_values import to_json_value
from geo.privacy.small_counts import MIN_FREQUENCY

Grouping = Literal["zone", "sex"]
GROUPINGS: tuple[Grouping, ...] = ("zone", "sex")
OTHERS = "others"  # all who are not counted as women: men, and whoever a census leaves open
GROUP_COLUMNS = ("by", "code", "name", *COUNT_COLUMNS, PERCENT)


def count_by_group(result: CoverageResult, groupings: Sequence[Grouping]) -> pd.DataFrame:
    """
    Count people by coverage in each group of some groupings.

    Parameters
    ----------
    groupings
        Each of a result's groupings divides all its people.

    Returns
    -------
    table
        `GROUP_COLUMNS`: by zone as `CoverageResult.zones`; by sex `women` and `others`, without
        rows where the women of any demand point are unknown. NaN where a number is suppressed,
        or unknown. The counts of others are those of people less those of women.
    """
    rows: list[dict[str, object]] = []
    for grouping in dict.fromkeys(groupings):
        rows += _list_zones(result) if grouping == "zone" else _list_sexes(result)
    least = MIN_FREQUENCY if result.is_aggregated else 0
    for row in rows:
        row[PERCENT] = covered_percent(_number(row["people"]), _number(row["covered"]), least=least)
    return pd.DataFrame(rows, columns=list(GROUP_COLUMNS))


def build_group_records(
    result: CoverageResult, groupings: Sequence[Grouping]
) -> list[dict[str, object]]:
    """Convert the counts by group to records of the shape in docs/json.md."""
    rows = count_by_group(result, groupings).to_dict("records")
    return [{str(name): to_json_value(value) for name, value in row.items()} for row in rows]


def _list_zones(result: CoverageResult) -> list[dict[str, object]]:
    return [
        {
            "by": "zone",
            "code": row["code"],
            "name": row["zone"],
            **{name: row[name] for name in COUNT_COLUMNS},
        }
        for row in result.zones.to_dict("records")
    ]


def _list_sexes(result: CoverageResult) -> list[dict[str, object]]:
    people, women = result.people, result.women
    if people is None or women is None:
        return []
    of_women = _list_counts(women)
    of_others = {name: count - of_women[name] for name, count in _list_counts(people).items()}
    return [
        {"by": "sex", "code": "women", "name": None, **of_women},
        {"by": "sex", "code": OTHERS, "name": None, **of_others},
    ]


def _list_counts(totals: CoverageTotals) -> dict[str, float]:
    return {one.name: _number(getattr(totals, one.name)) for one in fields(CoverageTotals)}


def _number(value: object) -> float:
    return float("nan") if value is None else np.float64(str(value)).item()
