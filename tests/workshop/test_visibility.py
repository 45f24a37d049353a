"""Who sees a group's marks, and when: a group that was just opened, shared, hidden, agreed."""

from __future__ import annotations

import pytest

from geo.errors import DrawingUnknownError
from geo.privacy.view import open_view
from geo.store.audit import read_audit_lines
from geo.workshop.consensus_areas import read_consensus, read_session_marks, select_sessions
from geo.workshop.drawing_sessions import (
    close_drawing,
    find_joinable_session,
    format_session_code,
    list_drawings,
    open_drawing,
    reopen_drawing,
    share_drawing,
    unshare_drawing,
)
from geo.workshop.participation import end_participation, join_drawing
from geo.workshop.publication import agree_drawing
from tests.workshop.conftest import GROUP, SLUG, risk
from tests.workshop.test_publication import draw


def network(store):
    return open_view(store, SLUG, "network")


def test_a_group_that_was_just_opened_is_requested_once_it_is_shared(store, drawing):
    before = network(store)
    assert select_sessions(store, before) == []
    later = open_drawing(store, SLUG, GROUP).code
    share_drawing(store, SLUG, later)
    assert [one.code for one in select_sessions(store, network(store))] == [later]


def test_marks_of_a_shared_group_count_as_they_arrive(store, drawing):
    share_drawing(store, SLUG, drawing.code)
    assert read_consensus(store, network(store)).pieces.empty
    draw(store, drawing.code, risk())
    assert read_consensus(store, network(store)).pieces["sessions"].tolist() == [1]


def test_only_who_tends_a_group_sees_what_it_did_not_share(store, drawing):
    draw(store, drawing.code, risk(), risk(aside=True))
    view = network(store)
    seen = read_session_marks(store, view, drawing.code, is_facilitator=True)
    assert seen["number"].tolist() == [1]
    with pytest.raises(DrawingUnknownError):
        read_session_marks(store, view, drawing.code, is_facilitator=False)
    share_drawing(store, SLUG, drawing.code)
    assert len(read_session_marks(store, view, drawing.code, is_facilitator=False)) == 1
    with pytest.raises(DrawingUnknownError):
        read_session_marks(
            store, open_view(store, SLUG, "public"), drawing.code, is_facilitator=True
        )


def test_hidden_marks_are_the_groups_again_and_agreed_ones_are_not(store, drawing):
    draw(store, drawing.code, risk())
    share_drawing(store, SLUG, drawing.code)
    unshare_drawing(store, SLUG, drawing.code)
    assert select_sessions(store, network(store)) == []
    share_drawing(store, SLUG, drawing.code)
    agree_drawing(store, SLUG, drawing.code)
    assert unshare_drawing(store, SLUG, drawing.code).shared_at is not None


def test_a_session_that_is_opened_again_has_another_word(store, drawing):
    close_drawing(store, SLUG, drawing.code)
    assert find_joinable_session(store, drawing.join_code) is None
    again = reopen_drawing(store, SLUG, drawing.code)
    assert again.join_code != drawing.join_code
    assert find_joinable_session(store, again.join_code) == (SLUG, drawing.code)
    assert find_joinable_session(store, drawing.join_code) is None


def test_one_that_is_open_keeps_its_word(store, drawing):
    assert reopen_drawing(store, SLUG, drawing.code).join_code == drawing.join_code


def test_the_log_shows_what_was_done_by_codes_only(store, drawing):
    for act in (share_drawing, unshare_drawing, close_drawing, reopen_drawing):
        act(store, SLUG, drawing.code)
    lines = read_audit_lines(store, limit=5)[::-1]
    assert [line.action for line in lines] == [
        "drawing_opened",
        "drawing_shared",
        "drawing_hidden",
        "drawing_closed",
        "drawing_reopened",
    ]
    assert all(line.details == {"community": SLUG, "session": "S1"} for line in lines)


@pytest.mark.parametrize("act", [share_drawing, unshare_drawing, close_drawing, reopen_drawing])
def test_one_that_was_never_opened_is_unknown(store, act):
    with pytest.raises(DrawingUnknownError):
        act(store, SLUG, "S9")
    assert read_audit_lines(store) == []


@pytest.mark.parametrize(
    ("code", "said"), [("S1", "1"), ("S12", "12"), ("Sol", "Sol"), ("s1", "s1")]
)
def test_people_call_a_group_by_its_number(code, said):
    assert format_session_code(code) == said


def test_a_phone_that_takes_part_is_counted(store, drawing):
    token = join_drawing(store, drawing.join_code, client="127.0.0.1")
    assert now(store, drawing).phones == 1
    end_participation(store, token)
    assert now(store, drawing).phones == 0


def now(store, opened):
    (one,) = [one for one in list_drawings(store, SLUG) if one.code == opened.code]
    return one
