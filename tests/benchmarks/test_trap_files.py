"""Files with one trap each: each row is accounted for, also after they were damaged."""

from __future__ import annotations

import json

from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.formats import EXPECTED
from benchmarks.mutated_files import READ, check_rows, run_mutations
from benchmarks.trap_files import make_street_files, make_trap_files

FILES = [file for file in make_trap_files() if file.content]


def test_there_are_files_enough_and_each_has_what_is_expected_of_it():
    files = (*make_trap_files(), *make_street_files())
    names = [f"{file.kind}: {file.trap}" for file in files]
    assert len(names) == len(set(names)) >= 60
    expected = json.loads(EXPECTED.read_text(encoding="utf-8"))
    assert set(expected) == set(names)
    for name, counts in expected.items():
        if not isinstance(counts, str):
            assert counts[0] == sum(counts[1:]) > 0, name


def test_what_is_expected_to_be_read_is_read():
    expected = json.loads(EXPECTED.read_text(encoding="utf-8"))
    for file in make_trap_files():
        counts, found = expected[f"{file.kind}: {file.trap}"], check_rows(file, file.content)
        # Some questions, as on exchanged axes, are asked once the community is known.
        assert found in (READ, counts), file.trap


def test_damaged_files_end_in_rows_or_in_an_error_with_a_sentence():
    outcomes = run_mutations(120)
    assert sum(outcomes.values()) == 120
    assert sum(number for (_, outcome), number in outcomes.items() if outcome == READ) > 20


@settings(max_examples=40, deadline=None)
@given(
    file=st.sampled_from(FILES),
    start=st.integers(0, 5_000),
    length=st.integers(0, 80),
    put=st.binary(max_size=12),
)
def test_any_piece_may_be_replaced(file, start, length, put):
    at = start % len(file.content)
    check_rows(file, file.content[:at] + put + file.content[at + length :])
