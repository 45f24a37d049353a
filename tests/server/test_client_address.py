"""Whose address a request has: the connection's, or what a named proxy says, and nothing else."""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import sys
import time

import anyio
import httpx
import pytest
import uvicorn

from geo.workshop.join_attempts import FREE_JOIN_ATTEMPTS
from server import client_address
from server.application import application_options
from server.client_address import FORWARDED_CLIENT, PROXY_VARIABLE, UNKNOWN_CLIENT
from server.middleware.client_address import ClientAddressMiddleware
from server.middleware.internal_routes import InternalRoutesMiddleware
from server.streamlit_internals import UnchangedClient
from tests import source_files
from tests.server.asgi import scope

OUTSIDE = "203.0.113.9"


@pytest.fixture
def seen(monkeypatch):
    """Ask a server behind the middleware, and give what it sees of the client."""

    def ask(peer, forwarded=(), *, proxies="", kind="http", **headers):
        monkeypatch.setenv(PROXY_VARIABLE, proxies)
        request = scope(kind=kind, **headers)
        request["headers"] += [(b"x-forwarded-for", one.encode("latin-1")) for one in forwarded]
        request["client"] = None if peer is None else (peer, 4711)
        request["scheme"] = "ws" if kind == "websocket" else "http"
        reached = []

        async def server(inner, _receive, _send):
            reached.append((client_address.client_address(inner), inner["scheme"]))

        anyio.run(ClientAddressMiddleware(server), request, None, None)
        return reached[0]

    return ask


def address(seen, *arguments, **options):
    return seen(*arguments, **options)[0]


@pytest.mark.parametrize("peer", [OUTSIDE, "10.0.0.7", "2001:db8::7"])
def test_a_client_that_writes_the_header_itself_is_not_believed(seen, peer):
    assert address(seen, peer, ["198.51.100.1"]) == peer
    assert address(seen, peer, ["127.0.0.1"], proxies="10.9.9.9") == peer


def test_a_proxy_on_this_machine_that_nobody_named_is_not_this_machine(seen):
    assert address(seen, "127.0.0.1", [OUTSIDE]) == FORWARDED_CLIENT
    assert address(seen, "::1", ["127.0.0.1"]) == FORWARDED_CLIENT
    assert address(seen, "127.0.0.1", x_real_ip=OUTSIDE) == FORWARDED_CLIENT
    assert address(seen, "127.0.0.1", [OUTSIDE], proxies="127.0.0.2, nonsense,") == FORWARDED_CLIENT


@pytest.mark.parametrize("peer", ["127.0.0.1", "::1", "::ffff:127.0.0.1", "127.1.2.3"])
def test_a_browser_on_this_machine_is(seen, peer):
    assert address(seen, peer) in ("127.0.0.1", "::1", "127.1.2.3")
    assert address(seen, peer, proxies="127.0.0.0/8,::1") in ("127.0.0.1", "::1", "127.1.2.3")


@pytest.mark.parametrize(
    ("hops", "client"),
    [
        ([OUTSIDE], OUTSIDE),
        (["198.51.100.1, " + OUTSIDE], OUTSIDE),  # the first one is what the client wrote
        (["198.51.100.1", OUTSIDE], OUTSIDE),
        (["127.0.0.1, " + OUTSIDE], OUTSIDE),
        ([f"{OUTSIDE}, 10.0.0.2"], OUTSIDE),  # through two named proxies
        ([f"198.51.100.1, {OUTSIDE}, 10.0.0.2, 127.0.0.1"], OUTSIDE),
        ([f"{OUTSIDE}:5123"], OUTSIDE),
        (["[2001:db8::7]:5123"], "2001:db8::7"),
        (["2001:db8::7"], "2001:db8::7"),
        (["::ffff:203.0.113.9"], OUTSIDE),
        (["127.0.0.1"], "127.0.0.1"),
        ([f"{OUTSIDE}, unknown"], FORWARDED_CLIENT),
        ([f"{OUTSIDE}, "], FORWARDED_CLIENT),
        ([""], FORWARDED_CLIENT),
        (["\xe9"], FORWARDED_CLIENT),
        ([",".join([OUTSIDE] + ["127.0.0.1"] * 5000)], "127.0.0.1"),
    ],
)
def test_a_named_proxy_is_believed_as_far_as_it_has_seen(seen, hops, client):
    assert address(seen, "127.0.0.1", hops, proxies="127.0.0.1, 10.0.0.0/24") == client


def test_a_named_proxy_that_forwards_without_the_header_is_not_this_machine(seen):
    assert address(seen, "127.0.0.1", proxies="127.0.0.1", via="1.1 x") == FORWARDED_CLIENT


def test_a_connection_without_an_address_is_nobody_in_particular(seen):
    assert address(seen, None) == UNKNOWN_CLIENT
    assert address(seen, None, ["127.0.0.1"], proxies="0.0.0.0/0") == UNKNOWN_CLIENT


@pytest.mark.parametrize(("kind", "scheme"), [("http", "https"), ("websocket", "wss")])
def test_only_a_named_proxy_says_that_it_was_asked_by_https(seen, kind, scheme):
    for told in ("https", "wss"):
        header = {"x_forwarded_proto": told}
        assert seen("127.0.0.1", proxies="127.0.0.1", kind=kind, **header)[1] == scheme
        assert seen("127.0.0.1", kind=kind, **header)[1] == scheme.removesuffix("s")
        assert seen(OUTSIDE, proxies="127.0.0.1", kind=kind, **header)[1] != scheme
    nonsense = seen("127.0.0.1", proxies="127.0.0.1", kind=kind, x_forwarded_proto="https,http")
    assert nonsense[1] == scheme.removesuffix("s")


def test_uvicorn_puts_nothing_of_its_own_in_the_client_s_place(monkeypatch):
    monkeypatch.setenv("FORWARDED_ALLOW_IPS", "*")
    layers = [layer.cls for layer in application_options()["middleware"]]
    assert layers.index(ClientAddressMiddleware) < layers.index(InternalRoutesMiddleware)

    async def app(_scope, _receive, _send):
        return

    config = uvicorn.Config(app)
    config.load()
    assert isinstance(config.loaded_app, UnchangedClient)


def test_nobody_reads_the_client_of_a_request_past_this():
    paths = source_files.files("server", "pages", "geo")
    texts = {source_files.name(path): path.read_text(encoding="utf-8") for path in paths}
    words = (
        "client.host",
        'scope["client"]',
        'scope.get("client")',
        "x-forwarded-for",
        "remote_ip",
    )
    readers = {at for at, text in texts.items() if any(word in text for word in words)}
    assert readers == {"server/client_address.py", "server/middleware/client_address.py"}


@pytest.mark.slow
def test_the_server_as_it_is_started_believes_nobody(home):
    """Streamlit starts uvicorn with its defaults: a header of this machine must change nothing."""
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        port = asked.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.headless", "true"]
    server = subprocess.Popen(
        [*command, "--server.port", str(port)],
        cwd=source_files.ROOT,
        env={**os.environ, "AMPARO_HOME": str(home), "FORWARDED_ALLOW_IPS": "*"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        url = f"http://127.0.0.1:{port}"
        _wait_until_healthy(url)
        told = [_join(url, {"X-Forwarded-For": f"10.0.0.{n}"}) for n in range(FREE_JOIN_ATTEMPTS)]
        assert all("told=refused" in one for one in told)
        assert "told=wait" in _join(url, {"X-Forwarded-For": "10.0.0.200"})
        assert "told=refused" in _join(url, {})  # a browser on this machine is another client
    finally:
        server.terminate()
        server.wait()


def _wait_until_healthy(url):
    for _ in range(300):
        with contextlib.suppress(httpx.TransportError):
            if httpx.get(f"{url}/healthz").status_code == 200:
                return
        time.sleep(0.1)
    raise TimeoutError


def _join(url, headers):
    """Try a join word that nobody has, and give the address of the page that says so."""
    same_origin = {"Origin": url, **headers}
    return httpx.post(f"{url}/amparo/join", data={"word": "nada"}, headers=same_origin).headers[
        "location"
    ]
