"""
Everything a browser receives, searched: bodies of answers, frames of sockets, files it takes along.

A coordinator who asked for reserved places is the proof that the search would find them.
"""

from __future__ import annotations

import pytest
from playwright.sync_api import Error, expect

from geo.access.sessions import SESSION_COOKIE
from geo.language import gettext
from tests.browser.screens import map_of, settled, wait_until_still
from tests.leaks import seeding
from tests.leaks.conftest import serving
from tests.leaks.searching import search, table
from tests.leaks.walking import QUERY

pytestmark = pytest.mark.browser
PATIENCE = 60_000  # ms; two cores, and others at work on them
MAPS = ("", "map", "way", "coverage")
# Files of the program are the same for everybody.
OF_THE_PROGRAM = ("/static/", "/amparo/assets/", "/component/")


@pytest.fixture(scope="module")
def server(seeded, tmp_path_factory):
    folder = tmp_path_factory.mktemp("browser")
    with serving(seeded.here, folder) as running:
        yield running


class Ear:
    """Keeps all that a tab receives."""

    def __init__(self, page):
        self.frames, self.answers, self.files = [], [], {}
        page.on("websocket", lambda one: one.on("framereceived", self._frame))
        # What was left behind unfinished never has a body, and asking for it would wait for ever.
        page.on("requestfinished", lambda one: self.answers.append(one))

    def _frame(self, content):
        self.frames.append(content if isinstance(content, bytes) else content.encode())

    def told(self):
        """Give all bytes by kind and where they came from."""
        yield "frames", "socket", b"".join(self.frames)
        for asked in self.answers:
            path = "/" + asked.url.partition("//")[2].partition("/")[2]
            if not path.startswith(OF_THE_PROGRAM):
                kind = "tiles" if "amparo/tiles" in path else "answers"
                yield kind, path, _received(asked)
        yield from (("files", name, content) for name, content in self.files.items())


def _received(asked):
    answer = asked.response()
    try:
        return answer.body() + str(answer.headers).encode()
    except Error:  # a redirect has none, and the browser lets go of what was left behind
        return str(answer.headers).encode()


@pytest.fixture
def tab(browser, server, seeded):
    """Open tabs with or without a visit; give the tab and its ear."""
    contexts = []

    def opened(role):
        context = browser.new_context(base_url=server.url, locale="es")
        context.set_default_timeout(PATIENCE)
        if role:
            token = seeded.visits[role].pop()
            context.add_cookies([{"name": SESSION_COOKIE, "value": token, "url": server.url}])
        contexts.append(context)
        page = context.new_page()
        return page, Ear(page)

    yield opened
    for context in contexts:
        context.close()


def look_around(page, kind="shelter"):
    """Open every map, near to and far from the shelter, and ask for its coverage."""
    for name in MAPS:
        page.goto(f"/{name}?{QUERY}")
        settled(page)
        if name == "map":
            for zoom in (18, 15, 11):
                lat, lon = seeding.SHELTER["here"]
                map_of(page).evaluate(f"Amparo.map.setView([{lat}, {lon}], {zoom})")
                page.wait_for_timeout(300)
    page.locator(".st-key-reach button").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("radio", name=gettext(f"service_type.{kind}")).click()
    dialog.get_by_role("button", name=gettext("inputs.done")).click()
    expect(page.locator(".st-key-reach")).to_contain_text(gettext(f"service_type.{kind}"))
    settled(page)


def take_along(page, ear):
    """Take every file that the map and coverage offer."""
    _take(page, ear, page.locator(".st-key-foot"))
    page.goto(f"/map?{QUERY}")
    settled(page)
    page.locator(".st-key-files button").first.click()
    _take(page, ear, page.get_by_test_id("stPopoverBody"))


def _take(page, ear, place):
    buttons = place.get_by_test_id("stDownloadButton").get_by_role("button")
    buttons.first.wait_for()
    wait_until_still(page)  # one comes after the other
    for number in range(buttons.count()):
        with page.expect_download() as waited:
            buttons.nth(number).click()
        ear.files[waited.value.suggested_filename] = waited.value.path().read_bytes()


def counted(ear, secrets):
    """Search all that was received: rows for a table, and findings."""
    rows, faults = {}, []
    for kind, where, content in ear.told():
        found = search(where, content, secrets)
        row = rows.setdefault(kind, [0, 0, 0])
        row[0] += 1
        row[1] += len(content)
        row[2] += len(found)
        faults += found
    return rows, faults


HEADS = ("received", "outputs", "visitor", "bytes", "findings")


def test_nothing_hidden_is_received(tab):
    told, faults = [], []
    for role in (None, "planner"):
        page, ear = tab(role)
        look_around(page)
        if role:
            take_along(page, ear)
            assert len(ear.files) >= 5
        audience = "network" if role else "public"
        rows, met = counted(ear, seeding.SECRETS[audience])
        told += [(kind, n, role or "nobody", size, off) for kind, (n, size, off) in rows.items()]
        faults += met
        assert rows["frames"][1] > 100_000
        assert rows["tiles"][0] > 0
    table("What a browser receives", HEADS, told)
    assert not faults


def test_a_coordinator_who_asks_receives_it(tab):
    page, ear = tab("coordinator")
    page.goto(f"/map?{QUERY}")
    settled(page)
    rows, met = counted(ear, seeding.DOORS)
    assert not met, "before she asks she reads as the network"
    page.locator(".st-key-more button").first.click()
    page.locator(".st-key-reveal button").click()
    expect(page.get_by_text(gettext("confidential.shown")).first).to_be_visible()
    settled(page)
    rows, met = counted(ear, seeding.DOORS)
    told = [(kind, n, "coordinator", size, off) for kind, (n, size, off) in rows.items()]
    table("The same search, once she asks", HEADS, told)
    assert {one.secret for one in met} == {one.name for one in seeding.DOORS}
    assert {one.how.split()[0] for one in met} >= {"word", "written"}
