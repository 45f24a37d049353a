"""Measures coverage of several service types by day and by night for a planning report."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time

import numpy as np

from geo.coverage.measurement import measure_coverage
from geo.coverage.records import CoverageRequest, CoverageResult, TravelThreshold
from geo.coverage.request_checks import check_population
from geo.errors import AmparoError, EmptyLayerError, NoServiceError, PlacelessServiceError
from geo.model import SERVICE_TYPES, ProgressCallback, ignore_progress
from geo.privacy.view import View
from geo.reports.records import (
    CurvePoint,
    OpenCoverage,
    PlanningReport,
    ReportRequest,
    TypeMeasurement,
)

# Hours at which most offices are open, and at which most are not.
DAY_TIME, NIGHT_TIME = time(10), time(22)
CURVE_STEPS = 12  # limits of the curve, up to twice the threshold


def list_present_types(view: View) -> tuple[str, ...]:
    """List the service types of a community that one walks to, in the order of the vocabulary."""
    present = set(view.services["type"]) - {"phone_line"}
    return tuple(one for one in SERVICE_TYPES if one in present)


def make_report_request(
    view: View,
    threshold: TravelThreshold,
    service_types: tuple[str, ...] = (),
    day: datetime | None = None,
) -> ReportRequest:
    """
    Make the request of a report.

    Parameters
    ----------
    service_types
        Empty for all that the community has.
    day
        Its date counts: of the departures at `DAY_TIME` and `NIGHT_TIME`. None means today.
    """
    moment = view.moment() if day is None else day
    by_day, by_night = (
        datetime.combine(moment.date(), hour, tzinfo=moment.tzinfo)
        for hour in (DAY_TIME, NIGHT_TIME)
    )
    types = tuple(dict.fromkeys(service_types)) or list_present_types(view)
    return ReportRequest(types, threshold, by_day, by_night)


def measure_report(
    view: View, request: ReportRequest, *, progress: ProgressCallback = ignore_progress
) -> PlanningReport:
    """
    Measure coverage of each service type, as disclosed to the view's audience.

    Every number is one that a coverage question of this audience gives. A type without a service
    that one can walk to is left out with its error, and the others are measured.

    Parameters
    ----------
    progress
        What it raises stops the measurement.

    Raises
    ------
    NumberNotGreaterError
        If the threshold is not above zero, or not finite.
    EmptyLayerError
        If there is nobody to count, or no service at all.
    PeopleOutsideError, TooFewPeopleError
        As for `measure_coverage`.
    """
    check_population(view)
    if not request.service_types:
        raise EmptyLayerError(layer="services", community=view.community.name)
    measured: list[TypeMeasurement] = []
    unmeasured: dict[str, AmparoError] = {}
    for number, service_type in enumerate(request.service_types):
        progress(number / len(request.service_types), "report.step_measuring")
        try:
            measured.append(_measure_type(view, request, service_type))
        except (NoServiceError, PlacelessServiceError) as error:
            unmeasured[service_type] = error
    counts = {str(name): int(count) for name, count in view.services["type"].value_counts().items()}
    return PlanningReport(request, view.population, tuple(measured), unmeasured, counts)


def _measure_type(view: View, request: ReportRequest, service_type: str) -> TypeMeasurement:
    by_day = CoverageRequest(service_type, request.threshold, departure_time=request.day)
    by_night = replace(by_day, departure_time=request.night)
    night = measure_coverage(view, by_night)
    return TypeMeasurement(
        service_type,
        measure_coverage(view, by_day).without_demand_points(),
        night.people,
        _measure_open(view, by_day),
        _measure_open(view, by_night),
        () if night.disclosure_level == "by_zone" else _measure_curve(view, by_night),
    )


def _measure_open(view: View, request: CoverageRequest) -> OpenCoverage:
    result = measure_coverage(view, replace(request, open_only=True))
    return OpenCoverage(result.people, result.assumed_hours_count)


def _measure_curve(view: View, request: CoverageRequest) -> tuple[CurvePoint, ...]:
    """Measure the same question at other limits; no street is searched again for it."""
    threshold = request.threshold
    points = []
    for limit in np.linspace(0, 2 * threshold.limit, CURVE_STEPS + 1)[1:].tolist():
        other = TravelThreshold(
            None if threshold.is_in_metres else limit, limit if threshold.is_in_metres else None
        )
        people = _count(measure_coverage(view, replace(request, threshold=other)))
        if people is not None:
            points.append(CurvePoint(limit, *people))
    return tuple(points)


def _count(result: CoverageResult) -> tuple[float, float | None] | None:
    people = result.people
    return None if people is None else (people.covered, people.covered_safely)
