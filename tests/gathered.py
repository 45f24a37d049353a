"""
One test for many small cases, where a test for each would cost more than the case itself.

Every case runs, and all that fail are told together.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import wraps
from inspect import Signature, signature

import duckdb
import pytest

from geo.errors import AmparoError
from tests import source_files

# Anything else ends the test at once.
FAILURES = (AssertionError, AmparoError, duckdb.Error, pytest.fail.Exception)


def gather(name: str, values: Iterable[object], label: Callable[[object], str] = repr) -> Callable:
    """
    Call a test with each value in turn, and fail once with every value that failed.

    Parameters
    ----------
    name
        Of the argument; the other arguments are fixtures or parametrized.
    label
        How a value is named in the report.
    """
    cases = list(values)

    def decorate(check: Callable) -> Callable:
        @wraps(check)
        def check_all(**others: object) -> None:
            faults = []
            for case in cases:
                try:
                    check(**{name: case}, **others)
                except FAILURES as error:
                    faults.append(f"{label(case)}: {error}")
            assert cases
            assert not faults, source_files.report(faults)

        given = signature(check).parameters.values()
        check_all.__signature__ = Signature([one for one in given if one.name != name])
        return check_all

    return decorate
