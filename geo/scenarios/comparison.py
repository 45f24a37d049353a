"""
Coverage before and after some changes: people and women gained and lost, by zone and in all.

Both sides are measured by `geo.coverage`, once on the view and once on it with the changes, so
whatever holds for a measurement holds for both. Where both count the same demand points, gained are
those who are covered only after the changes, lost those who are covered only before. Where a result
is disclosed by zone only, the difference of both numbers is all that may be told: it is `net`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import geopandas as gpd
import numpy as np
import pandas as pd

from geo.cached_property import cached_property
from geo.coverage.measurement import CoverageRequest, CoverageResult, measure_coverage
from geo.errors import NoServiceError, PlacelessServiceError, ScenarioTargetError
from geo.layers.layer_changes import Change
from geo.model import ProgressCallback, ignore_progress
from geo.privacy.changed_view import ChangedView
from geo.privacy.disclosed_changes import find_missing_targets, flag_confidential
from geo.privacy.view import View
from geo.scenarios.change_counts import (
    NUMBER_COLUMNS,
    ZONE_COLUMNS,
    count_changes,
    points_of,
)


@dataclass(frozen=True)
class Comparison:
    """
    Coverage before and after some changes.

    Attributes
    ----------
    before, after
        What was measured; None where no service of the types is there: nobody is covered then.
    totals
        `NUMBER_COLUMNS` of all people; NaN where a number is unknown or not disclosed.
    zones
        `ZONE_COLUMNS` by zone, those first in which most changes; people outside every zone last.
    is_net
        Whether gained and lost are the difference of two numbers, as demand points are not
        disclosed: who gains and who loses in one zone cancel each other out.
    confidential_count
        Changes of confidential services, whose places this audience may not know: one that would
        be added is counted as if it may be anywhere, one that would move as staying where it is.
    """

    before: CoverageResult | None
    after: CoverageResult | None
    totals: pd.Series
    zones: pd.DataFrame
    is_net: bool
    confidential_count: int

    @cached_property
    def gained_areas(self) -> gpd.GeoDataFrame:
        """Where the people live who are gained; empty if net."""
        return self._draw(gained=True)

    @cached_property
    def lost_areas(self) -> gpd.GeoDataFrame:
        """Where the people live who are lost; empty if net."""
        return self._draw(gained=False)

    def _draw(self, *, gained: bool) -> gpd.GeoDataFrame:
        if self.is_net:
            return self.measured.gap_areas.iloc[:0]
        points = self.measured.demand_points
        was, is_now = (
            points_of(one, points)["covered"].to_numpy(dtype=bool)
            for one in (self.before, self.after)
        )
        changed = is_now & ~was if gained else was & ~is_now
        return self.measured.builders.gap_areas.build(points, changed)

    @property
    def measured(self) -> CoverageResult:
        """The result after the changes, or before where none is after."""
        result = self.after or self.before
        assert result is not None  # noqa: S101 (`compare` raises where neither was measured)
        return result


def compare(
    view: View,
    changes: Sequence[Change],
    request: CoverageRequest,
    *,
    progress: ProgressCallback = ignore_progress,
) -> Comparison:
    """
    Measure coverage with and without some changes; neither layers nor streets are written.

    Parameters
    ----------
    view
        Its audience decides what is disclosed, on both sides.
    changes
        May be empty: then nothing is gained or lost.
    request
        Of both sides; set `departure_time`, so that both are measured at one moment.

    Raises
    ------
    ScenarioTargetError
        If a service or risk area that is to be changed is not there.
    PathJoinError
        If a path or a lamp is too far from every street.
    NoStreetsError
        If a street would change where there are none.
    NoServiceError, PlacelessServiceError
        If no service of the types is there, neither before nor after.
    EmptyLayerError, PeopleOutsideError, TooFewPeopleError, NumberError, NumberNotGreaterError
        As `measure_coverage`.
    """
    if missing := find_missing_targets(view, changes):
        raise ScenarioTargetError(numbers=", ".join(map(str, missing)))
    changed = ChangedView(view, changes)
    if any(one.kind in ("light_street", "add_path") for one in changes):
        _ = changed.network  # raises before anything is measured
    before = _measure(view, request, _scale(progress, 0.0))
    after = _measure(changed, request, _scale(progress, 0.5))
    if before is None and after is None:
        measure_coverage(view, request)  # raises the sentence of what is missing
    hidden = 0 if view.audience == "coordinator" else sum(flag_confidential(view, changes))
    sides = (before, after)
    if any(one is not None and one.demand_points.empty for one in sides):
        return _compare_by_zone(before, after, confidential_count=hidden)
    return _compare_points(before, after, confidential_count=hidden)


def _scale(progress: ProgressCallback, start: float) -> ProgressCallback:
    return lambda share, key: progress(start + share / 2, key)


def _measure(
    view: View, request: CoverageRequest, progress: ProgressCallback
) -> CoverageResult | None:
    """Measure the types of which a service with a place is there; None where there is none."""
    types = list(request.service_types)
    while types:
        reduced = replace(request, service_type=types[0], other_types=tuple(types[1:]))
        try:
            return measure_coverage(view, reduced, progress=progress)
        except (NoServiceError, PlacelessServiceError) as error:
            types.remove(str(error.placeholders["type"]))
    return None


def _compare_points(
    before: CoverageResult | None, after: CoverageResult | None, *, confidential_count: int
) -> Comparison:
    """Compare point by point: both sides have the same demand points in the same order."""
    measured = after or before
    assert measured is not None  # noqa: S101 (as in `compare`)
    points = measured.demand_points
    sides = [points_of(one, points) for one in (before, after)]
    keys = pd.DataFrame({"code": points["zone_code"], "zone": points["zone"]})
    groups = keys.groupby(["code", "zone"], dropna=False, sort=True).indices
    rows = [
        {
            **{name: _text(keys[name].iloc[positions[0]]) for name in ("code", "zone")},
            **count_changes(*(one.iloc[positions] for one in sides)),
        }
        for positions in groups.values()
    ]
    return Comparison(
        before,
        after,
        pd.Series(count_changes(*sides), dtype=float),
        _sort_zones(pd.DataFrame(rows, columns=list(ZONE_COLUMNS))),
        is_net=False,
        confidential_count=confidential_count,
    )


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None


def _compare_by_zone(
    before: CoverageResult | None, after: CoverageResult | None, *, confidential_count: int
) -> Comparison:
    """Compare the disclosed numbers of zones; a zone that only one side names has no difference."""
    measured = after or before
    assert measured is not None  # noqa: S101 (as in `compare`)
    keys = ["code", "zone"]
    tables = [_zone_numbers(one, measured) for one in (before, after)]
    joined = tables[1].merge(tables[0], on=keys, how="left", suffixes=("_after", "_before"))
    zones = _subtract(joined).assign(**{name: joined[name] for name in keys})
    totals = _subtract(pd.DataFrame([_total_numbers(before, measured, after)]))
    return Comparison(
        before,
        after,
        totals.iloc[0],
        _sort_zones(zones[list(ZONE_COLUMNS)]),
        is_net=True,
        confidential_count=confidential_count,
    )


def _zone_numbers(result: CoverageResult | None, measured: CoverageResult) -> pd.DataFrame:
    zones = measured.zones if result is None else result.zones
    table = zones[["code", "zone", "people", "women", "covered", "covered_safely"]]
    return table if result is not None else table.assign(covered=0.0, covered_safely=0.0)


def _total_numbers(
    before: CoverageResult | None, measured: CoverageResult, after: CoverageResult | None
) -> dict[str, float]:
    people, women = measured.people, measured.women
    row = {
        "people_after": np.nan if people is None else people.people,
        "women_after": np.nan if women is None else women.people,
    }
    for side, result in (("before", before), ("after", after)):
        totals = None if result is None else result.people
        none = 0.0 if result is None else np.nan
        for name in ("covered", "covered_safely"):
            value = none if totals is None else getattr(totals, name)
            row[f"{name}_{side}"] = np.nan if value is None else value
    return row


def _subtract(table: pd.DataFrame) -> pd.DataFrame:
    """Compute net numbers from columns of both sides; NaN where either is not disclosed."""
    numbers = {
        "people": table["people_after"],
        "women": table["women_after"],
        "covered_before": table["covered_before"],
        "covered_after": table["covered_after"],
        "safely_before": table["covered_safely_before"],
        "safely_after": table["covered_safely_after"],
    }
    columns = {name: values.astype(float).to_numpy() for name, values in numbers.items()}
    for prefix, gained, lost in (("covered", "gained", "lost"),
                                 ("safely", "safely_gained", "safely_lost")):  # fmt: skip
        change = columns[f"{prefix}_after"] - columns[f"{prefix}_before"]
        columns[gained], columns[lost] = np.maximum(change, 0), np.maximum(-change, 0)
    return pd.DataFrame(columns).reindex(columns=list(NUMBER_COLUMNS))


def _sort_zones(zones: pd.DataFrame) -> pd.DataFrame:
    changed = zones["gained"].fillna(0) + zones["lost"].fillna(0)
    nameless = zones["zone"].isna()
    order = np.lexsort((zones["zone"].fillna(""), -changed.astype(float), nameless))
    return zones.iloc[order].reset_index(drop=True)
