"""The screen of groups: open, share, close, agree, set aside, merge; and who may do what."""

from __future__ import annotations

import uuid
from datetime import date, datetime

import pytest
from streamlit.testing.v1 import AppTest

from geo.language import gettext, ngettext
from geo.privacy.view import open_view
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
from pages.ui.drawing_sessions import code_wall, consensus, network_address, phone_access
from pages.ui.drawing_sessions.map_opening import SessionShapes
from server.phone_access import PhoneAccess
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
    words = ScreenSession(comes_home=False).open("drawing_sessions").words
    assert one.join_code.replace("-", " ") in words
    assert "Grupo 10" in words
    assert "5 mujeres" in words


def test_where_groups_agree_is_a_table_and_what_comes_next_is_said(demo):
    words = " ".join(ScreenSession(comes_home=False).open("drawing_sessions").words.split())
    table = words[words.index(gettext("drawing_sessions.where")) :]
    assert "Vereda del Río 5 de 9" in table
    assert table.index("Vereda del Río") < table.index("Calle El Conacaste")
    for name in ("open", "join", "agree"):
        assert gettext(f"drawing_sessions.how_{name}") in words
    open_drawing(demo, SLUG, GROUP)
    words = ScreenSession(comes_home=False).open("drawing_sessions").words
    assert gettext("drawing_sessions.how_open") not in words


def test_without_the_groups_consent_nothing_is_opened(demo):
    form = opening()
    form.button(key="open_now").click().run()
    assert "pregunte al grupo" in form.get("html")[-1].body
    assert list_drawings(demo, SLUG) == []


def test_marks_are_counted_and_a_group_that_draws_is_seen_to(opened):
    words = ScreenSession(comes_home=False).open("drawing_sessions").words
    assert "dibujando…" in words
    assert "3 formas" in words


def test_what_was_drawn_is_shown_to_the_network_and_hidden_again(demo, opened):
    session = ScreenSession(comes_home=False).open("drawing_sessions").press("share_now_S10")
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
    session = (
        ScreenSession(comes_home=False)
        .open("drawing_sessions", drawing__chosen="S10")
        .press("close_now_S10")
    )
    assert now(demo).closed_at is not None
    assert before.replace("-", " ") not in session.words
    session.press("reopen_now_S10")
    assert now(demo).closed_at is None
    assert now(demo).join_code != before


def test_agreed_marks_are_shown_and_lie_on_the_map(demo, opened):
    session = ScreenSession(comes_home=False).open("drawing_sessions").press("agree_now_S10")
    assert now(demo).agreed_on == date.today()
    assert [toast.value for toast in session.at.toast] == [
        ngettext("drawing_sessions.agreed", 3, "es")
    ]
    assert gettext("drawing_sessions.state_agreed") in session.words
    assert "16 zonas marcadas." in session.open("home").words  # 15 before; what overlaps is one


def test_a_mark_is_set_aside_and_comes_back(demo, opened):
    drawing, (first, *_) = opened
    session = ScreenSession(comes_home=False).open("drawing_sessions")
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
    session = ScreenSession(comes_home=False).open("drawing_sessions")
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
    session = ScreenSession(comes_home=False).open("drawing_sessions").press("merge")
    assert "elija dos formas o más" in session.fault
    for one in (first, service_mark):
        session.at.checkbox(key=f"mark_{one}").check()
    session.press("merge")
    assert "de la misma clase" in session.fault


def test_she_turns_from_one_group_to_another(demo, opened):
    second = open_drawing(demo, SLUG, GROUP)
    session = ScreenSession(comes_home=False).open("drawing_sessions")
    assert second.join_code.replace("-", " ") in session.words
    session.choose(f"recent_0_{second.code}", opened[0].code)
    assert opened[0].join_code.replace("-", " ") in session.words


def test_earlier_sessions_stand_in_a_list_of_their_own(demo):
    for _ in range(8):
        open_drawing(demo, SLUG, GROUP)
    session = ScreenSession(comes_home=False).open("drawing_sessions")
    assert gettext("drawing_sessions.earlier") in session.words
    assert "20 de noviembre" in session.words


@pytest.mark.parametrize("locale", ["es", "en"])
def test_nothing_is_left_untranslated(demo, opened, locale):
    session = ScreenSession(comes_home=False, lang=locale).open("drawing_sessions")
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
    session = ScreenSession(comes_home=False).open("drawing_sessions")
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
    session = ScreenSession(comes_home=False).open("drawing_sessions")
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
    before = ScreenSession(comes_home=False).open("drawing_sessions").words
    share_drawing(demo, SLUG, opened[0].code)
    after = ScreenSession(comes_home=False).open("drawing_sessions").words
    assert "de 9" in before
    assert "de 10" in after


def test_the_drawing_screen_holds_the_page_of_the_session(demo, opened):
    session = ScreenSession(comes_home=False).open("draw")
    (frame,) = session.at.get("iframe")
    assert "session=S10" in frame.proto.src
    close_drawing(demo, SLUG, "S10")
    assert gettext("drawing_sessions.none") in ScreenSession(comes_home=False).open("draw").words


def test_the_choice_of_ages_says_how_many_groups_each_has(demo, opened):
    share_drawing(demo, SLUG, opened[0].code)  # one more of 18 to 29
    session = ScreenSession(comes_home=False).open("drawing_sessions")
    (ages,) = [one for one in session.at.get("button_group") if one.key == "among_ages"]
    assert ages.options == AGES


def test_the_map_opens_at_what_was_drawn_and_where_one_presses(demo, opened):
    session = ScreenSession(comes_home=False).open("drawing_sessions")
    first = session.at.session_state["drawing:opening"]
    assert {"zoom_drawn", "zoom_group", "zoom_community"} <= keys(session)
    west, south, east, north = (
        session.press("zoom_group").at.session_state["drawing:opening"].bounds
    )
    assert west < WEST < east
    assert south < SOUTH < north
    assert north - south < 0.005, "one group's marks, not the whole place"
    draw(demo, "S10", risk(geometry=square(0.02)))
    session.at.run()
    assert session.at.session_state["drawing:opening"].bounds == (west, south, east, north)
    draw(demo, "S10", risk(geometry=square(-0.001)))  # by a phone, since the screen was drawn
    again = session.press("zoom_group").at.session_state["drawing:opening"]
    assert again.number == first.number + 2
    assert again.bounds[0] <= WEST - 0.001


def test_without_a_mark_the_map_opens_as_any_other(demo, monkeypatch):
    monkeypatch.setattr(consensus, "_list_shapes", lambda _: SessionShapes((), ()))
    session = ScreenSession(comes_home=False).open("drawing_sessions")
    assert "drawing:opening" not in session.at.session_state
    assert not {"zoom_drawn", "zoom_community"} & keys(session)


def test_only_what_groups_agree_on_goes_to_the_map(demo, opened):
    second = open_drawing(demo, SLUG, GROUP)
    draw(demo, second.code, risk(geometry=square(0.0002)))
    for code in ("S10", second.code):
        share_drawing(demo, SLUG, code)
    session = ScreenSession(comes_home=False).open("drawing_sessions")
    session.at.toggle(key="agreed_choosing").set_value(True).run()
    boxes = [one for one in session.at.checkbox if one.key.startswith("agreed_")]
    assert boxes
    assert all(one.value for one in boxes)
    before = len(open_view(demo, SLUG, "network").risk_areas)
    session.press("publish_agreed")
    assert session.fault is None
    layer = open_view(demo, SLUG, "network").risk_areas
    assert {"S10", second.code} <= set(layer["session"].dropna())
    assert len(layer) > before
    assert now_of(demo, "S10").agreed_on is None, "the rest of the group stays as it was"
    for one in boxes:
        session.at.checkbox(key=one.key).uncheck()
    session.at.run()
    assert session.at.button(key="publish_agreed").disabled


def now_of(store, code):
    return next(one for one in list_drawings(store, SLUG) if one.code == code)


def test_all_codes_stand_on_one_screen_with_group_and_words(demo, opened, monkeypatch):
    second = open_drawing(demo, SLUG, GROUP)
    closed = open_drawing(demo, SLUG, GROUP)
    close_drawing(demo, SLUG, closed.code)
    monkeypatch.setattr(code_wall, "find_base_url", lambda _: "http://192.168.4.10:8600")
    session = ScreenSession(comes_home=False).open("drawing_sessions").press("show_codes")
    wall = next(one.body for one in session.at.get("html") if "codewall" in (one.body or "")[:40])
    assert wall.count("<img") == wall.count("<section>") == 2
    for one in (opened[0], second):
        assert one.join_code.replace("-", " ") in wall
    assert closed.join_code.replace("-", " ") not in wall
    assert "Grupo 10" in wall
    assert "192.168.4.10:8600/j" in wall
    assert session.press("hide_codes").title == gettext("drawing_sessions.title")


def test_without_a_network_the_codes_are_words_and_nothing_is_printed(demo, opened):
    session = ScreenSession(comes_home=False).open("drawing_sessions").press("show_codes")
    assert opened[0].join_code.replace("-", " ") in session.words
    assert not session.at.get("download_button")
    assert gettext("drawing_sessions.only_here") in session.words


def test_phones_are_let_in_by_who_opens_sessions_in_a_protected_installation(
    demo, opened, monkeypatch
):
    found = []
    monkeypatch.setattr(phone_access, "list_local_addresses", lambda: found)
    assert "phones_open_now" not in keys(
        ScreenSession(comes_home=False).open("drawing_sessions")
    ), "unprotected"
    at_low_cost(monkeypatch)
    protect(demo)
    send(monkeypatch, enter(demo, "trainer"))
    session = ScreenSession(comes_home=False).open("drawing_sessions")
    assert gettext("phones.not_encrypted") in session.words
    assert "no está en esa red" in session.press("phones_open_now").fault
    requested = []
    monkeypatch.setattr(phone_access, "open_access", lambda _, *given: requested.append(given))
    found[:] = ["192.168.4.10", "10.0.0.7"]
    session.press("phones_open_now")
    assert requested == [], "which network?"
    session.choose("phones_address", "10.0.0.7").press("phones_open_now")
    assert requested == [(SLUG, "10.0.0.7")]


def test_what_is_open_is_told_with_its_end_and_closed(demo, opened, monkeypatch):
    ends_at = datetime(2026, 11, 25, 20, 30)  # naive UTC: half past two in the demonstration
    access = PhoneAccess(SLUG, "192.168.4.10:8600", encrypted=False, ends_at=ends_at)
    for module in (phone_access, network_address):
        monkeypatch.setattr(module, "current_access", lambda: access)
    session = ScreenSession(comes_home=False).open("drawing_sessions")
    assert "http://192.168.4.10:8600/j" in session.words
    assert "2:30" in session.words
    shut = []
    monkeypatch.setattr(phone_access, "close_access", lambda _: shut.append(1))
    session.press("phones_close")
    assert shut == [1]
