"""The printed table of roles and layers is the computed one, and the store does what it says."""

from __future__ import annotations

import uuid
from contextlib import suppress
from datetime import date

import geopandas as gpd
import pytest
import shapely

from geo.access.layer_rights import WRITE_ACTIONS, WRITING_ROLES, authorise, require_right
from geo.access.monotonic_clock import monotonic_now
from geo.access.role_summary import (
    SUMMARY_LAYERS,
    SUMMARY_ROLES,
    TABLE_HEADS,
    build_rights_table,
    summarise_role,
)
from geo.communities.boundary import replace_boundary
from geo.errors import WriteDeniedError
from geo.imports.service_candidates import refuse_service_candidate
from geo.imports.street_import import import_streets
from geo.model import WGS84
from geo.privacy.view import open_view
from geo.store.actor import acting_as
from geo.store.layers import (
    delete_features,
    insert_features,
    read_layer,
    replace_features,
    update_features,
)
from geo.store.streets import StreetImport, replace_streets
from geo.workshop.drawing_sessions import SessionDetails, open_drawing
from geo.workshop.mark import Mark
from geo.workshop.mark_operations import read_marks
from geo.workshop.mark_store import apply_in_transaction, apply_operations
from geo.workshop.records import DrawingScope, Operation
from tests import source_files, village

GROUP = SessionDetails(date(2026, 5, 3), "18-29", 6, "night", "teacher", consent=True)
BOX = village.on_earth(village.box(0, 0, 100, 100)).iloc[0]
NEW = {
    "risk_areas": village.risk_areas((village.box(0, 0, 300, 300), 3)).drop(columns="id"),
    "safe_zones": village.safe_zones(village.box(0, 0, 9, 9)),
    "services": village.doors(((7, 7), "health")),
    "demand": village.homes(((50, 50), 20, None)),
    "zones": village.zones((village.box(0, 0, 500, 500), "n", "Nueva")),
}
STORED = {
    "risk_areas": village.risk_areas((village.box(0, 0, 200, 200), 2)).drop(columns="id"),
    "safe_zones": village.safe_zones(village.box(0, 0, 5, 5)),
    "services": village.doors(((0, 0), "police")),
    "zones": village.zones((village.box(0, 0, 100, 100), "a", "A")),
}
TO_PROTECT = {
    "services": village.doors(((0, 0), "police"), ((300, 200), "shelter", True)),
    "demand": village.homes(((0, 9), 12, None), ((9, 0), 3, None)),
}
CORNERS = {"a": (0, 0), "b": (400, 0)}
EXTRACT = source_files.ROOT / "data" / "demo" / "chancala.osm"
MARK = Mark(
    kind="risk_area",
    geometry=village.on_earth(village.box(0, 0, 60, 60)).iloc[0],
    category="poor_lighting",
    severity=3,
    holds="always",
    name="",
    note="",
    withdrawn=False,
)


class _UndoneError(Exception):
    """Rolls a transaction back once it was seen what it did."""


def printed_rows():
    """Read the table of `docs/threats.md` that has the computed one's heads."""
    lines = (source_files.ROOT / "docs" / "threats.md").read_text(encoding="utf-8").splitlines()
    cells = [tuple(cell.strip() for cell in line.strip("|").split("|")) for line in lines]
    start = cells.index(TABLE_HEADS) + 2
    rows = []
    for row in cells[start:]:
        if len(row) != len(TABLE_HEADS):
            break
        rows.append(row)
    return rows


def table_text():
    """Write the computed table as the document should print it."""
    rows = [TABLE_HEADS, ("---",) * len(TABLE_HEADS), *build_rights_table()]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


TABLE = {(row[0], row[1]): dict(zip(TABLE_HEADS, row, strict=True)) for row in build_rights_table()}


def test_the_printed_table_is_the_computed_one():
    printed = printed_rows()
    computed = build_rights_table()
    wrong = [
        f"{have} should be {want}"
        for have, want in zip(printed, computed, strict=False)
        if have != want
    ]
    assert not wrong, source_files.report(wrong)
    assert len(printed) == len(computed), f"print this:\n{table_text()}"


def test_every_role_and_layer_has_a_row():
    assert set(TABLE) == {(layer, role) for layer in SUMMARY_LAYERS for role in SUMMARY_ROLES}


# --- the store does what the table says ----------------------------------------------------------


def _streets() -> StreetImport:
    """Draw a street, and more candidates than are decided on here."""
    edges = village.edges(CORNERS, [village.Street("a", "b", name="Calle Real")])
    base = gpd.GeoDataFrame(
        {name: [] for name in "layer class name bridge steps rank".split()}, geometry=[], crs=WGS84
    )
    found = village.doors(*[((200 + n, 0), "health") for n in range(20)])
    candidates = found.assign(osm_id=[f"node/{n}" for n in range(20)])
    return StreetImport(edges, base, candidates, "dibujado")


def _found(folder, layers):
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AMPARO_HOME", str(folder))
        store = village.found(layers=layers)
    replace_streets(store, village.SLUG, _streets())
    scope = DrawingScope(village.SLUG, open_drawing(store, village.SLUG, GROUP).code)
    result = apply_operations(store, scope, [_put(MARK)])
    assert len(result.acknowledged) == 1
    return store, scope


def _put(mark, to_mark=None):
    return Operation(uuid.uuid4(), to_mark or uuid.uuid4(), "put", 0, mark)


@pytest.fixture(scope="module")
def stores(tmp_path_factory):
    """Found one community with a shelter and homes, and one with neither."""
    made = {
        "guarded": _found(tmp_path_factory.mktemp("guarded"), {**STORED, **TO_PROTECT}),
        "open": _found(tmp_path_factory.mktemp("open"), STORED),
    }
    yield made
    for store, _ in made.values():
        store.close()


def perform(store, scope, layer, action):
    """Perform an action as the acting role: `write`, `propose` or `no`; it is undone again."""
    told = []

    def in_transaction(transaction):
        told.append(_act(transaction, scope, layer, action))
        raise _UndoneError

    with suppress(_UndoneError):
        try:
            if layer in BEYOND_LAYERS:
                return BEYOND_LAYERS[layer](store, scope, action)
            store.transact(in_transaction)
        except WriteDeniedError:
            return "no"
    return told[-1]


def _act(transaction, scope, layer, action):
    """Write a layer or the boundary, and see that it was written."""
    authorisation = authorise(transaction, scope.community, layer, action)
    if authorisation is None:
        return "propose"
    if layer == "boundary":
        replace_boundary(authorisation, BOX)
        [stored] = transaction.rows("communities/list", slug=scope.community)
        assert shapely.from_wkb(bytes(stored["boundary"])).equals(BOX)
        return "write"
    before = set(read_layer(transaction, scope.community, layer)["id"])
    if action == "edit":
        return _edit(authorisation, read_layer(transaction, scope.community, layer))
    if action == "delete":
        delete_features(authorisation, sorted(before))
    else:
        {"add": insert_features, "replace": replace_features}[action](authorisation, NEW[layer])
    after = set(read_layer(transaction, scope.community, layer)["id"])
    kept = before & after
    assert after - before if action != "delete" else not after - before
    assert (kept == before) == (action == "add" or not before)
    return "write"


def _edit(authorisation, stored):
    """Edit all features, and see that those changed that the role is shown."""
    if authorisation.target == "risk_areas":  # none is confidential
        assert update_features(authorisation, stored.assign(severity=1)) == len(stored) > 0
        after = read_layer(authorisation.transaction, authorisation.community, "risk_areas")
        assert after["severity"].tolist() == [1] * len(stored)
        return "write"
    changed = update_features(authorisation, stored.assign(source="corregido"))
    after = read_layer(authorisation.transaction, authorisation.community, authorisation.target)
    assert list(after["id"]) == list(stored["id"])
    is_open = ~stored["confidential"].astype(bool)
    expected = is_open | authorisation.sees_confidential
    assert list(after["source"] == "corregido") == list(expected)
    assert changed == expected.sum() > 0
    return "write"


def _mark(store, scope, action):
    """Draw a mark, or remove one that was drawn."""
    if action not in ("edit", "delete"):
        require_right("marks", action)
    [first, *_] = read_marks(store, scope).values()
    removal = Operation(uuid.uuid4(), first.id, "remove", first.revision, None)
    operation = removal if action == "delete" else _put(MARK)

    def in_transaction(transaction):
        before = len(read_marks(transaction, scope))
        result = apply_in_transaction(transaction, scope, [operation], monotonic_now())
        assert len(result.acknowledged) == 1, result.rejected
        assert len(read_marks(transaction, scope)) == before + (-1 if action == "delete" else 1)
        raise _UndoneError

    with suppress(_UndoneError):
        store.transact(in_transaction)
    return "write"


def _replace_streets(store, scope, action):
    """Import the streets again, behind the check that an import asks first."""
    if action == "replace":
        import_streets(store, scope.community, EXTRACT)
        return "write"
    require_right("streets", action)
    return "write"


def _decide(store, scope, action):
    """Refuse a candidate."""
    if action != "edit":
        require_right("candidates", action)
    view = open_view(store, scope.community, "network")
    osm_id = view.candidates["osm_id"].iloc[0]
    refuse_service_candidate(store, view, osm_id)
    left = open_view(store, scope.community, "network").candidates["osm_id"]
    assert osm_id not in set(left)
    return "write"


BEYOND_LAYERS = {"marks": _mark, "streets": _replace_streets, "candidates": _decide}


def expected(cell, content):
    """Tell what a cell says of a community with something to protect, and of one without."""
    before, _, after = cell.partition(", then ")
    return after if after and content == "guarded" else before


@pytest.mark.parametrize("action", WRITE_ACTIONS)
@pytest.mark.parametrize("layer", SUMMARY_LAYERS)
@pytest.mark.parametrize("role", SUMMARY_ROLES)
def test_every_action_happens_or_is_refused_as_the_table_says(stores, role, layer, action):
    acting = role if role in WRITING_ROLES else None
    for content, (store, scope) in stores.items():
        with acting_as("cuenta", acting):
            done = perform(store, scope, layer, action)
        assert done == expected(TABLE[layer, role][action], content), content


@pytest.mark.parametrize("layer", sorted(NEW))
@pytest.mark.parametrize("role", SUMMARY_ROLES)
def test_every_layer_is_read_as_the_table_says(stores, role, layer):
    store, scope = stores["guarded"]
    audience = TABLE[layer, role]["read"].partition(",")[0]
    assert audience == summarise_role(role).audience
    told = open_view(store, scope.community, audience).layer(layer)
    stored = read_layer(store, scope.community, layer)
    shelter = stored.geometry.iloc[-1]
    shown = [one is not None and one.distance(shelter) < 1e-5 for one in told.geometry]
    if layer == "services":
        assert any(shown) == (role == "coordinator")
    if layer == "demand":
        assert len(told) == (2 if role == "coordinator" else 1), "one block of fifteen people"
