"""Every screen where layers are absent: no fault, and a sentence on what is missing and where."""

from __future__ import annotations

import logging

import pytest

from geo.coverage import measurement
from geo.language import gettext
from geo.model import LAYER_NAMES, Community
from geo.store import open_store
from geo.store.communities import add_community
from pages.screens import SCREENS
from pages.ui.route.endpoints import Endpoint
from pages.ui.support.inputs import SupportForm
from tests.absent_layers import (
    ABSENT,
    BOUNDARY,
    DRAWN,
    STREETS,
    list_covering,
    name_combination,
)
from tests.feature_edits import add_features
from tests.pages.conftest import ScreenSession
from tests.village import found, place

PARTS_BY_SCREEN = {  # parts by their layer, as each screen names them
    "home": ("boundary", "streets", *LAYER_NAMES),
    "map": ("boundary", "streets", *LAYER_NAMES),
    "route": ("boundary", "streets", "services", "risk_areas"),
    "support": ("boundary", "streets", "services", "risk_areas"),
    "coverage": ("boundary", "streets", "demand", "services", "zones"),
    "completeness": ("boundary", "streets", "demand", "services", "zones", "risk_areas"),
    "drawing_sessions": ("boundary", "streets"),
}
SETUP_STEPS = ("list", "boundary", "streets", "people", "zones", "services", "rules")
START = Endpoint("Aquí", place(20, 0))
CHOSEN = {
    "way:start": START,
    "way:end": Endpoint("Salud", service_type="health"),
    "support:asked": SupportForm(situation="physical_violence", since="today"),
}


@pytest.fixture(autouse=True)
def few_simulations(monkeypatch):
    """Place confidential services twice: how often matters to precision only."""
    monkeypatch.setattr(measurement, "SIMULATION_COUNT", 2)


def build_community(combination):
    """Store a community with the chosen options of layers; it is shown as the demonstration is."""
    streets = None if combination["streets"] == ABSENT else STREETS
    community = Community(
        slug="napkin",
        name="Servilleta",
        demonstration=True,
        boundary=None if combination["boundary"] == ABSENT else BOUNDARY,
    )
    layers = {
        layer: DRAWN[layer][combination[layer]]
        for layer in LAYER_NAMES
        if combination[layer] != ABSENT
    }
    return found(streets, layers, community=community)


def assert_works(session, caplog, name):
    faults = [record for record in caplog.records if record.name == "amparo.pages"]
    assert not session.at.exception, name
    assert not faults, (name, faults[0].getMessage(), faults[0].exc_info[1])
    assert gettext("error.unexpected") not in session.words, name


def assert_names_what_is_missing(session, combination, name):
    words = session.words
    for layer in PARTS_BY_SCREEN[name]:
        is_named = gettext(f"missing.{layer}") in words
        assert is_named == (combination[layer] == ABSENT), (name, layer)
    if name in ("home", "coverage", "completeness"):
        unknown = combination["demand"] in ("some", "none")
        assert (gettext("missing.women") in words) == unknown, name
    if any(combination[layer] == ABSENT for layer in PARTS_BY_SCREEN[name]):
        assert gettext("missing.where", screen=gettext("menu.setup")) in words, name


def list_concerned_screens(combination):
    """List the screens that need an absent layer; all of them where nothing is there."""
    absent = {layer for layer, option in combination.items() if option == ABSENT}
    if len(absent) == len(combination):
        return [screen.name for screen in SCREENS]
    concerned = [name for name, parts in PARTS_BY_SCREEN.items() if absent & set(parts)]
    women = ["coverage", "completeness"] if combination["demand"] in ("some", "none") else []
    return dict.fromkeys(name for name in [*concerned, *women, "setup"] if name != "home")


@pytest.mark.parametrize("combination", list_covering(), ids=name_combination)
def test_every_screen_works_and_says_what_is_missing(home, caplog, combination):
    caplog.set_level(logging.ERROR, "amparo.pages")
    store = build_community(combination)
    session = ScreenSession()
    assert_names_what_is_missing(session, combination, "home")
    for name in list_concerned_screens(combination):
        session.open(name)
        assert_works(session, caplog, name)
        if name in PARTS_BY_SCREEN:
            assert_names_what_is_missing(session, combination, name)
    if combination["streets"] != ABSENT:
        for name in ("route", "support"):  # with all that is chosen there
            session.open(name, **{key.replace(":", "__"): value for key, value in CHOSEN.items()})
            assert_works(session, caplog, f"{name}, chosen")
    if combination["services"] != ABSENT:
        kind = "police" if combination["services"] == "open" else "shelter"
        session.open("coverage", reach__asked=(kind, "metres", 250), when_coverage="night")
        assert_works(session, caplog, f"coverage, {kind}")
    store.close()


@pytest.mark.parametrize("step", SETUP_STEPS)
def test_every_step_of_the_setup_works_for_an_empty_place(home, caplog, step):
    caplog.set_level(logging.ERROR, "amparo.pages")
    store = open_store(home)
    add_community(store, Community("napkin", "Servilleta", demonstration=True))
    session = ScreenSession(comes_home=False).open("setup", place__step=step)
    assert_works(session, caplog, step)
    store.close()


def test_an_empty_place_offers_only_what_comes_first(home):
    store = open_store(home)
    add_community(store, Community("napkin", "Servilleta", demonstration=True))
    session = ScreenSession(comes_home=False).open("home")
    offered = {button.key for button in session.at.button}
    assert "to_setup" in offered
    assert not {"to_route", "to_coverage"} & offered
    assert "Servilleta" in session.fault
    store.close()


def test_without_streets_marked_places_are_named_by_their_zone(home):
    store = build_community(list_covering()[0] | {"streets": ABSENT})
    words = read(ScreenSession(comes_home=False).open("map", light="night"))
    assert "nan" not in words.split()
    assert "Oeste" in words
    store.close()


# --- numbers -------------------------------------------------------------------------------------


def read(session):
    return " ".join(session.words.split())


def test_home_says_who_lives_within_and_outside_and_that_women_are_not_known(home):
    full = list_covering()[0]
    store = build_community(full)
    assert "son mujeres" in read(ScreenSession(comes_home=False).open("home"))
    assert "48 personas de la lista viven fuera del límite." in read(
        ScreenSession(comes_home=False).open("home")
    )
    store.close()


def test_coverage_says_who_is_outside_and_at_least_how_many_women(home):
    combination = list_covering()[0] | {"demand": "none", "services": "open", "zones": ABSENT}
    store = build_community(combination)
    words = read(
        ScreenSession(comes_home=False).open("coverage", reach__asked=("police", "metres", 250))
    )
    assert "personas de la lista viven fuera del límite. No se cuentan." in words
    assert gettext("population.women_unknown") in words
    assert gettext("coverage.not_known") in words
    store.close()


def test_coverage_without_a_boundary_says_that_everybody_is_counted(home):
    store = build_community(list_covering()[0] | {"boundary": ABSENT})
    assert gettext("population.no_boundary") in read(
        ScreenSession(comes_home=False).open("coverage")
    )
    store.close()


def test_where_everybody_lives_outside_nobody_is_said_to_be_far(home):
    combination = list_covering()[0] | {"demand": ABSENT}
    store = build_community(combination)
    add_features(store, "napkin", "demand", DRAWN["demand"]["all"].iloc[4:])
    session = ScreenSession(comes_home=False).open("coverage")
    assert "viven fuera del límite de Servilleta" in session.fault
    assert "quedan lejos" not in session.words
    store.close()
