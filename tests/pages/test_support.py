"""The screen of doors, without a browser: three questions, the steps, and that she chooses."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from geo.communities.demonstration import DEMO_SLUG
from geo.language import gettext, list_locales
from geo.layers.confidential_features import is_confidential
from geo.pathways.records import SITUATIONS
from geo.routes.planning import Location
from geo.store import open_store
from geo.store.layers import read_layer
from pages.ui.route.endpoints import Endpoint
from pages.ui.support.inputs import HOURS_BY_SINCE, SupportForm
from pages.ui.support.stop_list import RETURN_KEY
from tests.feature_edits import edit_features
from tests.pages.conftest import ScreenSession
from tests.pages.test_screens import UNTRANSLATED

THERE = Endpoint("Calle El Molino", Location(13.9000, -89.8455))
HERE = ZoneInfo("America/El_Salvador")
THURSDAY_10 = datetime(2026, 11, 26, 10, tzinfo=HERE)
THURSDAY_22 = datetime(2026, 11, 26, 22, tzinfo=HERE)
FAR = Endpoint("Lejos", Location(14.6, -89.8))


def answered(visit, situation="sexual_violence", *, since="today", leaves=THURSDAY_10, **more):
    form = SupportForm(situation=situation, since=since, departs_at=leaves, **more)
    return visit.open("support", way__start=THERE, support__asked=form)


def plain(visit):
    return " ".join(visit.words.split())


def keys(visit, beginning):
    return [one.key for one in visit.at.button if (one.key or "").startswith(beginning)]


def test_before_any_answer_it_asks_and_keeps_nothing(visit):
    visit.open("support")
    assert visit.title == gettext("support.title")
    assert gettext("support.result") in visit.words
    assert gettext("route.private") in visit.words
    assert keys(visit, "more_") == []


@pytest.mark.slow
@pytest.mark.parametrize(
    ("situation", "locale"),
    [(one, "es") for one in SITUATIONS]
    + [("sexual_violence", code) for code in list_locales()[1:]],
)
def test_every_situation_has_steps_and_nothing_is_untranslated(demo, situation, locale):
    session = answered(ScreenSession(lang=locale), situation)
    assert not session.at.exception
    assert session.fault is None
    assert len(keys(session, "more_")) >= 3
    assert UNTRANSLATED.findall(session.words) == []


def test_each_step_opens_whole(visit):
    answered(visit)
    for key in keys(visit, "more_"):
        visit.press(key)
        assert not visit.at.exception
        assert visit.fault is None
        assert gettext("support.you_choose") in visit.words
        assert UNTRANSLATED.findall(visit.words) == []


def test_what_has_a_clinical_time_comes_first_and_is_in_time(visit):
    answered(visit, since="today").press("more_health")
    text = plain(visit)
    assert keys(visit, "more_")[0] == "more_health"
    assert "todavía a tiempo" in text
    assert gettext("support.still_then") in text
    assert "su mejor tiempo ya pasó" not in text


def test_after_its_time_a_step_stays_and_says_to_go_all_the_same(visit):
    answered(visit, since="days_4").press("more_health")
    text = plain(visit)
    assert gettext("support.still_now") in text
    assert "su mejor tiempo ya pasó. Vaya igual." in text
    assert "todavía a tiempo, hasta" in text, "another window of the same step is open yet"


def test_who_does_not_say_since_when_is_shown_no_deadline(visit):
    answered(visit, since="untold").press("more_health")
    text = plain(visit)
    assert "todavía a tiempo" not in text
    assert "ya pasó" not in text
    assert HOURS_BY_SINCE["untold"] is None


def test_she_may_begin_elsewhere_leave_a_step_and_take_it_up_again(visit):
    answered(visit, "physical_violence")
    before = keys(visit, "more_")
    other = before[-1].removeprefix("more_")
    walked = [key.removeprefix("see_") for key in keys(visit, "see_")]
    last = walked[-1]
    visit.press(f"more_{last}").press(f"first_{last}")
    assert keys(visit, "see_")[0] == f"see_{last}"
    visit.press(f"more_{other}").press(f"skip_{other}")
    assert f"more_{other}" not in keys(visit, "more_")
    visit.press(f"take_up_{other}")
    assert f"more_{other}" in keys(visit, "more_")


def test_another_service_is_a_click_away_and_can_be_given_back(visit):
    answered(visit, leaves=THURSDAY_10)
    visit.press("more_health")
    offered = keys(visit, "take_health_")
    assert offered
    proposed = plain(visit)
    visit.press(offered[0])
    assert "Casa de salud de Loma Alta" in plain(visit)
    assert plain(visit) != proposed
    visit.press("more_health").press("propose_health")
    assert visit.at.session_state["support:asked"].chosen == ()


def test_a_closed_service_says_when_it_opens_and_who_answers_meanwhile(visit):
    answered(visit, "threat", leaves=THURSDAY_22)
    text = plain(visit)
    assert "Cerrada · abre mañana a las" in text
    assert "Mientras tanto contestan: Línea de escucha, 0000 0012" in text
    assert "0000 0012 Línea de escucha, a toda hora" in text


@pytest.mark.parametrize("reveals", [False, True])
def test_a_confidential_place_is_shown_by_its_contact_alone(demo, reveals):
    session = answered(ScreenSession(), "physical_violence")
    if reveals and any(one.key == "reveal" for one in session.at.button):
        session.press("reveal")
    text = plain(session)
    assert gettext("support.confidential") in text
    assert "Llame a la Línea de escucha, 0000 0012 , a cualquier hora." in text, "a link"
    assert "0000 0010" not in text, "the shelter's own telephone"
    assert "see_shelter" not in keys(session, "see_")


def test_the_return_route_has_its_hours_its_dark_and_its_route(visit):
    answered(visit, "threat", leaves=THURSDAY_10.replace(hour=15))
    assert gettext("support.back_dark") in plain(visit)
    assert gettext("support.back") in visit.words
    text = {"leave": "%", "arrive": "%", "span": "%"}
    assert gettext("support.back_when", **text).partition("%")[0] in plain(visit)
    assert not visit.press("way:back").at.exception
    assert visit.at.session_state["support:shown"] == RETURN_KEY
    early = answered(visit, "threat", leaves=THURSDAY_10.replace(hour=7))
    assert gettext("support.back_dark") not in plain(early)


def test_a_place_that_is_not_here_is_said_with_its_remedy(visit):
    form = SupportForm(situation="threat", since="today", departs_at=THURSDAY_10)
    visit.open("support", way__start=FAR, support__asked=form)
    assert visit.fault is not None
    assert not visit.at.exception


def test_where_she_starts_is_written_nowhere(visit, home):
    answered(visit, "child").press(keys(visit, "more_")[0])
    assert "community" not in visit.at.query_params
    store = open_store(home)
    audit_lines = str(store.rows("audit/lines"))
    assert "13.9" not in audit_lines
    assert "Molino" not in audit_lines
    contents = [path.read_bytes() for path in home.rglob("*") if path.is_file()]
    assert not any(b"13.9000" in content for content in contents)


# --- telephones, hours and addresses -------------------------------------------------------------


@pytest.fixture
def edited(demo):
    """Give the services of the demonstration other telephones, hours and addresses."""
    services = read_layer(demo, DEMO_SLUG, "services")
    is_open = ~is_confidential(services)
    health = services["type"] == "health"
    services.loc[is_open, "opening_hours"] = None
    services.loc[is_open, "phone"] = None
    services.loc[health, "phone"] = "0000 0001 anexo 7 / <b>0000 0002</b>"
    services.loc[health, "address"] = "Calle <i>Real</i> 5"
    services.loc[services["type"] == "phone_line", "phone"] = "0000 0099"
    edit_features(demo, DEMO_SLUG, "services", services, who="test")
    return demo


def bodies(session):
    return " ".join(part.body or "" for part in session.at.get("html"))


def test_a_plan_links_numbers_and_says_what_is_not_known(edited):
    session = answered(ScreenSession())
    html, text = bodies(session), plain(session)
    assert '<a class="dial" href="tel:00000001">0000 0001</a> anexo 7 / &lt;b&gt;' in html
    assert '<a class="dial" href="tel:00000002">0000 0002</a>' in html
    assert "Calle &lt;i&gt;Real&lt;/i&gt; 5" in html
    assert gettext("support.hours_unknown") in text
    assert gettext("contact.no_phone") in text
    assert gettext("support.always_open") not in text
    assert gettext("support.other_lines") in text, "a line whose hours nobody knows"
    assert 'href="tel:00000099"' in html
    session.press("more_health")
    assert 'href="tel:00000002"' in bodies(session)
    assert not session.at.exception


def test_the_table_of_the_map_says_the_same(edited):
    session = ScreenSession(comes_home=False).open("map")
    html = bodies(session)
    assert '<a class="dial" href="tel:00000001">0000 0001</a> anexo 7 / &lt;b&gt;' in html
    assert "Calle &lt;i&gt;Real&lt;/i&gt; 5" in html
    assert gettext("support.hours_unknown") in session.words
    assert gettext("contact.no_phone") in session.words


def test_a_route_to_a_service_tells_how_to_reach_it(edited):
    start, end = Endpoint("A", THERE.location), Endpoint("Salud", service_type="health")
    session = ScreenSession(comes_home=False).open("route", way__start=start, way__end=end)
    html = bodies(session)
    assert 'href="tel:00000002"' in html
    assert gettext("support.hours_unknown") in session.words
    assert "Calle &lt;i&gt;Real" in html


def test_the_menu_closes_once_something_was_chosen_in_it(visit):
    """A menu of another key is another element, which the browser shows closed."""

    def menu_key():
        return f"menu_{visit.at.session_state['menu:shown'][1]}"

    first = menu_key()
    visit.at.run()
    assert menu_key() == first
    visit.open("map")
    assert menu_key() != first


def test_the_file_of_the_words_is_named_to_nobody_else(visit):
    assert "amparo.po" not in visit.words
    assert gettext("language.correct") in visit.words
