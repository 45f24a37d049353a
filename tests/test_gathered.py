"""Gathered cases all run, and each that fails is named."""

from __future__ import annotations

import pytest

from geo.errors import CommunityUnknownError
from tests.gathered import gather


def test_every_case_runs_and_all_that_fail_are_named():
    seen = []

    @gather("number", range(5))
    def check(number, unit):
        seen.append((number, unit))
        assert number != 1
        if number == 2:
            raise CommunityUnknownError(slug="a")
        if number == 3:
            with pytest.raises(ValueError, match="never"):
                pass

    with pytest.raises(AssertionError) as told:
        check(unit="m")
    assert seen == [(number, "m") for number in range(5)]
    assert [line[0] for line in str(told.value).splitlines() if line[1:2] == ":"] == ["1", "2", "3"]


def test_other_errors_end_the_test():
    @gather("number", [0])
    def check(number):
        return 1 / number

    with pytest.raises(ZeroDivisionError):
        check()


def test_no_case_is_no_test():
    with pytest.raises(AssertionError):
        gather("number", [])(print)()
