"""Records of a planning report: what was requested, and what was measured of each service type."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from geo.coverage.records import CoverageResult, TravelThreshold
from geo.coverage.summary import CoverageTotals
from geo.errors import AmparoError
from geo.layers.population import Population


@dataclass(frozen=True)
class ReportRequest:
    """
    Parameters of a planning report.

    Attributes
    ----------
    service_types
        Each once.
    threshold
        The longest acceptable route.
    day, night
        Departures with their time zone: by day and by night, for light, closed streets and opening
        hours.
    """

    service_types: tuple[str, ...]
    threshold: TravelThreshold
    day: datetime
    night: datetime


@dataclass(frozen=True)
class CurvePoint:
    """People who reach a service within a limit, by any route and by a safe one [persons]."""

    limit: float
    covered: float
    covered_safely: float | None


@dataclass(frozen=True)
class OpenCoverage:
    """
    Coverage by the services that are open at a moment.

    Attributes
    ----------
    people
        None where people are unknown.
    assumed_hours_count
        Services of which hours are not known but assumed: nobody knows then who is covered.
    """

    people: CoverageTotals | None
    assumed_hours_count: int


@dataclass(frozen=True)
class TypeMeasurement:
    """
    Coverage of one service type.

    Attributes
    ----------
    by_day
        Services of all hours count; without its demand points.
    by_night
        Totals of people by night; services of all hours count, too.
    open_by_day, open_by_night
        Only those that are open count.
    curve
        By ascending limits, by night; empty where it is not disclosed.
    """

    service_type: str
    by_day: CoverageResult
    by_night: CoverageTotals | None
    open_by_day: OpenCoverage
    open_by_night: OpenCoverage
    curve: tuple[CurvePoint, ...]

    @property
    def is_by_zone(self) -> bool:
        """Whether only counts by zone are disclosed, as of confidential services."""
        return self.by_day.disclosure_level == "by_zone"


@dataclass(frozen=True)
class PlanningReport:
    """
    Measured coverage of a community.

    Attributes
    ----------
    types
        Measured service types, in the order of the request.
    unmeasured
        Why a type could not be measured, by type.
    service_counts
        Number of services of each type that the community has, requested or not; 0 left out.
    """

    request: ReportRequest
    population: Population
    types: tuple[TypeMeasurement, ...]
    unmeasured: dict[str, AmparoError]
    service_counts: dict[str, int]
