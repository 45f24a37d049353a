"""Memory of a result's arrays and frames, found by walking through what it refers to."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterator
from typing import Any

import numpy as np
import pandas as pd
from geopandas.array import GeometryDtype
from scipy import sparse

MAX_ITEMS = 10_000  # of a collection; longer ones have no arrays, but numbers or texts
OUR_PACKAGE = "geo."


def find_arrays(value: object, *, not_counted: Collection[int]) -> dict[Hashable, int]:
    """
    Find the arrays that a result keeps in memory.

    Parameters
    ----------
    not_counted
        Identities of objects that are kept elsewhere anyway: they are not entered.

    Returns
    -------
    arrays
        Bytes of each array, by where it lies, so that views of one array are one. An array of
        objects counts with its references: geometries are mostly those of a layer.
    """
    found: dict[Hashable, int] = {}
    entered: dict[int, object] = {}  # kept, so that no other object gets the same identity
    waiting: list[object] = [value]
    while waiting:
        one = waiting.pop()
        if id(one) in entered or id(one) in not_counted:
            continue
        entered[id(one)] = one
        if isinstance(one, np.ndarray):
            base = _base_array(one)
            found[base.__array_interface__["data"][0]] = base.nbytes
        else:
            waiting.extend(_iterate_parts(one, found))
    return found


def _base_array(array: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    while isinstance(array.base, np.ndarray):
        array = array.base
    return array


def _iterate_parts(value: object, found: dict[Hashable, int]) -> Iterator[object]:
    """Iterate over what an object refers to; note arrays that are not numpy's."""
    if isinstance(value, pd.DataFrame):
        yield from (value[name] for name in value.columns)
    elif isinstance(value, pd.Series):
        if isinstance(value.dtype, (np.dtype, GeometryDtype)):
            yield value.to_numpy(copy=False)
        else:
            # pandas makes a new column object each time, but keeps its array.
            found["frame", id(value.array)] = int(value.memory_usage(index=False))
    elif sparse.issparse(value):
        yield from (getattr(value, name, None) for name in ("data", "indices", "indptr"))
    elif isinstance(value, dict):
        yield from list(value.values())[:MAX_ITEMS]
    elif isinstance(value, (list, tuple, set, frozenset)):
        yield from list(value)[:MAX_ITEMS]
    elif type(value).__module__.startswith(OUR_PACKAGE):
        yield from list(getattr(value, "__dict__", {}).values())
        yield from (getattr(value, name, None) for name in getattr(value, "__slots__", ()))
