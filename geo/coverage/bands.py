"""Bands of coverage: the people and the service area within each of several thresholds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import geopandas as gpd
import numpy as np
import shapely

from geo.coverage.measurement import measure_coverage
from geo.coverage.records import CoverageRequest, CoverageResult, TravelThreshold
from geo.coverage.report import list_totals
from geo.errors import NumberNotGreaterError, NumberTooLargeError
from geo.json_values import to_json_value
from geo.model import WGS84, ProgressCallback, ignore_progress
from geo.privacy.small_counts import MIN_FREQUENCY
from geo.privacy.view import View

MAX_BANDS = 12  # ours: more cannot be told apart on one map
M2_PER_KM2 = 1e6
GRID_M = 0.01  # rings are cut on it: edges that two of them share stay one


@dataclass(frozen=True)
class CoverageBand:
    """
    Coverage within one threshold, and beyond the next smaller one.

    Attributes
    ----------
    result
        Of all within `limit`, those of smaller thresholds too.
    limit, lower_limit
        Minutes or metres, as the threshold of the request; the first band begins at 0.
    inner
        Result of the next smaller threshold; None of the first band.
    """

    result: CoverageResult
    limit: float
    lower_limit: float
    inner: CoverageResult | None


def measure_bands(
    view: View,
    request: CoverageRequest,
    limits: Sequence[float],
    *,
    progress: ProgressCallback = ignore_progress,
) -> tuple[CoverageBand, ...]:
    """
    Measure the coverage of several thresholds; the streets are searched once.

    Parameters
    ----------
    request
        Its threshold gives the unit.
    limits
        Minutes or metres, in any order; each counts once.

    Returns
    -------
    bands
        By threshold, ascending. Each result passes the same rules of disclosure as one alone.

    Raises
    ------
    NumberTooLargeError
        If there are more than `MAX_BANDS` of them.
    NumberNotGreaterError
        If one is not above zero, or not finite; and what `measure_coverage` raises.
    """
    ordered = sorted(set(limits))
    if len(ordered) > MAX_BANDS:
        raise NumberTooLargeError(name="bands", value=len(ordered), most=MAX_BANDS)
    for limit in ordered:
        if not (np.isfinite(limit) and limit > 0):
            raise NumberNotGreaterError(name="bands", value=limit, least=0)
    bands: list[CoverageBand] = []
    for limit in ordered:
        threshold = TravelThreshold(
            None if request.threshold.is_in_metres else limit,
            limit if request.threshold.is_in_metres else None,
        )
        result = measure_coverage(view, replace(request, threshold=threshold), progress=progress)
        last = bands[-1] if bands else None
        bands.append(
            CoverageBand(
                result,
                limit,
                0.0 if last is None else last.limit,
                None if last is None else last.result,
            )
        )
    return tuple(bands)


def build_band_records(bands: Sequence[CoverageBand]) -> list[dict[str, object]]:
    """
    Convert bands to records of the shape in docs/json.md.

    Returns
    -------
    records
        `limit lower_limit`; `people` and `women` between the two; `covered covered_safely` and
        `women_covered` within the limit; `area_km2` of the service area within it. Women and areas
        are None where unknown. A difference that is small is None for other audiences than
        coordinators, and so is one of suppressed numbers.
    """
    return [_build_record(band) for band in bands]


def build_band_areas(bands: Sequence[CoverageBand]) -> gpd.GeoDataFrame | None:
    """
    Build the service areas of bands, each without the smaller ones.

    Returns
    -------
    areas
        Polygons in EPSG:4326 with the columns of `build_band_records`, ascending; they do not
        overlap. None where no area is disclosed, and for straight lines.
    """
    shapes = [band.result.catchment for band in bands]
    network = bands[0].result.reachable_network if bands else None
    if network is None or any(shape is None for shape in shapes):
        return None
    crs = network.exposure.network.crs
    drawn = [shape.to_crs(crs).iloc[0] for shape in shapes if shape is not None]
    inner = [shapely.GeometryCollection(), *drawn[:-1]]
    rings = [
        shapely.difference(whole, part, grid_size=GRID_M)
        for whole, part in zip(drawn, inner, strict=True)
    ]
    areas = gpd.GeoDataFrame(build_band_records(bands), geometry=rings, crs=crs)
    return areas.to_crs(WGS84)


def _build_record(band: CoverageBand) -> dict[str, object]:
    result = band.result
    least = MIN_FREQUENCY if result.is_aggregated else 0
    counts = dict(_list_counts(result))
    inner = dict(_list_counts(band.inner)) if band.inner is not None else dict.fromkeys(counts, 0.0)
    between = {name: _difference(counts[name], inner[name], least) for name in counts}
    area = None if result.catchment is None else _measure_km2(result)
    values = {
        "limit": band.limit,
        "lower_limit": band.lower_limit,
        "people": between["people"],
        "women": between["women"],
        "covered": counts["people"],
        "covered_safely": counts["safely"],
        "women_covered": counts["women"],
        "area_km2": area,
    }
    return {name: to_json_value(value) for name, value in values.items()}


def _list_counts(result: CoverageResult) -> Iterator[tuple[str, float | None]]:
    people, women = result.people, result.women
    yield "people", None if people is None else people.covered
    yield "safely", None if people is None else people.covered_safely
    yield "women", None if women is None else women.covered


def _difference(outer: float | None, inner: float | None, least: float) -> float | None:
    if outer is None or inner is None or np.isnan(outer) or np.isnan(inner):
        return None
    difference = outer - inner
    return None if 0 < difference < least else difference


def _measure_km2(result: CoverageResult) -> float:
    if result.catchment is None or result.reachable_network is None:
        msg = "no area was drawn"
        raise ValueError(msg)
    crs = result.reachable_network.exposure.network.crs
    return round(float(result.catchment.to_crs(crs).area.sum()) / M2_PER_KM2, 4)


def build_type_records(view: View, request: CoverageRequest) -> list[dict[str, object]]:
    """
    Measure each type of a request alone, and convert its totals to records.

    Returns
    -------
    records
        `service_type`, the totals of people, `women_covered`, and how many services of the type
        counted; travel times are those of all types together, which are cached. Empty for one type.
    """
    if not request.other_types:
        return []
    records = []
    for service_type in request.service_types:
        alone = replace(request, service_type=service_type, other_types=())
        result = measure_coverage(view, alone)
        women = None if result.women is None else result.women.covered
        records.append(
            {
                "service_type": service_type,
                **list_totals(result.people),
                "women_covered": to_json_value(women),
                "service_count": result.service_count,
            }
        )
    return records
