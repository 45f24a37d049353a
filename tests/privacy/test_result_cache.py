"""The cache of results: least recently used evicted first, each result computed once."""

from __future__ import annotations

import threading

import pytest

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
