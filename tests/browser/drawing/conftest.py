"""
A workshop to draw in: the demonstration community with drawing sessions that phones can join.

`workshop` is the server; `phone` and `desktop` hand out guarded screens that joined a session of
their own, `join` lets further ones in. A `Hand` does what a person does on the drawing page.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import CDPSession, Page, expect

from geo.model import FACILITATOR_ROLES
from geo.store import open_store
from geo.workshop.drawing_sessions import SessionDetails, open_drawing
from tests.browser.conftest import SCREENS, App, copy_demo, guarded_page, running_app

COMMUNITY = "chancala"
SESSIONS = 64  # one for each test, so that none sees what another drew
PATIENCE_S = 15
STEPS = 8  # places where a moving finger is felt


@dataclass
class Workshop:
    """A running app, and the words of drawing sessions that nobody has joined yet."""

    app: App
    words: list[str] = field(default_factory=list)


@pytest.fixture(scope="session")
def workshop(built_demo, tmp_path_factory, chromium) -> Iterator[Workshop]:
    folder = copy_demo(built_demo, tmp_path_factory.mktemp("workshop"))
    words = opened_sessions(folder / "home")
    with running_app(folder) as running:
        yield Workshop(running, words)


def opened_sessions(home: Path) -> list[str]:
    """Open drawing sessions in the demonstration, before the server holds the file."""
    said = SessionDetails(
        held_on=date(2026, 11, 20),
        age_band="15-24",
        participants=8,
        moment="night",
        facilitator_role=FACILITATOR_ROLES[0],
        consent=True,
    )
    store = open_store(home)
    words = [open_drawing(store, COMMUNITY, said).join_code for _ in range(SESSIONS)]
    store.close()
    return words


@pytest.fixture
def word(workshop) -> str:
    """The word of a session that no other test joins; screens show the last that was opened."""
    return workshop.words.pop(0)


@pytest.fixture
def phone(browser, workshop, word) -> Iterator[Hand]:
    with guarded_page(browser, workshop.app.url, "phone") as page:
        yield joined(page, word)


@pytest.fixture
def desktop(browser, workshop, word) -> Iterator[Hand]:
    with guarded_page(browser, workshop.app.url, "desktop") as page:
        yield joined(page, word)


@pytest.fixture
def join(browser, workshop, word):
    """Let further phones into the session, unguarded: they may lose their link."""
    contexts = []

    def come(lang: str = "es", screen: str = "phone") -> Hand:
        context = browser.new_context(base_url=workshop.app.url, locale=lang, **SCREENS[screen])
        contexts.append(context)
        return joined(context.new_page(), word, lang)

    yield come
    for context in contexts:
        context.close()


def joined(page: Page, word: str, lang: str = "es") -> Hand:
    """Join a drawing session by its word, as a phone does."""
    page.goto(f"/j?lang={lang}")
    page.fill("#word", word)
    page.get_by_role("button").click()
    hand = Hand(page)
    hand.ready()
    return hand


class Hand:
    """What a person does on the drawing page, by finger or by button."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self._touch: CDPSession | None = None

    def ready(self) -> None:
        expect(self.page.locator("#bar button").first).to_be_visible()
        self.until("AmparoDraw.connection().link === 'well'")

    def does(self, name: str) -> None:
        """Press a button that is there to be pressed: what lies under a sheet is inert."""
        self.page.locator(f'main > :not([inert]) [data-action="{name}"]').first.click()

    def tap(self, x: float, y: float) -> None:
        self.page.touchscreen.tap(x, y)

    def begin(self, kind: str, *answers: str) -> None:
        """Answer the questions before drawing; a safe zone's or a service's end with words."""
        self.does(f"begin-{kind}")
        for answer in answers:
            self.does(answer)

    def risk_area(self, *taps: tuple[float, float]) -> str:
        """Draw a risk area by taps, and wait until it is saved. Gives its id."""
        self.begin("risk_area", "category-poor_lighting", "severity-3", "holds-night")
        known = set(self.marks())
        for at in taps or ((90, 240), (210, 230), (230, 340)):
            self.tap(*at)
        self.does("finish")
        self.saved()
        (made,) = set(self.marks()) - known
        return made

    def saved(self) -> None:
        """Wait until the server has all of it."""
        self.until("AmparoDraw.store.queue.length === 0")

    def until(self, told: str) -> None:
        """Wait until the page says so; its policy lets nobody evaluate a string inside it."""
        last = time.monotonic() + PATIENCE_S
        while not self.page.evaluate(told):
            assert time.monotonic() < last, f"not within {PATIENCE_S} s: {told}\n{self.told()}"
            self.page.wait_for_timeout(50)

    def asks_again(self) -> None:
        """Let the page ask what is new, as its timer does every few seconds; wait for an answer."""
        for _ in range(2):  # the first answer may be of a question that was asked before
            with self.page.expect_response("**/amparo/marks"):
                self.page.evaluate("AmparoDraw.syncNow()")

    def marks(self) -> dict[str, dict]:
        return self.page.evaluate("AmparoDraw.marks()")

    def ring(self, mark: str) -> list[list[float]]:
        return self.marks()[mark]["geometry"]["coordinates"][0][:-1]

    def open_card(self, mark: str) -> None:
        """Open a card by the number of the mark on the map."""
        number = self.marks()[mark]["number"]
        box = self.page.locator(".leaflet-marker-pane .number", has_text=str(number)).first
        place = box.bounding_box()
        self.page.mouse.click(place["x"] + place["width"] / 2, place["y"] + place["height"] / 2)
        expect(self.page.locator("#sheet-title")).to_contain_text(f"{number} ·")

    def told(self) -> str:
        return self.page.locator("#save-status").inner_text()

    # --- fingers that stay down ------------------------------------------------------------------

    def fingers(self, kind: str, *points: tuple[float, float]) -> None:
        """Send one touch event: start, move or end, with all fingers that are down."""
        if self._touch is None:
            self._touch = self.page.context.new_cdp_session(self.page)
        at = [{"x": x, "y": y, "id": number} for number, (x, y) in enumerate(points)]
        told = {"type": f"touch{kind.capitalize()}", "touchPoints": at}
        self._touch.send("Input.dispatchTouchEvent", told)

    def press(self, x: float, y: float) -> None:
        self.fingers("start", (x, y))

    def move(self, start: tuple[float, float], end: tuple[float, float]) -> None:
        for step in range(1, STEPS + 1):
            share = step / STEPS
            self.fingers(
                "move",
                (
                    start[0] + share * (end[0] - start[0]),
                    start[1] + share * (end[1] - start[1]),
                ),
            )
            self.page.wait_for_timeout(16)

    def lift(self) -> None:
        self.fingers("end")

    def drag(self, start: tuple[float, float], end: tuple[float, float]) -> None:
        self.press(*start)
        self.move(start, end)
        self.lift()

    def middle_of(self, selector: str, number: int = 0) -> tuple[float, float]:
        box = self.page.locator(selector).nth(number).bounding_box()
        return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
