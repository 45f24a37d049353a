"""No number below k can be worked out of a published table, and no more is hidden than must be."""

from __future__ import annotations

from itertools import islice, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from geo.coverage.coverage_table import build_coverage_table, classify_coverage_states
from geo.privacy.interval_attack import find_feasibility_intervals
from geo.privacy.small_counts import MIN_FREQUENCY
from geo.privacy.suppression import (
    SUM_TOLERANCE,
    CountTable,
    ProtectedTable,
    Suppressed,
    suppress_cells,
)
from tests import village

K = MIN_FREQUENCY
CLOSE = 1e-4  # persons: what a linear program may be off


def crossed(counts, *, kept=None):
    """A two-way table with its margins; every cell published, or those `kept`."""
    parts = np.asarray(counts, dtype=float)
    rows, columns = parts.shape
    cells, totals = [], []
    for row, column in product([*range(rows), None], [*range(columns), None]):
        chosen = np.zeros(parts.shape)
        chosen[slice(None) if row is None else row, slice(None) if column is None else column] = 1
        cells.append(chosen.ravel())
        totals.append(row is None and column is None)
    published = np.ones(len(cells), dtype=bool) if kept is None else np.asarray(kept, dtype=bool)
    return CountTable(parts.ravel(), np.array(cells), published, np.array(totals) & published)


def small(table):
    return (table.values > 0) & (table.values < K)


def shown(published, *shape):
    marks = {Suppressed.PRIMARY: "<", Suppressed.COMPLEMENTARY: "-"}
    told = [marks.get(value, value) for value in published.disclosed]
    return [told[start : start + shape[-1]] for start in range(0, len(told), shape[-1])]


def assert_nobody_can_tell(table, published):
    """Bound every hidden and every small number from what is published alone."""
    asked = sorted({*published.suppressed, *np.flatnonzero(small(table))})
    for cell, (low, high) in find_feasibility_intervals(published, asked).items():
        assert high - low >= K - CLOSE, f"cell {cell} lies in {low} to {high}"
        assert low - CLOSE <= table.values[cell] <= high + CLOSE
    for value, truth in zip(published.disclosed, table.values, strict=True):
        assert not isinstance(value, float) or value == truth


def test_what_has_no_small_numbers_is_shown_whole():
    table = crossed([[10, 20], [0, 40]])
    assert suppress_cells(table).disclosed == list(table.values)


def test_a_small_number_takes_another_in_its_row_and_in_its_column():
    published = suppress_cells(crossed([[3, 17, 30], [20, 40, 50], [60, 70, 80]]))
    assert shown(published, 4) == [
        ["<", "-", 30, 50],
        ["-", "-", 50, 110],
        [60, 70, 80, 210],
        [83, 127, 160, 370],
    ]


def test_the_audit_finds_what_hiding_the_small_number_alone_would_give_away():
    table = crossed([[3, 17, 30], [20, 40, 50], [60, 70, 80]])
    naive = ProtectedTable(table.cells, [Suppressed.PRIMARY, *map(float, table.values[1:])], K)
    [(low, high)] = find_feasibility_intervals(naive, [0]).values()
    assert (low, high) == pytest.approx((3, 3))


def test_two_small_numbers_that_share_a_sum_do_not_protect_each_other():
    # "<5" and "<5" of seven: each is at least two. A third number has to go with them.
    table = crossed([[3], [4], [30]])
    published = suppress_cells(table)
    assert [published.disclosed[2 * row] for row in range(3)] == [
        Suppressed.PRIMARY,
        Suppressed.PRIMARY,
        Suppressed.COMPLEMENTARY,
    ]
    assert_nobody_can_tell(table, published)


def test_where_all_are_few_the_total_is_hidden_too():
    table = crossed([[3], [4]])
    published = suppress_cells(table)
    assert published.disclosed[4] is Suppressed.COMPLEMENTARY
    assert_nobody_can_tell(table, published)


def test_zero_is_shown_and_hidden_only_for_want_of_another():
    published = suppress_cells(crossed([[3, 0, 30], [20, 0, 50], [60, 0, 80]]))
    assert [row[1] for row in shown(published, 4)] == [0, 0, 0, 0]
    assert shown(suppress_cells(crossed([[3, 0]])), 3)[0].count("<") >= 1


def test_a_small_difference_that_nobody_publishes_is_guarded_as_well():
    # 20 people, 17 of them women: whoever can subtract knows three men.
    table = crossed([[17, 3], [40, 40]], kept=[1, 0, 1, 1, 0, 1, 1, 0, 1])
    published = suppress_cells(table)
    assert published.suppressed
    assert_nobody_can_tell(table, published)


@pytest.mark.slow
@settings(max_examples=60)
@given(
    arrays.arrays(
        float, st.tuples(st.integers(1, 5), st.integers(1, 4)), elements=st.integers(0, 30)
    )
)
def test_nobody_can_infer_from_any_table(counts):
    table = crossed(counts)
    assert_nobody_can_tell(table, suppress_cells(table))


@pytest.mark.slow
@settings(max_examples=20)
@given(arrays.arrays(float, (2, 3), elements=st.floats(0, 12, width=16)))
def test_nobody_can_infer_where_people_are_fractions(counts):
    table = crossed(counts)
    published = suppress_cells(table)
    for low, high in find_feasibility_intervals(published, published.suppressed).values():
        assert high - low >= K - CLOSE


def test_a_millionth_of_a_person_is_no_contradiction():
    tiny = 2.0**-24
    for counts in islice(product([0.0, 1.0, tiny], repeat=6), 0, None, 10):
        table = crossed(np.reshape(counts, (2, 3)))
        told = [one for one in suppress_cells(table).disclosed if isinstance(one, float)]
        assert not [one for one in told if SUM_TOLERANCE < one < K - SUM_TOLERANCE]


@pytest.mark.slow
@settings(max_examples=15)
@given(arrays.arrays(float, (2, 2), elements=st.integers(0, 12)))
def test_no_other_choice_would_hide_fewer(counts):
    table = crossed(counts)
    published = suppress_cells(table)
    if not small(table).any():
        return
    for size in range(len(published.suppressed)):
        for others in product([False, True], repeat=len(table.values)):
            hidden = np.array(others)
            if hidden.sum() == size and (hidden >= small(table)).all() and not hidden[-1]:
                assert not safe(table, hidden), f"{hidden} would do for {counts}"


def safe(table, hidden):
    told = [
        (Suppressed.PRIMARY if few else Suppressed.COMPLEMENTARY) if gone else float(value)
        for gone, few, value in zip(hidden, small(table), table.values, strict=True)
    ]
    asked = np.flatnonzero(hidden)
    found = find_feasibility_intervals(ProtectedTable(table.cells, told, K), asked)
    return all(high - low >= K - CLOSE for low, high in found.values())


def households(sizes, *, knows_hours=False):
    """Homes: zone, people, women, and their state; the last, a closed service, by hours only."""
    homes = village.homes(*(((n * 10.0, 0), people, women) for n, (_, people, women, _) in
                            enumerate(sizes)))  # fmt: skip
    state = np.array([state for *_, state in sizes])
    return homes.assign(
        zone_code=[f"{zone}" for zone, *_ in sizes],
        zone=[f"Barrio {zone}" for zone, *_ in sizes],
        covered=state < 2,
        covered_safely=state == 0,
        only_while_open=state == 4 if knows_hours else None,
        no_way=state == 3,
    )


household = st.integers(1, 9).flatmap(
    lambda people: st.tuples(
        st.integers(0, 2), st.just(people), st.integers(0, people), st.integers(0, 4)
    )
)


@pytest.mark.slow
@settings(max_examples=12)
@given(st.lists(household, min_size=1, max_size=25), st.booleans())
def test_nobody_can_infer_from_a_table_of_coverage(sizes, knows_hours):
    homes = households(sizes, knows_hours=knows_hours)
    counted = build_coverage_table(homes, classify_coverage_states(homes))
    published = suppress_cells(counted.table)
    assert_nobody_can_tell(counted.table, published)
    assert {counted.report_paths[cell] for cell in published.suppressed} <= set(
        counted.report_paths.values()
    )


def test_two_small_numbers_of_a_known_sum_are_not_said_to_be_below_k():
    homes = households([(0, 5, 4, 0), (0, 6, 2, 2)])  # of six women four are covered, two are not
    counted = build_coverage_table(homes, classify_coverage_states(homes))
    published = suppress_cells(counted.table)
    assert_nobody_can_tell(counted.table, published)
    told = {counted.report_paths[cell]: published.disclosed[cell] for cell in published.suppressed}
    assert told["zones.0.women_uncovered"] is Suppressed.COMPLEMENTARY


def test_a_table_of_coverage_adds_up():
    homes = households([(0, 6, 4, 0), (0, 8, 5, 1), (1, 7, 3, 2), (1, 9, 9, 3)])
    counted = build_coverage_table(homes, classify_coverage_states(homes))
    value = {place: counted.table.values[cell] for cell, place in counted.report_paths.items()}
    assert [value[name] for name in ("people", "covered", "covered_safely")] == [30, 14, 6]
    assert [value[name] for name in ("uncovered", "no_way", "women.people")] == [16, 9, 21]
    assert [value["zones.1.people"], value["zones.1.women_uncovered"]] == [16, 12]
    assert "only_while_open" not in value


def test_a_table_of_coverage_by_hours_adds_up():
    told = [(0, 6, 4, 0), (0, 8, 5, 4), (1, 7, 3, 2), (1, 9, 9, 3), (1, 5, 1, 4)]
    homes = households(told, knows_hours=True)
    counted = build_coverage_table(homes, classify_coverage_states(homes))
    value = {place: counted.table.values[cell] for cell, place in counted.report_paths.items()}
    assert [value[name] for name in ("covered", "uncovered", "only_while_open")] == [6, 29, 13]
    assert [value["women.only_while_open"], value["zones.1.only_while_open"]] == [6, 5]
