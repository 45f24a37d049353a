"""A place that readers are not shown because of its name or type is also protected from writing."""

from __future__ import annotations

import pytest

from geo.access.layer_rights import authorise, current_right
from geo.store.actor import acting_as
from geo.store.layers import delete_features, read_layer, replace_features
from tests import village

UNDECIDED = {"confidential": False, "public": False}
GUESSED = [
    village.doors(((0, 0), "womens_centre")).assign(name="Refugio Esperanza", **UNDECIDED),
    village.doors(((0, 0), "womens_centre")).assign(
        name="Refugio Esperanza", confidential=None, public=None
    ),
]


@pytest.fixture(params=range(len(GUESSED)))
def store(request):
    services = GUESSED[request.param]
    opened = village.found(layers={"services": services})
    yield opened
    opened.close()


def test_a_likely_shelter_without_a_flag_makes_zones_the_coordinators(store):
    with acting_as("cuenta", "trainer"):
        for target in ("zones", "boundary", "demand", "services"):
            assert current_right(store, village.SLUG, target, "replace") == "propose"


def test_a_trainer_neither_removes_nor_counts_a_likely_shelter(store):
    [hidden] = read_layer(store, village.SLUG, "services")["id"]

    def remove(transaction):
        authorisation = authorise(transaction, village.SLUG, "services", "delete")
        delete_features(authorisation, [hidden])

    with acting_as("cuenta", "trainer"):
        store.transact(remove)
    assert read_layer(store, village.SLUG, "services")["id"].tolist() == [hidden]


def test_a_likely_shelter_among_safe_zones_stays_and_is_not_counted():
    safe = village.safe_zones(village.box(0, 0, 10, 10)).assign(name="Albergue", **UNDECIDED)
    opened = village.found(layers={"safe_zones": safe})

    def replace(transaction):
        authorisation = authorise(transaction, village.SLUG, "safe_zones", "replace")
        return replace_features(authorisation, safe.iloc[:0])

    with acting_as("cuenta", "trainer"):
        assert opened.transact(replace).removed == 0
    assert len(read_layer(opened, village.SLUG, "safe_zones")) == 1
    opened.close()


def test_what_somebody_called_public_stays_open_for_trainers():
    said = village.doors(((0, 0), "womens_centre")).assign(
        name="Refugio Esperanza", confidential=False, public=True
    )
    opened = village.found(layers={"services": said})
    with acting_as("cuenta", "trainer"):
        assert current_right(opened, village.SLUG, "zones", "replace") == "write"
    opened.close()
