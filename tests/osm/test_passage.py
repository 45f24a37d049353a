"""Hours and conditions of ways and gates, each evaluated by the library itself."""

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from opening_hours import OpeningHours

from geo.layers.opening_states import Place
from geo.network.edge_restrictions import EdgeRestrictions
from geo.network.passability import DESTINATION, FREE, SHUT, find_edge_states
from geo.network.street_hours import find_hours_states, span_of_moment
from geo.osm.passage import read_passage

# A Friday, in winter.
EARLY, DAY, NIGHT = (datetime(2026, 11, 27, hour) for hour in (5, 12, 23))
SATURDAY = datetime(2026, 11, 28, 12)


def may_pass(tags, *, implied="open"):
    """Say who passes at night, early, by day and on a Saturday."""
    passage = read_passage(tags, implied=implied)
    if passage.open_hours is None:
        return passage.access or "open"
    hours = OpeningHours(passage.open_hours)
    times = "".join("x" if hours.is_open(at) else "-" for at in (EARLY, DAY, NIGHT, SATURDAY))
    return f"{passage.access or 'open'} {times}"


@pytest.mark.parametrize(
    ("tags", "expected"),
    [
        ({"opening_hours": "06:00-18:00"}, "open -x-x"),
        ({"opening_hours": "6:00 - 18:00"}, "open -x-x"),
        ({"opening_hours": "Mo-Fr 08:00-18:00"}, "open -x--"),
        ({"opening_hours": "24/7"}, "open"),
        ({"opening_hours": "Mo-Su 00:00-24:00"}, "open"),
        ({"opening_hours": "06:00-18:00", "access": "private"}, "destination -x-x"),
        ({"opening_hours": "06:00-18:00", "access": "no"}, "closed"),
        ({"foot:conditional": "no @ (18:00-06:00)"}, "open -x-x"),
        ({"foot:conditional": "no @ 18:00-06:00"}, "open -x-x"),
        ({"foot:conditional": "no@(18:00-06:00)"}, "open -x-x"),
        ({"access:conditional": "no @ (18:00-06:00)"}, "open -x-x"),
        ({"access:conditional": "private @ (18:00 - 6:00)"}, "open -x-x"),
        ({"access:conditional": "destination @ (18:00-06:00)"}, "open -x-x"),
        ({"access:conditional": "no @ (00:00-06:00,22:00-24:00)"}, "open -x-x"),
        ({"foot:conditional": "no @ (00:00-06:00); no @ (22:00-24:00)"}, "open -x-x"),
        ({"foot:conditional": "no @ (Mo-Fr 18:00-06:00; Sa 11:00-13:00)"}, "open -x--"),
        ({"foot:conditional": "no @ (Mo-Fr 18:00-06:00, Sa 11:00-13:00)"}, "open -x--"),
        ({"foot:conditional": "no @ Mo-Fr 18:00-06:00; Sa 11:00-13:00"}, "open -x--"),
        ({"foot:conditional": "no @ (Sa,Su)"}, "open xxx-"),
        ({"foot:conditional": "no @ (Nov-Mar)"}, "open ----"),
        ({"foot:conditional": "no @ (18:00-06:00); yes @ (Sa)"}, "open -x-x"),
        ({"foot": "no", "foot:conditional": "yes @ (06:00-18:00)"}, "open -x-x"),
        ({"access": "no", "access:conditional": "yes @ (Mo-Fr 08:00-18:00)"}, "open -x--"),
        ({"access": "private", "access:conditional": "yes @ (08:00-18:00)"}, "open -x-x"),
        (
            {"access": "no", "foot:conditional": "yes @ (06:00-10:00); yes @ (11:00-18:00)"},
            "open -x-x",
        ),
        ({"access": "no", "foot:conditional": "yes @ (06:00-18:00); no @ (Sa)"}, "open -x--"),
        ({"access": "private", "access:conditional": "no @ (18:00-06:00)"}, "destination -x-x"),
        ({"access": "no", "access:conditional": "destination @ (08:00-18:00)"}, "destination -x-x"),
        ({"foot": "yes", "access:conditional": "no @ (18:00-06:00)"}, "open"),
        ({"foot:conditional": "yes @ (06:00-18:00)"}, "open"),
        ({"access:conditional": "no @ (weight > 3.5)"}, "open"),
        ({"access": "no", "access:conditional": "yes @ permit"}, "destination"),
        ({"access": "no", "access:conditional": "yes @ (destination)"}, "destination"),
        ({"access:conditional": "no @ (sunset-sunrise)"}, "open -x-x"),
        ({"opening_hours": "08:00-20:00", "access:conditional": "no @ (Sa)"}, "open -x--"),
    ],
)
def test_hours_are_read(tags, expected):
    passage = read_passage(tags)
    assert may_pass(tags) == expected
    assert not passage.has_unread_condition


@pytest.mark.parametrize(
    ("tags", "expected"),
    [  # at 5, 12 and 20 o'clock
        ({"access:conditional": "private @ (18:00-06:00)"}, "destination free destination"),
        ({"foot:conditional": "destination @ (18:00-06:00)"}, "destination free destination"),
        ({"access": "private", "access:conditional": "yes @ (08:00-18:00)"},
         "destination free destination"),
        ({"access:conditional": "private @ (18:00-06:00); private @ (11:00-13:00)"},
         "destination destination destination"),
        ({"access:conditional": "no @ (18:00-06:00)"}, "shut free shut"),
        ({"access": "no", "access:conditional": "yes @ (08:00-18:00)"}, "shut free shut"),
        ({"access": "private", "access:conditional": "no @ (18:00-06:00)"},
         "shut destination shut"),
        ({"access": "no", "access:conditional": "private @ (08:00-18:00)"},
         "shut destination shut"),
        ({"access:conditional": "private @ (18:00-20:00); no @ (20:00-06:00)"}, "shut free shut"),
    ],
)  # fmt: skip
def test_a_street_that_is_private_at_times_leads_to_destinations_then(tags, expected):
    passage = read_passage(tags)
    none = EdgeRestrictions.none(1)
    edge = replace(
        none,
        access=np.array([passage.access], dtype=object),
        open_hours=np.array([passage.open_hours], dtype=object),
    )
    place = Place(ZoneInfo("America/Lima"), None, -12.0, -77.0)
    names = {FREE: "free", DESTINATION: "destination", SHUT: "shut"}
    told = []
    for hour in (5, 12, 20):
        moment = datetime(2026, 3, 4, hour, tzinfo=place.timezone)
        hours = find_hours_states(edge, place, span_of_moment(moment))
        [state] = find_edge_states(edge, hours)
        told.append(names[state])
    assert " ".join(told) == expected


@pytest.mark.parametrize(
    ("tags", "expected"),
    [
        ({"opening_hours": "when the guard is there"}, "destination"),
        ({"opening_hours": '"previa cita"'}, "destination"),
        ({"opening_hours": "9:00-6:00"}, "destination"),
        ({"foot:conditional": "no @ (wet)"}, "destination"),
        ({"foot:conditional": "no @ (snow)"}, "destination"),
        ({"foot:conditional": "no @ (SH)"}, "destination"),
        ({"foot:conditional": "no"}, "destination"),
        ({"foot:conditional": "no @"}, "destination"),
        ({"foot:conditional": "no @ (Mo-Fr 25:00-99:00)"}, "destination"),
        ({"access": "no", "foot:conditional": "yes @ (dry)"}, "closed"),
        ({"access": "private", "foot:conditional": "yes @ (dry)"}, "destination"),
        ({"access": "no", "foot:conditional": "yes @ (08:00-18:00 AND dry)"}, "closed"),
        ({"foot:conditional": "no @ (18:00-06:00 AND wet)"}, "open -x-x"),
        (
            {"access": "no", "access:conditional": "yes @ (Sa)", "opening_hours": "08:00-20:00"},
            "destination -x-x",
        ),
    ],
)
def test_what_is_not_understood_restricts_and_is_counted(tags, expected):
    assert may_pass(tags) == expected
    assert read_passage(tags).has_unread_condition
