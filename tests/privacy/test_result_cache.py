"""The cache of results: least recently used evicted first, each result computed once."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from scipy import sparse

from geo.cached_property import cached_property
from geo.privacy import shared_cache
from geo.privacy.household_record import HouseholdUpdate
from geo.privacy.memory_size import find_arrays
from geo.privacy.result_cache import ResultCache

REQUESTS_PER_THREAD = 400


def test_the_least_recently_used_result_is_evicted_first():
    cache = ResultCache(2)
    for key in ("one", "two", "one", "three"):
        cache.get_or_compute(key, lambda: "first")
    assert [cache.get_or_compute(key, lambda: "again") for key in ("one", "three", "two")] == [
        "first",
        "first",
        "again",
    ]


def test_threads_get_the_result_of_their_own_key():
    cache = ResultCache(8)
    wrong = []

    def request_many(start):
        for number in range(start, start + REQUESTS_PER_THREAD):
            key = number % 16
            if cache.get_or_compute(key, lambda key=key: str(key)) != str(key):
                wrong.append(key)

    threads = [threading.Thread(target=request_many, args=(start,)) for start in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


def test_threads_that_request_one_key_together_compute_it_once():
    cache = ResultCache(8)
    together = threading.Barrier(4)
    computed = []

    def request():
        together.wait()
        cache.get_or_compute("key", lambda: computed.append(1))

    threads = [threading.Thread(target=request) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(computed) == 1


def test_a_computation_that_failed_is_tried_again():
    cache = ResultCache(8)
    with pytest.raises(ZeroDivisionError):
        cache.get_or_compute("key", lambda: 1 / 0)
    assert cache.get_or_compute("key", lambda: "result") == "result"


def test_who_asks_after_a_failure_waits_for_who_tries_again():
    cache, first_waits, may_fail = ResultCache(8), threading.Event(), threading.Event()
    running, most = [], []

    def compute():
        running.append(1)
        most.append(len(running))
        time.sleep(0.05)
        running.pop()
        return True

    def fail():
        first_waits.set()
        assert may_fail.wait(60)
        raise ZeroDivisionError

    with ThreadPoolExecutor(3) as pool:
        failing = pool.submit(cache.get_or_compute, "key", fail)
        assert first_waits.wait(60)
        second = pool.submit(cache.get_or_compute, "key", compute)
        time.sleep(0.05)  # the second waits for the first
        may_fail.set()
        with pytest.raises(ZeroDivisionError):
            failing.result()
        third = pool.submit(cache.get_or_compute, "key", compute)
        second.result()
        third.result()
    assert most == [1]


# --- memory --------------------------------------------------------------------------------------

MEGABYTE = 1_000_000


def numbers(megabytes):
    return np.zeros(megabytes * MEGABYTE // 8)


def kept(cache, keys):
    return [key for key in keys if key in cache._results]


def test_results_beyond_the_memory_limit_are_evicted_the_oldest_first():
    cache = ResultCache(64, max_bytes=10 * MEGABYTE)
    for key in range(6):
        cache.get_or_compute(key, lambda: numbers(4))
    assert kept(cache, range(6)) == [4, 5]


def test_a_result_used_again_outlives_older_ones_beyond_the_memory_limit():
    cache = ResultCache(64, max_bytes=10 * MEGABYTE)
    for key in ("one", "two", "one", "three"):
        cache.get_or_compute(key, lambda: numbers(4))
    assert kept(cache, ["one", "two", "three"]) == ["one", "three"]


def test_listing_the_results_is_no_use_of_them():
    cache = ResultCache(2)
    for key in ("one", "two", "one"):
        cache.get_or_compute(key, lambda: None)
    assert len(cache.values()) == 2
    cache.get_or_compute("three", lambda: None)
    assert kept(cache, ["one", "two", "three"]) == ["one", "three"]


def test_the_last_result_stays_though_it_is_larger_than_the_limit():
    cache = ResultCache(64, max_bytes=MEGABYTE)
    for key in range(3):
        cache.get_or_compute(key, lambda: numbers(4))
    assert kept(cache, range(3)) == [2]


def test_one_array_in_many_results_counts_once():
    cache, array = ResultCache(64, max_bytes=10 * MEGABYTE), numbers(8)
    for key in range(20):
        cache.get_or_compute(key, lambda: {"all": array, "half": array[::2]})
    assert kept(cache, range(20)) == list(range(20))


def test_texts_of_one_frame_in_many_results_count_once():
    texts = pd.DataFrame({"text": [f"{number:0100}" for number in range(1_000)]})
    measured = [find_arrays([texts], not_counted=()) for _ in range(3)]
    assert measured[0]
    assert measured == [measured[0]] * 3


def test_what_is_kept_elsewhere_does_not_count():
    network = {"lines": numbers(50)}
    cache = ResultCache(64, max_bytes=10 * MEGABYTE, find_shared=lambda: [network])
    for key in range(5):
        cache.get_or_compute(key, lambda: (network, numbers(1)))
    assert kept(cache, range(5)) == list(range(5))


@pytest.mark.parametrize(
    "make",
    [
        lambda array: array,
        lambda array: array[10:],
        lambda array: [{"deep": (array,)}],
        lambda array: pd.Series(array),
        lambda array: pd.DataFrame({"a": array, "b": "text"}),
        lambda array: gpd.GeoDataFrame({"a": array}, geometry=[None] * len(array)),
        lambda array: sparse.csr_matrix(array.reshape(1, -1) + 1),
        lambda array: HouseholdUpdate(gpd.GeoDataFrame({"people": array})),
    ],
    ids=["array", "part", "nested", "series", "frame", "geography", "matrix", "record"],
)
def test_the_arrays_of_a_result_are_found_wherever_they_are(make):
    array = numbers(1)
    found = find_arrays(make(array), not_counted=())
    assert MEGABYTE <= sum(found.values()) <= 3 * MEGABYTE


def test_a_result_that_refers_to_itself_is_measured_once():
    ring = {"array": numbers(1)}
    ring["self"] = ring
    assert sum(find_arrays(ring, not_counted=()).values()) == MEGABYTE


def test_views_bound_their_results_by_number_and_memory():
    cache = shared_cache.new_view_cache()
    for key in range(3 * shared_cache.VIEW_CACHE_SIZE):
        cache.get_or_compute(key, lambda: None)
    assert len(cache.values()) == shared_cache.VIEW_CACHE_SIZE
    assert cache._max_bytes == shared_cache.VIEW_CACHE_BYTES


class Slow:
    """An object whose property waits for another object's."""

    def __init__(self, other=None):
        self.other, self.computed = other, 0

    @cached_property
    def value(self):
        self.computed += 1
        if self.other is not None:
            with ThreadPoolExecutor(1) as pool:
                return pool.submit(lambda: self.other.value + 1).result(timeout=60)
        return 1


def test_a_property_does_not_wait_for_that_of_another_object():
    slow = Slow(Slow())
    assert slow.value == 2
    assert slow.value == 2
    assert (slow.computed, slow.other.computed) == (1, 1)


def test_a_property_is_computed_once_for_all_threads():
    slow = Slow()
    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(lambda _: slow.value, range(50))) == {1}
    assert slow.computed == 1


def test_an_object_keeps_no_lock_beside_its_results():
    slow = Slow()
    _ = slow.value
    assert set(vars(slow)) == {"other", "computed", "value"}


def test_find_returns_what_is_cached_and_computes_nothing():
    cache = ResultCache(2)
    assert cache.find("key") is None
    cache.get_or_compute("key", lambda: 7)
    assert cache.find("key") == 7
