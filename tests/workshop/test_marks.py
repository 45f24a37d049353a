"""Marks are taken once, in order, and nothing that was acknowledged is lost."""

from __future__ import annotations

import uuid

import pytest

from geo.errors import DrawingUnknownError, MarkUnreadableError
from geo.store.history import read_history
from geo.workshop.drawing_sessions import close_drawing, list_drawings, open_drawing
from geo.workshop.records import DrawingScope
from geo.workshop.synchronisation import list_removed_marks, read_mark_history, synchronise_marks
from tests.workshop.conftest import GROUP, SLUG, risk, square

DOT = {"type": "Point", "coordinates": [-89, 14]}
BOW_TIE = [[-89, 14], [-88.999, 14.001], [-89, 14.001], [-88.999, 14], [-89, 14]]
A, B = str(uuid.UUID(int=1)), str(uuid.UUID(int=2))


def put(mark: dict, *, id: str = A, base: int = 0, opid: str | None = None) -> dict:  # noqa: A002 (the wire's word)
    return {
        "opid": opid or str(uuid.uuid4()),
        "id": id,
        "act": "put",
        "base": base,
        "mark": mark,
    }


def remove(base: int, *, id: str = A) -> dict:  # noqa: A002 (the wire's word)
    return {"opid": str(uuid.uuid4()), "id": id, "act": "remove", "base": base}


@pytest.fixture
def say(store, place):
    def send(*operations: dict, since: int = 0) -> dict:
        sent = {"since": since, "operations": list(operations)}
        return synchronise_marks(store, place, sent, locale="es")

    return send


def test_a_mark_is_acknowledged_with_its_number_and_shown_to_others(say):
    answer = say(put(risk()))
    (taken,) = answer["acknowledged"]
    assert (taken["id"], taken["number"], taken["revision"], taken["twin"]) == (A, 1, 1, None)
    (told,) = say()["marks"]
    assert told["geometry"]["coordinates"] == square()["coordinates"]
    assert (told["severity"], told["holds"], told["session"]) == (3, "night", "S1")


def test_an_operation_sent_twice_is_taken_once(say, store):
    first = put(risk())
    say(first)
    again = say(first, since=1)
    assert [one["revision"] for one in again["acknowledged"]] == [1]
    assert again["marks"] == []
    assert len(read_history(store, SLUG, "marks")) == 1


def test_only_what_is_new_is_shown(say):
    say(put(risk()))
    say(put(risk(), id=B))
    assert [one["id"] for one in say(since=1)["marks"]] == [B]


def test_a_change_keeps_the_number_and_the_history(say, store, place):
    say(put(risk()))
    (taken,) = say(put(risk(severity=5), base=1))["acknowledged"]
    assert (taken["number"], taken["revision"]) == (1, 2)
    versions = read_mark_history(store, place, uuid.UUID(A))
    assert [one["mark"]["severity"] for one in versions] == [5, 3]


def test_two_changes_of_the_same_mark_are_both_kept(say):
    say(put(risk()))
    say(put(risk(severity=5), base=1))
    (taken,) = say(put(risk(severity=1), base=1))["acknowledged"]
    assert taken["id"] == A
    assert taken["twin"] not in (None, A)
    marks = {one["id"]: one for one in say()["marks"]}
    assert marks[A]["severity"] == 5
    assert marks[taken["twin"]]["severity"] == 1
    assert marks[taken["twin"]]["twin_of"] == A
    assert marks[taken["twin"]]["number"] == 2


def test_the_same_change_made_twice_is_no_clash(say):
    say(put(risk()))
    say(put(risk(severity=5), base=1))
    (taken,) = say(put(risk(severity=5), base=1))["acknowledged"]
    assert taken["twin"] is None
    assert len(say()["marks"]) == 1


def test_changes_that_waited_together_follow_each_other(say):
    """Drawn and moved without a link: she could not know the revision of what she drew first."""
    answer = say(put(risk()), put(risk(severity=4)), put(risk(severity=5)))
    assert [one["twin"] for one in answer["acknowledged"]] == [None, None, None]
    (mark,) = answer["marks"]
    assert mark["severity"] == 5


def test_a_removed_mark_is_shown_and_can_come_back(say, store, place):
    say(put(risk()))
    gone = say(remove(1), since=1)
    assert gone["removed"] == [A]
    (one,) = list_removed_marks(store, place)
    assert (one["id"], one["number"]) == (A, 1)
    back = say(put(risk(), base=2), since=2)
    assert back["acknowledged"][0]["number"] == 1
    assert [mark["id"] for mark in back["marks"]] == [A]
    assert list_removed_marks(store, place) == []


def test_what_somebody_changed_meanwhile_is_not_removed(say):
    say(put(risk()))
    say(put(risk(severity=5), base=1))
    answer = say(remove(1))
    assert answer["acknowledged"] == []
    (refused,) = answer["refused"]
    assert "1" in refused["message"]
    assert [mark["severity"] for mark in answer["marks"]] == [5]


def test_a_change_of_a_removed_mark_makes_a_twin_and_loses_nothing(say):
    say(put(risk()))
    say(remove(1))
    (taken,) = say(put(risk(severity=5), base=1))["acknowledged"]
    assert taken["twin"] is not None
    assert [mark["severity"] for mark in say()["marks"]] == [5]


@pytest.mark.parametrize(
    "bad",
    [
        risk(kind="house"),
        risk(category="shelter"),
        risk(severity=True),
        risk(severity=6),
        risk(holds="dusk"),
        risk(geometry={"type": "Point", "coordinates": [-89, 14]}),
        risk(geometry=square(west=-80.0)),
        risk(geometry=square(west=float("nan"))),
        risk(geometry={"type": "Polygon", "coordinates": [BOW_TIE]}),
        risk(geometry={"type": "Polygon", "coordinates": "all"}),
        risk(geometry=None),
        risk(note="x" * 201),
        risk(note="mi DUI es 01234567-8"),
        risk(note=7),
        {"kind": "service", "category": "shelter", "geometry": DOT},
        {"kind": "service", "category": "other", "name": "Casa de acogida", "geometry": DOT},
        None,
    ],
)  # fmt: skip
def test_what_cannot_be_kept_is_refused_with_a_sentence_and_the_rest_is_taken(say, bad):
    answer = say(put(bad), put(risk(), id=B))
    assert [one["id"] for one in answer["refused"]] == [A]
    assert answer["refused"][0]["message"][-1] == "."
    assert [one["id"] for one in answer["marks"]] == [B]


@pytest.mark.parametrize(
    "sent",
    [None, [], {"since": -1}, {"since": True}, {"operations": {}}, {"operations": [{}]},
     {"operations": [{"opid": "x", "id": A}]}, {"operations": [7]},
     {"operations": [put(risk())] * 51}],
)  # fmt: skip
def test_what_is_no_request_is_refused_whole(store, place, sent):
    with pytest.raises(MarkUnreadableError) as caught:
        synchronise_marks(store, place, sent, locale="es")
    assert type(caught.value) is MarkUnreadableError


def test_a_closed_session_takes_nothing_and_acknowledges_again(say, store, drawing):
    first = put(risk())
    say(first)
    close_drawing(store, SLUG, drawing.code)
    answer = say(first, put(risk(), id=B))
    assert [one["id"] for one in answer["acknowledged"]] == [A]
    assert [one["closed"] for one in answer["refused"]] == [True]
    assert answer["session"]["open"] is False


def test_a_mark_of_another_session_cannot_be_touched(say, store, place):
    say(put(risk()))
    other = DrawingScope(SLUG, open_drawing(store, SLUG, GROUP).code)
    sent = {"since": 0, "operations": [put(risk(severity=5), base=1)]}
    answer = synchronise_marks(store, other, sent, locale="es")
    assert len(answer["refused"]) == 1
    assert answer["marks"] == []
    assert read_mark_history(store, other, uuid.UUID(A)) == []


def test_an_unknown_session_is_said(store):
    with pytest.raises(DrawingUnknownError):
        synchronise_marks(store, DrawingScope(SLUG, "S9"), {"since": 0}, locale="es")


def test_the_trainer_sees_how_much_was_drawn(say, store):
    say(put(risk()), put(risk(), id=B))
    (one,) = list_drawings(store, SLUG)
    assert (one.marks, one.phones) == (2, 0)
    assert one.drawn_at is not None


# --- what nobody can have seen, and what cannot be stored -----------------------------------------


@pytest.mark.parametrize("base", [2, 99, 2**31])
def test_a_revision_that_nobody_can_have_seen_neither_removes_nor_overwrites(say, base):
    say(put(risk()))
    for operation in (remove(base), put(risk(severity=5), base=base)):
        answer = say(operation)
        assert answer["acknowledged"] == []
        assert len(answer["refused"]) == 1
    (mark,) = say()["marks"]
    assert (mark["severity"], mark["revision"]) == (3, 1)


@pytest.mark.parametrize(
    "spoiled",
    [{"note": "a\ud800"}, {"kind": "safe_zone", "category": "public", "name": "\udfff"},
     {"category": ["health"]}, {"category": {"a": 1}}, {"severity": "\ud800"},
     {"holds": ["night"]}, {"kind": ["risk_area"]}],
)  # fmt: skip
def test_what_cannot_be_stored_is_refused_and_what_follows_goes_on(say, spoiled):
    broken = put({**risk(), **spoiled})
    answer = say(broken, put(risk(), id=B))
    assert [one["opid"] for one in answer["refused"]] == [broken["opid"]]
    assert [one["id"] for one in answer["acknowledged"]] == [B]


def test_characters_that_print_nothing_are_taken_out_of_a_note(say):
    say(put({**risk(), "note": "os\u200bcuro \u202eabc\x07"}))
    (mark,) = say()["marks"]
    assert mark["note"] == "oscuro abc"
