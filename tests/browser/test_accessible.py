"""
Every screen can be used by everybody: axe-core, the size of what is pressed, the keyboard alone.

axe-core is a tool of these tests only (MPL-2.0; `npm ci` in `frontend/` installs it): it is put
into the page from here, past the page's own policy, and is never served.
"""

from __future__ import annotations

import os
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from unittest import mock

import pytest
from playwright.sync_api import Browser, Frame, Page

from geo.access.accounts import add_account
from geo.cartography import assets
from geo.language import gettext
from geo.store import open_store
from geo.workshop.drawing_sessions import SessionDetails, open_drawing
from geo.workshop.records import DrawingScope
from geo.workshop.synchronisation import synchronise_marks
from tests import source_files
from tests.browser.conftest import PASSPHRASE, PASSWORD, SCREENS, copy_demo, running_app
from tests.browser.screens import wait_until_drawn
from tests.browser.test_support import answer
from tests.leaks.searching import table

AXE = source_files.ROOT / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
pytestmark = [
    pytest.mark.skipif(
        not assets.packages_installed(),
        reason="the map's packages are not installed; start.py does it",
    ),
    pytest.mark.skipif(
        not AXE.is_file() and not os.environ.get("CI"),
        reason="axe-core is not installed; `npm ci` in frontend/ does it",
    ),
]

SLUG = "chancala"
GROUP = SessionDetails(date(2026, 11, 20), "18-29", 6, "night", "teacher", consent=True)
GRAVE = ("serious", "critical")
LEAST_PX = 44
MOST_TABS = 120

# Visible things that are pressed; a box or a dot is pressed by its whole label.
SMALL = """(least) => {
    const found = [];
    const all = "button, a[href], input, select, textarea, summary, [role=button], [role=slider]";
    for (const one of document.querySelectorAll(all)) {
        const told = /^(checkbox|radio)$/.test(one.type) ? one.closest("label") || one : one;
        const style = getComputedStyle(one);
        if (/^(hidden|file)$/.test(one.type) || one.disabled) continue;
        if (one.style.width === "1px") continue;  // for readers of screens, beside what is seen
        if (one.closest("[inert], [aria-hidden=true]")) continue;
        if (style.visibility === "hidden" || !told.getClientRects().length) continue;
        // A link within a sentence is as high as its line.
        if (one.tagName === "A" && style.display === "inline") continue;
        const box = told.getBoundingClientRect();
        const after = getComputedStyle(one, "::after");
        const wide = Math.max(box.width, parseFloat(after.width) || 0);
        const high = Math.max(box.height, parseFloat(after.height) || 0);
        if (box.width > 1 && (wide < least - 0.5 || high < least - 0.5)) {
            found.push(`${Math.round(wide)}x${Math.round(high)} ${one.outerHTML.slice(0, 130)}`);
        }
    }
    return found;
}"""

# What Tab has to reach. Of a group of choices one is enough: arrows lead to the others.
NUMBER = """() => {
    const dialogs = [...document.querySelectorAll("[role=dialog]")];
    const within = dialogs.find((one) => one.getClientRects().length) || document;
    const all = "button, a[href], input, select, textarea, summary, [tabindex='0']";
    window.wanted = [...within.querySelectorAll(all)].filter((one) => {
        const style = getComputedStyle(one);
        return !/^(hidden|file)$/.test(one.type) && !one.disabled && one.tabIndex >= 0 &&
            style.visibility !== "hidden" && !one.closest("[inert], [aria-hidden=true]") &&
            one.getClientRects().length && one.getBoundingClientRect().width > 1;
    });
    window.wanted.forEach((one, number) => { one.dataset.tab = number; });
    if (within !== document) return window.wanted.length;
    const before = document.createElement("span");
    before.tabIndex = -1;
    document.body.prepend(before);
    before.focus();
    return window.wanted.length;
}"""
MISSED = """(reached) => window.wanted.filter((one) => {
    const group = one.closest("[role=radiogroup], [role=toolbar], [role=group], fieldset");
    const others = group ? [...group.querySelectorAll("[data-tab]")] : [one];
    return one.isConnected && !others.some((other) => reached.includes(Number(other.dataset.tab)));
}).map((one) => one.outerHTML.slice(0, 160))"""
FOCUSED = """() => {
    const one = document.activeElement;
    if (!one || one === document.body) return null;
    let seen = false;
    for (let at = one, n = 0; at && n < 5; at = at.parentElement, n++) {
        const style = getComputedStyle(at);
        seen = seen || (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0) ||
            (style.boxShadow !== "none" && n < 4);
    }
    const sibling = one.nextElementSibling && getComputedStyle(one.nextElementSibling);
    seen = seen || Boolean(sibling && sibling.boxShadow !== "none");
    return {tab: one.dataset.tab, frame: one.tagName === "IFRAME", seen: seen,
            html: one.outerHTML.slice(0, 130)};
}"""


@dataclass(frozen=True)
class Screen:
    """A screen as somebody meets it: its address, what is done there first, where it is served."""

    name: str
    address: str
    first: Callable[[Page], None] | None = None
    served: str = "open"


def _marks_list(page: Page) -> None:
    page.locator(".st-key-marks summary").click()
    page.locator(".st-key-marks label").first.wait_for()


def _dialog(page: Page) -> None:
    page.get_by_role("button", name=gettext("drawing_sessions.open")).click()
    page.get_by_role("dialog").get_by_text(gettext("drawing_sessions.consent")).wait_for()


def _three_questions(page: Page) -> None:
    page.locator(".st-key-asked button").click()
    page.get_by_role("dialog").get_by_text(gettext("support.since")).wait_for()


def _doors(page: Page) -> None:
    answer(page, "threat", street="Calle La Ermita")


def _unlock(page: Page) -> None:
    """Say the passphrase, as who has started the server does: it is open from then on."""
    page.locator(".st-key-passphrase input").fill(PASSPHRASE)
    page.locator(".st-key-passphrase input").press("Tab")
    page.locator(".st-key-open button").click()
    page.locator(".st-key-passphrase").wait_for(state="detached")
    page.locator(".st-key-ask h1").wait_for()


ALL = (
    Screen("home", "/"),
    Screen("map", "/map"),
    Screen("route", "/way"),
    Screen("doors", "/support"),
    Screen("doors: three questions", "/support", _three_questions),
    Screen("doors: answered", "/support", _doors),
    Screen("pathways", "/pathways"),
    Screen("coverage", "/coverage"),
    Screen("completeness", "/matrix"),
    Screen("draw", "/draw"),
    Screen("the drawing page", f"/amparo/draw?community={SLUG}&session=S10"),
    Screen("join", "/j"),
    Screen("session", "/session", _marks_list),
    Screen("session: open one", "/session", _dialog),
    Screen("place", "/place"),
    Screen("access", "/access"),
    Screen("unlock", "/", served="locked"),
    Screen("home, not signed in", "/", _unlock, served="locked"),
    Screen("access: sign in", "/access", served="locked"),
    Screen("welcome", "/", served="empty"),
)


@pytest.fixture(scope="module", params=["open", "locked", "empty"])
def site(request, built_demo, tmp_path_factory, chromium) -> Iterator[tuple[str, str]]:
    """Serve places: a group draws; one is locked, then asks to sign in; there is none at all."""
    folder = tmp_path_factory.mktemp(request.param)
    if request.param != "empty":
        copy_demo(built_demo, folder)
    serve = {"open": where_a_group_draws, "locked": locked, "empty": bare}[request.param]
    with serve(folder) as url:
        yield request.param, url


@contextmanager
def where_a_group_draws(folder: Path) -> Iterator[str]:
    store = open_store(folder / "home")
    code = open_drawing(store, SLUG, GROUP).code
    at = {"type": "Point", "coordinates": [-89.845, 13.902]}
    door = {"kind": "service", "category": "health", "name": "", "note": "", "geometry": at}
    made = {"opid": str(uuid.uuid4()), "id": str(uuid.uuid4()), "act": "put", "mark": door}
    synchronise_marks(store, DrawingScope(SLUG, code), {"operations": [made]}, locale="es")
    store.close()
    with running_app(folder) as app:
        yield app.url


@contextmanager
def locked(folder: Path) -> Iterator[str]:
    store = open_store(folder / "home")
    store.protect(PASSPHRASE)
    add_account(store, "coordinacion", role="coordinator", password=PASSWORD)
    store.close()
    with bare(folder) as url:
        yield url


@contextmanager
def bare(folder: Path) -> Iterator[str]:
    """Serve what lies in a folder, without a passphrase."""
    with mock.patch.dict(os.environ, {"AMPARO_PASSPHRASE": ""}), running_app(folder) as app:
        yield app.url


def opened(browser: Browser, site: tuple[str, str]) -> Iterator[tuple[str, Page]]:
    """Open every screen of a site on a desktop, one after the other, ready to be looked at."""
    kind, url = site
    wide = SCREENS["desktop"]
    context = browser.new_context(base_url=url, locale="es", bypass_csp=True, **wide)
    context.set_default_timeout(30_000)
    page = context.new_page()
    for screen in ALL:
        if screen.served != kind:
            continue
        page.goto(screen.address)
        page.wait_for_selector("h1, iframe", state="attached")
        wait_until_drawn(page)
        if screen.first is not None:
            screen.first(page)
            wait_until_drawn(page)
        yield screen.name, page
    context.close()


def resize(page: Page, size: str) -> None:
    """Let a page be as large as a screen, as it stands: what is open on it stays open."""
    page.set_viewport_size(SCREENS[size]["viewport"])
    wait_until_drawn(page)


def frames(page: Page) -> list[Frame]:
    return [one for one in page.frames if not one.is_detached() and one.url != "about:blank"]


def test_everybody_can_use_every_screen(browser, site):
    """Open each screen once, and look with all three: opening it takes longer than looking."""
    checked, tabbed, faults = [], [], []
    for name, page in opened(browser, site):
        wanted, reached, amiss = tabbed_through(page)
        tabbed.append((name, wanted, reached))
        faults += [f"{name}: {told}" for told in amiss]
        for size in ("desktop", "phone"):
            resize(page, size)
            counts, grave = asked_of_axe(page)
            checked.append((name, size, *counts.values()))
            small = [told for frame in frames(page) for told in frame.evaluate(SMALL, LEAST_PX)]
            found = (*grave, *(f"small: {one}" for one in small))
            faults += [f"{name}, {size}: {told}" for told in found]
        page.set_viewport_size(SCREENS["desktop"]["viewport"])
    table(f"axe-core, {site[0]}", ("screen", "size", "minor", "moderate", *GRAVE), checked)
    table(f"Tab, {site[0]}", ("screen", "controls", "reached"), tabbed)
    assert checked
    assert not faults, source_files.report(faults)


def asked_of_axe(page):
    """Count what axe-core finds, and name what is grave."""
    counts, grave = dict.fromkeys(("minor", "moderate", *GRAVE), 0), []
    for frame in frames(page):
        if not frame.evaluate("Boolean(window.axe)"):
            frame.evaluate(AXE.read_text(encoding="utf-8"))
        for fault in frame.evaluate("axe.run(document, {iframes: false})")["violations"]:
            nodes = fault["nodes"]
            counts[fault["impact"]] += len(nodes)
            if fault["impact"] in GRAVE:
                grave.append(f"{fault['id']} ({len(nodes)}): {nodes[0]['html'][:200]}")
    return counts, grave


def tabbed_through(page):
    """Press Tab once around; name what it did not reach, or reached unseen."""
    wanted = page.evaluate(NUMBER)
    first, reached, unseen = None, set(), set()
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        told = page.evaluate(FOCUSED)
        if told is None:
            break
        if told["tab"] is not None:
            if told["tab"] == first and len(reached) > 1:
                break  # around once: from here it meets the same again
            first = first or told["tab"]
            reached.add(int(told["tab"]))
        if not told["seen"] and not told["frame"]:
            unseen.add(told["html"])
    missed = page.evaluate(MISSED, sorted(reached))
    amiss = [f"never reached: {html}" for html in missed]
    amiss += [f"focus is not seen: {html}" for html in sorted(unseen)]
    return wanted, len(reached), amiss
