"""What a network settles for itself: its own day, and when what it knows of doors is old."""

from __future__ import annotations

from datetime import time

import pytest

from geo.communities.settings import MAX_STALE_DAYS, parse_day_hours, update_settings
from geo.errors import CommunityUnknownError, DayHoursError, NumberError, NumberTooLargeError
from geo.store import open_store
from geo.store.communities import add_community, read_community
from tests.store.napkin import VILLAGE

OWN = time(5, 30), time(19)


@pytest.fixture
def store(home):
    store = open_store(home)
    add_community(store, VILLAGE)
    yield store
    store.close()


def test_both_are_kept_and_given_back(store):
    assert read_community(store, "village").stale_days == 180
    settled = update_settings(store, "village", own_day=OWN, stale_days=90)
    assert settled == read_community(store, "village")
    assert (settled.day_starts, settled.day_ends, settled.stale_days) == (*OWN, 90)
    again = update_settings(store, "village", own_day=None, stale_days=90)
    assert (again.day_starts, again.day_ends) == (None, None)


def test_the_same_once_more_changes_nothing(store):
    first = update_settings(store, "village", own_day=OWN, stale_days=90)
    assert update_settings(store, "village", own_day=OWN, stale_days=90) == first


@pytest.mark.parametrize(
    ("rules", "fault"),
    [
        ({"own_day": (time(6), time(6)), "stale_days": 90}, DayHoursError),
        ({"own_day": None, "stale_days": 0}, NumberError),
        ({"own_day": None, "stale_days": MAX_STALE_DAYS + 1}, NumberTooLargeError),
    ],
)
def test_what_makes_no_sense_is_refused_and_nothing_changes(store, rules, fault):
    with pytest.raises(fault):
        update_settings(store, "village", **rules)
    assert read_community(store, "village") == VILLAGE


def test_nobody_by_that_name(store):
    with pytest.raises(CommunityUnknownError):
        update_settings(store, "nowhere", own_day=None, stale_days=1)


def test_a_day_is_read_as_it_is_written():
    assert parse_day_hours("05:30-19:00") == OWN
    assert parse_day_hours("18:00 - 06:00") == (time(18), time(6))


@pytest.mark.parametrize("text", ["", "6", "06:00", "06:00-", "25:00-26:00", "06:00-18:00Z", "x-y"])
def test_other_writings_are_no_day(text):
    with pytest.raises(DayHoursError):
        parse_day_hours(text)
