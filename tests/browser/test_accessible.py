"""
Every screen can be used by everybody: axe-core, the size of what is pressed, the keyboard alone.

axe-core is a tool of these tests only (MPL-2.0; `npm ci` in `frontend/` installs it): it is put
into the page from here, past the page's own policy, and is never served.
"""

from __future__ import annotations

import os
import subprocess
import sys
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Frame, Page

from geo.access.visits import COOKIE
from geo.language import sentence
from geo.maps import assets
from geo.store import open_store
from geo.workshop.drawings import Opening, open_drawing
from geo.workshop.marks import Place
from geo.workshop.synchronising import synchronise
from tests import house
from tests.browser.conftest import SCREENS, protected_app, running_app
from tests.browser.screens import settled
from tests.leaks.searching import table

AXE = house.ROOT / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
HERE = Path(__file__).parent
pytestmark = [
    pytest.mark.skipif(
        not assets.installed(), reason="the map's packages are not installed; start.py does it"
    ),
    pytest.mark.skipif(
        not AXE.is_file() and not os.environ.get("CI"),
        reason="axe-core is not installed; `npm ci` in frontend/ does it",
    ),
]

SLUG = "chancala"
GROUP = Opening(date(2026, 11, 20), "18-29", 6, "night", "teacher", consent=True)
GRAVE = ("serious", "critical")
LEAST_PX = 44
MOST_TABS = 120
SETTLES_MS = 2500  # maps draw their labels, forms their marks

# Visible things that are pressed; a box or a dot is pressed by its whole label.
SMALL = """(least) => {
    const found = [];
    const all = "button, a[href], input, select, textarea, summary, [role=button], [role=slider]";
    for (const one of document.querySelectorAll(all)) {
        const told = /^(checkbox|radio)$/.test(one.type) ? one.closest("label") || one : one;
        const style = getComputedStyle(one);
        if (one.type === "hidden" || one.type === "file" || one.disabled || one.closest("[inert], [aria-hidden=true]")) continue;
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
    let count = 0;
    const all = "button, a[href], input, select, textarea, summary, [tabindex='0']";
    window.wanted = [...document.querySelectorAll(all)].filter((one) => {
        const style = getComputedStyle(one);
        return one.type !== "hidden" && !one.disabled && one.tabIndex >= 0 &&
            style.visibility !== "hidden" && style.display !== "none" &&
            !one.closest("[inert]") && one.getClientRects().length &&
            one.getBoundingClientRect().width > 1;
    });
    window.wanted.forEach((one) => { one.dataset.tab = count++; });
    return count;
}"""
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
    page.get_by_role("button", name=sentence("session.open")).click()
    page.get_by_role("dialog").get_by_text(sentence("session.consent")).wait_for()


ALL = (
    Screen("home", "/"),
    Screen("map", "/map"),
    Screen("way", "/way"),
    Screen("coverage", "/coverage"),
    Screen("draw", "/draw"),
    Screen("the drawing page", f"/amparo/draw?community={SLUG}&session=S10"),
    Screen("join", "/j"),
    Screen("session", "/session", _marks_list),
    Screen("session: open one", "/session", _dialog),
    Screen("place", "/place"),
    Screen("access", "/access"),
    Screen("welcome", "/", served="guarded"),
    Screen("access: sign in", "/access", served="guarded"),
    Screen("unlock", "/", served="locked"),
)
each_screen = pytest.mark.parametrize("screen", ["desktop", "phone"])


@pytest.fixture(scope="module")
def served(tmp_path_factory, chromium) -> Iterator[dict[str, str]]:
    """Serve a demonstration where a group draws; one that asks to sign in; one that is locked."""
    with (
        _where_a_group_draws(tmp_path_factory.mktemp("open")) as url,
        protected_app(tmp_path_factory.mktemp("guarded")) as (guarded, _),
        _locked(tmp_path_factory.mktemp("locked")) as locked,
    ):
        yield {"open": url, "guarded": guarded.url, "locked": locked}
