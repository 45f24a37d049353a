"""The guard itself: it must see what a page asks of other hosts, and what breaks in a page."""

from __future__ import annotations

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

PAGES = {
    "/quiet": "<p>quiet</p>",
    "/script": "<script src='http://127.0.0.2:9/a.js'></script>",
    "/picture": "<img src='http://tiles.invalid/1/0/0.png'>",
    "/socket": "<script>new WebSocket('ws://127.0.0.2:9/')</script>",
    "/missing": "<script src='/not-there.js'></script>",
    "/fault": "<script>nobody()</script>",
}


class RequestHandler(BaseHTTPRequestHandler):
    """Answers with one of the pages, in silence."""

    def do_GET(self):
        known = PAGES.get(self.path)
        self.send_response(200 if known or self.path == "/favicon.ico" else 404)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write((known or "").encode())

    def log_message(self, *_):
        """Say nothing."""


@pytest.fixture(scope="module")
def site():
    """Serve the pages."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), RequestHandler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_a_quiet_page_passes(open_guarded, site):
    with open_guarded(site, "phone") as page:
        page.goto("/quiet")
        assert page.locator("p").inner_text() == "quiet"
        assert page.guard.asked[0] == f"{site}/quiet"
        assert page.evaluate("[innerWidth, devicePixelRatio, navigator.maxTouchPoints > 0]") == [
            360,
            2,
            True,
        ]


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("/script", "asked of other hosts"),
        ("/picture", "asked of other hosts"),
        ("/socket", "asked of other hosts"),
        ("/missing", "404"),
        ("/fault", "nobody is not defined"),
    ],
)
def test_a_page_that_asks_elsewhere_or_breaks_is_caught(open_guarded, site, path, found):
    with pytest.raises(AssertionError, match=found), open_guarded(site) as page:  # noqa: PT012 (the guard speaks when the page closes)
        page.goto(path, wait_until="load")
        page.wait_for_timeout(200)


def test_a_page_that_is_taken_again_is_as_a_new_one(open_guarded, site):
    with open_guarded(site, "phone") as left:
        left.goto("/quiet")
        left.evaluate("history.pushState(null, '', '/elsewhere')")
        left.evaluate("localStorage.x = sessionStorage.x = document.cookie = 'x=1'")
        left.route("**/quiet", lambda route: route.abort())
        left.set_viewport_size({"width": 500, "height": 400})
        left.context.set_offline(True)
    with open_guarded(site, "phone") as page:
        assert page is left
        assert page.guard.asked == []
        page.goto("/quiet")
        kept = "[localStorage.length, sessionStorage.length, document.cookie, innerWidth]"
        assert page.evaluate(kept) == [0, 0, "", 360]
        told = page.context.new_cdp_session(page).send("Page.getNavigationHistory")
        assert [one["url"] for one in told["entries"]] == ["about:blank", f"{site}/quiet"]


def test_a_page_that_was_added_to_is_not_taken_again(open_guarded, site):
    with open_guarded(site, "phone") as left:
        left.add_init_script("window.added = 1")
        left.goto("/quiet")
        assert left.evaluate("window.added") == 1
    with open_guarded(site, "phone") as page:
        assert page is not left
        page.goto("/quiet")
        assert page.evaluate("window.added") is None
