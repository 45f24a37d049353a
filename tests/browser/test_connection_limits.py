"""The running server, by somebody who means harm: foreign pages, many files, many screens."""

from __future__ import annotations

import asyncio
import http.client
import socket
import threading
import time
import urllib.request
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path

import pytest
import websockets
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from server.middleware.connection_limit import MAX_CONNECTIONS_PER_CLIENT
from server.middleware.upload_limit import MAX_HELD_BYTES
from tests.browser.conftest import copy_demo, protected_app

MIB = 1024 * 1024
FILES, SIZE = 6, 190 * MIB
MOST_GROWTH = 1024 * MIB
ANSWERED_S = 10  # two cores, and others at work on them
EDGE = "edge"


@pytest.fixture(scope="module")
def guarded(built_demo, tmp_path_factory):
    folder = copy_demo(built_demo, tmp_path_factory.mktemp("bounds"))
    with protected_app(folder) as (running, token):
        yield running, token


def address(app):
    host, port = app.url.removeprefix("http://").split(":")
    return host, int(port)


@cache
def listener(app):
    """Find the process that listens to the server's port: looking through all takes long."""
    if not Path("/proc/net/tcp").exists():
        pytest.skip("this system does not tell how much memory was taken")
    port = f":{address(app)[1]:04X} "
    lines = Path("/proc/net/tcp").read_text().splitlines()
    (inode,) = {
        line.split()[9] for line in lines if port in line.split(None, 3)[1] + " " and " 0A " in line
    }
    for link in Path("/proc").glob("[0-9]*/fd/*"):
        try:
            if str(link.readlink()) == f"socket:[{inode}]":
                return link.parents[1]
        except OSError:
            continue
    pytest.fail("nobody listens")


def memory_of(app):
    """Read how much memory the server takes."""
    status = (listener(app) / "status").read_text()
    (told,) = [line for line in status.splitlines() if line.startswith("VmRSS")]
    return int(told.split()[1]) * 1024


def raw(app, text):
    """Say something, as no browser would, and read the first line of the answer."""
    with socket.create_connection(address(app), timeout=ANSWERED_S) as line:
        line.sendall(text.encode())
        return line.recv(4096).decode().splitlines()[0]


def handshake(host, origin):
    told = f"Origin: {origin}\r\n" if origin else ""
    return (
        f"GET /_stcore/stream HTTP/1.1\r\nHost: {host}\r\nUpgrade: websocket\r\n{told}"
        "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
    )


def test_a_foreign_name_gets_nothing(guarded):
    app, _ = guarded
    for path in ("/", "/healthz", "/_stcore/health", "/amparo/tiles/chancala/1/14/8192/8191.mvt"):
        assert " 421 " in raw(app, f"GET {path} HTTP/1.1\r\nHost: rebind.example\r\n\r\n"), path
    assert " 200 " in raw(app, "GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n")


def test_a_page_of_another_site_opens_no_socket(guarded):
    app, _ = guarded
    here = app.url.removeprefix("http://")
    assert " 101 " in raw(app, handshake(here, app.url))
    for origin in ("http://evil.example", "http://127.0.0.1:1", "http://localhost:8501", "null"):
        assert " 403 " in raw(app, handshake(here, origin)), origin
    assert " 403 " in raw(app, handshake("rebind.example", "http://rebind.example"))


async def session(app, token):
    """Open a screen, as a browser does, and learn its number."""
    url = app.url.replace("http", "ws") + "/_stcore/stream"
    headers = {"Cookie": f"amparo_visit={token}"} if token else {}
    opened = await websockets.connect(
        url, subprotocols=["streamlit"], max_size=None, open_timeout=60, additional_headers=headers
    )
    run = BackMsg()
    run.rerun_script.query_string = ""
    await opened.send(run.SerializeToString())
    while True:
        message = ForwardMsg()
        message.ParseFromString(await opened.recv())
        if message.WhichOneof("type") == "new_session":
            return opened, message.new_session.initialize.session_id


def upload(app, token, number, size):
    """Bring a file; tell the status, or that the server hung up."""
    line = http.client.HTTPConnection(*address(app), timeout=120)
    line.request("GET", "/_stcore/health")
    answer = line.getresponse()
    answer.read()
    ours = answer.getheader("set-cookie").split(";")[0]
    head = f'--{EDGE}\r\nContent-Disposition: form-data; name="f"; filename="a.csv"\r\n\r\n'
    tail = f"\r\n--{EDGE}--\r\n"

    def body():
        yield head.encode()
        for _ in range(size // MIB):
            yield b"a" * MIB
        yield tail.encode()

    headers = {
        "X-Xsrftoken": ours.split("=", 1)[1].strip('"'),
        "Cookie": f"{ours}; amparo_visit={token}",
        "Content-Type": f"multipart/form-data; boundary={EDGE}",
        "Content-Length": str(len(head) + len(tail) + size // MIB * MIB),
    }
    try:
        line.request("PUT", f"/_stcore/upload_file/{number}/f", body=body(), headers=headers)
        return line.getresponse().status
    except OSError:  # it answered and hung up while we were still talking
        return 429
    finally:
        line.close()


def test_only_whoever_may_set_up_a_place_brings_files(guarded):
    app, token = guarded

    async def bring(visit):
        opened, number = await session(app, visit)
        try:
            return await asyncio.to_thread(upload, app, visit or "", number, MIB)
        finally:
            await opened.close()

    assert asyncio.run(bring(token)) == 204
    assert asyncio.run(bring(None)) in {403, 429}
    assert asyncio.run(bring("no-such-visit")) in {403, 429}


def test_many_large_files_at_once(guarded):
    app, token = guarded
    slowest, ended, peak = 0.0, threading.Event(), 0

    def watch():
        nonlocal slowest, peak
        while not ended.is_set():
            begun = time.monotonic()
            with urllib.request.urlopen(f"{app.url}/healthz", timeout=60) as answer:
                assert answer.status == 200
            slowest = max(slowest, time.monotonic() - begun)
            peak = max(peak, memory_of(app))
            time.sleep(0.1)

    async def storm():
        sessions = [await session(app, token) for _ in range(FILES)]
        before = memory_of(app)
        watcher = threading.Thread(target=watch)
        watcher.start()
        with ThreadPoolExecutor(FILES) as pool:
            numbers = [number for _, number in sessions]
            found = list(pool.map(lambda number: upload(app, token, number, SIZE), numbers))
        ended.set()
        watcher.join()
        for opened, _ in sessions:
            await opened.close()
        return Counter(found), before

    found, before = asyncio.run(storm())
    assert found == {204: MAX_HELD_BYTES // SIZE, 429: FILES - MAX_HELD_BYTES // SIZE}
    assert peak - before < MOST_GROWTH
    assert slowest < ANSWERED_S


def test_many_screens_at_once(guarded):
    app, _ = guarded

    async def connect():
        url = app.url.replace("http", "ws") + "/_stcore/stream"
        return await websockets.connect(url, subprotocols=["streamlit"], open_timeout=60)

    async def crowd():
        opened = [await connect() for _ in range(MAX_CONNECTIONS_PER_CLIENT)]
        with pytest.raises(websockets.InvalidStatus):
            await connect()
        begun = time.monotonic()
        told = await asyncio.to_thread(raw, app, full)
        well = await asyncio.to_thread(raw, app, "GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n")
        took = time.monotonic() - begun
        for one in opened:
            await one.close()
        return told, well, took

    full = "GET /way HTTP/1.1\r\nHost: localhost\r\nAccept: text/html\r\n\r\n"
    told, well, took = asyncio.run(crowd())
    assert " 503 " in told
    assert " 200 " in well
    assert took < ANSWERED_S


# Last: while Chromium's driver runs, it holds the event loop of this thread.
def test_in_chromium_too(guarded, open_guarded):
    app, _ = guarded
    try_it = """(url) => new Promise((done) => {
        const socket = new WebSocket(url);
        socket.onopen = () => done("open");
        socket.onerror = () => done("refused");
    })"""
    stream = app.url.replace("http", "ws") + "/_stcore/stream"
    with open_guarded(app.url) as page:
        page.goto("/healthz")
        assert page.evaluate(try_it, stream) == "open"
        page.route("http://evil.example/", lambda route: route.fulfill(body="<p>hola</p>"))
        page.goto("http://evil.example/")
        assert page.evaluate(try_it, stream) == "refused"
        page.guard.foreign.clear()
        page.guard.broken.clear()
