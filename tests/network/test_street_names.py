"""What people call a place: by the street beside it."""

from __future__ import annotations

import shapely

from geo.network.street_names import (
    MAX_NAMED_STREET_DISTANCE_M,
    list_named_streets,
    name_nearest_streets,
)
from tests.village import Street, box, in_metres, network, on_earth

#   c ──── d    upper: without a name
#   a ── b ── e lower: Calle Larga in two pieces, 100 and 300 m
CORNERS = {"a": (0, 0), "b": (100, 0), "e": (400, 0), "c": (0, 40), "d": (100, 40)}
STREETS = [
    Street("a", "b", name="Calle Larga"),
    Street("b", "e", name="Calle Larga"),
    Street("a", "c", name="Pasaje"),
    Street("c", "d"),
]
VILLAGE = network(CORNERS, STREETS)


def named(*shapes):
    return name_nearest_streets(VILLAGE, on_earth(*shapes))


def test_a_point_has_the_name_of_the_nearest_street():
    assert named(shapely.Point(200, 10), shapely.Point(-5, 30)) == ["Calle Larga", "Pasaje"]


def test_a_street_without_a_name_names_nothing():
    assert named(shapely.Point(60, 39)) == ["Calle Larga"]


def test_an_area_has_the_name_of_the_street_with_most_metres_in_it():
    assert named(box(-20, -10, 15, 38)) == ["Pasaje"]
    assert named(box(-20, -10, 80, 38)) == ["Calle Larga"]


def test_far_from_every_street_there_is_no_name():
    assert named(shapely.Point(0, -MAX_NAMED_STREET_DISTANCE_M - 1)) == [None]


def test_each_street_is_listed_once_with_a_place_in_its_middle():
    streets = list_named_streets(VILLAGE)
    assert list(streets["name"]) == ["Calle Larga", "Pasaje"]
    long, short = in_metres(streets.geometry)
    assert shapely.distance(long, shapely.Point(250, 0)) < 0.01
    assert shapely.distance(short, shapely.Point(0, 20)) < 0.01
