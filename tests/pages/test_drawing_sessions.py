"""The screen of groups: open, share, close, agree, set aside, merge; and who may do what."""

from __future__ import annotations

import uuid
from datetime import date

import pytest
from streamlit.testing.v1 import AppTest

from geo.language import gettext, ngettext
from geo.store.audit import read_audit_lines
from geo.workshop.drawing_sessions import (
    SessionDetails,
    close_drawing,
    list_drawings,
    open_drawing,
    share_drawing,
)
from geo.workshop.mark_operations import read_marks
from geo.workshop.records import DrawingScope
from geo.workshop.synchronisation import synchronise_marks
from tests.pages.conftest import ScreenSession, read
from tests.pages.protected import at_low_cost, enter, protect, send

SLUG = "chancala"
GROUP = SessionDetails(date(2026, 11, 20), "18-29", 6, "night", "teacher", consent=True)
AGES = ["13–17 · 2 grupos", "13–77 · 1 grupo", "18–29 · 3 grupos", "30–59 · 2 grupos",
        "60–77 · 2 grupos"]  # fmt: skip
WEST, SOUTH = -89.845, 13.902


def square(step: float = 0.0) -> dict:
    west, south, size = WEST + step, SOUTH, 0.001
    ring = [[west, south], [west + size, south], [west + size, south + size], [west, south]]
    return {"type": "Polygon", "coordinates": [ring]}


def risk(**changed: object) -> dict:
    return {
        "kind": "risk_area", "geometry": square(), "category": "lonely_path", "severity": 3,
        "holds": "night", "note": "",
    } | changed  # fmt: skip


def draw(store, code, *marks):
    ids = [str(uuid.uuid4()) for _ in marks]
    operations = [
        {"opid": str(uuid.uuid4()), "id": mark_id, "act": "put", "base": 0, "mark": mark}
        for mark_id, mark in zip(ids, marks, strict=True)
    ]
    response = synchronise_marks(
        store, DrawingScope(SLUG, code), {"operations": operations}, locale="es"
    )
    assert response["refused"] == []
    return ids


@pytest.fixture
def opened(demo):
    """Open a session with two marks that overlap and one door."""
    drawing = open_drawing(demo, SLUG, GROUP)
    ids = draw(
        demo,
        drawing.code,
        risk(),
        risk(geometry=square(0.0004), severity=5, holds="day"),
        {
            "kind": "service",
            "category": "health",
            "name": "Unidad de Salud",
            "note": "",
            "geometry": {"type": "Point", "coordinates": [WEST, SOUTH]},
        },
    )
    return drawing, ids


def now(store):
    (one,) = list_drawings(store, SLUG)
    return one


def keys(session, kind="button"):
    return {part.key for part in session.at.get(kind)}


def opening():
    """Show what the dialog asks; a test without a browser cannot press within a dialog."""

    def form():
        from pages.ui import state
        from pages.ui.drawing_sessions import opening_form
        from pages.ui.visitor import identify_visitor

        with identify_visitor():
            opening_form.show_opening_form(state.view())

    return AppTest.from_function(form, default_timeout=60).run()


def test_a_session_is_opened_with_what_is_said_of_the_group_and_never_names(demo):
    form = opening()
    assert not [*form.text_input, *form.text_area]
    form.checkbox(key="opening_consent").check()
    form.number_input(key="opening_count").set_value(5)
    form.button(key="open_now").click().run()
    one = now(demo)
    assert (one.participants, one.code, one.closed_at) == (5, "S10", None)
    words = ScreenSession().open("drawing_sessions").words
    assert one.join_code.replace("-", " ") in words
    assert "Grupo 10" in words
    assert "5 mujeres" in words


def test_without_the_groups_consent_nothing_is_opened(demo):
    form = opening()
    form.button(key="open_now").click().run()
    assert "pregunte al grupo" in form.get("html")[-1].body
    assert list_drawings(demo, SLUG) == []


def test_marks_are_counted_and_a_group_that_draws_is_seen_to(opened):
    words = ScreenSession().open("drawing_sessions").words
    assert "dibujando…" in words
    assert "3 formas" in words


def test_what_was_drawn_is_shown_to_the_network_and_hidden_again(demo, opened):
    session = ScreenSession().open("drawing_sessions").press("share_now_S10")
    assert now(demo).shared_at is not None
    assert gettext("drawing_sessions.state_shared") in session.words
    session.press("hide_now_S10")
    assert now(demo).shared_at is None
    assert [line.action for line in read_audit_lines(demo, limit=2)] == [
        "drawing_hidden",
        "drawing_shared",
    ]


def test_a_session_is_closed_and_opened_again_by_another_word(demo, opened):
    before = now(demo).join_code
    session = ScreenSession().open("drawing_sessions", drawing__chosen="S10").press("close_now_S10")
    assert now(demo).closed_at is not None
    assert before.replace("-", " ") not in session.words
    session.press("reopen_now_S10")
    assert now(demo).closed_at is None
    assert now(demo).join_code != before


def test_agreed_marks_are_shown_and_lie_on_the_map(demo, opened):
    session = ScreenSession().open("drawing_sessions").press("agree_now_S10")
    assert now(demo).agreed_on == date.today()
    assert [toast.value for toast in session.at.toast] == [
        ngettext("drawing_sessions.agreed", 3, "es")
    ]
    assert gettext("drawing_sessions.state_agreed") in session.words
    assert "16 zonas marcadas." in session.open("home").words  # 15 before; what overlaps is one


def test_a_mark_is_set_aside_and_comes_back(demo, opened):
    drawing, (first, *_) = opened
    session = ScreenSession().open("drawing_sessions")
    session.at.checkbox(key=f"mark_{first}").check()
    session.press("set_aside")
    marks = read_marks(demo, DrawingScope(SLUG, drawing.code))
    assert [one.mark.withdrawn for one in marks.values()] == [True, False, False]
    assert "(apartada)" in read(session.at.checkbox(key=f"mark_{first}").label)
    session.at.checkbox(key=f"mark_{first}").check()
    session.press("bring_back")
    marks = read_marks(demo, DrawingScope(SLUG, drawing.code))
    assert not any(one.mark.withdrawn for one in marks.values())


def test_two_marks_become_one_and_stay(demo, opened):
    drawing, (first, second, _) = opened
    session = ScreenSession().open("drawing_sessions")
    for one in (first, second):
        session.at.checkbox(key=f"mark_{one}").check()
    session.press("merge")
    marks = read_marks(demo, DrawingScope(SLUG, drawing.code))
    (new,) = [one for one in marks.values() if one.number == 4]
    assert (new.mark.severity, new.mark.holds, new.mark.note) == (5, "always", "")
    asides = [one for one in marks.values() if one.mark.withdrawn]
    assert {str(one.id) for one in asides} == {first, second}
    assert {one.mark.merged_into for one in asides} == {str(new.id)}
    assert "(unida en la 4)" in read(session.at.checkbox(key=f"mark_{first}").label)


def test_what_cannot_be_merged_gets_a_sentence(demo, opened):
    _, (first, _, service_mark) = opened
    session = ScreenSession().open("drawing_sessions").press("merge")
    assert "elija dos formas o más" in session.fault
    for one in (first, service_mark):
        session.at.checkbox(key=f"mark_{one}").check()
    session.press("merge")
    assert "de la misma clase" in session.fault


def test_she_turns_from_one_group_to_another(demo, opened):
    second = open_drawing(demo, SLUG, GROUP)
    session = ScreenSession().open("drawing_sessions")
    assert second.join_code.replace("-", " ") in session.words
    session.choose(f"recent_0_{second.code}", opened[0].code)
    assert opened[0].join_code.replace("-", " ") in session.words


def test_earlier_sessions_stand_in_a_list_of_their_own(demo):
    for _ in range(8):
        open_drawing(demo, SLUG, GROUP)
    session = ScreenSession().open("drawing_sessions")
    assert gettext("drawing_sessions.earlier") in session.words
    assert "20 de noviembre" in session.words


@pytest.mark.parametrize("locale", ["es", "en"])
def test_nothing_is_left_untranslated(demo, opened, locale):
    session = ScreenSession(lang=locale).open("drawing_sessions")
    assert session.title == gettext("drawing_sessions.title", locale)
    assert "drawing_sessions." not in session.words
    assert "{" not in session.words


@pytest.mark.parametrize(
    ("role", "tends"),
    [("coordinator", True), ("trainer", True), ("planner", False), ("member", False)],
)
def test_who_may_tend_a_session(demo, opened, monkeypatch, role, tends):
    at_low_cost(monkeypatch)
    protect(demo)
    send(monkeypatch, enter(demo, role))
    session = ScreenSession().open("drawing_sessions")
    assert session.fault is None
    assert session.title == gettext("drawing_sessions.title")
    acts = {"open_session", "share_now_S10", "close_now_S10", "agree_now_S10", "merge"}
    assert keys(session) & acts == (acts if tends else set())
    assert (opened[0].join_code.replace("-", " ") in session.words) == tends


@pytest.mark.slow
def test_what_is_done_stands_in_the_log_by_the_account(demo, opened, monkeypatch):
    at_low_cost(monkeypatch)
    protect(demo)
    send(monkeypatch, enter(demo, "trainer"))
    session = ScreenSession().open("drawing_sessions")
    session.at.checkbox(key=f"mark_{opened[1][0]}").check()
    session.press("set_aside").press("share_now_S10").press("close_now_S10")
    assert {line.who for line in read_audit_lines(demo, limit=2)} == {"facilitadora"}
    with demo.cursor() as cursor:
        row = cursor.execute("select who from change order by number desc limit 1").fetchone()
    assert row == ("facilitadora",)


def test_a_member_sees_what_is_shared_and_nothing_else(demo, opened, monkeypatch):
    at_low_cost(monkeypatch)
    protect(demo)
    send(monkeypatch, enter(demo, "member"))
    before = ScreenSession().open("drawing_sessions").words
    share_drawing(demo, SLUG, opened[0].code)
    after = ScreenSession().open("drawing_sessions").words
    assert "de 9" in before
    assert "de 10" in after


def test_the_drawing_screen_holds_the_page_of_the_session(demo, opened):
    session = ScreenSession().open("draw")
    (frame,) = session.at.get("iframe")
    assert "session=S10" in frame.proto.src
    close_drawing(demo, SLUG, "S10")
    assert gettext("drawing_sessions.none") in ScreenSession().open("draw").words


def test_the_choice_of_ages_says_how_many_groups_each_has(demo, opened):
    share_drawing(demo, SLUG, opened[0].code)  # one more of 18 to 29
    session = ScreenSession().open("drawing_sessions")
    (ages,) = [one for one in session.at.get("button_group") if one.key == "among_ages"]
    assert ages.options == AGES
