import pytest

from geo.communities.creation import NewCommunity, create_community
from geo.errors import CandidateUnknownError, LayerRowsError
from geo.imports.service_candidates import (
    CandidateCorrections,
    accept_service_candidate,
    refuse_service_candidate,
)
from geo.imports.street_import import import_streets
from geo.privacy.view import open_view
from geo.store import open_store
from geo.store.actor import acting_as
from tests import village as napkin
from tests.feature_edits import add_features
from tests.network.napkin import draw

SPOTS = {1: (0, 0), 2: (1, 0), 3: (2, 0), 4: (3, 0)}
STREET = (10, [1, 2, 3, 4], {"highway": "residential"})
SERVICES = {
    1: {"amenity": "police", "name": "Puesto", "phone": "000"},
    2: {"amenity": "townhall", "name": "Casa comunal", "opening_hours": "Mo-Fr 08:00-16:00"},
    3: {"amenity": "social_facility", "social_facility": "shelter", "name": "Casa de Paz"},
}
WHO = "coordinator"


@pytest.fixture
def village(tmp_path):
    return draw(tmp_path / "v.osm", SPOTS, [STREET], told=SERVICES)


@pytest.fixture
def store(village):
    opened = open_store()
    create_community(opened, NewCommunity("vega", "La Vega"))
    import_streets(opened, "vega", village)
    yield opened
    opened.close()


def seen(store, audience="network"):
    return open_view(store, "vega", audience)


def offered(store, audience="network"):
    return set(seen(store, audience).candidates["osm_id"])


def test_a_likely_shelter_waits_for_a_coordinator(store):
    assert offered(store) == {"node/1", "node/2"}
    assert offered(store, "coordinator") == {"node/1", "node/2", "node/3"}
    assert seen(store).street_counts["candidates"] == 2
    assert seen(store, "coordinator").street_counts["candidates"] == 3


def test_an_accepted_candidate_is_a_service_as_the_extract_names_it(store):
    accept_service_candidate(store, seen(store), "node/1", corrections=CandidateCorrections())
    [service] = seen(store).services.to_dict("records")
    assert (service["type"], service["name"], service["phone"]) == ("police", "Puesto", "000")
    assert (service["source"], service["confidential"]) == ("OpenStreetMap", False)
    assert service["verified_on"] is None
    assert service["geometry"].coords[0] == (0, 0)
    assert offered(store) == {"node/2"}


def test_what_people_know_wins_over_the_extract(store):
    known = CandidateCorrections(type="womens_centre", name="Casa de la Mujer", phone="111")
    accept_service_candidate(store, seen(store), "node/2", corrections=known)
    [service] = seen(store).services.to_dict("records")
    assert (service["type"], service["name"]) == ("womens_centre", "Casa de la Mujer")
    assert (service["phone"], service["opening_hours"]) == ("111", "Mo-Fr 08:00-16:00")


def test_who_decided_is_remembered(store):
    accept_service_candidate(store, seen(store), "node/1", corrections=CandidateCorrections())
    [change] = seen(store, "coordinator").history("services", 10)
    assert (change.who, change.action) == (WHO, "add")


def test_a_shelter_that_a_coordinator_accepts_stays_confidential(store):
    accept_service_candidate(
        store,
        seen(store, "coordinator"),
        "node/3",
        corrections=CandidateCorrections(type="shelter"),
    )
    [service] = seen(store).services.to_dict("records")
    assert service["geometry"] is None
    assert service["name"] is None
    [whole] = seen(store, "coordinator").services.to_dict("records")
    assert (whole["name"], whole["confidential"]) == ("Casa de Paz", True)


def test_one_who_may_not_see_a_candidate_cannot_decide_on_it(store):
    with pytest.raises(CandidateUnknownError):
        accept_service_candidate(store, seen(store), "node/3", corrections=CandidateCorrections())
    with pytest.raises(CandidateUnknownError):
        refuse_service_candidate(store, seen(store), "node/3")
    assert "node/3" in offered(store, "coordinator")


def test_a_refused_candidate_comes_back_neither_now_nor_with_new_streets(store, village):
    refuse_service_candidate(store, seen(store), "node/2")
    assert offered(store) == {"node/1"}
    import_streets(store, "vega", village)
    assert offered(store) == {"node/1"}
    assert seen(store).services.empty


def test_nobody_decides_twice(store):
    refuse_service_candidate(store, seen(store), "node/1")
    with pytest.raises(CandidateUnknownError) as raised:
        accept_service_candidate(store, seen(store), "node/1", corrections=CandidateCorrections())
    assert type(raised.value) is CandidateUnknownError


def test_an_unknown_type_keeps_nothing(store):
    with pytest.raises(LayerRowsError) as raised:
        accept_service_candidate(
            store, seen(store), "node/1", corrections=CandidateCorrections(type="castle")
        )
    assert [problem.key for problem in raised.value.findings] == ["row.code"]
    assert seen(store).services.empty
    assert "node/1" in offered(store)


def test_two_screens_at_once_make_one_service(store):
    here, there = seen(store), seen(store)
    here.candidates, there.candidates  # noqa: B018 (both screens show the card)
    accept_service_candidate(store, here, "node/1", corrections=CandidateCorrections())
    with pytest.raises(CandidateUnknownError):
        accept_service_candidate(store, there, "node/1", corrections=CandidateCorrections())
    assert len(seen(store).services) == 1


@pytest.mark.parametrize(("public", "confidential"), [(None, True), (False, False)])
def test_a_person_may_say_that_a_place_of_a_secret_kind_is_public(store, public, confidential):
    """Without a word it is confidential, because accompaniment often is."""
    view = seen(store, "coordinator")
    osm_id = "node/1"
    corrections = CandidateCorrections(type="accompaniment", confidential=public)
    accept_service_candidate(store, view, osm_id, corrections=corrections)
    services = seen(store, "coordinator").services
    assert services["confidential"].tolist() == [confidential]


@pytest.mark.parametrize("name", ["CASA  COMUNAL", "Casa Luna"])
def test_a_confidential_place_is_not_opened_by_accepting_it_from_the_map(store, name):
    """By its name, or because it lies there."""
    place = napkin.doors(((0, 0), "womens_centre", True)).assign(name=name)
    if name == "Casa Luna":
        place = place.set_geometry(seen(store).candidates.query("osm_id == 'node/2'").geometry)
    add_features(store, "vega", "services", place.reset_index(drop=True))
    accept_service_candidate(store, seen(store), "node/2", corrections=CandidateCorrections())
    assert seen(store).services.geometry.isna().all()


def test_accepting_a_candidate_tells_no_trainer_what_is_stored(store):
    place = napkin.doors(((0, 0), "womens_centre", True)).assign(name="Casa comunal")
    add_features(store, "vega", "services", place)
    with acting_as("ana", "trainer"):
        accept_service_candidate(store, seen(store), "node/2", corrections=CandidateCorrections())
    assert seen(store).services.geometry.notna().tolist() == [True, False]
