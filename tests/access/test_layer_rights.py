"""Who may write what, asked of the table, of the store, and of every path that writes."""

from __future__ import annotations

import pytest

from geo.access.layer_rights import (
    PARTICIPANT_ROLE,
    WRITE_RIGHTS,
    WRITING_ROLES,
    authorise,
    current_right,
    layer_right,
    require_right,
)
from geo.errors import WriteDeniedError
from geo.store.actor import acting_as, current_role
from geo.store.communities import write_boundary
from geo.store.history import read_history
from geo.store.layers import (
    ProtectedContent,
    count_features,
    delete_features,
    insert_features,
    read_layer,
    replace_features,
)
from tests import village
from tests.feature_edits import add_features

OPEN = ProtectedContent(confidential_services=False, homes=False)
GUARDED = (
    ProtectedContent(confidential_services=True, homes=False),
    ProtectedContent(confidential_services=False, homes=True),
    ProtectedContent(confidential_services=True, homes=True),
)
# coordinator, trainer before there is something to protect, trainer after; others never.
EXPECTED = """
risk_areas:add        write write write
risk_areas:replace    write write write
risk_areas:edit       write write write
risk_areas:delete     write write write
safe_zones:add        write write write
safe_zones:replace    write write write
safe_zones:delete     write write write
services:add          write write write
services:replace      write write propose
services:edit         write write write
services:delete       write write write
demand:add            write propose propose
demand:replace        write propose propose
demand:delete         write none  none
zones:add             write write propose
zones:replace         write write propose
zones:delete          write none  none
boundary:replace      write write propose
marks:edit            write write write
marks:delete          write write write
streets:replace       write write write
streets:edit          write write write
candidates:edit       write write write
scenarios:edit        write write write
settings:edit         write write write
community:add         write write write
demonstration:add     write write write
demonstration:replace write none  none
proposals:edit        write none  none
"""
# What a planner may do as a trainer may; nothing else.
PLANNERS = {
    "services", "demand", "zones", "boundary", "streets", "candidates", "scenarios", "community"
}  # fmt: skip
TABLE = {line.split()[0]: line.split()[1:] for line in EXPECTED.strip().splitlines()}
SHELTER = ((300.0, 200.0), "shelter")
ZONES = village.zones((village.box(0, 0, 100, 100), "a", "A"))


@pytest.fixture
def store():
    opened = village.found(layers={"services": village.doors(((0, 0), "health"))})
    yield opened
    opened.close()


def may(store, target, action, role="trainer"):
    with acting_as("cuenta", role):
        return current_right(store, village.SLUG, target, action)


# --- the table -----------------------------------------------------------------------------------


def test_the_table_is_written_down_a_second_time():
    assert list(TABLE) == list(WRITE_RIGHTS)


@pytest.mark.parametrize("key", TABLE)
@pytest.mark.parametrize("content", [OPEN, *GUARDED])
def test_each_may_what_the_table_says(key, content):
    coordinator, before, after = TABLE[key]
    trainer = before if content == OPEN else after
    drawing = "write" if key.startswith("marks:") else "none"
    expected = {
        "coordinator": coordinator,
        "planner": trainer if key.partition(":")[0] in PLANNERS else "none",
        "trainer": trainer,
        "member": "none",
        PARTICIPANT_ROLE: drawing,
        None: "none",
        "Coordinator": "none",
        "": "none",
    }
    target, action = key.split(":")
    assert set(WRITING_ROLES) < set(expected)
    assert {role: layer_right(role, target, action, content) for role in expected} == expected


@pytest.mark.parametrize("role", [*WRITING_ROLES, None])
@pytest.mark.parametrize(
    "key", ["zones:edit", "boundary:add", "boundary:delete", "zones:", ":", "secrets:add"]
)
def test_what_is_not_in_the_table_nobody_may(role, key):
    target, action = key.split(":")
    assert layer_right(role, target, action, OPEN) == "none"
    with acting_as("cuenta", role), pytest.raises(WriteDeniedError):
        require_right(target, action)


# --- what it depends on --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("layer", "frame", "guarded"),
    [
        ("services", village.doors(SHELTER), True),
        ("services", village.doors(((0, 9), "police", True)), True),
        ("services", village.doors(((0, 9), "police")), False),
        ("demand", village.homes(((0, 0), 1, None)), True),
        ("zones", ZONES, False),
        ("safe_zones", village.safe_zones(village.box(0, 0, 9, 9), kind="trusted_home"), False),
    ],
)
def test_a_confidential_service_or_homes_make_zones_a_coordinators(store, layer, frame, guarded):
    assert may(store, "zones", "replace") == "write"
    add_features(store, village.SLUG, layer, frame)
    for target in ("zones", "boundary"):
        assert may(store, target, "replace") == ("propose" if guarded else "write")
        assert may(store, target, "replace", "coordinator") == "write"
        assert may(store, target, "replace", "planner") == may(store, target, "replace")
        assert may(store, target, "replace", "member") == "none"


def test_another_communitys_shelter_changes_nothing_here(store):
    add_features(store, "elsewhere", "services", village.doors(SHELTER))
    assert may(store, "zones", "replace") == "write"


def test_a_shelter_that_comes_while_a_trainer_writes_zones_is_seen(store):
    """Both write the version of the layers: the trainer's transaction is decided on anew."""
    rights = []

    def in_transaction(transaction):
        authorisation = authorise(transaction, village.SLUG, "zones", "replace")
        rights.append("propose" if authorisation is None else "write")
        if len(rights) == 1:  # meanwhile
            add_features(store, village.SLUG, "services", village.doors(SHELTER))
        if authorisation is not None:
            replace_features(authorisation, ZONES)

    with acting_as("facilitadora", "trainer"):
        store.transact(in_transaction)
    assert rights == ["write", "propose"]
    assert read_layer(store, village.SLUG, "zones").empty


# --- an authorisation ----------------------------------------------------------------------------


def test_one_permits_its_action_only(store):
    def in_transaction(transaction):
        adding = authorise(transaction, village.SLUG, "zones", "add")
        with pytest.raises(WriteDeniedError):
            replace_features(adding, ZONES)
        with pytest.raises(WriteDeniedError):
            delete_features(adding, [])
        with pytest.raises(WriteDeniedError):
            write_boundary(adding, village.box(0, 0, 1, 1), timezone=None)
        replacing = authorise(transaction, village.SLUG, "boundary", "replace")
        with pytest.raises(WriteDeniedError):
            insert_features(replacing, ZONES)

    store.transact(in_transaction)
    assert count_features(store, village.SLUG) == {"services": 1}


def test_the_history_holds_the_role_and_the_account(store):
    with acting_as("facilitadora", "trainer"):
        store.transact(
            lambda transaction: insert_features(
                authorise(transaction, village.SLUG, "zones", "add"), ZONES
            )
        )
    [entry] = read_history(store, village.SLUG, "zones")
    assert (entry.who, entry.account) == ("trainer", "facilitadora")


def test_a_trainer_removes_nothing_that_she_is_not_shown(store):
    add_features(store, village.SLUG, "services", village.doors(SHELTER, ((5, 5), "court", True)))
    hidden = set(read_layer(store, village.SLUG, "services")["id"][1:])
    home = village.safe_zones(village.box(0, 0, 9, 9), kind="trusted_home")
    add_features(store, village.SLUG, "safe_zones", home)
    shop = village.safe_zones(village.box(0, 0, 5, 5), kind="shop")

    def in_transaction(transaction):
        ids = list(read_layer(transaction, village.SLUG, "services")["id"])
        delete_features(authorise(transaction, village.SLUG, "services", "delete"), ids)
        replacing = authorise(transaction, village.SLUG, "safe_zones", "replace")
        return replace_features(replacing, shop)

    with acting_as("facilitadora", "trainer"):
        counts = store.transact(in_transaction)
    assert set(read_layer(store, village.SLUG, "services")["id"]) == hidden
    assert counts.removed == 0
    assert list(read_layer(store, village.SLUG, "safe_zones")["kind"]) == ["trusted_home", "shop"]


def test_without_a_role_nothing_is_written(store):
    with acting_as("nobody"):
        assert current_role() is None
        with pytest.raises(WriteDeniedError):
            store.transact(lambda one: authorise(one, village.SLUG, "risk_areas", "add"))
