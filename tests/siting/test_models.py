"""Each location model against trying every choice, and against published optima."""

from itertools import combinations

import numpy as np
import pytest

from geo.errors import SitingInstanceError
from geo.siting.covering import solve_maximal_covering, solve_set_covering
from geo.siting.instance import SitingInstance
from geo.siting.p_center import solve_p_center
from geo.siting.p_median import solve_p_median
from tests.gathered import gather

INSTANCES = range(100)
UNSERVED_MIN = 200.0
THRESHOLD_MIN = 25.0


def make_instance(seed):
    """Make an instance of a size at which every choice can be tried."""
    random = np.random.default_rng(seed)
    sites, points = int(random.integers(3, 9)), int(random.integers(1, 25))
    minutes = random.integers(0, 60, (sites, points)).astype(float)
    if seed % 3 == 0:
        minutes[random.random((sites, points)) < 0.3] = np.inf
    if seed % 5 == 0:
        minutes = np.repeat(minutes[:, :1], points, axis=1)
    is_fixed = random.random(sites) < 0.25
    is_fixed[0] = False
    weights = random.integers(0, 9, points).astype(float)
    count = int(random.integers(1, (~is_fixed).sum() + 1))
    return SitingInstance(minutes, weights, is_fixed, count)


def try_all(instance, value, *, most=None):
    """Return the best value over every choice of at most `count` sites."""
    most = instance.count if most is None else most
    fixed = list(np.flatnonzero(instance.is_fixed))
    choices = (c for k in range(most + 1) for c in combinations(instance.free_sites, k))
    return [(value([*fixed, *map(int, c)]), len(c)) for c in choices]


@gather("seed", INSTANCES)
def test_most_people_are_covered(seed):
    instance = make_instance(seed)
    reach = instance.reach(THRESHOLD_MIN)

    def covered(sites):
        return float(instance.weights[reach[sites].any(axis=0)].sum())

    best = max(value for value, _ in try_all(instance, covered))
    found = solve_maximal_covering(instance, reach)
    assert found.is_proven
    assert found.objective == found.bound == best
    assert covered([*found.sites, *np.flatnonzero(instance.is_fixed)]) == best
    assert len(found.sites) <= instance.count


@gather("seed", INSTANCES)
def test_fewest_sites_cover_everybody_that_can_be(seed):
    instance = make_instance(seed)
    reach = instance.reach(THRESHOLD_MIN)
    possible = reach.any(axis=0)

    def is_complete(sites):
        return bool((reach[sites].any(axis=0) == possible).all())

    sizes = [size for done, size in try_all(instance, is_complete, most=99) if done]
    found = solve_set_covering(instance, reach)
    assert found.is_proven
    assert found.objective == len(found.sites) == min(sizes)
    assert is_complete([*found.sites, *np.flatnonzero(instance.is_fixed)])


@gather("seed", INSTANCES)
def test_fewest_minutes_are_walked(seed):
    instance = make_instance(seed)
    capped = np.minimum(instance.minutes, UNSERVED_MIN)

    def minutes(sites):
        nearest = capped[sites].min(axis=0) if sites else np.full(capped.shape[1], UNSERVED_MIN)
        return float((nearest * instance.weights).sum())

    best = min(value for value, _ in try_all(instance, minutes))
    found = solve_p_median(instance, unserved_min=UNSERVED_MIN)
    assert found.is_proven
    assert found.objective == pytest.approx(best, rel=1e-9)
    assert minutes([*found.sites, *np.flatnonzero(instance.is_fixed)]) == pytest.approx(best)


@gather("seed", INSTANCES)
def test_the_longest_way_is_shortest(seed):
    instance = make_instance(seed)
    counted = (instance.weights > 0) & np.isfinite(instance.minutes).any(axis=0)

    def longest(sites):
        if not counted.any():
            return 0.0
        return float(instance.minutes[sites][:, counted].min(axis=0).max()) if sites else np.inf

    best = min(value for value, _ in try_all(instance, longest))
    found = solve_p_center(instance)
    assert found.is_proven
    assert found.objective == best


def test_an_instance_that_makes_no_sense_is_refused():
    minutes, weights = np.ones((2, 3)), np.ones(3)
    none_fixed = np.zeros(2, dtype=bool)
    for bad in (
        lambda: SitingInstance(minutes, weights, none_fixed, 0),
        lambda: SitingInstance(minutes, weights, none_fixed, 3),
        lambda: SitingInstance(minutes, weights[:2], none_fixed, 1),
        lambda: SitingInstance(minutes * np.nan, weights, none_fixed, 1),
        lambda: SitingInstance(minutes, -weights, none_fixed, 1),
    ):
        with pytest.raises(SitingInstanceError):
            bad()
