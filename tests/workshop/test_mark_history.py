"""What stays of a drawing session, and what does not: retention, forgetting, a backup."""

from __future__ import annotations

import uuid
from datetime import date

import pytest

from geo.errors import DrawingClosedError
from geo.store import open_store
from geo.store.backup import back_up, restore
from geo.store.communities import sessions
from geo.store.forget import forget_community
from geo.store.retention import due, run_retention
from geo.workshop.drawing_sessions import Opening, drawings, open_drawing
from geo.workshop.mark import read_mark
from geo.workshop.mark_operations import known_marks
from geo.workshop.mark_store import Operation, Place, take
from geo.workshop.participation import join, participation
from geo.workshop.publication import agree_drawing
from geo.workshop.withdrawn_marks import set_aside
from tests.store.napkin import tables
from tests.workshop.conftest import GROUP, SLUG, risk
from tests.workshop.test_publication import draw

LATER = date(2029, 1, 1)
OURS = ("drawing", "mark_operation", "participation")


def rows_of(store, code, names=("feature", "change", "mark_operation", "participation")):
    """Find rows that name a drawing session."""
    found = tables(store)
    return {name: [row for row in found[name] if f"'{code}'" in str(row) or f'"{code}"' in str(row)]
            for name in names}  # fmt: skip


@pytest.fixture
def drew(store, drawing, place):
    """A group drew, set one mark aside, and a phone is in."""
    first, _ = draw(store, place.code, risk(note="nota_que_se_va"), risk())
    set_aside(store, place, [uuid.UUID(first)])
    return drawing, join(store, drawing.word, client="127.0.0.1")


def test_retention_takes_marks_operations_and_phones_and_leaves_that_they_drew(store, drew):
    drawing, _ = drew
    (one,) = due(store, today=LATER)
    assert (one.code, one.marks, one.history) == (drawing.code, 2, 3)
    run_retention(store, today=LATER)
    assert rows_of(store, drawing.code) == {
        "feature": [], "change": [], "mark_operation": [], "participation": [],
    }  # fmt: skip
    assert [session.code for session in sessions(store, SLUG)] == [drawing.code]
    assert due(store, today=LATER) == []
    store.close()
    for file in store.folder.rglob("*"):
        assert not file.is_file() or b"nota_que_se_va" not in file.read_bytes(), file


def test_what_a_phone_still_holds_does_not_come_back(store, drew, place):
    run_retention(store, today=LATER)
    mark = read_mark(risk(), boundary=None)
    again = Operation(uuid.uuid4(), uuid.uuid4(), "put", 0, mark)
    answer = take(store, place, [again])
    (fault,) = answer.refused.values()
    assert type(fault) is DrawingClosedError
    assert not known_marks(store, place)


def test_retention_leaves_what_was_agreed_and_what_is_young(store, drew, place):
    young = open_drawing(store, SLUG, Opening(**{**vars(GROUP), "held_on": LATER})).code
    draw(store, young, risk())
    agree_drawing(store, SLUG, place.code)
    before = {code: rows_of(store, code) for code in (place.code, young)}
    assert run_retention(store, today=LATER) == []
    assert {code: rows_of(store, code) for code in (place.code, young)} == before
    assert len(known_marks(store, place)) == 2


def test_nothing_of_a_forgotten_community_is_left(store, drew):
    drawing, _ = drew
    assert all(tables(store)[name] for name in OURS)
    forget_community(store, SLUG, confirm=SLUG)
    left = tables(store)
    assert not any(left[name] for name in OURS)
    assert not [name for name, rows in left.items() if SLUG in str(rows)]
    store.close()
    for file in store.folder.rglob("*"):
        content = file.read_bytes() if file.is_file() else b""
        assert b"nota_que_se_va" not in content
        assert drawing.word.encode() not in content


def test_a_backup_brings_sessions_back_with_their_marks_and_phones(store, drew, place, tmp_path):
    drawing, token = drew
    before = {name: tables(store)[name] for name in OURS}
    restore(back_up(store, tmp_path / "copy.duckdb"), tmp_path / "elsewhere")
    other = open_store(tmp_path / "elsewhere")
    assert {name: tables(other)[name] for name in OURS} == before
    assert [one.word for one in drawings(other, SLUG)] == [drawing.word]
    assert [one.mark.aside for one in known_marks(other, place).values()] == [True, False]
    assert participation(other, token).code == place.code
    take(other, Place(SLUG, drawing.code), [])
    other.close()
