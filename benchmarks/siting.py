"""
Location models at the size of a district: 500 candidate sites, 20,000 demand points.

    python -m benchmarks.siting [--seconds 60]

With `--plain`, beside them on the same instances and with the same time: the compact model by
`scipy.optimize.milp` (HiGHS without a first solution).
"""

from __future__ import annotations

import argparse
import time

import numpy as np
import scipy.sparse
from scipy.optimize import Bounds, LinearConstraint, milp

from geo.siting.covering import solve_maximal_covering
from geo.siting.instance import SitingInstance
from geo.siting.p_median import solve_p_median

SITES, POINTS = 500, 20_000
EXTENT_MIN = 120.0  # side of the square, in minutes of walking
RADII_MIN = (5.0, 10.0, 15.0)
COUNTS = (5, 15, 40)
UNSERVED_MIN = 240.0


def make_minutes(seed: int = 7) -> tuple[np.ndarray, np.ndarray]:
    """Make homes in settlements and sites among them; return minutes and people."""
    random = np.random.default_rng(seed)
    middles = random.random((60, 2)) * EXTENT_MIN
    homes = middles[random.integers(0, 60, POINTS)] + random.normal(0, 6, (POINTS, 2))
    sites = homes[random.choice(POINTS, SITES, replace=False)]
    minutes = np.linalg.norm(sites[:, None] - homes[None], axis=2)
    return minutes, random.integers(1, 9, POINTS).astype(float)


def solve_plainly(instance: SitingInstance, radius: float, seconds: float) -> tuple[float, float]:
    """Solve the compact covering model by `scipy.optimize.milp`; return value and bound."""
    reach = scipy.sparse.csr_array(instance.reach(radius).T.astype(float))
    points, sites = reach.shape
    rows = scipy.sparse.hstack([-reach, scipy.sparse.eye_array(points)])
    total = scipy.sparse.csr_array(np.append(np.ones(sites), np.zeros(points))[None, :])
    found = milp(
        np.append(np.zeros(sites), -instance.weights),
        constraints=[
            LinearConstraint(rows, -np.inf, 0),
            LinearConstraint(total, 0, instance.count),
        ],
        integrality=np.append(np.ones(sites), np.zeros(points)),
        bounds=Bounds(0, 1),
        options={"time_limit": seconds, "mip_rel_gap": 0.0},
    )
    value = 0.0 if found.x is None else -float(found.fun)
    return value, -float(found.mip_dual_bound if found.mip_dual_bound is not None else -np.inf)


def main() -> None:
    """Solve each instance and print a line of each."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--plain", action="store_true")
    seconds = parser.parse_args().seconds
    is_plain = parser.parse_args().plain
    minutes, people = make_minutes()
    none_fixed = np.zeros(SITES, dtype=bool)
    print("model  radius  sites  value       bound       gap      proven  seconds")
    for count in COUNTS:
        instance = SitingInstance(minutes, people, none_fixed, count)
        for radius in RADII_MIN:
            begin = time.monotonic()
            found = solve_maximal_covering(instance, instance.reach(radius), seconds=seconds)
            _print("mclp", radius, count, found, time.monotonic() - begin)
            if is_plain:
                begin = time.monotonic()
                value, bound = solve_plainly(instance, radius, seconds)
                took = time.monotonic() - begin
                print(
                    f"scipy  {radius:6.0f}  {count:5}  {value:10.0f}  {bound:10.0f}  {took:7.1f} s"
                )
        begin = time.monotonic()
        found = solve_p_median(instance, unserved_min=UNSERVED_MIN, seconds=seconds)
        _print("pmed", 0, count, found, time.monotonic() - begin)


def _print(model: str, radius: float, count: int, found: object, took: float) -> None:
    print(
        f"{model:5}  {radius:6.0f}  {count:5}  {found.objective:10.0f}  {found.bound:10.0f}"  # type: ignore[attr-defined]
        f"  {found.gap:7.3%}  {found.is_proven!s:6}  {took:7.1f} s",  # type: ignore[attr-defined]
        flush=True,
    )


if __name__ == "__main__":
    main()
