"""Proposals: who makes, reads and decides on them, and that nothing changes before."""

from __future__ import annotations

import threading

import pytest
import shapely

from geo.access.proposals import (
    MAX_OPEN_PROPOSALS,
    decline_proposal,
    list_open_proposals,
    withdraw_proposal,
)
from geo.access.visitor import ANONYMOUS
from geo.communities.boundary import set_boundary
from geo.communities.creation import NewCommunity, create_community
from geo.communities.demonstration import DEMO_FOLDER
from geo.communities.proposal_acceptance import accept_proposal, preview_proposal
from geo.errors import (
    LayerOutsideError,
    ProposalLimitError,
    ProposalOutdatedError,
    ProposalUnknownError,
    WriteDeniedError,
)
from geo.imports.layer_import import import_layer
from geo.imports.messages import format_import_report
from geo.imports.service_editing import edit_service
from geo.language import gettext
from geo.layers.schema import LAYER_SCHEMAS
from geo.privacy.view import open_view
from geo.store.actor import acting_as
from geo.store.audit import read_audit_lines
from geo.store.communities import read_community
from geo.store.forget import forget_community
from geo.store.history import read_history
from geo.store.layers import count_features, read_layer
from geo.store.proposals import list_proposals
from tests import village
from tests.feature_edits import add_features

SHELTER = ((300.0, 200.0), "shelter")
WIDE = village.zones(
    (village.box(-500, -500, 0, 500), "w", "Oeste"), (village.box(0, -500, 900, 500), "e", "Este")
)
OTHERS = ("coordinator", "network", "public")


@pytest.fixture
def store():
    opened = village.found(layers={"services": village.doors(((0, 0), "health"), SHELTER)})
    yield opened
    opened.close()


@pytest.fixture
def bring(store, tmp_path):
    """Bring rows as a file, as somebody."""

    def bring_rows(layer, frame, *, replace=False, who="facilitadora", role="trainer"):
        file = tmp_path / f"{layer}.geojson"
        file.write_text(frame.drop(columns="id", errors="ignore").to_json(), encoding="utf-8")
        with acting_as(who, role):
            return import_layer(store, village.SLUG, layer, file, replace=replace)

    return bring_rows


def waiting(store):
    return list_proposals(store, slug=village.SLUG)


def contained(store):
    with store.cursor() as cursor:
        return cursor.execute("select count(*) from proposal_row").fetchone()[0]


def accept(store, proposal, *, fingerprint=None, role="coordinator"):
    with acting_as("coordinacion", role):
        seen = fingerprint or preview_proposal(store, village.SLUG, proposal.id).fingerprint
        accept_proposal(store, village.SLUG, proposal.id, fingerprint=seen)


def read_by_all(store):
    """Read what every audience reads of every layer."""
    told = {}
    for audience in OTHERS:
        view = open_view(store, village.SLUG, audience)
        for layer in LAYER_SCHEMAS:
            told[audience, layer] = view.layer(layer).to_json()
        told[audience, "boundary"] = str(view.community.boundary)
    return told


# --- making one ----------------------------------------------------------------------------------


def test_nothing_that_anybody_reads_changes_before_acceptance(store, bring):
    before, history = read_by_all(store), read_history(store, village.SLUG, "zones")
    version = read_community(store, village.SLUG).layers_version
    assert bring("zones", WIDE).proposed
    assert bring("demand", village.homes(((10, 10), 4, None))).proposed
    assert bring("services", village.doors(((9, 9), "police")), replace=True).proposed
    with acting_as("facilitadora", "trainer"):
        box = village.on_earth(village.box(-900, -900, 900, 900)).iloc[0]
        assert set_boundary(store, village.SLUG, box) is None
    assert read_by_all(store) == before
    assert read_history(store, village.SLUG, "zones") == history
    assert read_community(store, village.SLUG).layers_version == version
    assert [one.target for one in waiting(store)] == ["zones", "demand", "services", "boundary"]


def test_the_first_homes_are_a_proposal_too(tmp_path):
    store = village.found(layers={"services": village.doors(((0, 0), "health"))})
    file = tmp_path / "gente.csv"
    file.write_text("lat,lon,people\n0,0,4\n0.0001,0,6\n")
    with acting_as("facilitadora", "trainer"):
        assert import_layer(store, village.SLUG, "demand", file).proposed
    assert "demand" not in count_features(store, village.SLUG)
    store.close()


@pytest.mark.parametrize(
    "content", [{"services": village.doors(SHELTER)}, {"demand": village.homes(((5, 5), 3, None))}]
)
def test_the_report_is_the_same_whatever_is_protected(content, tmp_path):
    file = tmp_path / "zones.geojson"
    file.write_text(WIDE.to_json(), encoding="utf-8")
    store = village.found(layers=content)
    with acting_as("facilitadora", "trainer"):
        for replace in (False, True):
            report = import_layer(store, village.SLUG, "zones", file, replace=replace)
            assert (report.added, report.unchanged, report.removed) == (0, 0, 0)
            assert format_import_report(report)[:2] == [
                "«zones.geojson» tiene 2 filas.",
                gettext("import.proposed"),
            ]
    store.close()


@pytest.mark.parametrize("role", ["member", None])
def test_others_propose_nothing(bring, role):
    with pytest.raises(WriteDeniedError):
        bring("zones", WIDE, role=role)


def test_nobody_without_an_account_proposes(bring):
    with pytest.raises(WriteDeniedError):
        bring("zones", WIDE, who=ANONYMOUS)


def test_an_account_has_a_limited_number_of_open_proposals(store, bring):
    for _ in range(MAX_OPEN_PROPOSALS):
        bring("zones", WIDE)
    with pytest.raises(ProposalLimitError):
        bring("zones", WIDE)
    assert len(waiting(store)) == MAX_OPEN_PROPOSALS
    bring("zones", WIDE, who="otra")
    with acting_as("facilitadora", "trainer"):
        withdraw_proposal(store, village.SLUG, waiting(store)[0].id)
    bring("zones", WIDE)


def test_zones_drawn_around_a_shelter_again_and_again_narrow_nothing(store, bring):
    add_features(store, village.SLUG, "zones", WIDE)
    named = open_view(store, village.SLUG, "network").services.drop(columns="geometry")
    for step in range(26):
        cut = -400 + 40 * step
        halves = village.zones(
            (village.box(-500, -500, cut, 500), "a", f"A{step}"),
            (village.box(cut, -500, 900, 500), "b", f"B{step}"),
        )
        assert bring("zones", halves, replace=True, who=f"cuenta-{step % 2}").proposed
    seen = open_view(store, village.SLUG, "network").services.drop(columns="geometry")
    assert seen.equals(named)
    assert list(read_layer(store, village.SLUG, "zones")["name"]) == ["Oeste", "Este"]


# --- reading -------------------------------------------------------------------------------------


def test_a_coordinator_lists_all_and_others_their_own(store, bring):
    bring("zones", WIDE)
    bring("zones", WIDE, who="otra")
    listed = {}
    for who, role in (
        ("coordinacion", "coordinator"),
        ("facilitadora", "trainer"),
        ("integrante", "member"),
        (ANONYMOUS, None),
    ):
        with acting_as(who, role):
            listed[who] = [one.account for one in list_open_proposals(store, village.SLUG)]
    assert listed == {
        "coordinacion": ["facilitadora", "otra"],
        "facilitadora": ["facilitadora"],
        "integrante": [],
        ANONYMOUS: [],
    }


@pytest.mark.parametrize("role", ["planner", "trainer", "member", None])
def test_only_a_coordinator_looks_at_one_and_decides(store, bring, role):
    bring("zones", WIDE)
    [proposal] = waiting(store)
    with acting_as("facilitadora", role):
        with pytest.raises(WriteDeniedError):
            preview_proposal(store, village.SLUG, proposal.id)
        with pytest.raises(WriteDeniedError):
            accept_proposal(store, village.SLUG, proposal.id, fingerprint="")
        with pytest.raises(WriteDeniedError):
            decline_proposal(store, village.SLUG, proposal.id)
    assert waiting(store) == [proposal]


# --- deciding ------------------------------------------------------------------------------------


def test_what_is_accepted_is_in_the_layer_with_history_and_audit_line(store, bring):
    bring("zones", WIDE)
    accept(store, waiting(store)[0])
    assert list(read_layer(store, village.SLUG, "zones")["name"]) == ["Oeste", "Este"]
    assert {one.who for one in read_history(store, village.SLUG, "zones")} == {"coordinator"}
    line = read_audit_lines(store)[0]
    assert (line.who, line.action) == ("coordinacion", "proposal_accepted")
    assert line.details == {
        "community": village.SLUG, "account": "facilitadora", "what": "zones", "rows": 2,
    }  # fmt: skip
    assert (waiting(store), contained(store)) == ([], 0)


def test_every_layer_comes_out_as_it_went_in(store, bring):
    homes = village.homes(((10, 10), 4, None), ((20, 20), 7, 3))
    bring("demand", homes)
    bring("zones", WIDE, role="coordinator")
    accept(store, waiting(store)[0])
    stored = read_layer(store, village.SLUG, "demand")
    assert list(stored["people"]) == [4, 7]
    assert shapely.equals_exact(
        stored.geometry.to_numpy(), homes.geometry.to_numpy(), tolerance=1e-6
    ).all()


@pytest.mark.parametrize("layer", ["demand", "zones", "services"])
def test_an_accepted_file_is_stored_as_an_imported_one(store, layer):
    create_community(store, NewCommunity("direct", "Directo"))
    file = DEMO_FOLDER / f"{layer}.geojson"
    import_layer(store, "direct", layer, file)
    with acting_as("facilitadora", "trainer"):
        assert import_layer(store, village.SLUG, layer, file, replace=True).proposed
    accept(store, waiting(store)[0])
    added = read_layer(store, village.SLUG, layer)
    direct = read_layer(store, "direct", layer)
    added = added.tail(len(direct)).reset_index(drop=True)
    assert added.drop(columns="id").equals(direct.drop(columns="id"))


def test_acceptance_of_services_keeps_what_the_proposer_is_not_shown(store, bring):
    bring("services", village.doors(((9, 9), "police")), replace=True)
    with acting_as("coordinacion", "coordinator"):
        effect = preview_proposal(store, village.SLUG, waiting(store)[0].id)
    assert (effect.added, effect.removed) == (1, 1)
    accept(store, waiting(store)[0])
    assert sorted(read_layer(store, village.SLUG, "services")["type"]) == ["police", "shelter"]


def test_an_accepted_boundary_is_the_boundary(store):
    box = village.on_earth(village.box(-900, -900, 900, 900)).iloc[0]
    with acting_as("facilitadora", "trainer"):
        set_boundary(store, village.SLUG, box)
    accept(store, waiting(store)[0])
    assert read_community(store, village.SLUG).boundary.equals(box)


@pytest.mark.parametrize("decision", ["declined", "withdrawn"])
def test_what_is_declined_or_withdrawn_is_gone(store, bring, decision):
    before = read_by_all(store)
    bring("zones", WIDE)
    [proposal] = waiting(store)
    if decision == "declined":
        with acting_as("coordinacion", "coordinator"):
            decline_proposal(store, village.SLUG, proposal.id)
    else:
        with acting_as("facilitadora", "trainer"):
            withdraw_proposal(store, village.SLUG, proposal.id)
    assert (waiting(store), contained(store)) == ([], 0)
    assert read_by_all(store) == before
    assert read_audit_lines(store)[0].action == f"proposal_{decision}"
    with acting_as("coordinacion", "coordinator"), pytest.raises(ProposalUnknownError):
        preview_proposal(store, village.SLUG, proposal.id)


@pytest.mark.parametrize(
    ("who", "role"), [("otra", "trainer"), ("coordinacion", "coordinator"), (ANONYMOUS, None)]
)
def test_only_her_own_proposal_can_be_withdrawn(store, bring, who, role):
    bring("zones", WIDE)
    with acting_as(who, role), pytest.raises(ProposalUnknownError):
        withdraw_proposal(store, village.SLUG, waiting(store)[0].id)
    assert len(waiting(store)) == 1


@pytest.mark.parametrize("change", ["layer", "boundary"])
def test_a_proposal_is_not_accepted_on_what_was_not_seen(store, bring, change):
    bring("zones", WIDE, replace=True)
    [proposal] = waiting(store)
    with acting_as("coordinacion", "coordinator"):
        seen = preview_proposal(store, village.SLUG, proposal.id).fingerprint
        if change == "layer":
            bring("zones", WIDE.head(1), role="coordinator")
        else:
            box = village.on_earth(village.box(-900, -900, 900, 900)).iloc[0]
            set_boundary(store, village.SLUG, box)
    before = count_features(store, village.SLUG)
    with pytest.raises(ProposalOutdatedError):
        accept(store, proposal, fingerprint=seen)
    assert count_features(store, village.SLUG) == before
    assert waiting(store) == [proposal]
    accept(store, proposal)


def list_proposed(store):
    with store.cursor() as cursor:
        return cursor.execute("select attributes::text from proposal_row").fetchall()


def propose_posts(bring, store, **more):
    """Propose the health post, corrected, with its address, and a police station elsewhere."""
    rows = village.doors(((3, 3), "health"), ((800, 0), "police"))
    rows["name"], rows["address"] = ["Posta", "Comisaría"], ["Jr. Lima 123", "Av. Sol 5"]
    assert bring("services", rows.assign(**more), replace=True).proposed
    assert len(list_proposed(store)) == 2


@pytest.mark.parametrize(
    "changes", [{"confidential": True}, {"type": "shelter"}, {"name": "Casa Refugio"}]
)
def test_a_service_that_becomes_confidential_leaves_open_proposals(store, bring, changes):
    propose_posts(bring, store)
    [health] = read_layer(store, village.SLUG, "services").query("type == 'health'")["id"]
    edit_service(store, village.SLUG, health, {"phone": "0000 0099"})
    assert len(list_proposed(store)) == 2, "it is open"
    edit_service(store, village.SLUG, health, changes, accepts_doubts=True)
    [(left,)] = list_proposed(store)
    assert "Av. Sol 5" in left
    accept(store, waiting(store)[0])
    stored = read_layer(store, village.SLUG, "services")
    assert sorted(stored["type"]) == sorted(["police", "shelter", changes.get("type", "health")])
    assert "Jr. Lima 123" not in stored["address"].tolist()


def test_an_import_that_makes_it_confidential_does_the_same(store, bring):
    propose_posts(bring, store, public=True)
    layer = read_layer(store, village.SLUG, "services").query("type == 'health'")
    hidden = layer.assign(confidential=True, public=False)
    bring("services", hidden, who="coordinacion", role="coordinator")
    assert ["Jr. Lima 123" in one for (one,) in list_proposed(store)] == [False]


def test_a_guess_at_a_service_that_is_confidential_already_stays_in_its_proposal(store, bring):
    guesses = village.doors(((300, 200), "police"), ((300, 201), "health"))
    guesses["name"] = ["Comisaría", "Posta"]
    assert bring("services", guesses, replace=True).proposed
    [health] = read_layer(store, village.SLUG, "services").query("type == 'health'")["id"]
    edit_service(store, village.SLUG, health, {"confidential": True}, accepts_doubts=True)
    assert len(list_proposed(store)) == 2


def test_a_boundary_that_leaves_all_rows_outside_is_found(store, bring):
    bring("zones", WIDE)
    with acting_as("coordinacion", "coordinator"):
        set_boundary(store, village.SLUG, shapely.box(50, 50, 50.1, 50.1))
        with pytest.raises(LayerOutsideError):
            accept_proposal(store, village.SLUG, waiting(store)[0].id, fingerprint="")
        decline_proposal(store, village.SLUG, waiting(store)[0].id)


def test_two_who_accept_at_once_write_once(store, bring):
    bring("zones", WIDE)
    [proposal] = waiting(store)
    with acting_as("coordinacion", "coordinator"):
        seen = preview_proposal(store, village.SLUG, proposal.id).fingerprint
    failures, gate = [], threading.Barrier(2)

    def run():
        gate.wait()
        try:
            accept(store, proposal, fingerprint=seen)
        except ProposalUnknownError as error:
            failures.append(error)

    threads = [threading.Thread(target=run) for _ in range(2)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert len(failures) == 1
    assert count_features(store, village.SLUG)["zones"] == 2
    assert [line.action for line in read_audit_lines(store)].count("proposal_accepted") == 1


def test_another_communitys_proposal_is_unknown(store, bring):
    bring("zones", WIDE)
    with acting_as("coordinacion", "coordinator"), pytest.raises(ProposalUnknownError):
        decline_proposal(store, "elsewhere", waiting(store)[0].id)


def test_forgetting_a_community_erases_its_proposals(store, bring):
    bring("zones", WIDE)
    forget_community(store, village.SLUG, confirm=village.SLUG)
    assert (waiting(store), contained(store)) == ([], 0)
    with store.cursor() as cursor:
        assert cursor.execute("select count(*) from proposal").fetchone()[0] == 0
