"""What stays of a drawing session, and what does not: retention, forgetting, a backup."""

from __future__ import annotations

import uuid
from datetime import date

import pytest

from geo.errors import DrawingClosedError
from geo.store import open_store
from geo.store.backup import restore_backup, write_backup
from geo.store.communities import list_drawing_sessions
from geo.store.forget import forget_community
from geo.store.retention import delete_expired_sessions, find_expired_sessions
from geo.workshop.drawing_sessions import SessionDetails, list_drawings, open_drawing
from geo.workshop.mark import parse_mark
from geo.workshop.mark_operations import read_marks
from geo.workshop.mark_store import apply_operations
from geo.workshop.participation import join_drawing, read_participation
from geo.workshop.publication import agree_drawing
from geo.workshop.records import DrawingScope, Operation
from geo.workshop.withdrawn_marks import withdraw_marks
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
    withdraw_marks(store, place, [uuid.UUID(first)])
    return drawing, join_drawing(store, drawing.join_code, client="127.0.0.1")


def test_retention_takes_marks_operations_and_phones_and_leaves_that_they_drew(store, drew):
    drawing, _ = drew
    (one,) = find_expired_sessions(store, today=LATER)
    assert (one.code, one.marks, one.history) == (drawing.code, 2, 3)
    delete_expired_sessions(store, today=LATER)
    assert rows_of(store, drawing.code) == {
        "feature": [], "change": [], "mark_operation": [], "participation": [],
    }  # fmt: skip
    assert [session.code for session in list_drawing_sessions(store, SLUG)] == [drawing.code]
    assert find_expired_sessions(store, today=LATER) == []
    store.close()
    for file in store.folder.rglob("*"):
        assert not file.is_file() or b"nota_que_se_va" not in file.read_bytes(), file


def test_what_a_phone_still_holds_does_not_come_back(store, drew, place):
    delete_expired_sessions(store, today=LATER)
    mark = parse_mark(risk(), boundary=None)
    again = Operation(uuid.uuid4(), uuid.uuid4(), "put", 0, mark)
    answer = apply_operations(store, place, [again])
    (fault,) = answer.rejected.values()
    assert type(fault) is DrawingClosedError
    assert not read_marks(store, place)


def test_retention_leaves_what_was_agreed_and_what_is_young(store, drew, place):
    young = open_drawing(store, SLUG, SessionDetails(**{**vars(GROUP), "held_on": LATER})).code
    draw(store, young, risk())
    agree_drawing(store, SLUG, place.code)
    before = {code: rows_of(store, code) for code in (place.code, young)}
    assert delete_expired_sessions(store, today=LATER) == []
    assert {code: rows_of(store, code) for code in (place.code, young)} == before
    assert len(read_marks(store, place)) == 2


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
        assert drawing.join_code.encode() not in content


def test_a_backup_brings_sessions_back_with_their_marks_and_phones(store, drew, place, tmp_path):
    drawing, token = drew
    before = {name: tables(store)[name] for name in OURS}
    restore_backup(write_backup(store, tmp_path / "copy.duckdb"), tmp_path / "elsewhere")
    other = open_store(tmp_path / "elsewhere")
    assert {name: tables(other)[name] for name in OURS} == before
    assert [one.join_code for one in list_drawings(other, SLUG)] == [drawing.join_code]
    assert [one.mark.withdrawn for one in read_marks(other, place).values()] == [True, False]
    assert read_participation(other, token).code == place.code
    apply_operations(other, DrawingScope(SLUG, drawing.code), [])
    other.close()
