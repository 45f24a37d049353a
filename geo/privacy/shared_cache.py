"""
The cache that all views of a process share: views, street networks, disclosures.

An entry belongs to one community at one version. As soon as another version is asked for, the
entry of the old one is dropped: nobody opens it again, and that of a large place holds hundreds of
megabytes.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import TypeVar

from geo.privacy.result_cache import ResultCache

T = TypeVar("T")

CACHE_SIZE = 64  # entries: networks, views and disclosures of the communities in use
VIEW_CACHE_SIZE = 64  # entries of each cache of one view
# Bytes of the arrays in each cache of one view: five answers on coverage for 340,000 homes.
VIEW_CACHE_BYTES = 256_000_000

SHAPE_CACHE_SIZE = 4_096  # parts of areas, of 20 kB on average: at most about 80 MB

_cache = ResultCache(CACHE_SIZE)
_shapes = ResultCache(SHAPE_CACHE_SIZE)


def get_or_compute(subject: Hashable, version: Hashable, compute: Callable[[], T]) -> T:
    """
    Return the entry of a subject at a version, or compute and cache it; drop its other versions.

    Parameters
    ----------
    subject
        What it is, of which community, for whom.
    version
        What changes with the data; only entries of one version of a subject are kept.
    """
    found = _cache.get_or_compute((subject, version), compute)
    _cache.discard(lambda key: key[0] == subject and key[1] != version)
    return found


def new_view_cache() -> ResultCache:
    """Make a cache for the results of one view; what all views share does not count."""
    return ResultCache(VIEW_CACHE_SIZE, max_bytes=VIEW_CACHE_BYTES, find_shared=_cache.values)


def shape_cache() -> ResultCache:
    """
    Return the cache for parts of areas drawn on maps, of all communities and versions.

    The key of an entry must be a digest of all that it is made of: then no change of data can leave
    one that is out of date, and what did not change is not drawn again.
    """
    return _shapes


def clear_caches() -> None:
    """Clear the caches, so that they do not contain data erased from the store."""
    _cache.clear()
    _shapes.clear()
