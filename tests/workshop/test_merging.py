"""Setting marks aside, bringing them back, and making one of several; the originals stay."""

from __future__ import annotations

import uuid

import pytest
import shapely
from shapely.geometry import Point, mapping, shape

from geo.errors import (
    DrawingUnknownError,
    MarkUnreadableError,
    MergeDisjointError,
    MergeKindsError,
    MergeTooFewError,
)
from geo.workshop.drawing_sessions import close_drawing, open_drawing
from geo.workshop.mark import MAX_POINTS, Mark
from geo.workshop.mark_operations import read_marks
from geo.workshop.merging import combine_marks, merge_marks
from geo.workshop.records import DrawingScope
from geo.workshop.synchronisation import read_mark_history, synchronise_marks
from geo.workshop.withdrawn_marks import withdraw_marks
from tests.workshop.conftest import GROUP, SLUG, risk, square
from tests.workshop.test_publication import DOT, LINE, draw

STEP = 0.0005  # degrees: half a side of the napkin's square


def drawn(store, place, *marks):
    return [uuid.UUID(one) for one in draw(store, place.code, *marks)]


def known(store, place):
    return list(read_marks(store, place).values())


def door(at=DOT, **changed):
    return {
        "kind": "service",
        "category": "health",
        "name": "",
        "note": "",
        "geometry": at,
        **changed,
    }


# --- aside ---------------------------------------------------------------------------------------


def test_a_mark_is_set_aside_and_comes_back_as_it_was(store, place):
    first, second = drawn(store, place, risk(note="sin luz"), risk())
    before = known(store, place)
    assert withdraw_marks(store, place, [first]) == 1
    assert [one.mark.withdrawn for one in known(store, place)] == [True, False]
    assert withdraw_marks(store, place, [first, second]) == 1, "one was aside already"
    assert withdraw_marks(store, place, [first, second], withdrawn=False) == 2
    assert [one.mark for one in known(store, place)] == [one.mark for one in before]
    assert [one.number for one in known(store, place)] == [1, 2]


def test_phones_are_shown_and_the_history_keeps_it(store, place):
    (mark,) = drawn(store, place, risk())
    told = synchronise_marks(store, place, {"since": 0, "operations": []}, locale="es")
    withdraw_marks(store, place, [mark])
    after = {"since": told["revision"], "operations": []}
    (changed,) = synchronise_marks(store, place, after, locale="es")["marks"]
    assert (changed["id"], changed["aside"]) == (str(mark), True)
    assert [one["mark"]["aside"] for one in read_mark_history(store, place, mark)] == [True, False]


def test_it_works_where_the_session_is_closed(store, place):
    (mark,) = drawn(store, place, risk())
    close_drawing(store, SLUG, place.code)
    assert withdraw_marks(store, place, [mark]) == 1


def test_a_mark_of_another_session_is_none_of_ours(store, place):
    other = DrawingScope(SLUG, open_drawing(store, SLUG, GROUP).code)
    (mine,) = drawn(store, place, risk())
    (theirs,) = drawn(store, other, risk())
    with pytest.raises(MarkUnreadableError):
        withdraw_marks(store, place, [mine, theirs])
    assert not any(one.mark.withdrawn for one in [*known(store, place), *known(store, other)])


@pytest.mark.parametrize("act", [withdraw_marks, merge_marks])
def test_a_session_that_is_not_there(store, act):
    with pytest.raises(DrawingUnknownError):
        act(store, DrawingScope(SLUG, "S9"), [])


# --- merging -------------------------------------------------------------------------------------


def test_two_squares_become_their_union_and_stay_aside(store, place):
    ids = drawn(
        store, place, risk(note="una", severity=2), risk(geometry=square(-89.0 + STEP), severity=4)
    )
    taken = merge_marks(store, place, ids)
    first, second, new = known(store, place)
    assert (taken.number, str(new.id)) == (3, taken.id)
    union = shapely.union(shape(square()), shape(square(-89.0 + STEP)))
    assert new.mark.geometry.symmetric_difference(union).area < 1e-4 * union.area
    assert (new.mark.severity, new.mark.holds, new.mark.note) == (4, "night", "")
    assert [one.mark.withdrawn for one in (first, second, new)] == [True, True, False]
    assert {one.mark.merged_into for one in (first, second)} == {taken.id}
    assert first.mark.note == "una"


def test_where_times_differ_it_holds_always(store, place):
    ids = drawn(store, place, risk(holds="day"), risk(holds="night"))
    merge_marks(store, place, ids)
    assert known(store, place)[-1].mark.holds == "always"


def test_a_stretch_joins_an_area_as_its_corridor(store, place):
    ids = drawn(store, place, risk(), risk(geometry=LINE))
    merge_marks(store, place, ids)
    ground = known(store, place)[-1].mark.geometry
    assert ground.geom_type == "Polygon"
    assert ground.area > shape(square()).area


def test_stretches_end_to_end_stay_a_stretch(store, place):
    on = {"type": "LineString", "coordinates": [[-88.999, 14.0], [-88.999, 14.001]]}
    ids = drawn(store, place, risk(geometry=LINE), risk(geometry=on))
    merge_marks(store, place, ids)
    line = known(store, place)[-1].mark.geometry
    assert list(line.coords) == [(-89.0, 14.0), (-88.999, 14.0), (-88.999, 14.001)]


def test_services_at_one_place_become_the_first(store, place):
    near = {"type": "Point", "coordinates": [DOT["coordinates"][0] + 0.0002, DOT["coordinates"][1]]}
    ids = drawn(store, place, door(), door(near, name="Unidad de Salud"))
    merge_marks(store, place, ids)
    new = known(store, place)[-1].mark
    assert (new.name, mapping(new.geometry)["coordinates"]) == (
        "Unidad de Salud",
        tuple(DOT["coordinates"]),
    )


@pytest.mark.parametrize(
    ("marks", "fault"),
    [
        ([risk()], MergeTooFewError),
        ([risk(), risk(aside=True)], MergeTooFewError),
        ([risk(), door()], MergeKindsError),
        ([risk(), risk(geometry=square(-88.995))], MergeDisjointError),
        ([door(), door({"type": "Point", "coordinates": [-88.99, 14.0]})], MergeDisjointError),
    ],
)
def test_what_cannot_be_one_stays_as_it_was(store, place, marks, fault):
    ids = drawn(store, place, *marks)
    before = known(store, place)
    with pytest.raises(fault) as told:
        merge_marks(store, place, ids)
    assert type(told.value) is fault
    assert known(store, place) == before


def test_a_merged_mark_is_merged_again(store, place):
    ids = drawn(store, place, *[risk(geometry=square(-89.0 + STEP * n)) for n in range(3)])
    first = uuid.UUID(merge_marks(store, place, ids[:2]).id)
    merge_marks(store, place, [first, ids[2]])
    assert [one.mark.withdrawn for one in known(store, place)] == [True, True, True, True, False]


def test_an_outline_too_long_gives_way_a_little():
    """Two rough discs of 400 corners each, half over each other."""
    marks = [
        Mark(
            kind="risk_area",
            geometry=Point(-89.0 + 0.001 * n, 14.0).buffer(0.001, quad_segs=100),
            category="river",
            severity=1,
            holds="day",
            name="",
            note="",
            withdrawn=False,
        )
        for n in range(2)
    ]
    union = shapely.union(marks[0].geometry, marks[1].geometry)
    assert shapely.get_num_coordinates(union) > MAX_POINTS
    one = combine_marks(marks).geometry
    assert shapely.get_num_coordinates(one) <= MAX_POINTS
    assert one.symmetric_difference(union).area < 0.02 * union.area


def test_the_order_in_which_they_are_chosen_changes_nothing(store, place):
    ids = drawn(store, place, risk(category="river"), risk(category="lonely_path"))
    merge_marks(store, place, ids[::-1])
    assert known(store, place)[-1].mark.category == "river"
