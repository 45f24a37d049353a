import pytest
import shapely

from geo.communities.boundary import set_boundary
from geo.communities.creation import NewCommunity, create_community
from geo.communities.setup_status import SetupItem, choose_next_item, list_setup_items
from geo.imports.layer_import import import_layer
from geo.imports.street_import import import_streets
from geo.privacy.view import open_view
from geo.store import open_store
from tests.imports.napkin import area, geojson, point
from tests.network.napkin import draw

GROUND = shapely.box(-0.01, -0.01, 0.02, 0.02)
SERVICE = {"type": "health", "name": "Unidad"}


@pytest.fixture
def store():
    opened = open_store()
    create_community(opened, NewCommunity("vega", "La Vega"))
    yield opened
    opened.close()


def standing(store):
    return list_setup_items(open_view(store, "vega", "network"))


def counts(store):
    return {one.part: one.count for one in standing(store)}


def test_a_new_community_has_nothing_and_begins_with_its_boundary(store):
    parts = standing(store)
    assert [one.part for one in parts] == [
        "boundary", "streets", "people", "zones", "services", "safe_zones", "risk_areas"
    ]  # fmt: skip
    assert not any(one.complete for one in parts)
    assert choose_next_item(parts).part == "boundary"


def test_what_is_set_up_is_counted_and_the_next_step_moves_on(store, tmp_path):
    set_boundary(store, "vega", GROUND)
    assert choose_next_item(standing(store)).part == "streets"
    street = draw(tmp_path / "v.osm", {1: (0, 0), 2: (1, 0)}, [(1, [1, 2], {"highway": "path"})])
    import_streets(store, "vega", street)
    assert counts(store)["streets"] == 1
    assert (
        choose_next_item(standing(store)).part == "services"
    )  # no answer without; people can wait
    file = geojson(tmp_path / "s.geojson", (point(), SERVICE), (point(0.001), SERVICE))
    import_layer(store, "vega", "services", file)
    assert counts(store)["services"] == 2
    assert choose_next_item(standing(store)).part == "people"


def test_nothing_is_next_once_all_is_there(store):
    assert choose_next_item([SetupItem("boundary", 1, required=True)]) is None
    assert choose_next_item([]) is None


def test_areas_are_counted_apart(store, tmp_path):
    risk = geojson(tmp_path / "r.geojson", (area(), {"category": "river", "severity": 2}))
    import_layer(store, "vega", "risk_areas", risk)
    assert counts(store) == {
        "boundary": 0, "streets": 0, "people": 0, "zones": 0, "services": 0, "safe_zones": 0,
        "risk_areas": 1,
    }  # fmt: skip
