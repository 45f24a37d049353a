"""Properties that are computed once for each object, under a lock of that object."""

from __future__ import annotations

import functools
import threading
from typing import TYPE_CHECKING, TypeVar

T = TypeVar("T")


class cached_property(functools.cached_property[T]):  # noqa: N801, TID251 (a decorator; the base)
    """
    A property that is computed once for each object, under a lock of that object.

    Notes
    -----
    In Python 3.11 all objects of a class share one lock: a visitor's small page would wait until a
    large community, of which the same property is being computed, is done. The lock is dropped
    with the first result.
    """

    if not TYPE_CHECKING:

        def __get__(self, instance, owner=None):  # noqa: ANN001, ANN204 (see the base class)
            if instance is None:
                return self
            values, name = instance.__dict__, self.attrname
            if name not in values:
                lock_name = f"lock of {name}"
                with values.setdefault(lock_name, threading.RLock()):
                    if name not in values:
                        values[name] = self.func(instance)
                    values.pop(lock_name, None)
            return values[name]
