"""Marked places: what several groups drew on one ground is one place."""

from __future__ import annotations

import pytest

from geo.cartography.community_summary import drawn_by, glance
from geo.cartography.risk_places import marked_places, same_ground
from geo.model import DrawingSession
from tests.village import Street, box, doors, edges, found, risk_areas, safe_zones, seen, zones

CORNERS = {"a": (0, 0), "b": (400, 0)}
CORNER_ONE = (box(0, -9, 30, 9), 2), (box(3, -9, 33, 9), 4), (box(0, -9, 31, 9), 3, "night")
ELSEWHERE = (box(200, -9, 230, 9), 5, "night")


@pytest.fixture
def view(home):
    streets = edges(CORNERS, [Street("a", "b", name="Calle Sola")])
    marked = risk_areas(*CORNER_ONE, ELSEWHERE)
    marked["category"] = ["river", "river", "bus_stop", "bus_stop"]
    layers = {
        "risk_areas": marked,
        "zones": zones((box(-50, -50, 100, 50), "1", "Oeste")),
        "services": doors(((10, 0), "health"), ((20, 0), "shelter")),
        "safe_zones": safe_zones(box(300, -9, 330, 9)),
    }
    store = found(streets, layers)
    yield seen(store)
    store.close()


def told(places):
    columns = ["name", "zone", "category", "severity", "groups", "areas"]
    return [tuple(row) for row in places[columns].itertuples(index=False)]


def test_areas_on_one_ground_are_one_place_and_the_gravest_comes_first(view):
    assert told(marked_places(view, slot=None)) == [
        ("Calle Sola", None, "bus_stop", 5, 1, 1),
        ("Calle Sola", "Oeste", "river", 4, 3, 3),
    ]


def test_only_what_holds_is_gathered(view):
    assert told(marked_places(view, slot="day")) == [("Calle Sola", "Oeste", "river", 4, 2, 2)]


def test_the_public_hears_of_no_groups(view):
    public = seen(view._store, "public")
    assert set(marked_places(public, slot=None)["groups"]) == {0}


def test_nothing_marked_is_no_place(home):
    store = found()
    assert marked_places(seen(store), slot=None).empty
    store.close()


def test_neighbours_that_only_touch_are_two_places():
    areas = risk_areas((box(0, 0, 10, 10), 1), (box(10, 0, 20, 10), 1), (box(18, 0, 40, 10), 1))
    assert len(set(same_ground(areas))) == 3


def test_a_chain_of_shared_ground_is_one_place():
    areas = risk_areas(*((box(x, 0, x + 10, 10), 1) for x in (0, 6, 12)))
    assert len(set(same_ground(areas))) == 1


def test_at_a_glance_what_is_reserved_is_counted_apart(view):
    seen_at_once = glance(view)
    assert (seen_at_once.places, seen_at_once.agreed) == (2, 1)
    assert (seen_at_once.doors, seen_at_once.reserved, seen_at_once.fresh) == (1, 1, 0)
    assert seen_at_once.safe_zones == 1
    assert seen_at_once.drawn is None


def session(code, day, ages, people):
    return DrawingSession(code, day, ages, people, "always", "teacher", consent=True)


def test_who_drew_is_summed_up(home):
    from datetime import date

    drawn = drawn_by(
        [session("a", date(2026, 3, 1), "13-17", 5), session("b", date(2026, 2, 1), "60+", 7)]
    )
    assert (drawn.groups, drawn.people, drawn.youngest, drawn.oldest) == (2, 12, 13, 60)
    assert drawn.last == date(2026, 3, 1)


def test_a_band_without_numbers_tells_no_age():
    from datetime import date

    drawn = drawn_by([session("a", date(2026, 3, 1), "adultas", 5)])
    assert (drawn.youngest, drawn.oldest) == (None, None)
