"""Marked places: what several groups drew on one ground is one place."""

from __future__ import annotations

import pytest

from geo.cartography.community_summary import summarise_community, summarise_sessions
from geo.cartography.risk_places import cluster_overlapping_areas, find_risk_places
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


def summary_rows(places):
    columns = ["name", "zone", "category", "severity", "groups", "areas"]
    return [tuple(row) for row in places[columns].itertuples(index=False)]


def test_areas_on_one_land_are_one_place_and_the_gravest_comes_first(view):
    assert summary_rows(find_risk_places(view, slot=None)) == [
        ("Calle Sola", None, "bus_stop", 5, 1, 1),
        ("Calle Sola", "Oeste", "river", 4, 3, 3),
    ]


def test_only_what_holds_is_gathered(view):
    assert summary_rows(find_risk_places(view, slot="day")) == [
        ("Calle Sola", "Oeste", "river", 4, 2, 2)
    ]


def test_the_public_hears_of_no_groups(view):
    public = seen(view._store, "public")
    assert set(find_risk_places(public, slot=None)["groups"]) == {0}


def test_nothing_marked_is_no_place(home):
    store = found()
    assert find_risk_places(seen(store), slot=None).empty
    store.close()


def test_neighbours_that_only_touch_are_two_places():
    areas = risk_areas((box(0, 0, 10, 10), 1), (box(10, 0, 20, 10), 1), (box(18, 0, 40, 10), 1))
    assert len(set(cluster_overlapping_areas(areas))) == 3


def test_a_chain_of_shared_land_is_one_place():
    areas = risk_areas(*((box(x, 0, x + 10, 10), 1) for x in (0, 6, 12)))
    assert len(set(cluster_overlapping_areas(areas))) == 1


def test_at_a_glance_what_is_confidential_is_counted_apart(view):
    seen_at_once = summarise_community(view)
    assert (seen_at_once.risk_places, seen_at_once.agreed_places) == (2, 1)
    assert (
        seen_at_once.services,
        seen_at_once.confidential_services,
        seen_at_once.confirmed_services,
    ) == (1, 1, 0)
    assert seen_at_once.safe_zones == 1
    assert seen_at_once.drawings is None


def session(code, day, ages, people):
    return DrawingSession(code, day, ages, people, "always", "teacher", consent=True)


def test_who_drew_is_summed_up(home):
    from datetime import date

    drawn = summarise_sessions(
        [session("a", date(2026, 3, 1), "13-17", 5), session("b", date(2026, 2, 1), "60+", 7)]
    )
    assert (drawn.groups, drawn.participants, drawn.min_age, drawn.max_age) == (2, 12, 13, 60)
    assert drawn.last_held_on == date(2026, 3, 1)


def test_a_band_without_numbers_shows_no_age():
    from datetime import date

    drawn = summarise_sessions([session("a", date(2026, 3, 1), "adultas", 5)])
    assert (drawn.min_age, drawn.max_age) == (None, None)
