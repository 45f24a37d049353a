"""Who counts within a boundary: its edge counts, and no number that is unknown becomes zero."""

from __future__ import annotations

import math

import numpy as np
import pytest
import shapely
from shapely import box

from geo.language import list_locales
from geo.layers.population import (
    PopulationCount,
    count_population,
    divide_population,
    find_points_within,
)
from geo.layers.population_text import format_outside, format_population, format_women
from tests.absent_layers import BOUNDARY, draw_homes
from tests.village import homes


def test_people_within_and_outside_add_up_to_all():
    demand = draw_homes("all")
    population = divide_population(demand, BOUNDARY)
    counted = count_population(population.counted)
    assert (counted.homes, counted.people, counted.women) == (4, 79, 41)
    assert population.outside == PopulationCount(2, 48.0, 23.0, 0)
    assert counted.people + population.outside.people == count_population(demand).people
    assert len(demand) == 6


def test_without_a_boundary_all_are_counted_and_nobody_is_said_to_live_outside():
    population = divide_population(draw_homes("all"), None)
    assert count_population(population.counted).homes == 6
    assert population.outside is None


def test_points_on_any_part_of_the_edge_lie_within():
    slanted = shapely.affinity.rotate(box(-76.99, -12.25, -76.9, -12.17), 17.3)
    spots = shapely.line_interpolate_point(
        slanted.exterior, np.linspace(0, 1, 200), normalized=True
    )
    points = homes(*[((0, 0), 1, 1)] * 200).set_geometry(spots, crs="EPSG:4326").geometry
    assert not shapely.intersects(slanted, spots).all()  # rounding alone puts some beside it
    assert find_points_within(points, slanted).all()


def test_a_hole_and_what_is_a_metre_away_lie_outside():
    with_hole = box(0, 0, 1, 1).difference(box(0.4, 0.4, 0.6, 0.6))
    spots = homes(*[((0, 0), 1, 1)] * 4).assign(
        geometry=shapely.points([(0.5, 0.5), (0.4, 0.5), (1.00001, 0.5), (0.1, 0.1)])
    )
    assert list(find_points_within(spots.geometry, with_hole)) == [False, True, False, True]


def test_a_point_without_a_place_lies_outside_and_an_empty_list_is_divided():
    nowhere = homes(((0, 0), 1, 1)).assign(geometry=[None])
    assert not find_points_within(nowhere.geometry, BOUNDARY).any()
    population = divide_population(draw_homes("all").iloc[:0], BOUNDARY)
    assert population.outside == PopulationCount(0, 0.0, 0.0, 0)


# --- sentences -----------------------------------------------------------------------------------


@pytest.mark.parametrize("locale", list_locales())
@pytest.mark.parametrize("women", ["all", "some", "none"])
def test_sentences_hold_the_numbers_in_every_language(locale, women):
    sentences = " ".join(format_population(divide_population(draw_homes(women), BOUNDARY), locale))
    assert "79" in sentences
    assert "48" in sentences
    assert ("41" in sentences) == (women == "all")
    assert ("18" in sentences) == (women == "some")
    assert "{" not in sentences


def test_women_are_known_at_least_known_or_not_known():
    assert format_women(PopulationCount(2, 9.0, 4.0, 0)) == "4 son mujeres."
    assert format_women(PopulationCount(2, 9.0, 4.0, 1)).startswith("Al menos 4 son mujeres.")
    assert format_women(PopulationCount(2, 9.0, math.nan, 2)) == "No se sabe cuántas son mujeres."


def test_outside_is_said_where_somebody_lives_there_and_where_nobody_knows_the_boundary():
    assert "1 persona de la lista vive fuera" in format_outside(PopulationCount(1, 0.3, 0.0, 1))[0]
    assert format_outside(PopulationCount(3, 0.0, 0.0, 0)) == []
    assert "todavía no tiene límite" in format_outside(None)[0]


def test_unknown_people_are_not_counted_in_words():
    unknown = draw_homes("none").assign(people=math.nan)
    assert format_population(divide_population(unknown, BOUNDARY)) == []
