"""A server answers to its own names only, and opens web sockets to its own pages only."""

from __future__ import annotations

import pytest

from geo.language import gettext, list_locales
from server.middleware.host_check import (
    HOSTS_VARIABLE,
    HostCheckMiddleware,
    is_allowed_host,
    is_allowed_origin,
)
from tests.server.asgi import ask, scope


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "127.0.0.1:8501",
        "192.168.1.20:8501",
        "[::1]:8501",
        "localhost:8501",
        "LOCALHOST",
        "laptop-del-taller:8501",
        "amparo.local",
        "amparo.local.:8501",
        "amparo.home.arpa",
    ],
)
def test_numbers_and_names_at_home_are_known(host):
    assert is_allowed_host(host)


@pytest.mark.parametrize(
    "host",
    [
        None,
        "",
        "evil.example",
        "evil.example:8501",
        "127.0.0.1.evil.example",
        "local",  # of one word: nobody can buy it
        "evil.example#.local",
        "evil.example/.local",
        "x@evil.example",
        "127.0.0.1:port",
        "127.0.0.1:99999",
        "[::1",
        "1.2.3",
        "evil.notlocal",
    ],
)
def test_names_that_somebody_can_buy_are_not(host):
    assert is_allowed_host(host) == (host == "local")


def test_whoever_runs_it_may_give_it_names(monkeypatch):
    monkeypatch.setenv(HOSTS_VARIABLE, " Mapa.Municipio.example , ")
    assert ask(HostCheckMiddleware, scope(host="mapa.municipio.example:443")).status == 200
    assert ask(HostCheckMiddleware, scope(host="otro.municipio.example")).status == 421


def test_the_refusal_says_what_to_do_in_every_language():
    exchange = ask(HostCheckMiddleware, scope(host="evil.example"))
    assert exchange.status == 421
    texts = dict.fromkeys(gettext("refusal.name", one) for one in list_locales())
    assert exchange.words.splitlines() == list(texts)
    assert not exchange.reached


def test_two_names_at_once_are_none():
    request = scope()
    request["headers"].append((b"host", b"evil.example"))
    assert ask(HostCheckMiddleware, request).status == 421


@pytest.mark.parametrize(
    ("origin", "may"),
    [
        (None, True),
        ("http://127.0.0.1:8501", True),
        ("https://127.0.0.1:8501", True),
        ("http://127.0.0.1:8502", False),  # another program of the same machine
        ("http://localhost:8501", False),
        ("http://evil.example", False),
        ("http://127.0.0.1:8501.evil.example", False),
        ("null", False),
        ("", False),
        ("http://[", False),
    ],
)
def test_web_sockets_open_to_our_pages(origin, may):
    assert is_allowed_origin(origin, "127.0.0.1:8501") is may
    request = scope(kind="websocket", host="127.0.0.1:8501", origin=origin)
    assert ask(HostCheckMiddleware, request).status == (200 if may else 1008)


def test_a_proxy_may_call_the_server_otherwise(monkeypatch):
    monkeypatch.setenv(HOSTS_VARIABLE, "mapa.municipio.example")
    request = scope(
        kind="websocket", host="127.0.0.1:8501", origin="https://mapa.municipio.example"
    )
    assert ask(HostCheckMiddleware, request).status == 200
