"""Opening hours of streets: at a moment, and in the slot of a day."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from geo.layers.opening_states import Place
from geo.network.daylight import determine_slot
from geo.network.edge_restrictions import EdgeRestrictions
from geo.network.passability import DESTINATION, FREE, SHUT
from geo.network.street_hours import find_hours_states, find_slot_spans, span_of_moment

LIMA = ZoneInfo("America/Lima")
PLACE = Place(LIMA, "PE", -12.2, -76.9)


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=LIMA)


def states(hours, spans):
    restrictions = EdgeRestrictions.none(len(hours))
    restrictions.open_hours[:] = hours
    return find_hours_states(restrictions, PLACE, spans).tolist()


def slot_of(moment):
    return determine_slot(moment, lat=PLACE.lat, lon=PLACE.lon)


@pytest.mark.parametrize(
    ("hours", "moment", "state"),
    [
        (None, "2026-11-25T22:00", FREE),
        ("06:00-18:00", "2026-11-25T12:00", FREE),
        ("06:00-18:00", "2026-11-25T05:59", SHUT),
        ("06:00-18:00", "2026-11-25T06:00", FREE),
        ("06:00-18:00", "2026-11-25T17:59", FREE),
        ("06:00-18:00", "2026-11-25T18:00", SHUT),
        ("18:00-06:00", "2026-11-25T23:59", FREE),
        ("18:00-06:00", "2026-11-26T00:00", FREE),
        ("Mo-Fr 06:00-18:00", "2026-11-28T12:00", SHUT),
        ("24/7", "2026-11-25T03:00", FREE),
        ("24/7; 18:00-06:00 off", "2026-11-25T22:00", SHUT),
        ("24/7; 18:00-06:00 off", "2026-11-25T12:00", FREE),
        ("off", "2026-11-25T12:00", SHUT),
        ("sunrise-sunset", "2026-11-25T12:00", FREE),
        ("sunrise-sunset", "2026-11-25T22:00", SHUT),
        ('"ring the bell"', "2026-11-25T12:00", DESTINATION),
        ("when the guard is there", "2026-11-25T12:00", DESTINATION),
        ("", "2026-11-25T12:00", DESTINATION),
        ("Mo-Su, PH 05:00-23:20", "2026-11-25T02:00", SHUT),
    ],
)
def test_a_street_at_a_moment(hours, moment, state):
    assert states([hours], span_of_moment(at(moment))) == [state]


def test_edges_with_the_same_hours_have_the_same_state():
    hours = ["06:00-18:00", None, "18:00-06:00", "06:00-18:00"]
    assert states(hours, span_of_moment(at("2026-11-25T12:00"))) == [FREE, FREE, SHUT, FREE]


@pytest.mark.parametrize(
    ("hours", "day", "night"),
    [
        ("06:00-18:00", FREE, SHUT),
        ("18:00-06:00", SHUT, FREE),
        ("10:00-18:00", SHUT, SHUT),  # shut for a part of the day
        ("06:00-24:00", FREE, SHUT),  # and for a part of the night
        ("24/7", FREE, FREE),
        ("06:00-18:00, 12:00-13:00 unknown", DESTINATION, SHUT),
    ],
)
def test_a_street_in_a_slot_is_open_only_if_it_is_open_throughout(hours, day, night):
    noon = at("2026-11-25T12:00")
    for slot, state in (("day", day), ("night", night)):
        assert states([hours], find_slot_spans(slot_of, slot, noon)) == [state]


def test_a_day_of_the_week_counts_for_itself_and_a_week_for_all_of_them():
    noon = at("2026-11-25T12:00")
    for days, state in ((1, FREE), (7, SHUT)):
        spans = find_slot_spans(slot_of, "day", noon, days=days)
        assert states(["Mo-Fr 00:00-24:00"], spans) == [state]


def test_spans_end_an_hour_before_the_slot_changes():
    noon = at("2026-11-25T12:00")
    (day,) = find_slot_spans(slot_of, "day", noon)
    assert slot_of(day[0] - timedelta(hours=1.3)) == "night"
    assert slot_of(day[1] + timedelta(hours=1.3)) == "night"
    early, late = find_slot_spans(slot_of, "night", noon)
    assert early[0] == at("2026-11-25T00:00")
    assert late[1] == at("2026-11-26T00:00")


def test_a_slot_that_never_comes_leaves_hours_unknown():
    spans = find_slot_spans(lambda _: "day", "night", at("2026-06-21T12:00"))
    assert spans == []
    assert states(["24/7", None], spans) == [DESTINATION, FREE]


def test_a_clock_change_is_no_time_without_hours():
    zone = ZoneInfo("America/Santiago")
    place, noon = Place(zone, "CL", -33.4, -70.6), datetime(2026, 4, 4, 12, tzinfo=zone)
    restrictions = EdgeRestrictions.none(1)
    restrictions.open_hours[:] = "24/7"
    for days in (1, 2):
        spans = find_slot_spans(
            lambda moment: determine_slot(moment, lat=place.lat, lon=place.lon),
            "night", noon, days=days,
        )  # fmt: skip
        assert np.array_equal(find_hours_states(restrictions, place, spans), [FREE])


@pytest.mark.parametrize(
    ("day", "hours", "state"),
    [
        ("2026-03-28", "Mo-Su 18:00-09:00", FREE),  # a night of nine hours, open throughout
        ("2026-10-24", "Mo-Su 18:00-06:00", SHUT),  # one of eleven, shut for its last hour
        ("2026-10-24", "Mo-Su 18:00-07:00", FREE),
    ],
)
def test_a_night_in_which_clocks_change_has_its_true_length(day, hours, state):
    zone = ZoneInfo("Europe/Madrid")
    place, begin = Place(zone, "ES", 40.4, -3.7), datetime.fromisoformat(f"{day}T21:00")
    span = begin.replace(tzinfo=zone), (begin + timedelta(hours=10)).replace(tzinfo=zone)
    restrictions = EdgeRestrictions.none(1)
    restrictions.open_hours[:] = hours
    assert find_hours_states(restrictions, place, [span]).tolist() == [state]
