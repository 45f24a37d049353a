"""Many service candidates are accepted at once, and none that needs a person's look."""

from __future__ import annotations

import geopandas as gpd
import pandas as pd
import pytest

from geo.communities.creation import NewCommunity, create_community
from geo.errors import WriteDeniedError
from geo.imports.bulk_acceptance import BulkAcceptance, accept_service_candidates
from geo.model import WGS84
from geo.privacy.view import open_view
from geo.store import open_store
from geo.store.actor import acting_as
from geo.store.layers import read_layer
from geo.store.streets import StreetImport, replace_streets
from tests import village
from tests.feature_edits import add_features

FOUND = (  # metres east, type, name
    (0, "health", "Posta"),
    (300, "police", "Puesto"),
    (600, "health", None),
    (900, "shelter", "Casa"),
    (1200, "other", "Casa Refugio"),
    (1500, "accompaniment", "Ventanilla"),
    (1800, "health", "Farmacia"),
    (2100, "health", "FARMACIA"),
    (2400, "police", "x" * 3000),
)


@pytest.fixture
def store(home):
    opened = open_store(home)
    create_community(opened, NewCommunity("vega", "La Vega"))
    give(opened, FOUND)
    yield opened
    opened.close()


def give(store, found):
    candidates = village.doors(*[((x, 0), kind) for x, kind, _ in found])
    candidates = candidates.assign(
        name=pd.Series([name for *_, name in found], dtype=object),
        osm_id=[f"node/{number}" for number in range(len(found))],
        confidential=[kind == "shelter" for _, kind, _ in found],
    )
    edges = village.edges({"a": (0, 0), "b": (9, 0)}, [village.Street("a", "b", name="Calle")])
    base = gpd.GeoDataFrame(
        {name: [] for name in "layer class name bridge steps rank".split()}, geometry=[], crs=WGS84
    )
    replace_streets(store, "vega", StreetImport(edges, base, candidates, "dibujado"))


def accept(store, audience="coordinator", role="coordinator"):
    view = open_view(store, "vega", audience)
    with acting_as("cuenta", role):
        return accept_service_candidates(store, view, list(view.candidates["osm_id"]))


def services(store):
    return read_layer(store, "vega", "services")


def left(store):
    return set(open_view(store, "vega", "coordinator").candidates["osm_id"])


def test_shelters_doubles_and_faults_wait_for_a_look(store):
    result = accept(store)
    assert result == BulkAcceptance(4, {"shelter": 3, "similar": 1, "faulty": 1})
    stored = services(store)
    assert sorted(stored["name"].dropna()) == ["FARMACIA", "Posta", "Puesto"]
    assert set(stored["source"]) == {"OpenStreetMap"}
    assert not stored["confidential"].any()
    assert not stored["public"].any()
    assert left(store) == {"node/3", "node/4", "node/5", "node/6", "node/8"}
    assert accept(store).accepted == 0, "the same again adds nothing"


@pytest.mark.parametrize("role", ["planner", "trainer"])
def test_others_accept_what_they_are_shown(store, role):
    assert accept(store, "network", role).accepted == 4
    assert {"node/3", "node/4", "node/5"} <= left(store)


@pytest.mark.parametrize("role", ["member", None])
def test_who_may_not_accept_one_accepts_none(store, role):
    with pytest.raises(WriteDeniedError):
        accept(store, "network", role)
    assert services(store).empty


def test_what_is_like_a_service_that_is_there_waits(store):
    there = village.doors(((40, 0), "health"), ((5000, 0), "other")).assign(name=["Otra", "puesto"])
    add_features(store, "vega", "services", there)
    result = accept(store)
    assert (result.accepted, result.left["similar"]) == (2, 3)
    assert {"node/0", "node/1"} <= left(store)


@pytest.mark.parametrize(("role", "accepted"), [("coordinator", 3), ("planner", 4)])
def test_only_a_coordinator_is_told_that_it_lies_where_a_shelter_is(store, role, accepted):
    """Others would find a shelter by what is left of what they accept."""
    hidden = village.doors(((5, 0), "womens_centre", True)).assign(name="Casa Luna")
    add_features(store, "vega", "services", hidden)
    audience = "coordinator" if role == "coordinator" else "network"
    assert accept(store, audience, role).accepted == accepted


def test_one_type_is_accepted_alone(store):
    view = open_view(store, "vega", "network")
    of_type = view.candidates[view.candidates["type"] == "police"]
    assert accept_service_candidates(store, view, list(of_type["osm_id"])).accepted == 1
    assert services(store)["type"].tolist() == ["police"]


def test_what_another_decided_meanwhile_is_not_added_twice(store):
    here = open_view(store, "vega", "network")
    assert len(here.candidates)
    accept(store, "network")
    assert accept_service_candidates(store, here, list(here.candidates["osm_id"])).accepted == 0
    assert len(services(store)) == 4


def test_none_chosen_is_none_accepted(store):
    view = open_view(store, "vega", "network")
    assert accept_service_candidates(store, view, []) == BulkAcceptance(0, {})
