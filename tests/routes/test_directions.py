"""A way told street by street, on a cross of streets drawn by hand."""

from __future__ import annotations

import pytest

from geo.routes.directions import build_instructions
from geo.routes.shortest_path import RouteSearch
from tests.village import Street, box, exposure, network, risk_areas, stand
from tests.wild import by_chance, wild_village

#            north
#              │ Calle del Molino
#  west ───── cross ───── east     Calle Real
#              │ (no name)
#            south
CROSS = {
    "cross": (0, 0), "west": (-100, 0), "east": (100, 0), "north": (0, 100), "south": (0, -100),
}  # fmt: skip
STREETS = network(
    CROSS,
    [
        Street("west", "cross", name="Calle Real"),
        Street("cross", "east", name="Calle Real"),
        Street("cross", "north", name="Calle del Molino"),
        Street("south", "cross"),
    ],
)


def told(begin, end, *, streets=STREETS, risks=None, locale="es"):
    """Walk from one corner of the cross, or from a spot, to another."""
    here, there = (stand(streets, CROSS.get(end, end)) for end in (begin, end))
    way = RouteSearch(exposure(streets, risks), 0.0).find_route(here, there)
    return build_instructions(way, locale=locale)


def words(*ends, **options):
    return [step.text for step in told(*ends, **options)]


@pytest.mark.parametrize(
    ("begin", "end", "turn"),
    [
        ("west", "north", "A la izquierda"),
        ("north", "west", "A la derecha"),
        ("east", "north", "A la derecha"),
        ("north", "east", "A la izquierda"),
        ("south", "west", "A la izquierda"),
        ("south", "east", "A la derecha"),
        ("south", "north", "Siga"),
    ],
)
def test_left_is_left_and_right_is_right(begin, end, turn):
    first, second = words(begin, end)
    assert first.startswith("Salga por ")
    assert second.startswith(turn)


def test_straight_on_along_one_street_is_one_sentence():
    (step,) = told("west", "east")
    assert step.text == "Salga por Calle Real, 200 metros."
    assert step.street == "Calle Real"
    assert step.length_m == pytest.approx(200, abs=1e-6)


def test_in_english():
    assert words("west", "north", locale="en") == [
        "Start along Calle Real, 100 metres.",
        "Left, along Calle del Molino, 100 metres.",
    ]


def test_a_street_without_a_name_is_called_so():
    step = told("south", "north")[0]
    assert step.street is None
    assert step.text == "Salga por la calle sin nombre, 100 metros."


def test_corners_between_streets_without_names_are_shown():
    arms = [Street(arm, "cross") for arm in ("west", "north", "east")]
    nameless = network(CROSS, arms)
    assert words("west", "north", streets=nameless) == [
        "Salga por la calle sin nombre, 100 metros.",
        "A la izquierda, por la calle sin nombre, 100 metros.",
    ]
    assert len(words("west", "east", streets=nameless)) == 1


@pytest.mark.parametrize(
    ("street", "word"),
    [
        (Street("cross", "north", kind="footway"), "la vereda"),
        (Street("cross", "north", name="Paso Hondo", kind="path"), "Paso Hondo"),
        (Street("cross", "north", name="Paso Hondo", bridge=True), "el puente de Paso Hondo"),
        (Street("cross", "north", bridge=True), "el puente"),
        (Street("cross", "north", kind="steps", steps=True), "las gradas"),
    ],
)
def test_what_one_walks_on_is_named(street, word):
    streets = network(CROSS, [Street("west", "cross", name="Calle Real"), street])
    assert words("west", "north", streets=streets)[1] == f"A la izquierda, por {word}, 100 metros."


def test_marked_land_is_shown_with_its_reason():
    risks = risk_areas((box(-60, -9, -20, 9), 3))
    first, second = told("west", "north", risks=risks)
    assert first.text == (
        "Salga por Calle Real, 100 metros. Pasa 40 metros por zona marcada: poca luz."
    )
    assert first.inside_risk_m == pytest.approx(40, abs=1e-6)
    assert second.inside_risk_m == 0


def test_one_who_starts_on_a_corner_is_not_sent_zero_metres_along_the_other_street():
    for begin in ("cross", (0.3, 0.2), (-0.3, 0.1)):
        (step,) = told(begin, "north")
        assert step.street == "Calle del Molino"
        assert step.text.startswith("Salga por Calle del Molino, 100 metros.")


def test_a_kink_where_two_drawings_meet_is_no_street():
    corners = {"a": (0, 0), "b": (100, 0), "c": (100, 2), "d": (200, 2)}
    streets = network(
        corners,
        [
            Street("a", "b", name="Calle Real"),
            Street("b", "c", name="Pasaje"),
            Street("c", "d", name="Calle Real"),
        ],
    )
    (step,) = told((0, 0), (200, 2), streets=streets)
    assert step.street == "Calle Real"
    assert step.length_m == pytest.approx(202, abs=1e-6)


def test_a_short_bridge_is_shown():
    corners = {"a": (0, 0), "b": (100, 0), "c": (104, 0), "d": (200, 0)}
    streets = network(
        corners,
        [
            Street("a", "b", name="Real"),
            Street("b", "c", bridge=True),
            Street("c", "d", name="Real"),
        ],
    )
    assert [step.street for step in told((0, 0), (200, 0), streets=streets)] == [
        "Real",
        None,
        "Real",
    ]


def test_no_route_at_all_is_a_step_of_no_length():
    (step,) = told((40, 0), (40, 0))
    assert step.length_m == 0
    assert step.street == "Calle Real"


@by_chance
def test_steps_add_up_to_the_route(seed):
    wild = wild_village(seed)
    origin = wild.stand(1)
    part = wild.network.node_components[wild.network.u]
    target = wild.stand(30)
    target = target.select_positions(part[target.edge_indices] == part[origin.edge_indices[0]])
    if not len(target):
        return
    way = RouteSearch(wild.by_day, 3.0).find_route(origin, target.select_position(0))
    steps = build_instructions(way)
    assert sum(step.length_m for step in steps) == pytest.approx(way.length_m)
    assert sum(step.minutes for step in steps) == pytest.approx(way.minutes)
    assert sum(step.inside_risk_m for step in steps) == pytest.approx(way.inside_risk_m, abs=1e-6)
    assert all(step.text for step in steps)
