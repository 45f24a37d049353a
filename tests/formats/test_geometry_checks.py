import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from geo.formats.geometry_checks import check_geometries, fix_polygon, normalise_geometries
from geo.layers.schema import AREA_GEOMETRY_TYPES

SQUARE = "POLYGON ((0 0, 4 0, 4 4, 0 4, 0 0))"


def checked(*texts, allowed=AREA_GEOMETRY_TYPES):
    return check_geometries(np.array(shapely.from_wkt(list(texts)), dtype=object), allowed)


def fault(text, allowed=AREA_GEOMETRY_TYPES):
    (found,) = checked(text, allowed=allowed).findings.values()
    return found


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("POLYGON ((0 0, 4 4, 4 0, 0 4, 0 0))", "crosses_itself"),
        ("POLYGON ((0 0, 4 0, 4 4, 0 4, 0 0), (5 5, 6 5, 6 6, 5 5))", "hole_outside"),
        ("POLYGON ((0 0, 9 0, 9 9, 0 9, 0 0), (1 1, 8 1, 8 8, 1 1), (5 3, 6 3, 6 4, 5 3))",
         "holes_nested"),
        ("MULTIPOLYGON (((0 0, 9 0, 9 9, 0 9, 0 0)), ((1 1, 2 1, 2 2, 1 1)))", "nested"),
        ("POLYGON ((0 0, 1 0, 0 0, 0 0))", "too_few_points"),
    ],
)  # fmt: skip
def test_an_outline_that_leaves_a_question_is_not_fixed(text, reason):
    found = fault(text)
    assert found.key == "row.broken"
    assert found.placeholders["reason"].key == f"shape.broken.{reason}"


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        # A thread runs out of the square and back.
        ("POLYGON ((0 0, 4 0, 4 4, 6 4, 4 4, 0 4, 0 0))", SQUARE),
        # Two halves of the square, drawn as two parts.
        ("MULTIPOLYGON (((0 0, 2 0, 2 4, 0 4, 0 0)), ((2 0, 4 0, 4 4, 2 4, 2 0)))", SQUARE),
        # An outline that touches itself in one point is two triangles.
        ("POLYGON ((0 0, 4 0, 4 4, 2 0, 0 4, 0 0))",
         "MULTIPOLYGON (((0 0, 2 0, 0 4, 0 0)), ((2 0, 4 0, 4 4, 2 0)))"),
    ],
)  # fmt: skip
def test_an_outline_that_covers_the_same_either_way_is_fixed_and_said_to_be(text, whole):
    found = checked(SQUARE, text)
    assert found.findings == {}
    assert found.fixed == [1]
    assert found.geometries[1].is_valid
    assert shapely.equals(found.geometries[1], shapely.from_wkt(whole))


def test_mending_refuses_to_change_an_area():
    assert fix_polygon(shapely.from_wkt("POLYGON ((0 0, 4 4, 4 0, 0 5, 0 0))")) is None


@pytest.mark.parametrize("text", ["POINT EMPTY", "POLYGON EMPTY", "POINT (NaN NaN)"])
def test_an_empty_shape_is_no_place(text):
    assert fault(text).key == "row.no_place"


def test_no_shape_is_no_place():
    (found,) = check_geometries(
        np.array([None], dtype=object), AREA_GEOMETRY_TYPES
    ).findings.values()
    assert found.key == "row.no_place"


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("POINT (-101.67 21.11)", None),
        ("POINT (21.11 -101.67)", "row.swapped"),
        ("POINT (180 -90)", None),
        ("POINT (180.1 0)", "row.out_of_range"),
        ("POINT (200 100)", "row.out_of_range"),
        ("POINT (0 91)", "row.swapped"),
        ("POINT (1e6 9e6)", "row.out_of_range"),
    ],
)
def test_what_is_not_on_earth_is_distinguished_from_what_only_changed_places(text, key):
    faults = checked(text, allowed=("Point",)).findings
    assert [found.key for found in faults.values()] == ([key] if key else [])


@pytest.mark.parametrize(
    ("text", "allowed", "needed"),
    [
        ("POINT (1 1)", AREA_GEOMETRY_TYPES, "area"),
        ("LINESTRING (0 0, 1 1)", AREA_GEOMETRY_TYPES, "area"),
        ("GEOMETRYCOLLECTION (POINT (1 1))", AREA_GEOMETRY_TYPES, "area"),
        ("LINESTRING (0 0, 1 1)", (*AREA_GEOMETRY_TYPES, "Point"), "area"),
        (SQUARE, ("Point",), "point"),
        ("MULTIPOINT (1 1, 2 2)", ("Point",), "point"),
    ],
)
def test_a_shape_of_another_kind_says_what_it_is_and_what_is_needed(text, allowed, needed):
    found = fault(text, allowed)
    kind = shapely.from_wkt(text).geom_type
    assert found.key == "row.shape"
    assert (found.placeholders["found"].key, found.placeholders["needed"].key) == (
        f"shape.{kind}",
        f"shape.needed.{needed}",
    )


def test_a_lone_point_of_a_group_is_a_point():
    found = checked("MULTIPOINT (1 2)", allowed=("Point",))
    assert found.geometries[0].wkt == "POINT (1 2)"


def test_outer_rings_run_anticlockwise_and_coordinates_have_seven_decimals():
    shape = normalise_geometries(
        np.array(shapely.from_wkt(["POLYGON ((0 0, 0 1, 0.123456789 1, 0 0))"]))
    )[0]
    assert shape.exterior.is_ccw
    assert 0.1234568 in shapely.get_coordinates(shape)


@given(st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6)), min_size=3, max_size=8))
def test_whatever_passes_is_valid_and_covers_what_was_drawn(corners):
    drawn = shapely.Polygon(corners)
    found = check_geometries(np.array([drawn], dtype=object), AREA_GEOMETRY_TYPES)
    if not found.findings:
        assert found.geometries[0].is_valid
        assert found.geometries[0].area == pytest.approx(drawn.area, rel=1e-9)
        assert (found.fixed == [0]) == (not drawn.is_valid)
    else:
        assert not drawn.is_valid
