"""What phones of one group learn of others: nothing before it is shown, and never their words."""

from __future__ import annotations

import json
import uuid

import pytest

from geo.errors import MarkUnreadableError
from geo.store.retention import delete_expired_sessions
from geo.workshop.drawing_sessions import open_drawing, share_drawing, unshare_drawing
from geo.workshop.publication import agree_drawing
from geo.workshop.records import DrawingScope
from geo.workshop.shared_marks import MAX_SESSIONS
from geo.workshop.synchronisation import synchronise_marks
from geo.workshop.withdrawn_marks import withdraw_marks
from tests.workshop.conftest import GROUP, SLUG, risk
from tests.workshop.test_mark_history import LATER
from tests.workshop.test_publication import draw

NOTE = "nota_de_otras"


@pytest.fixture
def theirs(store, drawing):
    """Another group, opened after ours, that drew one area with a note."""
    code = open_drawing(store, SLUG, GROUP).code
    (mark,) = draw(store, code, risk(note=NOTE))
    return code, mark


def asked(store, place, known=None):
    answer = synchronise_marks(store, place, {"shared_groups": known or {}}, locale="es")
    return answer["shared_groups"]


def remove(store, code, mark):
    operation = {"opid": str(uuid.uuid4()), "id": mark, "act": "remove", "base": 1}
    synchronise_marks(store, DrawingScope(SLUG, code), {"operations": [operation]}, locale="es")


def test_nothing_is_shown_before_the_trainer_shares_nor_after_she_hides(store, place, theirs):
    code, mark = theirs
    assert asked(store, place) == {"shown": [], "groups": []}
    share_drawing(store, SLUG, code)
    told = asked(store, place)
    assert told["shown"] == [code]
    assert [one["id"] for one in told["groups"][0]["marks"]] == [mark]
    unshare_drawing(store, SLUG, code)
    assert asked(store, place, {code: 1}) == {"shown": [], "groups": []}


def test_a_mark_is_shown_without_what_the_group_wrote(store, place, theirs):
    code, _ = theirs
    named = {"kind": "safe_zone", "category": "shop", "name": "nombre_de_otras", "note": NOTE}
    draw(store, code, {**named, "geometry": {"type": "Point", "coordinates": [-89.0, 14.0]}})
    share_drawing(store, SLUG, code)
    told = asked(store, place)
    assert NOTE not in json.dumps(told)
    assert "nombre_de_otras" not in json.dumps(told)
    (group,) = told["groups"]
    assert group["name"] == "Grupo 2"
    assert [set(mark) for mark in group["marks"]] == 2 * [
        {"id", "geometry", "kind", "category", "severity", "holds", "number", "revision"}
    ]


def test_who_does_not_ask_is_not_shown(store, place, theirs):
    share_drawing(store, SLUG, theirs[0])
    assert "shared_groups" not in synchronise_marks(store, place, {}, locale="es")


def test_a_group_is_not_shown_itself(store, place, theirs):
    draw(store, place.code, risk())
    share_drawing(store, SLUG, place.code)
    assert asked(store, place)["shown"] == []
    assert asked(store, DrawingScope(SLUG, theirs[0]))["shown"] == [place.code]


def test_only_what_is_new_since_a_revision_is_shown(store, place, theirs):
    code, first = theirs
    share_drawing(store, SLUG, code)
    assert asked(store, place, {code: 1})["groups"] == []
    (second,) = draw(store, code, risk(severity=5))
    (group,) = asked(store, place, {code: 1})["groups"]
    assert (group["since"], group["revision"]) == (1, 2)
    assert [one["id"] for one in group["marks"]] == [second]
    remove(store, code, first)
    withdraw_marks(store, DrawingScope(SLUG, code), [uuid.UUID(second)])
    (group,) = asked(store, place, {code: 2})["groups"]
    assert group["marks"] == []
    assert sorted(group["removed"]) == sorted([first, second])
    (whole,) = asked(store, place)["groups"]
    assert whole["marks"] == []


def test_what_was_agreed_stays_with_the_network(store, place, theirs):
    agree_drawing(store, SLUG, theirs[0])
    assert asked(store, place)["shown"] == [theirs[0]]


def test_a_group_whose_marks_were_deleted_is_shown_anew(store, place, theirs):
    code, _ = theirs
    share_drawing(store, SLUG, code)
    delete_expired_sessions(store, today=LATER)
    (group,) = asked(store, place, {code: 1})["groups"]
    assert (group["since"], group["revision"], group["marks"]) == (0, 0, [])


def test_many_marks_come_in_several_answers(store, place, monkeypatch):
    monkeypatch.setattr("geo.workshop.shared_marks.MAX_MARKS_PER_RESPONSE", 2)
    codes = []
    for _ in range(3):
        codes.append(open_drawing(store, SLUG, GROUP).code)
        draw(store, codes[-1], risk(), risk())
        share_drawing(store, SLUG, codes[-1])
    known: dict[str, int] = {}
    for step in range(1, 4):
        told = asked(store, place, known)
        assert sorted(told["shown"]) == sorted(codes)
        known |= {one["code"]: one["revision"] for one in told["groups"]}
        assert len(known) == step
    assert asked(store, place, known)["groups"] == []


@pytest.mark.parametrize(
    "known",
    [[], "S1", {"S1": -1}, {"S1": True}, {"S1": "1"}, {"S" * 61: 1},
     {f"S{number}": 1 for number in range(MAX_SESSIONS + 1)}],
)  # fmt: skip
def test_what_is_no_knowledge_of_ours_is_refused(store, place, known):
    with pytest.raises(MarkUnreadableError):
        synchronise_marks(store, place, {"shared_groups": known}, locale="es")


def test_the_latest_groups_are_shown_first_and_no_more_than_may_be_asked_for(store, place, theirs):
    share_drawing(store, SLUG, theirs[0])
    later = open_drawing(store, SLUG, GROUP).code
    share_drawing(store, SLUG, later)
    where = {"community": SLUG, "code": place.code}
    heads = store.rows("workshop/shared_sessions", **where, most=1)
    assert [head["code"] for head in heads] == [later]


def test_a_page_that_has_nothing_yet_is_not_told_how_many_marks_are_withheld(store, place, theirs):
    code, _ = theirs
    centre = {"kind": "service", "category": "womens_centre", "confidential": True}
    draw(store, code, {**centre, "geometry": {"type": "Point", "coordinates": [-89.0, 14.0]}})
    share_drawing(store, SLUG, code)
    [group] = asked(store, place)["groups"]
    assert (len(group["marks"]), group["removed"]) == (1, [])
