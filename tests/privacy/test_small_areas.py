"""Each part, hole and narrow neck of an outline counts by itself when it may name a household."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from shapely import LineString, MultiPolygon, Point, Polygon, box, union_all
from shapely.affinity import rotate

from geo.privacy.disclosure_context import DisclosureContext
from geo.privacy.small_areas import SortedPoints, flag_small_areas, flag_small_extents
from tests import village
from tests.privacy.unrecorded import generalise

# A home every 25 metres: about what a village's centre has.
HOMES = np.array([(x, y) for x in range(-300, 1001, 25) for y in range(-300, 1001, 25)], float)
NO_HOMES = np.empty((0, 2))
LARGE = box(0, 0, 400, 400)


def corridor(*corners, half_width=5.0):
    return LineString(corners).buffer(half_width, cap_style="flat")


def comb(half_width, *, spine=None, gap=60):
    teeth = [corridor((x, 0), (x, 80), half_width=half_width) for x in range(30, 8 * gap, gap)]
    return union_all([corridor((0, 0), (8 * gap, 0), half_width=spine or half_width), *teeth])


def checkerboard(side):
    numbers = range(400 // side)
    return [
        box(x * side, y * side, (x + 1) * side, (y + 1) * side)
        for x in numbers
        for y in numbers
        if (x + y) % 2 == 0
    ]


NAMING = {
    "dumb-bell": union_all([LARGE, corridor((200, 390), (200, 520)), Point(200, 520).buffer(15)]),
    "dumb-bell of two small ends": union_all(
        [Point(0, 0).buffer(45), Point(250, 0).buffer(45), corridor((0, 0), (250, 0))]
    ),
    "spike to one house": LARGE.union(corridor((200, 390), (200, 440))),
    "triangular spike": LARGE.union(Polygon([(190, 399), (210, 399), (200, 460)])),
    "hair": LARGE.union(box(200, 399, 200.000001, 460)),
    "hair without width": Polygon(
        [(0, 0), (400, 0), (400, 400), (200, 400), (200, 500), (200, 400), (0, 400)]
    ),
    "bump over one house": LARGE.union(box(200, 390, 220, 412)),
    "house at a corner": LARGE.union(box(395, 395, 415, 415)),
    "ring around one house": LARGE.difference(Point(200, 200).buffer(15)),
    "pinhole": LARGE.difference(Point(200, 200).buffer(0.1)),
    "ring with a slit": LARGE.difference(
        union_all([Point(200, 200).buffer(15), box(199.5, 200, 200.5, 401)])
    ),
    "notch around one house": LARGE.difference(box(190, 380, 210, 401)),
    "small ring at the end of a corridor": union_all(
        [
            LARGE,
            corridor((200, 390), (200, 500)),
            Point(200, 515).buffer(20).difference(Point(200, 515).buffer(12)),
        ]
    ),
    "large part and one house": MultiPolygon([LARGE, box(700, 700, 715, 715)]),
    "island in a hole": MultiPolygon(
        [LARGE.difference(box(100, 100, 300, 300)), box(195, 195, 205, 205)]
    ),
    "checkerboard of parts": MultiPolygon(checkerboard(40)),
    "checkerboard joined by hairs": union_all(checkerboard(40)).buffer(0.01, join_style="mitre"),
    "comb on a body": LARGE.union(
        union_all([corridor((x, 390), (x, 440)) for x in (50, 150, 250)])
    ),
    "comb of equal corridors": comb(5),
    "comb of narrower teeth": comb(6, spine=14),
    "comb of wide corridors": comb(15, gap=120),
    "star": union_all(
        [
            corridor((300, 300), (300 + 280 * x, 300 + 280 * y))
            for x, y in ((1, 0), (0, 1), (-1, -1))
        ]
    ),
    "ring that touches itself": Polygon(
        [(0, 0), (400, 0), (400, 400), (200, 400), (185, 350), (215, 350), (200, 400), (0, 400)]
    ),
    "figure of eight with a small end": Polygon(
        [(0, 0), (400, 400), (412, 400), (400, 412), (0, 0)]
    ),
    "part without area": shapely.GeometryCollection([LARGE, LineString([(400, 400), (500, 500)])]),
}


@pytest.mark.parametrize("turned", [0, 17])
@pytest.mark.parametrize("homes", [HOMES, NO_HOMES], ids=["homes", "no homes"])
@pytest.mark.parametrize("name", NAMING)
def test_a_piece_that_names_a_household_flags_the_whole(name, homes, turned):
    shape = rotate(NAMING[name], turned, origin=(200, 200))
    assert flag_small_areas(np.array([shape], dtype=object), homes).tolist() == [True]


@pytest.mark.parametrize("turned", [0, 17])
@pytest.mark.parametrize(
    "shape",
    [
        LARGE,
        box(0, 0, 101, 101),
        box(0, 0, 60, 400),
        Point(200, 200).buffer(70),
        Polygon([(0, 0), (400, 50), (150, 350)]),
        Polygon([(0, 0), (400, 0), (400, 200), (200, 200), (200, 400), (0, 400)]),
        LARGE.difference(box(100, 100, 250, 250)),
        MultiPolygon([box(0, 0, 200, 200), box(300, 300, 500, 500)]),
        corridor((0, 0), (300, 60), (600, 20), (900, 200), half_width=10),
    ],
)
def test_what_is_large_in_all_its_pieces_is_shown_as_drawn(shape, turned):
    shapes = np.array([rotate(shape, turned, origin=(200, 200))], dtype=object)
    assert not flag_small_areas(shapes, HOMES).any()


def test_a_large_hole_without_a_home_names_nobody():
    around_a_lake = box(0, 0, 400, 400).difference(box(100, 100, 300, 300))
    homes = HOMES[~shapely.intersects_xy(box(99, 99, 301, 301), *HOMES.T)]
    assert not flag_small_areas(np.array([around_a_lake]), homes).any()
    one = np.vstack([homes, [[200, 200]]])
    assert flag_small_areas(np.array([around_a_lake]), one).all()


@settings(max_examples=60, deadline=None)
@given(
    st.floats(90, 300),
    st.lists(st.tuples(st.floats(-0.15, 0.15), st.floats(0, 6.28)), min_size=3, max_size=3),
    st.lists(st.floats(-1, 1), min_size=48, max_size=48),
)
def test_large_round_drawings_are_not_flagged_for_nothing(radius, waves, tremble):
    angle = np.linspace(0, 2 * np.pi, 48, endpoint=False)
    distance = radius + np.array(tremble)
    for number, (height, phase) in enumerate(waves, start=2):
        distance = distance + height * radius * np.cos(number * angle + phase) / number
    drawn = Polygon(np.column_stack([distance * np.cos(angle), distance * np.sin(angle)]) + 350)
    assume(drawn.is_valid)
    assert not flag_small_areas(np.array([drawn]), HOMES).any()


@settings(max_examples=60, deadline=None)
@given(
    st.floats(20, 380), st.floats(0.001, 20), st.floats(12, 200), st.sampled_from([0, 90, 180, 270])
)
def test_whatever_sticks_out_by_a_house_or_is_cut_in_is_flagged(at, width, length, turned):
    spike = LARGE.union(box(at - width / 2, 399, at + width / 2, 400 + length))
    notch = LARGE.difference(box(at - width / 2, 400 - length, at + width / 2, 401))
    shapes = np.array([rotate(one, turned, origin=(200, 200)) for one in (spike, notch)])
    assert flag_small_areas(shapes, HOMES).tolist() == [True, True]


def test_thousands_of_parts_and_holes_are_told_without_opening():
    many = union_all(checkerboard(4)).buffer(0.01, join_style="mitre")
    assert flag_small_areas(np.array([many, MultiPolygon(checkerboard(4))]), HOMES).all()


LAND = box(0, 0, 1000, 1000)
GROUND = DisclosureContext(
    homes=village.homes(
        *(((x, y), 4.0, None) for x in range(10, 1000, 20) for y in range(10, 1000, 20))
    ),
    boundary=village.on_earth(LAND).iloc[0],
)


def disclosed(*shapes):
    areas = generalise(village.risk_areas(*((shape, 3) for shape in shapes)), GROUND)
    return village.in_metres(areas.geometry), areas


def test_parts_that_lie_apart_each_have_their_own_parcel():
    parts = [box(100, 100, 115, 115), box(800, 800, 815, 815)]
    shown, areas = disclosed(MultiPolygon(parts))
    assert [any(parcel.buffer(0.1).contains(part) for parcel in shown) for part in parts] == [
        True,
        True,
    ]
    assert sum(parcel.area for parcel in shown) < 0.1 * LAND.area
    assert areas["id"].is_unique


def test_a_large_area_with_a_spike_stays_large_without_the_spike():
    drawn = box(100, 100, 600, 600).union(box(340, 590, 344, 900))
    shown, _ = disclosed(drawn)
    whole = union_all(shown)
    assert whole.intersection(box(100, 100, 600, 600)).area > 0.85 * 500 * 500
    assert not whole.intersects(box(300, 700, 400, 900))


def test_what_is_shown_of_a_naming_area_is_parcels_alone():
    dumb_bell = union_all(
        [box(100, 100, 600, 600), box(340, 590, 344, 700), box(335, 700, 350, 715)]
    )
    alone, _ = disclosed(dumb_bell)
    slightly_other, _ = disclosed(
        union_all([box(100, 100, 600, 600), box(360, 590, 364, 720), box(355, 700, 370, 715)])
    )
    assert {shape.wkt for shape in alone} == {shape.wkt for shape in slightly_other}
    shapes = np.array([shape.buffer(0.1) for shape in alone], dtype=object)
    homes = np.array([(x, y) for x in range(10, 1000, 20) for y in range(10, 1000, 20)], float)
    assert not flag_small_extents(shapes, homes).any()


corners_drawn = st.lists(
    st.tuples(st.integers(-6, 6), st.integers(-6, 6)), min_size=4, max_size=7, unique=True
)


@settings(max_examples=60, deadline=None)
@given(corners=corners_drawn, seed=st.integers(0, 10**6))
def test_points_are_counted_as_by_a_tree(corners, seed):
    """Points on edges and corners, outlines that cross themselves, lines, and what is empty."""
    random = np.random.default_rng(seed)
    xy = random.integers(-8, 9, (int(random.integers(0, 200)), 2)).astype(float)
    outline = Polygon(corners)
    shapes = np.array(
        [outline, shapely.make_valid(outline), outline.buffer(0.3), LineString(corners), Polygon()],
        dtype=object,
    )
    inside = shapely.STRtree(shapely.points(xy)).query(shapes, predicate="intersects")[0]
    expected = np.bincount(inside, minlength=len(shapes))
    assert SortedPoints(xy).count_inside(shapes).tolist() == expected.tolist()
