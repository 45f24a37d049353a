"""One service is added, corrected, confirmed, deleted and restored with the checks of an import."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
import shapely
from shapely import Point

from geo.errors import (
    ServiceDoubtsError,
    ServiceFieldsError,
    ServiceUnknownError,
    WriteDeniedError,
)
from geo.imports.error_messages import format_error
from geo.imports.service_editing import (
    add_service,
    confirm_service,
    delete_service,
    edit_service,
    restore_service,
)
from geo.imports.service_entry import ServiceEntry
from geo.model import Community
from geo.privacy.removed_services import list_removed_services
from geo.privacy.view import open_view
from geo.store import open_store
from geo.store.actor import acting_as
from geo.store.audit import read_audit_lines
from geo.store.communities import add_community
from geo.store.history import read_history
from geo.store.layers import read_layer

VILLAGE = shapely.box(-77, -13, -76, -12)
POSTA = ServiceEntry(
    "health", "Posta", "01 234 5678", opening_hours="L-V 8:00-16:00", coordinates="-12.2,-76.9"
)
SHELTER = ServiceEntry("shelter", "Casa Luna", gateway="Línea 100", coordinates="-12.2002,-76.9")
OTHERS = ("planner", "trainer")


@pytest.fixture
def store(home):
    store = open_store(home)
    add_community(store, Community(slug="village", name="Village", boundary=VILLAGE))
    with acting_as("coordinacion", "coordinator"):
        yield store
    store.close()


def services(store):
    return read_layer(store, "village", "services")


def added(store, entry):
    assert add_service(store, "village", entry, accepts_doubts=True)
    return services(store)["id"].iloc[-1]


def keys(raised):
    return [key for _, key, _ in raised.value.findings]


# --- adding --------------------------------------------------------------------------------------


def test_a_service_is_added_as_an_import_would(store):
    added(store, POSTA)
    [row] = services(store).to_dict("records")
    assert (row["phone"], row["opening_hours"]) == ("01 234 5678", "Mo-Fr 08:00-16:00")
    assert row["geometry"] == Point(-76.9, -12.2)
    assert (row["confidential"], row["public"]) == (False, False)


@pytest.mark.parametrize(
    ("entry", "confidential"),
    [
        (ServiceEntry("phone_line", "Línea 100", "100"), False),
        (ServiceEntry("shelter", gateway="Línea 100"), True),
        (ServiceEntry("shelter", gateway="Línea 100", confidential=False), True),
        (ServiceEntry("other", "Casa Refugio", gateway="Línea 100"), True),
        (ServiceEntry("other", "Casa Luna", gateway="Línea 100", confidential=True), True),
    ],
)
def test_one_without_a_place_is_added_once(store, entry, confidential):
    assert add_service(store, "village", entry)
    assert not add_service(store, "village", entry)
    stored = services(store)
    assert stored["confidential"].tolist() == [confidential]
    assert stored.geometry.tolist() == [None]


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        (ServiceEntry("phone_line", "Línea 100"), ["row.no_phone"]),
        (ServiceEntry("health", "Posta", gateway="Línea 100"), ["row.no_phone"]),
        (ServiceEntry("shelter", "Casa Luna", gateway="  "), ["row.no_gateway"]),
        (ServiceEntry("health", "Posta", coordinates="aquí"), ["error.coordinate"]),
        (ServiceEntry("casa", "x" * 3000, "1"), ["row.code", "row.too_long"]),
        (ServiceEntry("casa", "Posta", coordinates="91,0"), ["error.coordinate", "row.code"]),
        (ServiceEntry("health", "Posta", "5.19988E+11", coordinates="0,0"), ["service.cell_lost"]),
    ],
)
def test_all_that_has_to_be_corrected_is_said_at_once(store, entry, expected):
    with pytest.raises(ServiceFieldsError) as raised:
        add_service(store, "village", entry)
    assert keys(raised) == expected
    assert len(format_error(raised.value)) == 1 + len(expected)
    assert services(store).empty


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        (ServiceEntry("police", "POSTA", coordinates="-12.5,-76.5"), ["service.doubt_name"]),
        (ServiceEntry("health", "Centro", coordinates="-12.2004,-76.9"), ["service.doubt_near"]),
        (ServiceEntry("health", "Centro", coordinates="-11,-76.9"), ["service.doubt_outside"]),
        (ServiceEntry("health", "Centro", coordinates="-76.5,-12.5"), ["service.doubt_swapped"]),
        (ServiceEntry("legal", "Dra. Ana Ríos", "100"), ["service.doubt_personal"]),
        (
            ServiceEntry("health", "Posta", coordinates="-11,-76.9"),
            ["service.doubt_name", "service.doubt_outside"],
        ),
    ],
)
def test_what_may_be_a_mistake_is_asked_and_then_saved(store, entry, expected):
    added(store, POSTA)
    with pytest.raises(ServiceDoubtsError) as raised:
        add_service(store, "village", entry)
    assert keys(raised) == expected
    assert len(services(store)) == 1
    assert add_service(store, "village", entry, accepts_doubts=True)
    assert len(services(store)) == 2


def test_an_open_one_where_a_shelter_is_stays_confidential_for_a_coordinator(store):
    added(store, SHELTER)
    added(store, ServiceEntry("health", "Casa Luna", coordinates="-12.5,-76.5"))
    assert services(store)["confidential"].tolist() == [True, True]


@pytest.mark.parametrize("role", OTHERS)
def test_others_are_asked_nothing_on_what_they_are_not_shown(store, role):
    added(store, SHELTER)
    guesses = (ServiceEntry("health", "Casa Luna", coordinates=SHELTER.coordinates), SHELTER)
    for number, guess in enumerate(guesses):
        with acting_as("otra", role):
            assert add_service(store, "village", guess)
        assert len(services(store)) == 2 + number
        with acting_as("otra", role):
            if number == 0:
                delete_service(store, "village", services(store)["id"].iloc[-1])
                assert add_service(store, "village", ServiceEntry("police", "Puesto", "1"))


# --- correcting and confirming -------------------------------------------------------------------


def test_only_what_is_changed_is_changed(store):
    number = added(store, POSTA)
    before = services(store)
    edit_service(store, "village", number, {"phone": "999", "opening_hours": "24 horas"})
    after = services(store)
    assert after[["phone", "opening_hours"]].to_numpy().tolist() == [["999", "24/7"]]
    same = ["id", "name", "type", "geometry", "confidential"]
    assert after[same].equals(before[same])
    edit_service(store, "village", number, {"coordinates": "-12.3,-76.8"})
    assert services(store).geometry.iloc[0] == Point(-76.8, -12.3)
    history = read_history(store, "village", "services")
    assert [(one.action, one.who, one.account) for one in history] == [
        ("edit", "coordinator", "coordinacion"),
        ("edit", "coordinator", "coordinacion"),
        ("add", "coordinator", "coordinacion"),
    ]


@pytest.mark.parametrize(
    ("entry", "stated", "confidential"),
    [
        (ServiceEntry("other", "Casa Luna", "1", confidential=True), None, True),
        (ServiceEntry("other", "Casa Luna", "1", confidential=True), False, False),
        (ServiceEntry("other", "Casa Refugio", "1", confidential=False), None, False),
        (ServiceEntry("other", "Casa Refugio", "1", confidential=False), True, True),
        (ServiceEntry("shelter", "Casa", gateway="1"), False, True),
    ],
)
def test_a_correction_opens_nothing_that_nobody_said_was_public(store, entry, stated, confidential):
    number = added(store, entry)
    edit_service(store, "village", number, {"phone": "2", "confidential": stated})
    assert services(store)["confidential"].tolist() == [confidential]
    [shown] = open_view(store, "village", "network").services["phone"].tolist()
    assert (shown is None) == confidential


def test_a_correction_that_fails_says_all_and_changes_nothing(store):
    number = added(store, POSTA)
    before = services(store)
    changes = {"type": "casa", "coordinates": "ahí", "name": "x" * 3000}
    with pytest.raises(ServiceFieldsError) as raised:
        edit_service(store, "village", number, changes)
    assert len(raised.value.findings) == 3
    assert services(store).equals(before)


def test_a_service_is_confirmed_on_a_day_by_a_role(store):
    number = added(store, POSTA)
    with acting_as("planificadora", "planner"):
        confirm_service(store, "village", number, verified_on=date(2026, 11, 30))
    assert services(store)["verified_on"].tolist() == ["2026-11-30"]
    first = read_history(store, "village", "services")[0]
    assert (first.action, first.who, first.account) == ("edit", "planner", "planificadora")


# --- deleting and restoring ----------------------------------------------------------------------


def test_a_deleted_service_comes_back_as_it_was(store):
    number = added(store, POSTA)
    added(store, ServiceEntry("phone_line", "Línea 100", "100"))
    before = services(store).set_index("id").sort_index()
    for _ in range(2):
        delete_service(store, "village", number)
        assert number not in set(services(store)["id"])
        removed = list_removed_services(store, "village", "coordinator")
        assert removed["name"].tolist() == ["Posta"]
        restore_service(store, "village", number)
        assert services(store).set_index("id").sort_index().equals(before)
        assert list_removed_services(store, "village", "coordinator").empty
    with pytest.raises(ServiceUnknownError):
        restore_service(store, "village", number)


@pytest.mark.parametrize("stated", [None, False])
def test_a_deleted_service_that_is_a_shelter_by_now_comes_back_confidential(store, stated):
    number = added(store, replace(POSTA, confidential=stated))
    delete_service(store, "village", number)
    added(store, replace(SHELTER, name="Posta"))
    restore_service(store, "village", number)
    stored = services(store).set_index("id")
    is_said_public = stated is False
    assert stored.loc[number, "confidential"] != is_said_public
    shown = open_view(store, "village", "public").services
    assert shown.geometry.notna().tolist() == ([True, False] if is_said_public else [False, False])


@pytest.mark.parametrize("role", OTHERS)
def test_others_neither_find_nor_change_a_shelter(store, role):
    number = added(store, SHELTER)
    before = services(store)
    acts = (
        lambda one: edit_service(store, "village", one, {"phone": "1"}),
        lambda one: confirm_service(store, "village", one, verified_on=date(2026, 1, 1)),
        lambda one: delete_service(store, "village", one),
        lambda one: restore_service(store, "village", one),
    )
    with acting_as("otra", role):
        for act in acts:
            said = set()
            for one in (number, "00000000-0000-0000-0000-000000000000"):
                with pytest.raises(ServiceUnknownError) as raised:
                    act(one)
                said.add(str(raised.value))
            assert len(said) == 1
    assert services(store).equals(before)


@pytest.mark.parametrize("role", OTHERS)
def test_others_know_only_of_what_they_deleted_themselves(store, role):
    """A coordinator's confidential row takes the place of an open one, which was removed by it."""
    open_one = added(store, ServiceEntry("other", "Casa Luna", "1", coordinates="-12.2,-76.9"))
    delete_service(store, "village", open_one)
    own = added(store, POSTA)
    with acting_as("otra", role):
        delete_service(store, "village", own)
        removed = list_removed_services(store, "village", "network")
        assert removed["name"].tolist() == ["Posta"]
        with pytest.raises(ServiceUnknownError):
            restore_service(store, "village", open_one)
        restore_service(store, "village", own)
    assert services(store)["name"].tolist() == ["Posta"]


@pytest.mark.parametrize("role", ["member", "participant", None])
def test_who_may_not_write_is_refused_before_anything_is_said(store, role):
    number = added(store, POSTA)
    with acting_as("otra", role):
        for act in (
            lambda: add_service(store, "village", ServiceEntry("health", "A", "1")),
            lambda: edit_service(store, "village", number, {"phone": "1"}),
            lambda: confirm_service(store, "village", number, verified_on=date(2026, 1, 1)),
            lambda: delete_service(store, "village", number),
            lambda: restore_service(store, "village", number),
        ):
            with pytest.raises(WriteDeniedError):
                act()
    assert services(store)["phone"].tolist() == [POSTA.phone]


def test_the_audit_log_says_who_did_what_without_a_name(store):
    number = added(store, POSTA)
    edit_service(store, "village", number, {"phone": "1"})
    confirm_service(store, "village", number, verified_on=date(2026, 1, 1))
    delete_service(store, "village", number)
    restore_service(store, "village", number)
    lines = [one for one in read_audit_lines(store) if one.action.startswith("service_")]
    acts = {one.action.removeprefix("service_") for one in lines}
    assert acts == {"added", "confirmed", "deleted", "edited", "restored"}
    assert {one.who for one in lines} == {"coordinacion"}
    assert "Posta" not in str(lines)


def test_a_change_writes_one_row(store):
    number = added(store, POSTA)
    for place in range(30):
        added(store, ServiceEntry("health", f"P{place}", coordinates=f"-12.{place + 30},-76.5"))
    count = len(read_history(store, "village", "services", limit=1000))
    edit_service(store, "village", number, {"phone": "2"})
    assert len(read_history(store, "village", "services", limit=1000)) == count + 1
