"""The scenario screen without a map: changes from the session, their sentence, saving, removing."""

from __future__ import annotations

import pytest

from geo.communities.demonstration import DEMO_SLUG
from geo.language import label_for
from geo.layers.layer_changes import Change
from geo.model import CONFIDENTIAL_SERVICE_TYPES
from geo.privacy.view import open_view
from geo.scenarios.storage import list_scenarios, save_scenario
from pages.ui.scenarios import change_tools
from tests.pages.conftest import ScreenSession

IN_EL_AMATE = (13.9012, -89.8690)
HEALTH = Change("add_service", type="health", place=IN_EL_AMATE)
SHELTER = Change("add_service", type="shelter", place=(13.8990, -89.8590), name="Casa Lila")


@pytest.fixture
def visit(demo):
    return ScreenSession(comes_home=False, community=DEMO_SLUG)


def read(visit):
    """Read the words of the screen, with one space between them."""
    return " ".join(visit.words.split())


def saved(demo):
    return [one.name for one in list_scenarios(open_view(demo, DEMO_SLUG, "network"))]


def test_without_a_change_the_screen_says_what_to_touch(visit):
    visit.open("scenarios")
    assert visit.fault is None
    assert "Toque el mapa y vea" in visit.words
    offered = visit.at.selectbox(key=change_tools.TYPE_KEY).options
    assert len(offered) > 3
    assert not {f"{one}" for one in CONFIDENTIAL_SERVICE_TYPES} & set(offered)


def test_a_change_is_compared_saved_and_taken_back(demo, visit):
    visit.open("scenarios", scenario__changes=(HEALTH,))
    assert visit.fault is None
    assert "personas más llegan" in read(visit)
    assert "1. Se abre: Salud" in read(visit)
    visit.at.text_input(key="scenario_name").set_value("Plan").run()
    visit.press("scenario_save")
    assert visit.fault is None
    assert saved(demo) == ["Plan"]
    visit.press("change_remove_0")
    assert "Se abre: Salud" not in read(visit)
    visit.open("scenarios", scenario__changes=(HEALTH,))
    visit.press("scenario_remove")
    assert saved(demo) == []


def test_a_shelter_of_a_saved_scenario_is_on_the_screen_without_its_place(demo, visit):
    save_scenario(demo, DEMO_SLUG, "Con casa", [SHELTER, HEALTH])
    visit.open("scenarios", reach__asked=("shelter", "minutes", 20))
    visit.press("scenario_open_0")
    assert visit.fault is None
    words = read(visit)
    assert f"1. Un servicio que guarda su lugar: {label_for('service_type', 'shelter')}" in words
    assert visit.at.text_input(key="scenario_name").value == "Con casa"
    assert "solo la diferencia por cantón" in words
    everything = words + str(visit.at.main)
    assert "Casa Lila" not in everything
    assert not [one for one in everything.split() if "13.899" in one or "89.859" in one]
