"""The setup offers each role only what it may do, and says before what becomes a proposal."""

from __future__ import annotations

import pytest
import shapely

from geo.communities.boundary import set_boundary
from geo.communities.creation import NewCommunity, create_community
from geo.imports.street_import import import_streets
from geo.language import gettext
from geo.store import communities as records
from geo.store import open_store
from geo.store.layers import read_layer
from geo.store.proposals import list_proposals
from tests import village
from tests.feature_edits import add_features
from tests.imports.napkin import area, geojson
from tests.network.napkin import draw
from tests.pages import protected
from tests.pages.test_setup import DOORS, PEOPLE, SPOTS, bring, press, screen, words

DRAWN_PARTS = {"part_safe_zones", "part_risk_areas"}
# What a file of several parts may write is decided for each layer when it is saved.
OFFICE_PARTS = {
    f"part_{part}" for part in ("boundary", "streets", "people", "zones", "services", "file")
}
PROPOSAL = gettext("setup.becomes_proposal")
ZONE = area(), {"code": "a", "name": "A"}


@pytest.fixture
def store(monkeypatch):
    """Give a protected installation to a planner who is signed in."""
    protected.at_low_cost(monkeypatch)
    opened = open_store()
    protected.protect(opened, ["coordinator", "planner", "trainer"])
    create_community(opened, NewCommunity("vega", "La Vega"))
    protected.send(monkeypatch, protected.enter(opened, "planner"))
    yield opened
    opened.close()


def protect_something(store):
    add_features(store, "vega", "services", village.doors(((0, 0), "shelter")))


def parts(app):
    return {button.key for button in app.button if (button.key or "").startswith("part_")}


def test_a_planner_is_offered_what_an_office_has(store):
    app = screen()
    assert parts(app) == OFFICE_PARTS
    assert "new" in {button.key for button in app.button}
    assert gettext("setup.row_proposal", stands="").strip() in app.button(key="part_people").label
    assert (
        gettext("setup.row_proposal", stands="").strip() not in app.button(key="part_zones").label
    )


def test_a_trainer_and_a_coordinator_are_offered_all(store, monkeypatch):
    for role in ("trainer", "coordinator"):
        protected.send(monkeypatch, protected.enter(store, role))
        assert parts(screen()) == {*OFFICE_PARTS, *DRAWN_PARTS, "part_rules"}


@pytest.mark.parametrize("part", ["risk_areas", "safe_zones", "rules"])
def test_a_part_that_is_not_hers_does_not_open_by_its_address(store, part):
    assert gettext("setup.title.list") in words(screen(part))


def test_what_comes_next_is_something_she_may_do(store, monkeypatch):
    set_boundary(store, "vega", shapely.box(-0.01, -0.01, 0.02, 0.02))
    for layer, frame in {
        "services": village.doors(((0, 0), "health")),
        "demand": village.homes(((0, 0), 20, None)),
        "zones": village.zones((village.box(0, 0, 500, 500), "n", "Norte")),
    }.items():
        add_features(store, "vega", layer, frame)
    first = [one.key for one in screen().button if one.label.startswith("**Ahora")]
    assert first == ["part_streets"]


def test_a_planner_sets_up_a_place_from_her_files(store, tmp_path):
    lines = [(10, [1, 2, 3], {"highway": "residential"})]

    set_boundary(store, "vega", shapely.box(-0.01, -0.01, 0.03, 0.03))
    import_streets(store, "vega", draw(tmp_path / "v.osm", SPOTS, lines, told=DOORS))
    app = screen("zones")
    assert PROPOSAL not in words(app)
    press(bring(app, "z.geojson", geojson(tmp_path / "z.geojson", ZONE).read_bytes()), "load")
    assert list(read_layer(store, "vega", "zones")["name"]) == ["A"]
    app = screen("services", candidates_method="cards")
    press(app, "yes")
    assert len(read_layer(store, "vega", "services")) == 1


def test_people_are_a_proposal_and_she_reads_it_before(store):
    app = screen("people")
    assert PROPOSAL in words(app)
    app = press(bring(app, "gente.csv", PEOPLE), "load")
    assert gettext("import.proposed") in words(app)
    assert read_layer(store, "vega", "demand").empty
    assert [one.role for one in list_proposals(store)] == ["planner"]
    assert gettext("proposal.own_title") in words(screen())


@pytest.mark.parametrize("part", ["zones", "boundary"])
def test_once_there_is_a_shelter_zones_and_boundary_say_that_they_are_proposed(store, part):
    assert PROPOSAL not in words(screen(part))
    protect_something(store)
    assert PROPOSAL in words(screen(part))
    assert gettext("setup.proposals_about") in words(screen())


def test_a_list_of_services_added_is_written_and_one_that_replaces_is_proposed(store):
    protect_something(store)
    app = screen("services", candidates_method="file")
    assert PROPOSAL not in words(app)
    app = bring(app, "s.csv", b"lat,lon,type,name\n0,0,health,Posta\n")
    assert PROPOSAL not in words(app)
    app.toggle(key="replace_services").set_value(True).run()
    assert PROPOSAL in words(app)


def test_a_coordinator_reads_of_no_proposal(store, monkeypatch):
    protected.send(monkeypatch, protected.enter(store, "coordinator"))
    protect_something(store)
    for part in ("people", "zones", "boundary"):
        assert PROPOSAL not in words(screen(part))
    assert records.read_community(store, "vega").boundary is None
