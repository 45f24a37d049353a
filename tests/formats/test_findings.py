"""Lists in messages: cut short in one way, rows as ranges."""

from __future__ import annotations

import pytest

from geo.formats.findings import MAX_LISTED_ROWS, list_rows, list_some


@pytest.mark.parametrize(
    ("texts", "limit", "expected"),
    [([], 2, ""), (["a"], 2, "a"), (["a", "b"], 2, "a, b"), (["a", "b", "c"], 2, "a, b, …")],
)
def test_the_first_texts_are_listed(texts, limit, expected):
    assert list_some(texts, limit) == expected


@pytest.mark.parametrize(
    ("rows", "expected"),
    [([], ""), ([3], "3"), ([9, 5, 6, 7, 8, 3, 12, 5], "3, 5–9, 12"), ([1, 2], "1–2")],
)
def test_neighbouring_rows_are_a_range(rows, expected):
    assert list_rows(rows) == expected


def test_many_rows_are_cut_short():
    listed = list_rows(range(0, 4 * MAX_LISTED_ROWS, 2))
    assert listed.count(",") == MAX_LISTED_ROWS
    assert listed.endswith(", …")
