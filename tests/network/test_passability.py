"""Who may pass which edge: sets of inside nodes, and limits of arcs."""

from __future__ import annotations

import numpy as np
import pytest

from geo.network.edge_restrictions import CLOSED_ACCESS, DESTINATION_ACCESS
from geo.network.inside_sets import OUTSIDE
from geo.network.passability import CLOSED, DESTINATION, FREE, NEVER, SHUT
from tests.restricted import restrict
from tests.village import Street, network

# Two gates, x and y, of an estate with a public street p to q, on a street that goes on round it.
#   a ── b ── c ── d ── a
#        x         y
#        p ─────── q
CORNERS = {
    "a": (0, 50), "b": (0, 0), "c": (100, 0), "d": (200, 0), "p": (0, -60), "q": (200, -60),
    "x": (0, -30), "y": (200, -30),
}  # fmt: skip
STREETS = [
    Street("a", "b"), Street("b", "c"), Street("c", "d"), Street("a", "d"), Street("p", "q"),
    Street("b", "x"), Street("x", "p"), Street("d", "y"), Street("y", "q"),
]  # fmt: skip
ESTATE = network(CORNERS, STREETS)
STREET, GATES = 4, [5, 6, 7, 8]


def access(value, edges, *, streets=ESTATE):
    column = np.full(len(streets.u), None, dtype=object)
    column[edges] = value
    return restrict(streets, access=column)


def sets_of(streets, letters, states=None):
    numbers = streets.passability(states).node_sets
    return [int(numbers[list(CORNERS).index(letter)]) for letter in letters]


def test_a_network_without_restrictions_has_no_limits():
    assert not ESTATE.passability().has_limits
    assert not ESTATE.passability().is_inside(np.arange(len(STREETS))).any()


def test_a_public_street_behind_private_gates_is_inside():
    streets = access(DESTINATION_ACCESS, GATES)
    assert sets_of(streets, "abcd") == [OUTSIDE] * 4
    assert sets_of(streets, "xpqy") == [1] * 4
    inside = streets.passability().is_inside(np.arange(len(STREETS)))
    assert inside.tolist() == [False] * 4 + [True] * 5


def test_leaving_is_limited_and_entering_is_not():
    found = access(DESTINATION_ACCESS, GATES).passability()
    assert found.forward_limits.tolist() == [0] * 9  # from b to x, from d to y
    assert found.backward_limits.tolist() == [0, 0, 0, 0, 0, 1, 0, 1, 0]
    assert found.list_sets(STREET, 100.0, 200.0) == {1}
    assert found.list_sets(0, 10.0, 50.0) == set()


def test_who_stands_before_a_gate_is_outside():
    found = access(DESTINATION_ACCESS, GATES).passability()
    gate = 5  # from b to x
    assert found.list_sets(gate, 0.0, 30.0) == set()
    assert found.list_sets(gate, 0.2, 30.0) == {1}
    assert found.list_sets(gate, 30.0, 30.0) == {1}
    assert found.list_sets(gate, 0.0, 0.04) == set()


def test_an_estate_with_one_gate_is_no_way_through_and_ordinary():
    assert (
        not access(DESTINATION_ACCESS, GATES[:2], streets=ESTATE_OF_ONE_GATE)
        .passability()
        .has_limits
    )


ESTATE_OF_ONE_GATE = network(CORNERS, STREETS[:-1])


def test_an_estate_behind_locked_gates_is_a_part_of_its_own():
    streets = access(CLOSED_ACCESS, [5, 7])
    assert sets_of(streets, "abcdxpqy") == [OUTSIDE] * 8
    found = streets.passability()
    assert found.forward_limits[[5, 7]].tolist() == [NEVER] * 2
    assert found.backward_limits[[5, 7]].tolist() == [NEVER] * 2


def test_a_single_gate_that_is_shut_is_not_ordinary():
    states = np.full(len(ESTATE_OF_ONE_GATE.u), FREE, dtype=np.int8)
    states[[5, 6]] = SHUT
    found = ESTATE_OF_ONE_GATE.passability(states)
    assert found.forward_limits[[5, 6]].tolist() == [NEVER, 1]
    assert found.backward_limits[[5, 6]].tolist() == [1, 1]


@pytest.mark.parametrize("hours", [FREE, DESTINATION, SHUT])
def test_the_stricter_of_access_and_hours_counts(hours):
    states = np.full(len(STREETS), hours, dtype=np.int8)
    for value, own in ((None, FREE), (DESTINATION_ACCESS, DESTINATION), (CLOSED_ACCESS, CLOSED)):
        found = access(value, [0]).passability(states)
        assert found.edge_states[0] == max(own, hours)


def test_states_are_computed_once():
    states = np.zeros(len(STREETS), dtype=np.int8)
    assert ESTATE.passability(states) is ESTATE.passability(states.copy())


def test_one_way_edges_are_known():
    direction = np.zeros(len(STREETS), dtype=np.int32)
    direction[0] = 1
    found = restrict(ESTATE, direction=direction).passability()
    assert found.has_directions
    assert not access(DESTINATION_ACCESS, GATES).passability().has_directions
