"""Coverage result as records for JSON, GeoDataFrame layers and a table by zone."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd

from geo.coverage.records import CoverageResult
from geo.coverage.summary import CoverageTotals, covered_percent
from geo.json_values import format_json_moment, to_json_value
from geo.layers.population import make_population_record
from geo.model import WGS84
from geo.privacy.small_counts import MIN_FREQUENCY

PERCENT = "covered_percent"


def build_coverage_report(result: CoverageResult) -> dict[str, object]:
    """
    Convert a coverage result to records of the shapes in docs/json.md.

    Returns
    -------
    report
        `people covered covered_safely uncovered no_way only_while_open`, the same for `women` (None
        where a count is unknown), `women_at_least` (the same for women who are counted, None where
        none is), `women_unknown` (demand points without a count), `covered_percent`, `zones` with
        that of each, `outside_boundary` (`people women women_at_least women_unknown homes` that
        are not counted, `blocks` instead of `homes` for aggregates; None without a boundary), and
        the method: `method`, `detour`, `slot`, `aversion`, `threshold_minutes` or `threshold_m`,
        `safe_inside_m`, and how many services of the types were counted, are confidential, have no
        place, are off the streets, or were closed, and of how many the hours were assumed.
        `service_type` is None of several types.
        `published` is the disclosure level and `suppressed` lists the paths of suppressed counts,
        as in "zones.3.women": their value is "<5" for primary, and null for secondary suppression.
    """
    request, departure_time = result.request, result.request.departure_time
    report: dict[str, object] = {
        **list_totals(result.people),
        "women": to_json_value(result.women),
        "women_at_least": to_json_value(result.known_women),
        "women_unknown": result.counted.women_unknown,
        "outside_boundary": make_population_record(
            result.outside, is_aggregated=result.is_aggregated
        ),
        "covered_percent": to_json_value(_total_percent(result)),
        "zones": to_json_value(list_zones_with_percent(result)),
        "service_type": None if request.other_types else request.service_type,
        "service_types": list(request.service_types),
        "threshold_minutes": request.threshold.minutes,
        "threshold_m": request.threshold.metres,
        "method": "streets" if result.uses_streets else "straight_line",
        "detour": result.detour_factor,
        "departs_at": None if departure_time is None else format_json_moment(departure_time),
        "slot": result.slot,
        "aversion": request.aversion,
        "safe_inside_m": request.safe_inside_m,
        "service_count": result.service_count,
        "confidential_service_count": result.confidential_count,
        "placeless_service_count": result.placeless_count,
        "off_street_service_count": result.off_street_service_count,
        "open_only": request.open_only,
        "closed_service_count": result.closed_service_count,
        "assumed_hours_count": result.assumed_hours_count,
        "off_street_people": to_json_value(result.off_street_people),
        "gap_count": len(result.gap_areas),
        "published": result.disclosure_level,
        "suppressed": sorted(result.suppressed),
    }
    for path, marker in result.suppressed.items():
        _set_suppression_marker(report, path, marker)
    return report


def build_zone_table(result: CoverageResult) -> pd.DataFrame:
    """
    Build the counts by zone as a table, with `covered_percent`.

    Returns
    -------
    table
        As `CoverageResult.zones`; `hidden` lists the suppressed counts of each zone, and minutes
        are left out where they are not disclosed.
    """
    table = _list_suppressed_by_zone(result)
    if result.disclosure_level == "by_zone":
        return table
    return table.assign(minutes=result.zones["minutes"].to_numpy())


def build_coverage_layers(result: CoverageResult) -> dict[str, pd.DataFrame]:
    """
    Convert a coverage result to layers, EPSG:4326.

    Returns
    -------
    tables
        `homes`, or `blocks` for aggregates, and `gaps`; with streets also `junctions` and
        `reached`. Infinite minutes are null. If disclosed by zone only, `zones` alone, a table
        without geometry; its column `hidden` lists suppressed counts, those below k with "<5".
    """
    tables: dict[str, pd.DataFrame] = {}
    if result.disclosure_level == "by_zone":
        return {"zones": _list_suppressed_by_zone(result)}
    tables["blocks" if result.is_aggregated else "homes"] = _replace_infinite(result.demand_points)
    tables["gaps"] = _replace_infinite(result.gap_areas)
    if result.reachable_network is not None:
        tables["junctions"] = _build_junction_layer(result)
    if result.catchment is not None:
        reached = {"limit": [result.request.threshold.limit]}
        tables["reached"] = gpd.GeoDataFrame(reached, geometry=result.catchment, crs=WGS84)
    return tables


def list_zones_with_percent(result: CoverageResult) -> list[dict[str, object]]:
    """
    List the counts by zone, with `covered_percent` of its people.

    It is computed of disclosed numbers alone: NaN where one of them is suppressed, and for other
    audiences than coordinators where one of them is small.
    """
    least = MIN_FREQUENCY if result.is_aggregated else 0
    rows = []
    for row in result.zones.to_dict("records"):
        people, covered = _to_float(row["people"]), _to_float(row["covered"])
        percent = covered_percent(people, covered, least=least)
        rows.append({**{str(name): value for name, value in row.items()}, PERCENT: percent})
    return rows


def _total_percent(result: CoverageResult) -> float:
    if result.people is None:
        return float("nan")
    least = MIN_FREQUENCY if result.is_aggregated else 0
    return covered_percent(result.people.people, result.people.covered, least=least)


def _to_float(value: object) -> float:
    return float("nan") if _is_missing(value) else float(str(value))


def _set_suppression_marker(
    report: dict[str, object], report_path: str, marker: str | None
) -> None:
    """Set the marker of a suppressed count; counts of gaps are in files only."""
    *path, name = report_path.split(".")
    if path and path[0] == "gaps":
        return
    inner: Any = report
    for step in path:
        inner = inner[int(step)] if isinstance(inner, list) else inner[step]
        if not isinstance(inner, list | dict):
            return
    inner[name] = marker


def _list_suppressed_by_zone(result: CoverageResult) -> pd.DataFrame:
    zones = pd.DataFrame(list_zones_with_percent(result)).drop(columns="minutes")
    suppressed: list[list[str]] = [[] for _ in range(len(zones))]
    for path, marker in sorted(result.suppressed.items()):
        layer, _, rest = path.partition(".")
        if layer == "zones":
            row, name = rest.split(".")
            suppressed[int(row)].append(name if marker is None else f"{name} {marker}")
    labels = np.array(["; ".join(names) or None for names in suppressed], dtype=object)
    return zones.assign(hidden=labels)


def _build_junction_layer(result: CoverageResult) -> gpd.GeoDataFrame:
    if result.reachable_network is None:
        msg = "straight lines have no junctions"
        raise ValueError(msg)
    network, trips = (
        result.reachable_network.exposure.network,
        result.reachable_network.junction_times,
    )
    columns = {
        "minutes": trips.minutes,
        "metres": trips.length_m,
        "inside_m": trips.inside_m,
        "service": trips.service,
    }
    east, north = network.node_xy.T
    points = gpd.points_from_xy(east, north, crs=network.crs)
    return _replace_infinite(gpd.GeoDataFrame(columns, geometry=points).to_crs(WGS84))


def _replace_infinite(frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    return frame.replace([np.inf, -np.inf], np.nan)


def list_totals(totals: CoverageTotals | None) -> dict[str, object]:
    """List the totals by name; each is None where people are not known."""
    names = (one.name for one in fields(CoverageTotals))
    return {name: to_json_value(getattr(totals, name, None)) for name in names}


def _is_missing(value: object) -> bool:
    return value is None or value is pd.NA or (isinstance(value, float) and not np.isfinite(value))
