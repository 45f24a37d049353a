"""Phones of the local network are let in to the pages for drawing, only there and not for long."""

from __future__ import annotations

import errno
import http.client
import shutil
import threading
from contextlib import contextmanager
from datetime import date, timedelta
from unittest.mock import Mock

import pytest
from starlette.testclient import TestClient

from geo.access import monotonic_clock
from geo.access.accounts import add_account
from geo.access.sessions import SESSION_COOKIE
from geo.access.sign_in import sign_in
from geo.access.visitor import ANONYMOUS
from geo.errors import (
    InstallationUnprotectedError,
    NoLocalNetworkError,
    NoOpenDrawingError,
    PhonePortsTakenError,
)
from geo.store import open_store
from geo.store.audit import read_audit_lines
from geo.workshop.drawing_sessions import SessionDetails, close_drawing, open_drawing
from geo.workshop.participation import PARTICIPATION_COOKIE
from server import paths, phone_access
from server.local_network import UNROUTED_ADDRESSES, is_local, list_local_addresses
from server.phone_application import PHONE_ROUTES, create_phone_application

SLUG = "chancala"
GROUP = SessionDetails(date(2026, 11, 20), "18-29", 6, "night", "teacher", consent=True)
PHONE = ("192.168.4.20", 40_000)
HOST = "192.168.4.10:8600"
PASSWORD = "lluvia tambor limón"
SCREENS = (
    "/_stcore/health", "/_stcore/host-config", "/_stcore/stream", "/_stcore/metrics", "/route",
    "/_stcore/upload_file/a/b", "/session", "/access", "/static/x.js", "/component/x/index.html",
    "/amparo/sign-in", "/amparo/sign-out", "/oauth2callback", "/media/x", "/healthz",
)  # fmt: skip


@pytest.fixture(scope="module")
def installation(built_demo, tmp_path_factory):
    """Protect the demonstration, once for all tests here."""
    home = shutil.copytree(built_demo / "home", tmp_path_factory.mktemp("phones") / "home")
    store = open_store(home)
    store.protect("cuatro palabras juntas aquí")
    add_account(store, "facilitadora", role="trainer", password=PASSWORD)
    add_account(store, "coordinacion", role="coordinator", password=PASSWORD)
    yield store
    store.close()


@pytest.fixture
def store(installation, monkeypatch):
    """Give the installation to the routes, without an open session, and close what was opened."""
    monkeypatch.setenv("AMPARO_HOME", str(installation.folder))
    monkeypatch.setattr(phone_access, "list_local_addresses", lambda: ["127.0.0.1"])
    yield installation
    phone_access._close_current()
    for one in installation.rows("workshop/drawings", community=SLUG):
        if one["closed_at"] is None:
            close_drawing(installation, SLUG, one["code"])


@pytest.fixture
def drawing(store):
    return open_drawing(store, SLUG, GROUP)


def phone(*, client=PHONE, host=HOST, is_open=lambda: True):
    app = create_phone_application(HOST, is_open)
    return TestClient(app, base_url=f"http://{host}", client=client, follow_redirects=False)


def join(at, drawing):
    headers = {"origin": f"http://{HOST}"}
    return at.post(paths.JOIN_PATH, data={"word": drawing.join_code}, headers=headers)


def test_a_phone_joins_by_its_word_and_draws(store, drawing):
    at = phone()
    assert at.get("/").headers["location"] == paths.JOIN_PAGE_PATH
    assert at.get(paths.JOIN_PAGE_PATH).status_code == 200
    assert join(at, drawing).headers["location"] == paths.DRAW_PATH
    page = at.get(paths.DRAW_PATH)
    assert page.status_code == 200
    assert drawing.code in page.text
    assert "default-src 'self'" in page.headers["content-security-policy"]
    assert page.headers["cache-control"] == "no-store"


@pytest.mark.parametrize("path", SCREENS)
def test_no_screen_and_no_sign_in_is_there(store, drawing, path):
    for method in ("GET", "POST", "PUT"):
        assert phone().request(method, path).status_code in (404, 403)


def test_only_routes_of_drawing_are_served():
    assert {route.endpoint.__name__ for route in PHONE_ROUTES} == {
        "redirect_to_join_page", "calendar_page", "handle_quick_exit", "show_join_page",
        "handle_join", "show_drawing_page", "synchronise_marks", "read_mark_history",
        "list_street_names", "serve_asset", "serve_tile",
    }  # fmt: skip


@pytest.mark.parametrize(
    "peer", ["8.8.8.8", "2001:4860::8888", "127.0.0.1", "testclient", "100.64.0.1"]
)
def test_who_is_not_in_the_local_network_gets_nothing(store, drawing, peer):
    refused = phone(client=(peer, 1)).get(paths.JOIN_PAGE_PATH)
    assert refused.status_code == 403
    assert "red de la sala" in refused.text


@pytest.mark.parametrize(
    "host", ["evil.example", "192.168.4.10", "192.168.4.11:8600", "localhost:8600"]
)
def test_another_name_is_refused(store, drawing, host):
    assert phone(host=host).get(paths.JOIN_PAGE_PATH).status_code == 421


def test_forwarded_addresses_are_not_believed(store, drawing, monkeypatch):
    monkeypatch.setenv("AMPARO_PROXY", "0.0.0.0/0")
    headers = {"x-forwarded-for": "192.168.4.20"}
    refused = phone(client=("8.8.8.8", 1)).get(paths.JOIN_PAGE_PATH, headers=headers)
    assert refused.status_code == 403


def test_nobody_is_signed_in_here(store, drawing):
    token = sign_in(store, "coordinacion", PASSWORD, client="127.0.0.1")
    query = {"community": SLUG, "session": drawing.code}
    cookies = {"cookie": f"{SESSION_COOKIE}={token}"}
    turned_away = phone().get(paths.DRAW_PATH, params=query, headers=cookies)
    assert turned_away.status_code == 303
    assert turned_away.headers["location"].startswith(paths.JOIN_PAGE_PATH)
    at = phone()
    join(at, drawing)
    both = f"{SESSION_COOKIE}={token}; {PARTICIPATION_COOKIE}={at.cookies[PARTICIPATION_COOKIE]}"
    assert phone().get(paths.DRAW_PATH, headers={"cookie": both}).status_code == 200


def test_after_its_end_nothing_is_answered(store, drawing):
    at = phone(is_open=lambda: False)
    assert at.get(paths.JOIN_PAGE_PATH).status_code == 410
    assert at.get("/amparo/assets/draw/page.js").status_code == 410


def test_addresses_of_the_internet_are_not_local():
    local = ("10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.1.1", "fd00::1", "fe80::1")
    assert all(map(is_local, local))
    others = ("8.8.8.8", "100.64.0.1", "127.0.0.1", "::1", "0.0.0.0", "224.0.0.1", "", "x")
    assert not any(map(is_local, others))


def test_of_the_addresses_of_this_machine_only_local_ones_are_offered(monkeypatch):
    given = dict(
        zip(UNROUTED_ADDRESSES, ("10.1.2.3", "8.8.8.8", "10.1.2.3", "169.254.1.1"), strict=True)
    )
    monkeypatch.setattr("server.local_network._source_address", given.get)
    assert list_local_addresses() == ["10.1.2.3", "169.254.1.1"]
    for nothing in (None, "127.0.0.1", "100.64.0.1"):
        monkeypatch.setattr("server.local_network._source_address", lambda _, a=nothing: a)
        assert list_local_addresses() == []


# --- the socket -----------------------------------------------------------------------------------


@contextmanager
def opened(store):
    """Open on loopback, which stands for the local network here."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("server.phone_application.is_local", lambda _: True)
        yield phone_access.open_access(store, SLUG, "127.0.0.1")
        phone_access.close_access(store)


def status(access):
    """Ask over the network; None where nobody listens."""
    connection = http.client.HTTPConnection(access.host, timeout=5)
    try:
        connection.request("GET", paths.JOIN_PAGE_PATH)
        return connection.getresponse().status
    except (ConnectionError, http.client.HTTPException):
        return None
    finally:
        connection.close()


def list_threads():
    names = (phone_access.SERVING_THREAD, phone_access.WATCHING_THREAD)
    return [thread for thread in threading.enumerate() if thread.name in names]


def wait_until_closed(access):
    for thread in list_threads():
        thread.join(timeout=10)
    assert not list_threads()
    return status(access)


def list_actions(store, limit):
    return [line.action for line in read_audit_lines(store, limit=limit)]


def test_it_is_reachable_while_open_and_not_after(store, drawing):
    assert phone_access.current_access() is None
    with opened(store) as access:
        assert {thread.name for thread in list_threads()} == {"phones", "phones-watch"}
        assert access.host.startswith("127.0.0.1:86")
        assert not access.encrypted
        assert phone_access.current_access() == access
        assert status(access) == 200
    assert phone_access.current_access() is None
    assert wait_until_closed(access) is None
    assert list_actions(store, 2) == ["phones_shut_out", "phones_admitted"]


def test_an_access_that_another_one_replaces_is_recorded_as_ended(store, drawing):
    with opened(store) as first:
        second = phone_access.open_access(store, SLUG, "127.0.0.1")
        assert phone_access.current_access() == second != first
        actions = list_actions(store, 3)
        assert actions == ["phones_admitted", "phones_shut_out", "phones_admitted"]


def test_it_closes_with_the_last_session(store, drawing, monkeypatch):
    monkeypatch.setattr(phone_access, "CHECK_INTERVAL_S", 0.05)
    with opened(store) as access:
        second = open_drawing(store, SLUG, GROUP)
        close_drawing(store, SLUG, drawing.code)
        assert status(access) == 200
        close_drawing(store, SLUG, second.code)
        assert wait_until_closed(access) is None
        assert phone_access.current_access() is None
    assert list_actions(store, 2) == ["phones_timed_out", "drawing_closed"]


def test_it_closes_after_the_time_that_was_told(store, drawing, monkeypatch):
    monkeypatch.setattr(phone_access, "CHECK_INTERVAL_S", 0.05)
    with opened(store) as access:
        later = monotonic_clock.monotonic_now() + phone_access.PHONE_ACCESS_DURATION
        monkeypatch.setattr(phone_access, "monotonic_now", lambda: later)
        assert phone_access.current_access() is None
        assert status(access) in (410, None)
        assert access.ends_at - later <= timedelta(0)
        wait_until_closed(access)
    end, begin = read_audit_lines(store, limit=2)
    assert (end.action, begin.action) == ("phones_timed_out", "phones_admitted")
    assert end.who == ANONYMOUS
    assert end.details["community"] == begin.details["community"]


def test_an_end_that_nobody_noticed_yet_is_recorded_once(store, drawing, monkeypatch):
    with opened(store) as access:
        later = monotonic_clock.monotonic_now() + phone_access.PHONE_ACCESS_DURATION
        monkeypatch.setattr(phone_access, "monotonic_now", lambda: later)
        phone_access.close_access(store)
    wait_until_closed(access)
    assert list_actions(store, 2) == ["phones_timed_out", "phones_admitted"]


def test_what_is_missing_is_told_and_nothing_listens(store, home, monkeypatch):
    with pytest.raises(NoOpenDrawingError):
        phone_access.open_access(store, SLUG, "127.0.0.1")
    drawing = open_drawing(store, SLUG, GROUP)
    with pytest.raises(NoLocalNetworkError):
        phone_access.open_access(store, SLUG, "0.0.0.0")
    for number, told in (
        (errno.EADDRINUSE, PhonePortsTakenError),
        (errno.EACCES, PhonePortsTakenError),
        (errno.EADDRNOTAVAIL, NoLocalNetworkError),  # the network was left meanwhile
    ):
        monkeypatch.setattr(
            phone_access.socket.socket, "bind", Mock(side_effect=OSError(number, ""))
        )
        with pytest.raises(told):
            phone_access.open_access(store, SLUG, "127.0.0.1")
    assert phone_access.current_access() is None
    assert drawing.closed_at is None


def test_an_unprotected_installation_lets_nobody_in(built_demo, home, monkeypatch):
    monkeypatch.setattr(phone_access, "list_local_addresses", lambda: ["127.0.0.1"])
    store = open_store(shutil.copytree(built_demo / "home", home))
    open_drawing(store, SLUG, GROUP)
    with pytest.raises(InstallationUnprotectedError):
        phone_access.open_access(store, SLUG, "127.0.0.1")
    assert phone_access.current_access() is None
    store.close()
