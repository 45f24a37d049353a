"""
Leaving in a hurry, against a real server: how fast the screen is covered, and what is left after.

In each way: the time until the cover was painted. Once in each way: the session on the
server, asked for again by its name; the visit, its cookie sent again; the tab's history and what
the browser keeps.
"""

from __future__ import annotations

import json
import re
import statistics

import httpx
import pytest
from playwright.sync_api import expect

from geo.access.sessions import SESSION_COOKIE
from geo.language import gettext
from tests.browser.screens import map_of, settled
from tests.browser.test_quick_exit import STOPWATCH, in_the_map
from tests.leaks import seeding, wire
from tests.leaks.conftest import serving
from tests.leaks.searching import table
from tests.leaks.walking import QUERY
from tests.thorough import choose

pytestmark = pytest.mark.browser
TIMES = choose(1, 3)
PATIENCE = 60_000  # ms; two cores, and others at work on them
ACTIVE = re.compile(r"^active_sessions(?:{.*})? (\d+)", re.MULTILINE)


@pytest.fixture(scope="module")
def server(seeded, tmp_path_factory):
    folder = tmp_path_factory.mktemp("leaving")
    with serving(seeded.here, folder) as running:
        yield running


@pytest.fixture
def tab(browser, server, seeded):
    """Open a tab of somebody who is signed in; each test has a visit of its own."""
    token = seeded.visits["planner"].pop()
    context = browser.new_context(base_url=server.url, locale="es")
    context.set_default_timeout(PATIENCE)
    context.add_cookies([{"name": SESSION_COOKIE, "value": token, "url": server.url}])
    page = context.new_page()
    page.token = token
    yield page
    context.close()


def press(page, key, times=3):
    for _ in range(times):
        page.keyboard.press(key)


def dialog(page):
    page.locator(".st-key-ends button").click()
    page.get_by_role("dialog").wait_for()


def busy(page):
    """Begin a run, and do not wait for it."""
    page.get_by_test_id("stTopNav").get_by_role("link").nth(3).click()


LINK = "body > a.leave"
WAYS = {
    # First, on a page as it was loaded: whether its map is listened to is no doing of the test.
    "Escape x3 in the map": (None, lambda page: in_the_map(page, "Escape")),
    "button": (None, lambda page: page.locator(LINK).click()),
    "Escape x3": (None, lambda page: press(page, "Escape")),
    "Shift x3": (None, lambda page: press(page, "Shift")),
    "Shift x3 in the map": (None, lambda page: in_the_map(page, "Shift")),
    "button, a run under way": (busy, lambda page: page.locator(LINK).click()),
    "button, a dialog open": (dialog, lambda page: page.locator(LINK).click()),
}


def covered(page, said):
    """Wait until the stopwatch has spoken."""
    for _ in range(400):
        for text in said:
            if text.startswith("covered"):
                return json.loads(text.removeprefix("covered "))
        page.wait_for_timeout(25)
    message = f"nothing covered the screen: {said}"
    raise AssertionError(message)


# The page forgets that it was left, so that it can be left again without being loaded again.
FORGET_IT = """() => {
  document.getElementById("cover").remove();
  delete window.AmparoQuickExit;
  document.querySelector("body > a.leave").remove();
  document.querySelector("#root a.leave").hidden = false;
}"""
HEAR_THE_MAP = """() => window.AmparoQuickExit.listen(
  document.querySelector(".st-key-map iframe").contentWindow)"""


def test_the_cover_is_painted_at_once(tab):
    """
    What follows the cover is held back: the page is to stay, and to be left again.

    Printed is how long it takes: a time tells what else the machine was doing, and is no proof.
    """
    for address in ("**/calendar", "**/amparo/leave"):
        tab.route(address, lambda route: route.fulfill(status=204))  # a page stays on that
    said = []
    tab.on("console", lambda one: said.append(one.text))
    rows, loaded = [], False
    for name, (before, go) in WAYS.items():
        took = []
        for turn in range(TIMES):
            if not loaded or before is busy:
                tab.goto(f"/way?{QUERY}")
                settled(tab)
                script = tab.locator("script[src*='/exit/']").first.get_attribute("src")
            else:
                tab.evaluate(FORGET_IT)
                tab.add_script_tag(url=script)
                tab.evaluate(HEAR_THE_MAP)
            said.clear()
            tab.evaluate(STOPWATCH)
            if before and (turn == 0 or before is busy):
                before(tab)
            go(tab)
            told = covered(tab, said)
            assert told["whole"]
            took.append(told["painted"])
            loaded = before is not busy  # whose run leads to another screen
        rows.append((name, TIMES, round(statistics.median(took), 1), round(max(took), 1)))
    table("Until the cover is painted", ("way out", "times", "median ms", "largest ms"), rows)


def active(server):
    """Count the sessions that Streamlit holds."""
    return int(ACTIVE.search(httpx.get(f"{server.url}/_stcore/metrics").text)[1])


def resumed(server, token, session):
    """Ask for a session by its name, as a browser does whose line broke; give what one gets."""
    with wire.connected(server.url, token, session) as asked:
        return asked.run("map", QUERY).session


def test_a_line_that_broke_gets_its_session_back(server, seeded):
    """Without leaving, the server keeps the session: what is tested below could fail."""
    token = seeded.visits["member"].pop()
    with wire.connected(server.url, token) as asked:
        session = asked.run("map", QUERY).session
    assert session
    assert resumed(server, token, session) == session


def test_nothing_is_left_of_the_session_the_session_and_the_tab(tab, server):
    tab.goto(f"/map?{QUERY}")
    settled(tab)
    link = tab.locator(LINK)
    session = link.get_attribute("data-session")
    for number in (2, 3):
        tab.get_by_test_id("stTopNav").get_by_role("link").nth(number).click()
        settled(tab)
    tab.evaluate("localStorage.setItem('drawn', '1'); sessionStorage.setItem('x', '1')")
    before = active(server)
    link.click()
    tab.wait_for_url("**/calendar")
    expect(tab.locator("td.today")).to_have_count(1)
    until_gone(tab)
    facts = {
        "sessions before": before,
        "sessions after": active(server),
        "its name asked for again gives": "another"
        if resumed(server, None, session) != session
        else "the same",
        "its cookie sent again is": "refused" if refused(server, tab.token) else "accepted",
        "cookies": tab.context.cookies(),
        "local, session storage": tab.evaluate("[localStorage.length, sessionStorage.length]"),
        "address": tab.url.removeprefix(server.url),
        "title": tab.title(),
        "icons": tab.evaluate("[...document.querySelectorAll('link[rel~=icon]')].map(x => x.href)"),
        "entries of the tab": sorted(
            {one.removeprefix(server.url) for one in tab.evaluate(
                "navigation.entries().map((entry) => entry.url)")}),
    }  # fmt: skip
    tab.go_back()
    facts["back leads to"] = tab.url.removeprefix(server.url)
    table("After leaving", ("what", "is"), facts.items())
    assert facts["sessions after"] == before - 1
    assert facts["its name asked for again gives"] == "another"
    assert facts["its cookie sent again is"] == "refused"
    assert facts["cookies"] == []
    assert facts["local, session storage"] == [0, 0]
    assert facts["address"] == "/calendar"
    assert facts["entries of the tab"] == ["/calendar"]
    assert facts["back leads to"] in ("/calendar", "about:blank")
    words = (facts["title"] + tab.content()).lower()
    assert not [word for word in ("amparo", seeding.SLUG, seeding.NAME.lower()) if word in words]


def until_gone(page):
    """Wait until the server was told: its answer takes the cookies back."""
    for _ in range(200):
        if not page.context.cookies():
            return
        page.wait_for_timeout(50)


def refused(server, token):
    """Send the cookie of a visit again: whoever is let in sees who she is."""
    with wire.connected(server.url, token) as asked:
        return asked.run("access", QUERY).title == gettext("access.title.out")


def test_a_run_under_way_keeps_nothing_alive(tab, server):
    """Leave while the server works: the session that began the run is gone all the same."""
    tab.goto(f"/coverage?{QUERY}")
    settled(tab)
    session = tab.locator(LINK).get_attribute("data-session")
    map_of(tab)
    busy(tab)
    press(tab, "Escape")
    tab.wait_for_url("**/calendar")
    until_gone(tab)
    assert resumed(server, None, session) != session
    assert refused(server, tab.token)
