"""
A real Chromium in front of the real app.

`app` is the server, on the demonstration community, in a data folder of its own. `desktop` and
`phone` are pages of it. Both are guarded: a test fails if the page asked any other host for
anything, if something that it asked for did not come, or if a script of it broke. The server is
watched as well: when it ends, it must not have turned to any other host either.

A community's clock stands at `NOW` in every server that is tested, whatever the hour is here:
`watch/sitecustomize.py` sees to it, which only these tests put on the server's path.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from unittest import mock
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from geo.access.accounts import add_account
from geo.access.sessions import SESSION_COOKIE
from geo.access.sign_in import sign_in
from geo.store import open_store
from tests import source_files

PASSPHRASE = "cuatro palabras juntas aquí"
PASSWORD = "lluvia tambor limón"
ARGUMENTS = [
    "--no-sandbox",  # CI runs as root, where Chromium's own sandbox refuses to start
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
SCREENS = {
    "desktop": {"viewport": {"width": 1280, "height": 800}},
    "phone": {
        "viewport": {"width": 360, "height": 740},
        "device_scale_factor": 2,
        "has_touch": True,
    },
}
WATCH = Path(__file__).parent / "watch"
NOW = "2026-11-25T17:00:00+00:00"  # a Wednesday, eleven in the morning in the demonstration
STARTED_WITHIN_S = 60
SHOWN_WITHIN_MS = 20_000


def pytest_collection_modifyitems(items):
    """Mark every test of this folder, so that `-m "not browser"` leaves Chromium alone."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


# --- the app -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class App:
    """A running app: its address, its data folder, what it has said, and its process."""

    url: str
    home: Path
    log: Path
    process: subprocess.Popen[bytes]


@pytest.fixture(scope="session")
def app(built_demo, tmp_path_factory, chromium) -> Iterator[App]:
    """Start the app on the demonstration community, once for all browser tests of a worker."""
    with running_app(copy_demo(built_demo, tmp_path_factory.mktemp("app"))) as running:
        yield running


def copy_demo(built_demo: Path, folder: Path) -> Path:
    """Copy the demonstration into a folder, as `home`; give the folder."""
    shutil.copytree(built_demo / "home", folder / "home")
    return folder


@contextmanager
def running_app(folder: Path, *options: str) -> Iterator[App]:
    """Serve the data folder `home` of a folder, until the block is left."""
    home, log, hosts = folder / "home", folder / "app.log", folder / "hosts.txt"
    tested = {"PYTHONPATH": str(WATCH), "AMPARO_TEST_HOSTS": str(hosts), "AMPARO_TEST_NOW": NOW}
    environment = {**os.environ, **tested, "AMPARO_HOME": str(home)}
    port = free_port()
    serve = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.headless", "true"]
    serve += ["--server.port", str(port), *options]
    where = {"cwd": source_files.ROOT, "env": environment}
    with log.open("w") as said:
        server = subprocess.Popen(serve, stdout=said, stderr=subprocess.STDOUT, **where)
        try:
            wait_until_healthy(f"http://127.0.0.1:{port}", server, log)
            yield App(f"http://127.0.0.1:{port}", home, log, server)
        finally:
            server.terminate()
            try:
                server.wait(timeout=10)
            except subprocess.TimeoutExpired:
                server.kill()
                server.wait()
    assert not hosts.exists(), f"the server turned to other hosts:\n{hosts.read_text()}"


@contextmanager
def protected_app(folder: Path) -> Iterator[tuple[App, str]]:
    """Protect an installation and serve it; give the token of a coordinator who is signed in."""
    store = open_store(folder / "home")
    store.protect(PASSPHRASE)
    add_account(store, "coordinacion", role="coordinator", password=PASSWORD)
    token = sign_in(store, "coordinacion", PASSWORD, client="127.0.0.1")
    store.close()
    mine = {"AMPARO_PASSPHRASE": PASSPHRASE}
    with mock.patch.dict(os.environ, mine), running_app(folder) as running:
        yield running, token


def free_port() -> int:
    """Ask the system for a port that nobody uses."""
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        return asked.getsockname()[1]


def wait_until_healthy(url: str, server: subprocess.Popen[bytes], log: Path) -> None:
    """Wait until the app answers at /healthz; if it ends or takes too long, show what it said."""
    until = time.monotonic() + STARTED_WITHIN_S
    while time.monotonic() < until and server.poll() is None:
        try:
            with urllib.request.urlopen(f"{url}/healthz", timeout=2) as answer:
                if answer.status == 200:
                    return
        except (urllib.error.URLError, TimeoutError, ConnectionError):
            time.sleep(0.1)
    pytest.fail(f"the app does not answer; it said:\n{log.read_text()}")


# --- Chromium ------------------------------------------------------------------------------------


def find_chromium() -> str | None:
    """Find a Chromium, or what AMPARO_CHROMIUM names; the shell without windows is the quickest."""
    names = ["chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "msedge"]
    candidates = [os.environ.get("AMPARO_CHROMIUM"), *map(shutil.which, names)]
    return next((one for one in candidates if one and Path(one).is_file()), None)


@pytest.fixture(scope="session")
def chromium() -> str:
    """Find Chromium; without one the test is skipped, and in CI it fails."""
    if program := find_chromium():
        return program
    reason = "no Chromium here; install one, or name it in AMPARO_CHROMIUM"
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture(scope="module")
def browser(chromium) -> Iterator[Browser]:
    """
    Start Chromium, once for a module.

    Not once for the session: while it runs, its event loop holds the thread, and tests of other
    folders may want one of their own.
    """
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        yield started
        _left_pages.clear()
        started.close()


@pytest.fixture
def desktop(browser, app) -> Iterator[Page]:
    """Open an empty page as wide as a projector shows it; `desktop.goto("/")` is Home."""
    with guarded_page(browser, app.url, "desktop") as page:
        yield page


@pytest.fixture
def phone(browser, app) -> Iterator[Page]:
    """Open an empty page of the size of a small phone, to be touched."""
    with guarded_page(browser, app.url, "phone") as page:
        yield page


# --- the guard -----------------------------------------------------------------------------------


@dataclass
class Guard:
    """Writes down what a page asks for, and what goes wrong with it."""

    url: str
    asked: list[str] = field(default_factory=list)
    foreign: list[str] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)

    @property
    def _heard(self) -> dict[str, Callable[..., None]]:
        """What is done at each event of a context."""
        return {
            "request": self._request, "requestfailed": self._fail, "response": self._answer,
            "console": self._hear, "weberror": self._break, "page": self._watch_page,
        }  # fmt: skip

    def watch(self, context: BrowserContext) -> None:
        for event, heard in self._heard.items():
            context.on(event, heard)

    def leave(self, context: BrowserContext) -> None:
        for event, heard in self._heard.items():
            context.remove_listener(event, heard)

    def check(self) -> None:
        assert not self.foreign, f"asked of other hosts:{source_files.report(self.foreign)}"
        assert not self.broken, f"went wrong in the page:{source_files.report(self.broken)}"

    def _watch_page(self, page: Page) -> None:
        page.on("websocket", lambda socket: self.ask(socket.url))

    def _request(self, request) -> None:
        self.ask(request.url)

    def _break(self, fault) -> None:
        self.broken.append(f"script: {fault.error}")

    def ask(self, url: str) -> None:
        """Note what was asked for, of whatever host."""
        self.asked.append(url)
        told = urlsplit(url)
        if (
            told.scheme in {"http", "https", "ws", "wss"}
            and told.netloc != urlsplit(self.url).netloc
        ):
            self.foreign.append(url)

    def _fail(self, request) -> None:
        if request.failure != "net::ERR_ABORTED":  # left behind when a page or a tile is left
            self.broken.append(f"{request.failure}: {request.url}")

    def _hear(self, message) -> None:
        if message.type == "error":
            self.broken.append(f"console: {message.text}")

    def _answer(self, response) -> None:
        if response.status >= 400:
            self.broken.append(f"{response.status}: {response.url}")


@contextmanager
def guarded_page(
    browser: Browser, url: str, screen: str, visit: str | None = None
) -> Iterator[Page]:
    """
    Open a page on a screen, with `page.guard`, which has the last word when it closes.

    With the token of a visit, whoever opens it is signed in. Chromium reads the app's scripts anew
    in each context, and compiles them anew in each page; so a page that a test has left, emptied of
    all but these, is taken again: `_empty` tells which cannot be.
    """
    kept = _left_pages.setdefault((browser, url, screen), [])
    page = kept.pop() if kept else _new_page(browser, url, screen)
    context = page.context
    if visit is not None:
        context.add_cookies([{"name": SESSION_COOKIE, "value": visit, "url": url}])
    guard = page.guard = Guard(url)
    guard.watch(context)
    try:
        yield page
    except BaseException:
        context.close()
        raise
    emptied = _empty(page, url, screen)
    guard.leave(context)
    if emptied:
        kept.append(page)
    else:
        context.close()
    guard.check()


_left_pages: dict[tuple[Browser, str, str], list[Page]] = {}
# What a test adds to a page by these stays there until the page is closed.
STAYING = ("on", "once", "add_init_script", "expose_function", "expose_binding")


def _new_page(browser: Browser, url: str, screen: str) -> Page:
    context = browser.new_context(base_url=url, locale="es", **SCREENS[screen])
    context.set_default_timeout(SHOWN_WITHIN_MS)
    page = context.new_page()
    page.on("websocket", lambda socket: page.guard.ask(socket.url))
    page.is_added_to = False
    for name in STAYING:
        setattr(page, name, partial(_add_to, page, getattr(page, name)))
    return page


def _add_to(page: Page, add: Callable[..., object], *words: object, **options: object) -> object:
    page.is_added_to = True
    return add(*words, **options)


def _empty(page: Page, url: str, screen: str) -> bool:
    """
    Take away all that a page and its context keep, rights, faults and history included.

    Returns
    -------
    emptied
        False for a page that cannot be emptied: it was closed, has left the app, or was added to.
    """
    context = page.context
    if page.is_closed() or page.is_added_to:
        return False
    for other in context.pages:
        if other is not page:
            other.close()
    page.unroute_all()
    context.unroute_all()
    context.set_offline(False)
    if not page.url.startswith(url):
        return False
    page.evaluate("sessionStorage.clear()")
    page.goto("about:blank")
    page.set_viewport_size(SCREENS[screen]["viewport"])
    context.clear_permissions()
    context.clear_cookies()
    told = context.new_cdp_session(page)
    told.send("Storage.clearDataForOrigin", {"origin": url, "storageTypes": "all"})
    told.send("Page.resetNavigationHistory")
    told.detach()
    return True


@pytest.fixture
def open_guarded(browser):
    """Hand out `guarded_page`, for tests that bring their own server or look at the guard."""

    def open_page(url: str, screen: str = "desktop", visit: str | None = None):
        return guarded_page(browser, url, screen, visit)

    return open_page
