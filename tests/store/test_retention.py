"""What was never agreed goes when its time has passed; everything else stays."""

from dataclasses import replace
from datetime import date

import geopandas as gpd
import pytest
import shapely

from geo.communities.demonstration import DEMO_SLUG as DEMO
from geo.communities.demonstration import load_demo
from geo.errors import NumberError, SessionUnknownError
from geo.model import WGS84, DrawingSession
from geo.store import database as database_module
from geo.store import open_store
from geo.store.audit import read_audit_lines
from geo.store.communities import (
    add_community,
    add_drawing_sessions,
    list_drawing_sessions,
    read_community,
)
from geo.store.history import read_history
from geo.store.layers import read_layer
from geo.store.queries import list_migrations
from geo.store.retention import (
    ExpiredSession,
    delete_expired_sessions,
    find_expired_sessions,
    record_session_agreement,
)
from tests.feature_edits import add_features, edit_features, remove_features
from tests.store.napkin import VILLAGE, WHO, homes, people

TODAY = date(2026, 5, 31)
OLD = date(2024, 5, 30)


def session(code, held_on, agreed_on=None):
    return DrawingSession(code, held_on, "18-29", 5, "night", "facilitator", True, agreed_on)


def marks(*told):
    """Draw one mark for each session and note."""
    columns = {
        "category": ["poor_lighting"] * len(told),
        "severity": [3] * len(told),
        "holds": ["always"] * len(told),
        "note": [note for _, note in told],
        "session": [code for code, _ in told],
    }
    shapes = [shapely.box(n, 0, n + 1, 1) for n in range(len(told))]
    return gpd.GeoDataFrame(columns, geometry=shapes, crs=WGS84)


@pytest.fixture
def drawn(store):
    """Three groups drew: one long ago, one long ago and agreed, one lately."""
    add_drawing_sessions(
        store,
        "village",
        [session("vieja", OLD), session("acordada", OLD, OLD), session("nueva", date(2026, 5, 1))],
    )
    told = [("vieja", "uno"), ("vieja", "dos"), ("acordada", "tres"), ("nueva", "cuatro")]
    add_features(store, "village", "risk_areas", marks(*told), who=WHO)
    add_features(store, "village", "demand", homes(3, 4), who=WHO)
    return store


def notes(store):
    return read_layer(store, "village", "risk_areas")["note"].tolist()


def test_only_what_is_old_and_not_agreed_is_due(drawn):
    assert find_expired_sessions(drawn, months=24, today=TODAY) == [
        ExpiredSession("village", "vieja", OLD, 2, 2)
    ]
    assert notes(drawn) == ["uno", "dos", "tres", "cuatro"]


@pytest.mark.parametrize(
    ("today", "found"), [(date(2026, 5, 30), 0), (date(2026, 5, 31), 1), (date(2027, 1, 1), 1)]
)
def test_the_day_itself_still_belongs_to_the_time(drawn, today, found):
    assert len(find_expired_sessions(drawn, months=24, today=today)) == found


def test_a_shorter_time_never_keeps_more(drawn):
    counts = [
        len(find_expired_sessions(drawn, months=months, today=TODAY)) for months in (60, 24, 6, 1)
    ]
    assert counts == sorted(counts)


def test_a_run_deletes_marks_notes_and_their_history_and_nothing_else(drawn):
    version = read_community(drawn, "village").layers_version
    preview = find_expired_sessions(drawn, months=24, today=TODAY)
    assert delete_expired_sessions(drawn, months=24, today=TODAY) == preview
    assert notes(drawn) == ["tres", "cuatro"]
    told = [change.after["note"] for change in read_history(drawn, "village", "risk_areas")]
    assert sorted(told) == ["cuatro", "tres"]
    assert people(read_layer(drawn, "village", "demand")) == [3, 4]
    assert len(read_history(drawn, "village", "demand")) == 2
    assert len(list_drawing_sessions(drawn, "village")) == 3
    assert read_community(drawn, "village").layers_version == version + 1
    assert find_expired_sessions(drawn, months=24, today=TODAY) == []


def test_the_history_of_marks_removed_before_goes_too(drawn):
    held = read_layer(drawn, "village", "risk_areas")
    old = held[held["session"] == "vieja"]
    edit_features(drawn, "village", "risk_areas", old.assign(note="otra"), who=WHO)
    remove_features(drawn, "village", "risk_areas", old["id"].tolist(), who=WHO)
    assert find_expired_sessions(drawn, months=24, today=TODAY) == [
        ExpiredSession("village", "vieja", OLD, 0, 6)
    ]
    delete_expired_sessions(drawn, months=24, today=TODAY)
    assert len(read_history(drawn, "village", "risk_areas")) == 2


def test_the_notes_are_gone_from_the_file(drawn, home):
    words = marks(("vieja", "El_candado_de_la_tienda_azul_no_cierra"))
    add_features(drawn, "village", "risk_areas", words, who=WHO)
    drawn.rewrite_file()
    assert held_in(home, b"candado_de_la_tienda")
    delete_expired_sessions(drawn, months=24, today=TODAY)
    assert not held_in(home, b"candado_de_la_tienda")


def held_in(home, word):
    return [file for file in home.rglob("*") if file.is_file() and word in file.read_bytes()]


def test_the_same_code_elsewhere_is_left_alone(drawn):
    add_community(drawn, replace(VILLAGE, slug="other"))
    add_drawing_sessions(drawn, "other", [session("vieja", OLD, OLD)])
    add_features(drawn, "other", "risk_areas", marks(("vieja", "otro")), who=WHO)
    delete_expired_sessions(drawn, months=24, today=TODAY)
    assert read_layer(drawn, "other", "risk_areas")["note"].tolist() == ["otro"]


def test_what_is_agreed_stays(drawn):
    record_session_agreement(drawn, "village", "vieja", agreed_on=TODAY)
    assert find_expired_sessions(drawn, months=24, today=TODAY) == []
    assert [one.agreed_on for one in list_drawing_sessions(drawn, "village")] == [OLD, TODAY, None]
    assert read_audit_lines(drawn)[0].details == {"community": "village", "sessions": 1}


def test_nobody_drew_under_that_code(drawn):
    with pytest.raises(SessionUnknownError) as raised:
        record_session_agreement(drawn, "village", "ninguna")
    assert raised.value.placeholders == {"code": "ninguna"}


@pytest.mark.parametrize("months", [0, -1])
def test_no_time_at_all_is_no_time(drawn, months):
    with pytest.raises(NumberError) as raised:
        delete_expired_sessions(drawn, months=months, today=TODAY)
    assert raised.value.placeholders == {"name": "months", "value": months, "least": 1}
    assert len(notes(drawn)) == 4


def test_a_run_stands_in_the_log_even_where_nothing_was_due(drawn):
    delete_expired_sessions(drawn, months=24, today=TODAY)
    delete_expired_sessions(drawn, months=24, today=TODAY)
    last, first = read_audit_lines(drawn, limit=2)
    assert first.details == {"months": 24, "sessions": 1, "marks": 2, "history": 2}
    assert last.details == {"months": 24, "sessions": 0, "marks": 0, "history": 0}


@pytest.mark.slow
def test_the_demonstration_stays(store):
    load_demo(store)
    assert list_drawing_sessions(store, DEMO)
    assert all(
        one.agreed_on == one.held_on for one in list_drawing_sessions(store, DEMO) if one.consent
    )
    assert find_expired_sessions(store, months=1, today=date(2050, 1, 1)) == []


def test_a_store_of_an_earlier_program_learns_what_was_agreed(home, monkeypatch):
    """There, a demonstration's groups were noted before anybody could agree."""
    with monkeypatch.context() as earlier:
        before = [one for one in list_migrations() if "agreed" not in one[1]]
        earlier.setattr(database_module, "list_migrations", lambda: before)
        store = open_store(home)
        add_community(store, replace(VILLAGE, slug="demo", demonstration=True))
        add_community(store, VILLAGE)
        with store.cursor() as cursor:
            for slug, consent in (("demo", True), ("demo", False), ("village", True)):
                values = "date '2024-05-30', '18-29', 5, 'night', 'promotora'"
                row = f"'{slug}', '{consent}', {values}, {consent}"
                cursor.execute(f"insert into drawing_session values ({row})")
        store.close()
    store = open_store(home)
    assert [one.agreed_on for one in list_drawing_sessions(store, "village")] == [None]
    told = {one.consent: one.agreed_on for one in list_drawing_sessions(store, "demo")}
    assert told == {True: OLD, False: None}
    store.close()
