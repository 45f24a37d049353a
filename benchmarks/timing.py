"""Clocks: rounds in which everybody takes a turn, so that a busy moment hits all alike."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

PATIENCE_S = 3.0  # who takes longer is timed once


def clocked(work: Callable[[], Any]) -> tuple[float, Any]:
    """Run something: seconds, and what it gave."""
    begin = time.perf_counter()
    result = work()
    return time.perf_counter() - begin, result


def in_turns(
    works: Mapping[str, Callable[[int], Any]], *, rounds: int, at_once: int = 1
) -> tuple[dict[str, list[float]], dict[str, list[Any]]]:
    """
    Run each work once a round, told the number of the round.

    Parameters
    ----------
    at_once
        How many rounds one takes before the next has its turn: with more than one, nobody pays
        each time for the memory that the others have just gone through.

    Returns
    -------
    seconds, results
        By name, round by round. A work slower than `PATIENCE_S` gets no second round.
    """
    seconds: dict[str, list[float]] = {name: [] for name in works}
    results: dict[str, list[Any]] = {name: [] for name in works}
    gc.collect()
    for begin in range(0, rounds, at_once):
        for name, work in works.items():
            for number in range(begin, min(begin + at_once, rounds)):
                if seconds[name] and max(seconds[name]) > PATIENCE_S:
                    break
                spent, result = clocked(lambda work=work, number=number: work(number))
                seconds[name].append(spent)
                results[name].append(result)
    return seconds, results


def middle(seconds: list[float]) -> float:
    """Take the median."""
    return float(np.median(seconds))
