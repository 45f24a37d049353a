"""Threads that draw shapes side by side: GEOS computes outside the interpreter's lock."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

S = TypeVar("S")
T = TypeVar("T")


def draw_each(draw: Callable[[S], T], items: Iterable[S]) -> list[T]:
    """
    Draw each item, as many at once as the machine has processors.

    Parameters
    ----------
    draw
        Safe to be called by several threads. They act for nobody: it reads no store.
    items
        What is drawn.

    Returns
    -------
    shapes
        In the order of the items.

    Raises
    ------
    Exception
        The first one that a call raises; calls not yet begun are left out.
    """
    with ThreadPoolExecutor(os.cpu_count() or 1, thread_name_prefix="drawing") as threads:
        drawn = [threads.submit(draw, item) for item in items]
        try:
            return [one.result() for one in drawn]
        except BaseException:
            threads.shutdown(cancel_futures=True)
            raise
