from dataclasses import replace
from datetime import date, time

import pytest
import shapely

from geo.errors import CommunityExistsError, CommunityUnknownError
from geo.model import Community, DrawingSession
from geo.store.communities import (
    add_community,
    add_drawing_sessions,
    list_communities,
    list_drawing_sessions,
    read_community,
    update_community,
)
from tests.store.napkin import VILLAGE

FULL = Community(
    slug="villa", name="Villa Ñ", country="PE", locale="en", timezone="America/Lima",
    boundary=shapely.box(0, 0, 1, 1), day_starts=time(6, 30), day_ends=time(18),
)  # fmt: skip


def test_a_community_comes_back_as_it_went_in(store):
    assert add_community(store, FULL) == FULL
    assert read_community(store, "villa") == FULL
    assert read_community(store, "village") == VILLAGE


def test_a_short_name_is_taken_once(store):
    with pytest.raises(CommunityExistsError) as raised:
        add_community(store, replace(FULL, slug="village"))
    assert raised.value.placeholders == {"slug": "village"}
    assert read_community(store, "village") == VILLAGE


def test_nobody_by_that_name(store):
    with pytest.raises(CommunityUnknownError) as raised:
        read_community(store, "nowhere")
    assert raised.value.placeholders == {"slug": "nowhere"}
    with pytest.raises(CommunityUnknownError):
        update_community(store, FULL)


def test_editing_writes_the_record_anew_and_grows_the_version(store):
    edited = update_community(store, replace(FULL, slug="village"))
    boundary = VILLAGE.boundary
    assert edited == replace(FULL, slug="village", boundary=boundary, layers_version=1)


def test_the_demonstration_comes_last(store):
    add_community(store, Community(slug="aaa", name="Aaa", demonstration=True))
    add_community(store, FULL)
    assert [one.slug for one in list_communities(store)] == ["villa", "village", "aaa"]


def test_drawing_sessions_are_noted_once_and_listed_by_date(store):
    late = DrawingSession("b", date(2026, 5, 2), "18-29", 5, "night", "facilitator", consent=True)
    early = replace(late, code="a", held_on=date(2026, 5, 1))
    add_drawing_sessions(store, "village", [late, early])
    add_drawing_sessions(store, "village", [replace(late, participants=9)])
    assert list_drawing_sessions(store, "village") == [early, late]
    assert list_drawing_sessions(store, "elsewhere") == []
