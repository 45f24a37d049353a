"""Every screen in every language: its question, its words, and nothing untranslated."""

from __future__ import annotations

import re

import pytest

from geo.cartography import demand_tiles
from geo.language import gettext, list_locales
from geo.privacy.view import View
from geo.routes.planning import Location
from pages.ui.route.endpoints import Endpoint
from tests.pages.conftest import ScreenSession

SCREENS = (
    *("home", "map", "route", "support", "coverage", "scenarios", "completeness", "pathways"),
)
UNTRANSLATED = re.compile(r"\b[a-z_]+\.(?!po\b)[a-z_]+[a-z]\b|\{[a-z_]+\}")
LOMA = Location(13.9026, -89.8479)
UNIT = Location(13.904935, -89.836473)
FAR = Location(14.6, -89.8)

each_locale = pytest.mark.parametrize("locale", list_locales())


@pytest.mark.slow
@each_locale
@pytest.mark.parametrize("name", SCREENS)
def test_a_screen_asks_its_question_and_leaves_nothing_untranslated(demo, name, locale):
    session = ScreenSession(comes_home=False, lang=locale).open(name)
    assert not session.at.exception
    assert session.fault is None
    assert session.title == gettext(f"{name}.title", locale)
    assert UNTRANSLATED.findall(session.words) == []


@each_locale
def test_an_answered_route_leaves_nothing_untranslated(demo, locale):
    session = ScreenSession(comes_home=False, lang=locale).open(
        "route", way__start=Endpoint("A", LOMA), way__end=Endpoint("B", UNIT)
    )
    assert session.fault is None
    assert gettext("route.why", locale) in session.words
    assert UNTRANSLATED.findall(session.words) == []


def test_every_screen_says_that_the_demonstration_is_invented(visit):
    for name in SCREENS:
        session = visit.open(name)
        assert gettext("shell.badge") in session.words
        # What helps is not invented, so its screen has the badge alone.
        assert (gettext("shell.demo") in session.words) == (name != "pathways")


def test_home_counts_what_the_groups_drew(visit):
    words = visit.open("home").words
    assert "9 grupos de aquí" in words
    assert "64 personas de 13 a 77 años" in words
    assert "14 de noviembre" in words
    assert "15 zonas marcadas." in words
    assert "6 lugares para esperar" in words


def test_home_leads_on(visit):
    visit.open("home").press("to_route")
    assert visit.title == gettext("route.title")


# --- the map -------------------------------------------------------------------------------------


def test_the_map_lists_by_night_what_does_not_hold_by_day(visit):
    night = visit.open("map").choose("light", "night").words
    assert "Zonas marcadas, de noche" in night
    assert "Grupos con armas" in night
    day = visit.choose("light", "day").words
    assert "Zonas marcadas, de día" in day
    assert "Grupos con armas" not in day


def test_the_map_shows_hours_in_words_and_keeps_confidential_places(visit):
    words = visit.open("map").words
    assert "lunes a viernes, 8:00\u202fa.m. a 4:00\u202fp.m." in words
    assert words.count(gettext("map.confidential")) == 2
    assert "Mo-Fr" not in words


def test_the_map_offers_each_layer_as_a_file(visit):
    visit.open("map")
    names = {button.key for button in visit.at.get("download_button")}
    assert {f"file:chancala-{layer}.geojson" for layer in ("risk_areas", "services")} <= names


@pytest.mark.parametrize("suffix", [".kml", ".gpkg", ".umap"])
def test_the_map_offers_each_layer_for_phones_and_other_programs(visit, suffix):
    visit.open("map").at.selectbox(key="layer_file_format").set_value(suffix).run()
    names = {button.key for button in visit.at.get("download_button")}
    assert {f"file:chancala-{layer}{suffix}" for layer in ("risk_areas", "services")} <= names


def test_a_spreadsheet_is_offered_for_points_alone(visit):
    visit.open("map").at.selectbox(key="layer_file_format").set_value(".xlsx").run()
    names = {button.key for button in visit.at.get("download_button")}
    assert names == {f"file:chancala-{layer}.xlsx" for layer in ("services", "demand")}


# --- the way -------------------------------------------------------------------------------------


def test_before_any_choice_the_route_says_what_to_do(visit):
    assert "Toque el mapa donde empieza." in " ".join(visit.open("route").words.split())


def test_with_a_start_it_asks_where_to(visit):
    words = " ".join(visit.open("route", way__start=Endpoint("Calle La Loma", LOMA)).words.split())
    assert "Calle La Loma → ¿A dónde?" in words
    assert "Ahora toque el mapa a dónde va" in words


def test_a_route_shows_what_it_costs_and_saves_and_why(visit):
    visit.open(
        "route",
        way__start=Endpoint("Calle La Loma", LOMA),
        way__end=Endpoint("Salud", service_type="health"),
    )
    visit.choose("when_route", "night")
    words = " ".join(visit.words.split())
    assert "Calle La Loma → Salud" in words
    assert "minutos más, 338 metros menos por zonas marcadas." in words
    assert "El puente de Calle Real está en zona marcada: 146 metros." in words
    assert "Es el único paso." in words
    assert "Deja a un lado Vereda del Cafetal y Vereda del Río" in words
    assert "Los dos caminos sirven. Usted escoge." in words


def test_choosing_the_shortest_shows_the_opposite(visit):
    visit.open("route", way__start=Endpoint("A", LOMA), way__end=Endpoint("B", UNIT))
    visit.choose("when_route", "night").choose("choice_3", 0)
    assert "minutos menos, 338 metros más por zonas marcadas." in " ".join(visit.words.split())


def test_the_route_is_shown_step_by_step(visit):
    visit.open("route", way__start=Endpoint("A", LOMA), way__end=Endpoint("B", UNIT)).press("steps")
    assert "Siga por el puente de Calle Real" in visit.words


def test_a_place_outside_gets_a_sentence_and_the_screen_goes_on(visit):
    visit.open("route", way__start=Endpoint("A", LOMA), way__end=Endpoint("Lejos", FAR))
    assert "queda fuera de Chancala" in visit.fault
    assert visit.title == gettext("route.title")
    assert not visit.at.exception


def test_a_confidential_service_gets_a_sentence_and_not_a_place(visit):
    visit.open(
        "route", way__start=Endpoint("A", LOMA), way__end=Endpoint("Casa", service_type="shelter")
    )
    assert "Pregunte a la coordinación" in visit.fault


def test_where_she_starts_is_in_no_address(visit):
    visit.open("route", way__start=Endpoint("A", LOMA), way__end=Endpoint("B", UNIT))
    assert "13.9" not in str(dict(visit.at.query_params))


# --- completeness --------------------------------------------------------------------------------


def test_the_matrix_opens_a_cell_with_its_reasons(visit):
    visit.open("completeness")
    assert visit.fault is None
    assert "El Zapote" in str([one.value for one in visit.at.markdown])
    (open_cell,) = [one for one in visit.at.button if "_open_" in str(one.key)]
    other = next(one for one in visit.at.button if str(one.key).startswith("cell_high_shut"))
    other.click().run()
    assert visit.fault is None
    (now_open,) = [one for one in visit.at.button if "_open_" in str(one.key)]
    assert now_open.key != open_cell.key
    assert "pueden hacer todos los pasos" in visit.words


# --- coverage ------------------------------------------------------------------------------------


def left(session: ScreenSession) -> int:
    match = re.search(r"([\d,]+) personas quedan lejos", " ".join(session.words.split()))
    return int(match[1].replace(",", ""))


def test_coverage_says_who_is_left_and_quiet_routes_leave_more(visit):
    uncovered = left(visit.open("coverage", when_coverage="night"))
    visit.at.toggle(key="quiet").set_value(True).run()
    assert left(visit) > uncovered > 0
    assert "50 metros por zonas marcadas" in visit.words


def test_a_longer_limit_leaves_fewer(visit):
    short = left(visit.open("coverage", reach__asked=("health", "minutes", 20)))
    assert left(visit.open("coverage", reach__asked=("health", "minutes", 30))) < short


def test_small_numbers_are_not_shown(visit):
    words = visit.open("coverage").words
    assert "en grupos de al menos 5 personas" in words
    assert "&lt;5" not in words  # a hidden number would be what others leave of the sum


def test_a_confidential_type_is_shown_by_zone_and_never_on_the_map(visit):
    visit.open("coverage", reach__asked=("shelter", "minutes", 20))
    assert visit.fault is None
    assert "solo por cantón" in visit.words
    assert gettext("coverage.legend_gap") not in visit.words


def test_a_type_that_nobody_offers_gets_a_sentence(visit):
    visit.open("coverage", reach__asked=("other", "minutes", 20))
    assert "no hay ningún servicio de este tipo" in visit.fault


# --- where people live ---------------------------------------------------------------------------


def test_homes_are_read_only_where_somebody_asks_for_them(visit, monkeypatch):
    """Those of a large place take many seconds, and nobody may have asked for them."""

    def refuse(view):
        pytest.fail("the homes were read")

    monkeypatch.setattr(View, "demand", property(refuse))
    visit.open("map")
    assert visit.title == gettext("map.title")
    assert not visit.at.exception


def test_many_homes_are_shown_by_density_and_few_as_dots(visit, monkeypatch):
    chosen = ["services", "demand"]
    few = visit.open("map").choose("layers", chosen).words
    assert gettext("legend.people_dot") in few
    assert gettext("legend.people_per_hectare") not in few
    monkeypatch.setattr(demand_tiles, "MAX_DOTS", 3)
    many = visit.choose("layers", chosen).words
    assert gettext("legend.people_per_hectare") in many
    assert gettext("legend.from", low=300) in many
    assert not visit.at.exception
