"""A risk area that names a household is told by its parcel, which does not know the area."""

from __future__ import annotations

from datetime import date

import geopandas as gpd
import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.model import DrawingSession
from geo.privacy.disclosure_context import DisclosureContext
from geo.privacy.redaction import redact
from geo.privacy.session_disclosure import disclose_sessions
from geo.privacy.small_areas import MIN_AREA_M2, MIN_HOMES, flag_small_areas
from tests import village
from tests.privacy.unrecorded import UnrecordedDisclosure, generalise

LAND = shapely.box(0, 0, 2000, 2000)
HOMES = village.homes(
    *(((x, y), 4.0, None) for x in range(50, 2000, 100) for y in range(50, 2000, 100))
)
GROUND = DisclosureContext(homes=HOMES, boundary=village.on_earth(LAND).iloc[0])
SPOTS = np.array([(x, y) for x in range(50, 2000, 100) for y in range(50, 2000, 100)], dtype=float)


def square(east, north, side=20.0):
    return shapely.box(east, north, east + side, north + side)


def told(*drawn):
    return generalise(village.risk_areas(*drawn), GROUND)


def test_an_area_around_one_house_is_shown_by_a_parcel_of_several():
    areas = told((square(40, 40), 3))
    [parcel] = village.in_metres(areas.geometry)
    assert parcel.contains(square(40, 40))
    assert parcel.area >= MIN_AREA_M2
    assert shapely.intersects_xy(parcel.buffer(0.1), *SPOTS.T).sum() >= MIN_HOMES


def test_wherever_in_its_parcel_it_lies_the_parcel_is_the_same():
    [one], [other] = (village.in_metres(told((square(east, 40), 3)).geometry) for east in (10, 70))
    assert one.equals(other)


def test_a_large_area_of_many_homes_stays_as_it_was_drawn():
    large = shapely.box(100, 100, 900, 900)
    areas = told((large, 4))
    assert village.in_metres(areas.geometry)[0].equals_exact(large, 0.01)
    assert areas["id"].tolist() == ["00000000-0000-4000-8000-000000000000"]


def test_a_large_area_of_few_homes_is_not_shown_as_drawn():
    alley = shapely.box(60, 60, 140, 640)  # more than a hectare, with no house in it
    assert flag_small_areas(np.array([alley]), SPOTS).tolist() == [True]
    [parcel] = village.in_metres(told((alley, 4)).geometry)
    assert not parcel.equals(alley)


def test_without_homes_only_the_extent_decides():
    shapes = np.array([square(0, 0, 99), square(0, 0, 101)])
    assert flag_small_areas(shapes, np.empty((0, 2))).tolist() == [True, False]
    bare = DisclosureContext(boundary=village.on_earth(LAND).iloc[0])
    [parcel] = village.in_metres(generalise(village.risk_areas((square(40, 40), 3)), bare).geometry)
    assert parcel.area >= MIN_AREA_M2


def test_several_that_say_the_same_of_one_parcel_are_one():
    areas = told((square(40, 40), 3), (square(60, 40), 3), (square(50, 50), 5))
    assert areas["severity"].tolist() == [3, 5]
    assert areas["id"].is_unique


def test_no_id_of_a_small_area_is_shown():
    drawn = village.risk_areas((square(40, 40), 3))
    assert set(generalise(drawn, GROUND)["id"]).isdisjoint(drawn["id"])


def test_the_order_of_drawing_is_not_shown():
    drawn = [(square(east, 40), severity) for east, severity in ((900, 2), (40, 5), (1500, 1))]
    forth, back = told(*drawn), told(*reversed(drawn))
    assert forth["severity"].tolist() == back["severity"].tolist()
    assert list(forth.geometry) == list(back.geometry)


@settings(max_examples=15)
@given(st.floats(0, 1950), st.floats(0, 1950), st.floats(5, 95))
def test_every_small_area_gets_homes_and_land_enough(east, north, side):
    shape = shapely.intersection(square(east, north, side), LAND)
    [parcel] = village.in_metres(told((shape, 3)).geometry)
    assert not flag_small_areas(np.array([parcel.buffer(0.1)]), SPOTS).any()
    assert LAND.buffer(0.1).contains(parcel)


def test_the_middle_of_the_parcel_is_not_the_middle_of_the_area():
    """Guess the middle of the parcel for each of many areas, and be wrong as by chance."""
    random = np.random.default_rng(7)
    middles = random.uniform(100, 1900, (40, 2))
    far, by_chance = [], []
    # One call: each with a category of its own, so that none is taken together with another.
    drawn = village.risk_areas(*((square(*(middle - 10)), 1) for middle in middles))
    areas = generalise(drawn.assign(category=[f"{n:02d}" for n in range(len(middles))]), GROUND)
    for middle, parcel in zip(middles, village.in_metres(areas.geometry), strict=True):
        west, south, east, north = parcel.bounds
        far.append(np.hypot(*(middle - [parcel.centroid.x, parcel.centroid.y])))
        anywhere = random.uniform([west, south], [east, north])
        by_chance.append(np.hypot(*(anywhere - [parcel.centroid.x, parcel.centroid.y])))
    assert np.mean(far) > 0.8 * np.mean(by_chance)


def test_notes_and_sessions_never_reach_the_public():
    areas = village.risk_areas((shapely.box(100, 100, 900, 900), 3))
    assert {"note", "session"}.isdisjoint(
        redact("risk_areas", areas, "public", disclosure=UnrecordedDisclosure(GROUND))
    )
    assert {"note", "session"} <= set(
        redact("risk_areas", areas, "network", disclosure=UnrecordedDisclosure(GROUND))
    )


def test_members_see_areas_as_they_were_drawn():
    areas = village.risk_areas((square(40, 40), 3))
    assert list(
        redact("risk_areas", areas, "network", disclosure=UnrecordedDisclosure(GROUND)).geometry
    ) == list(areas.geometry)


@pytest.mark.parametrize("audience", ["public", "network"])
def test_a_trusted_home_is_nowhere(audience):
    zones = village.safe_zones(square(0, 0), kind="trusted_home")
    assert redact("safe_zones", zones, audience, disclosure=UnrecordedDisclosure(GROUND)).empty
    assert isinstance(redact("safe_zones", zones, "coordinator"), gpd.GeoDataFrame)


def test_a_drawing_session_is_shown_by_month_and_in_round_numbers():
    group = ("13-17", 6, "night", "teacher")
    open_one = DrawingSession("S8", date(2026, 5, 2), *group, consent=True)
    drew = DrawingSession("S7", date(2026, 3, 21), *group, consent=True, agreed_on=date(2026, 4, 9))
    [public] = disclose_sessions([drew, open_one], "public")
    assert (public.code, public.held_on, public.participants) == ("1", date(2026, 3, 1), 5)
    assert public.agreed_on == date(2026, 4, 1)
    assert disclose_sessions([drew, open_one], "network") == [drew, open_one]
