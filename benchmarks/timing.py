"""Clocks: rounds in which everybody takes a turn, so that a busy moment hits all alike."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

SLOW_CALL_S = 3.0  # who takes longer is timed once


def time_call(function: Callable[[], Any]) -> tuple[float, Any]:
    """Run something: seconds, and what it gave."""
    begin = time.perf_counter()
    result = function()
    return time.perf_counter() - begin, result


def run_interleaved(
    functions: Mapping[str, Callable[[int], Any]], *, rounds: int, batch_rounds: int = 1
) -> tuple[dict[str, list[float]], dict[str, list[Any]]]:
    """
    Run each work once a round, told the number of the round.

    Parameters
    ----------
    batch_rounds
        How many rounds one takes before the next has its turn: with more than one, nobody pays
        each time for the memory that the others have just gone through.

    Returns
    -------
    seconds, results
        By name, round by round. A work slower than `SLOW_CALL_S` gets no second round.
    """
    seconds: dict[str, list[float]] = {name: [] for name in functions}
    results: dict[str, list[Any]] = {name: [] for name in functions}
    gc.collect()
    for begin in range(0, rounds, batch_rounds):
        for name, work in functions.items():
            for number in range(begin, min(begin + batch_rounds, rounds)):
                if seconds[name] and max(seconds[name]) > SLOW_CALL_S:
                    break
                spent, result = time_call(lambda work=work, number=number: work(number))
                seconds[name].append(spent)
                results[name].append(result)
    return seconds, results


def median_s(seconds: list[float]) -> float:
    """Take the median."""
    return float(np.median(seconds))
