"""Where to open services of a type: the models on a community, as its audience may know it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

import geopandas as gpd
import numpy as np
import pandas as pd

from geo.coverage.records import ROUNDING_TOLERANCE
from geo.coverage.request_checks import check_population
from geo.errors import (
    NumberNotGreaterError,
    SitingConfidentialError,
    SitingCountError,
    SitingExposureError,
)
from geo.layers.confidential_features import is_confidential
from geo.model import (
    CONFIDENTIAL_SERVICE_TYPES,
    DEFAULT_SAFE_INSIDE_M,
    ProgressCallback,
    ignore_progress,
)
from geo.privacy.view import View
from geo.siting.candidate_sites import (
    MAX_CANDIDATES,
    CandidateSource,
    list_candidate_sites,
)
from geo.siting.covering import solve_maximal_covering, solve_set_covering
from geo.siting.instance import BoolArray, FloatArray, SitingInstance, SitingSolution
from geo.siting.p_center import solve_p_center
from geo.siting.p_median import solve_p_median
from geo.siting.travel_matrix import TravelMatrix, measure_travel_matrix

Objective = Literal["mclp", "lscp", "pmedian", "pcentre"]
OBJECTIVES: tuple[Objective, ...] = ("mclp", "lscp", "pmedian", "pcentre")
DEFAULT_THRESHOLD_MIN = 30.0
DEFAULT_SECONDS = 60.0
UNSERVED_MIN = 240.0  # ours: half a day's walk counts like no way at all
MAX_ALTERNATIVES = 3
MAX_PAIRS = 20_000_000  # of candidate and demand point: 160 MB for each of four matrices
MIN_CANDIDATES = 20


@dataclass(frozen=True)
class SitingRequest:
    """
    Parameters of a choice of sites.

    Attributes
    ----------
    count
        Number of services to open.
    threshold_min
        The longest acceptable way [min]; of no effect on `pmedian` and `pcentre`.
    requires_safety
        Only safest routes with at most `safe_inside_m` metres inside risk areas count.
    seconds
        Time limit of the solver.
    """

    service_type: str
    count: int
    objective: Objective = "mclp"
    threshold_min: float = DEFAULT_THRESHOLD_MIN
    requires_safety: bool = False
    safe_inside_m: float = DEFAULT_SAFE_INSIDE_M
    candidates: CandidateSource = "services"
    moment: datetime | None = None
    seconds: float = DEFAULT_SECONDS


@dataclass(frozen=True)
class Alternative:
    """A choice with one site exchanged: the site left out, the one instead, and its objective."""

    without: int
    instead: int
    objective: float


@dataclass(frozen=True)
class SitingResult:
    """
    Chosen sites, what they change, and the choices that are nearly as good.

    Attributes
    ----------
    candidates
        `name source` and points, EPSG:4326; `solution` and `alternatives` count in them.
    before, after
        People within the threshold, without and with the chosen sites.
    women_before, women_after
        The same for women; None where a count is unknown.
    gained
        People within the threshold of each chosen site and of none that is there.
    mean_min_before, mean_min_after
        Mean way to the nearest service [min], at most `UNSERVED_MIN` each; None without any.
    """

    request: SitingRequest
    candidates: gpd.GeoDataFrame
    solution: SitingSolution
    alternatives: tuple[Alternative, ...]
    people: float
    demand_point_count: int
    before: float
    after: float
    women_before: float | None
    women_after: float | None
    gained: tuple[float, ...]
    mean_min_before: float | None
    mean_min_after: float
    uses_streets: bool
    is_aggregated: bool


def choose_sites(
    view: View, request: SitingRequest, *, progress: ProgressCallback = ignore_progress
) -> SitingResult:
    """
    Choose where to open services of a type, beside those that are there.

    Other audiences than coordinators get it from household aggregates. A place for a shelter, or
    for a type of which any service is confidential, is chosen for coordinators only.

    Raises
    ------
    SitingConfidentialError
        If the audience may not know where such services are.
    SitingExposureError
        If safety is required where there are no streets.
    SitingCandidatesError, SitingCountError
        If there are no candidates, or fewer than services to open.
    NumberNotGreaterError
        If the threshold or the time limit is not above zero.
    EmptyLayerError, PeopleOutsideError, TooFewPeopleError
        As `geo.coverage.measurement.measure_coverage`.
    """
    _check(view, request)
    demand = view.population.counted
    candidates = list_candidate_sites(
        view, request.service_type, request.candidates, most=_limit_candidates(len(demand))
    )
    if not 1 <= request.count <= len(candidates):
        raise SitingCountError(count=request.count, most=len(candidates))
    of_type = view.services[view.services["type"] == request.service_type]
    existing = of_type[of_type.geometry.notna()]
    sites = pd.concat([candidates[["geometry"]], existing[["geometry"]]], ignore_index=True)
    matrix = measure_travel_matrix(
        view,
        gpd.GeoDataFrame(sites, crs=candidates.crs),
        demand,
        moment=request.moment if view.has_streets else None,
        progress=progress,
    )
    is_fixed = np.arange(len(sites)) >= len(candidates)
    model = _Model(matrix, request, demand, is_fixed)
    solution = model.solve()
    return model.make_result(view, candidates, solution)


def _limit_candidates(demand_count: int) -> int:
    """Limit the candidates of a large community, so that the matrices of all pairs fit memory."""
    return max(MIN_CANDIDATES, min(MAX_CANDIDATES, MAX_PAIRS // max(demand_count, 1)))


@dataclass(frozen=True)
class _Model:
    """A location model on a community's demand."""

    matrix: TravelMatrix
    request: SitingRequest
    demand: gpd.GeoDataFrame
    is_fixed: BoolArray

    @property
    def usable_minutes(self) -> FloatArray:
        """Minutes of each pair; infinite where the way does not count."""
        inside_m, minutes = self.matrix.safest_inside_m, self.matrix.safest_minutes
        if not self.request.requires_safety:
            return self.matrix.minutes
        if inside_m is None or minutes is None:
            raise SitingExposureError
        return np.where(inside_m <= self.request.safe_inside_m, minutes, np.inf)

    @property
    def people(self) -> FloatArray:
        return self.demand["people"].to_numpy(dtype=float)

    @property
    def reach(self) -> BoolArray:
        limit = self.request.threshold_min + ROUNDING_TOLERANCE
        return np.asarray(self.usable_minutes <= limit)

    @property
    def instance(self) -> SitingInstance:
        return SitingInstance(self.usable_minutes, self.people, self.is_fixed, self.request.count)

    def solve(self) -> SitingSolution:
        """Solve the model of the request."""
        seconds, instance = self.request.seconds, self.instance
        match self.request.objective:
            case "mclp":
                return solve_maximal_covering(instance, self.reach, seconds=seconds)
            case "lscp":
                return solve_set_covering(instance, self.reach, seconds=seconds)
            case "pmedian":
                return solve_p_median(instance, unserved_min=UNSERVED_MIN, seconds=seconds)
            case "pcentre":
                return solve_p_center(instance, seconds=seconds)

    def evaluate_additions(self, opened: list[int], others: list[int]) -> FloatArray:
        """Return the objective of opened sites with each of some others; not for `lscp`."""
        if self.request.objective == "mclp":
            reach = self.reach
            covered = reach[opened].any(axis=0)
            added = reach[others][:, ~covered] @ self.people[~covered]
            return np.asarray(self.people[covered].sum() + added)
        minutes = self.usable_minutes
        nearest = np.full(len(self.people), np.inf)
        nearest = minutes[opened].min(axis=0) if opened else nearest
        each = np.minimum(minutes[others], nearest)
        if self.request.objective == "pmedian":
            return np.asarray(np.minimum(each, UNSERVED_MIN) @ self.people)
        counted = (self.people > 0) & np.isfinite(minutes).any(axis=0)
        return np.asarray(each[:, counted].max(axis=1, initial=0.0))

    def list_alternatives(self, chosen: tuple[int, ...]) -> tuple[Alternative, ...]:
        """List the best choices that exchange one site for another."""
        others = [int(one) for one in np.flatnonzero(~self.is_fixed) if one not in chosen]
        if self.request.objective == "lscp" or not others:
            return ()
        exchanges = []
        for out in chosen:
            opened = [one for one in chosen if one != out] + np.flatnonzero(self.is_fixed).tolist()
            values = self.evaluate_additions(opened, others)
            exchanges += [
                Alternative(out, other, float(value))
                for other, value in zip(others, values, strict=True)
            ]
        is_most = self.request.objective == "mclp"
        exchanges.sort(key=lambda one: -one.objective if is_most else one.objective)
        return tuple(exchanges[:MAX_ALTERNATIVES])

    def make_result(
        self, view: View, candidates: gpd.GeoDataFrame, solution: SitingSolution
    ) -> SitingResult:
        """Compare the coverage with the chosen sites to that without."""
        reach, fixed = self.reach, np.flatnonzero(self.is_fixed)
        covered = reach[fixed].any(axis=0)
        with_sites = covered | reach[list(solution.sites)].any(axis=0)
        women = self.demand["women"].to_numpy(dtype=float)
        knows_women = not bool(np.isnan(women[self.people > 0]).any())
        women = np.nan_to_num(women)
        opened = [*solution.sites, *fixed]
        return SitingResult(
            request=self.request,
            candidates=candidates,
            solution=solution,
            alternatives=self.list_alternatives(solution.sites),
            people=float(self.people.sum()),
            demand_point_count=len(self.demand),
            before=float(self.people[covered].sum()),
            after=float(self.people[with_sites].sum()),
            women_before=float(women[covered].sum()) if knows_women else None,
            women_after=float(women[with_sites].sum()) if knows_women else None,
            gained=tuple(float(self.people[reach[one] & ~covered].sum()) for one in solution.sites),
            mean_min_before=self._mean_minutes(list(fixed)) if len(fixed) else None,
            mean_min_after=self._mean_minutes(opened),
            uses_streets=self.matrix.safest_minutes is not None,
            is_aggregated=view.audience != "coordinator",
        )

    def _mean_minutes(self, opened: list[int]) -> float:
        if not opened:
            return UNSERVED_MIN
        nearest = np.minimum(self.usable_minutes[opened].min(axis=0), UNSERVED_MIN)
        return float((nearest * self.people).sum() / max(self.people.sum(), 1e-12))


def _check(view: View, request: SitingRequest) -> None:
    for name, value in (("threshold", request.threshold_min), ("seconds", request.seconds)):
        if not (np.isfinite(value) and value > 0):
            raise NumberNotGreaterError(name=name, value=value, least=0)
    if view.audience != "coordinator" and _may_be_confidential(view, request.service_type):
        raise SitingConfidentialError(type=request.service_type)
    if request.requires_safety and not view.has_streets:
        raise SitingExposureError
    check_population(view)


def _may_be_confidential(view: View, service_type: str) -> bool:
    of_type = view.services[view.services["type"] == service_type]
    return service_type in CONFIDENTIAL_SERVICE_TYPES or bool(is_confidential(of_type).any())
