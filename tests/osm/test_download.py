"""Fetching streets, against a server of our own on this machine that replays answers."""

from __future__ import annotations

import bz2
import contextlib
import email.utils
import gzip
import socket
import threading
import time
import urllib.parse
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from xml.etree import ElementTree as ET

import pytest

from geo.errors import (
    DownloadAddressError,
    DownloadBoundsError,
    DownloadBusyError,
    DownloadInterruptedError,
    DownloadLimitError,
    DownloadNotOsmError,
    DownloadOfflineError,
    DownloadRefusedError,
    DownloadTooLargeError,
)
from geo.language import gettext, list_locales
from geo.osm import bounded_exchange, download
from geo.osm.extract import read_extract
from geo.osm.overpass_client import MAX_ATTEMPTS
from geo.osm.overpass_query import split_into_tiles
from geo.osm.street_servers import SERVERS_VARIABLE
from tests.network.napkin import osm_xml

HERE = (-89.91, 13.80, -89.86, 13.84)  # one tile
WIDE = (-89.95, 13.80, -89.80, 13.84)  # two tiles
STREET = {"highway": "residential"}
WEST_HALF = ET.tostring(osm_xml({1: (0, 0), 2: (1, 0)}, [(10, [1, 2], STREET)]))
EAST_HALF = ET.tostring(
    osm_xml({3: (2, 0), 2: (1, 0), 1: (0, 0)}, [(11, [2, 3], STREET), (10, [1, 2], STREET)])
)
REMARK = WEST_HALF.replace(b"</osm>", b"<remark>runtime error: out of memory</remark></osm>")


class Overpass:
    """A server that gives the answers it was handed, one per question, and remembers them."""

    def __init__(self):
        self.answers: list[Callable[[BaseHTTPRequestHandler], None]] = []
        self.questions: list[str] = []
        self.agents: list[str] = []
        self.hosts: list[str] = []
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                asked = self.rfile.read(int(self.headers["Content-Length"])).decode()
                outer.questions.append(urllib.parse.parse_qs(asked)["data"][0])
                outer.agents.append(self.headers["User-Agent"])
                outer.hosts.append(self.headers["Host"])
                outer.answers.pop(0)(self)

            def log_message(self, *_args):
                return

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.01,))
        self.thread.start()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server.server_port}/api/interpreter"

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()


def whole(body, *, status=200, headers=()):
    def answer(handler):
        handler.send_response(status)
        for name, value in headers:
            handler.send_header(name, value)
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)

    return answer


def cut(body, *, promised):
    """Send a part of an answer and hang up: of its promised length, of its chunks, or silently."""

    def answer(handler):
        handler.send_response(200)
        if promised == "length":
            handler.send_header("Content-Length", str(len(body)))
        if promised == "chunks":
            handler.send_header("Transfer-Encoding", "chunked")
        handler.end_headers()
        part = body[: len(body) // 2]
        handler.wfile.write(b"%x\r\n" % len(body) + part if promised == "chunks" else part)

    return answer


def busy(status=429, *, after=None):
    return whole(b"", status=status, headers=[] if after is None else [("Retry-After", after)])


@pytest.fixture
def overpass():
    server = Overpass()
    yield server
    server.close()


@pytest.fixture
def waits(monkeypatch):
    told = []
    monkeypatch.setattr(download, "sleep", told.append)
    return told


@pytest.fixture(autouse=True)
def named(overpass, monkeypatch):
    """Name the server of these tests, which is on this machine, as an installation would."""

    def name(*entries):
        monkeypatch.setenv(SERVERS_VARIABLE, ",".join(entries))

    name(overpass.address)
    return name


@pytest.fixture
def fetch(overpass, waits, tmp_path):
    def fetched(bounds=HERE, *, server=None, progress=None):
        return download.download_streets(
            bounds,
            output_path=tmp_path / "town.osm",
            server=server or overpass.address,
            progress=progress,
        )

    return fetched


def left_over(tmp_path):
    return sorted(path.name for path in tmp_path.rglob("*") if path.is_file())


# --- good answers --------------------------------------------------------------------------------


def test_one_tile_is_fetched_and_can_be_read(fetch, overpass, tmp_path):
    overpass.answers = [whole(WEST_HALF)]
    assert fetch() == tmp_path / "town.osm"
    assert len(read_extract(tmp_path / "town.osm").edges) == 1
    assert left_over(tmp_path) == ["town.osm"]


def test_the_question_names_the_rectangle_and_who_asks(fetch, overpass):
    overpass.answers = [whole(WEST_HALF)]
    fetch()
    assert "[bbox:13.8000000,-89.9100000,13.8400000,-89.8600000]" in overpass.questions[0]
    assert 'way["highway"]' in overpass.questions[0]
    assert overpass.agents[0].startswith("Amparo/")


def test_tiles_are_joined_without_duplicates(fetch, overpass, tmp_path):
    overpass.answers = [whole(WEST_HALF), whole(EAST_HALF)]
    root = ET.parse(fetch(WIDE)).getroot()
    assert [(child.tag, child.get("id")) for child in root] == [
        ("node", "1"),
        ("node", "2"),
        ("node", "3"),
        ("way", "10"),
        ("way", "11"),
    ]
    assert len(read_extract(tmp_path / "town.osm").edges) == 2


def test_progress_rises_to_all(fetch, overpass):
    told = []
    overpass.answers = [whole(WEST_HALF), whole(EAST_HALF)]
    fetch(WIDE, progress=lambda share, key: told.append((share, key)))
    assert told == [
        (0.0, "streets.fetching"),
        (0.5, "streets.fetching"),
        (1.0, "streets.joining"),
    ]


# --- patience ------------------------------------------------------------------------------------


@pytest.mark.parametrize("status", [429, 502, 503, 504])
def test_a_busy_server_is_requested_again_later(fetch, overpass, waits, status):
    overpass.answers = [busy(status), whole(WEST_HALF)]
    fetch()
    assert len(overpass.questions) == 2
    assert waits == [5.0]


def test_the_server_says_how_long_to_wait(fetch, overpass, waits):
    overpass.answers = [busy(after="17"), whole(WEST_HALF)]
    fetch()
    assert waits == [17.0]


def test_the_server_may_name_the_moment(fetch, overpass, waits):
    moment = email.utils.formatdate(time.time() + 60, usegmt=True)
    overpass.answers = [busy(after=moment), whole(WEST_HALF)]
    fetch()
    assert waits == [pytest.approx(60, abs=5)]


@pytest.mark.parametrize("after", ["soon", "\u00b2", "-5", ""])
def test_nonsense_about_waiting_is_not_believed(fetch, overpass, waits, after):
    overpass.answers = [busy(after=after), whole(WEST_HALF)]
    fetch()
    assert waits == [5.0]


def test_waiting_is_shown(fetch, overpass):
    told = []
    overpass.answers = [busy(), whole(WEST_HALF)]
    fetch(progress=lambda _share, key: told.append(key))
    assert told == ["streets.fetching", "streets.waiting", "streets.joining"]


def test_waits_double_and_tries_are_few(fetch, overpass, waits):
    overpass.answers = [busy()] * (MAX_ATTEMPTS + 1)
    with pytest.raises(DownloadBusyError) as caught:
        fetch()
    assert type(caught.value) is DownloadBusyError
    assert caught.value.placeholders == {"server": "127.0.0.1"}
    assert waits == [5.0, 10.0, 20.0, 40.0]
    assert len(overpass.questions) == MAX_ATTEMPTS


def test_a_server_that_wants_an_hour_is_left_alone(fetch, overpass, waits):
    overpass.answers = [busy(after="3600")]
    with pytest.raises(DownloadBusyError):
        fetch()
    assert waits == []


def test_an_answer_that_broke_off_with_a_remark_is_requested_again(fetch, overpass, waits):
    overpass.answers = [whole(REMARK), whole(WEST_HALF)]
    fetch()
    assert waits == [5.0]


# --- broken connections --------------------------------------------------------------------------


@pytest.mark.parametrize("promised", ["length", "chunks", "nothing"])
def test_a_cut_answer_is_thrown_away_and_requested_again(fetch, overpass, tmp_path, promised):
    overpass.answers = [cut(EAST_HALF, promised=promised), whole(EAST_HALF)]
    assert len(read_extract(fetch()).edges) == 2
    assert left_over(tmp_path) == ["town.osm"]


def test_the_next_call_goes_on_where_the_last_broke(fetch, overpass, tmp_path):
    overpass.answers = [whole(WEST_HALF), *[cut(EAST_HALF, promised="length")] * MAX_ATTEMPTS]
    with pytest.raises(DownloadInterruptedError) as caught:
        fetch(WIDE)
    assert type(caught.value) is DownloadInterruptedError
    assert left_over(tmp_path) == [f"{split_into_tiles(WIDE)[0].cache_key()}.osm"]

    overpass.questions.clear()
    overpass.answers = [whole(EAST_HALF)]
    assert len(read_extract(fetch(WIDE)).edges) == 2
    assert overpass.questions == [split_into_tiles(WIDE)[1].overpass_query()]
    assert left_over(tmp_path) == ["town.osm"]


def test_stopping_by_progress_loses_nothing(fetch, overpass, tmp_path):
    class EnoughError(Exception):
        pass

    def stop(share, _key):
        if share > 0:
            raise EnoughError

    overpass.answers = [whole(WEST_HALF)]
    with pytest.raises(EnoughError):
        fetch(WIDE, progress=stop)
    assert left_over(tmp_path) == [f"{split_into_tiles(WIDE)[0].cache_key()}.osm"]


def test_another_rectangle_is_not_mistaken_for_this_one(fetch, overpass):
    overpass.answers = [whole(WEST_HALF), whole(b"<html/>")]
    with pytest.raises(DownloadNotOsmError):
        fetch(WIDE)
    overpass.answers = [whole(EAST_HALF)]
    assert len(read_extract(fetch(HERE)).edges) == 2


def test_an_older_file_stays_until_the_new_one_is_whole(fetch, overpass, tmp_path):
    (tmp_path / "town.osm").write_bytes(WEST_HALF)
    overpass.answers = [whole(b"<html/>")]
    with pytest.raises(DownloadNotOsmError):
        fetch()
    assert (tmp_path / "town.osm").read_bytes() == WEST_HALF


# --- no answer, or another -----------------------------------------------------------------------


def test_without_connection_it_says_so_at_once(fetch, named, waits):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # bound, but nobody listens
        named(address := f"http://127.0.0.1:{taken.getsockname()[1]}/")
        with pytest.raises(DownloadOfflineError) as caught:
            fetch(server=address)
    assert type(caught.value) is DownloadOfflineError
    assert waits == []


@pytest.mark.parametrize(
    "body", [b"<html><body>Please sign in</body></html>", b'{"elements": []}', b""]
)
def test_another_answer_is_not_osm(fetch, overpass, tmp_path, body):
    overpass.answers = [whole(body)]
    with pytest.raises(DownloadNotOsmError) as caught:
        fetch()
    assert type(caught.value) is DownloadNotOsmError
    assert left_over(tmp_path) == []


@pytest.mark.parametrize("status", [400, 403, 404, 500])
def test_a_refusal_is_final(fetch, overpass, waits, status):
    overpass.answers = [whole(b"no", status=status)]
    with pytest.raises(DownloadRefusedError) as caught:
        fetch()
    assert type(caught.value) is DownloadRefusedError
    assert caught.value.placeholders == {"server": "127.0.0.1", "status": status}
    assert waits == []


@pytest.mark.parametrize("status", [301, 302, 307])
def test_nobody_is_sent_to_another_address(fetch, overpass, status):
    elsewhere = [("Location", "http://127.0.0.1:9/elsewhere")]
    overpass.answers = [whole(b"", status=status, headers=elsewhere)]
    with pytest.raises(DownloadRefusedError):
        fetch()
    assert len(overpass.questions) == 1


# --- a server that means harm --------------------------------------------------------------------


def drip(start, one, *, seconds):
    """Begin an answer and go on byte by byte for some seconds, whatever the client does."""

    def answer(handler):
        handler.wfile.write(start)
        ends_at = time.monotonic() + seconds
        with contextlib.suppress(OSError):
            while time.monotonic() < ends_at:
                handler.wfile.write(one)
                time.sleep(0.01)

    return answer


@pytest.mark.parametrize(
    ("start", "one"),
    [
        (b"HTTP/1.0 200 OK\r\n\r\n<osm>", b" "),
        (b"HTTP/1.0 200 OK\r\nContent-Length: 9999999\r\n\r\n<osm>", b" "),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"1\r\n \r\n"),
        (b"HTTP/1.0 200 OK\r\nX: ", b"x"),
        (b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
        (b"HTTP/1.0 200 OK\r\n\r\n" + WEST_HALF, b" "),
    ],
    ids=["body", "length", "chunks", "header", "continue", "whole_and_more"],
)
def test_an_answer_that_drips_ends_when_its_time_is_over(
    fetch, overpass, monkeypatch, tmp_path, start, one
):
    monkeypatch.setattr(bounded_exchange, "MAX_EXCHANGE_S", 0.3)
    overpass.answers = [drip(start, one, seconds=20)]
    with pytest.raises(DownloadLimitError) as caught:
        fetch()
    assert type(caught.value) is DownloadLimitError
    assert left_over(tmp_path) == []


def test_a_handshake_that_never_ends_is_ended(named, fetch, monkeypatch):
    monkeypatch.setattr(bounded_exchange, "MAX_EXCHANGE_S", 0.3)
    with socket.create_server(("127.0.0.1", 0)) as silent:  # the system accepts, nobody answers
        named(address := f"https://127.0.0.1:{silent.getsockname()[1]}/")
        with pytest.raises(DownloadLimitError):
            fetch(server=address)


def test_the_waits_of_a_busy_server_end_with_the_time_of_the_download(
    fetch, overpass, monkeypatch, waits
):
    monkeypatch.setattr(bounded_exchange, "MAX_DOWNLOAD_S", 4.0)
    overpass.answers = [busy()]
    with pytest.raises(DownloadBusyError):
        fetch()
    assert waits == []


@pytest.mark.parametrize("limit", ["MAX_TILE_BYTES", "MAX_DOWNLOAD_BYTES"])
def test_an_answer_of_too_many_bytes_is_left(fetch, overpass, monkeypatch, tmp_path, limit):
    monkeypatch.setattr(bounded_exchange, limit, len(WEST_HALF) - 1)
    overpass.answers = [whole(WEST_HALF)]
    with pytest.raises(DownloadLimitError):
        fetch()
    assert left_over(tmp_path) == []


def test_all_tiles_together_have_a_limit(fetch, overpass, monkeypatch, tmp_path):
    monkeypatch.setattr(bounded_exchange, "MAX_DOWNLOAD_BYTES", len(WEST_HALF) + 5)
    overpass.answers = [whole(WEST_HALF), whole(EAST_HALF)]
    with pytest.raises(DownloadLimitError):
        fetch(WIDE)
    assert len(left_over(tmp_path)) == 1


BOMB = gzip.compress(WEST_HALF.replace(b"</osm>", b" " * 5_000_000 + b"</osm>"))


@pytest.mark.parametrize(
    ("body", "headers"),
    [
        (BOMB, [("Content-Encoding", "gzip")]),
        (WEST_HALF, [("Content-Encoding", "br")]),
        (BOMB, []),
        (bz2.compress(WEST_HALF), []),
        (b"\x00\x00\x00\x0d\x0a\x09OSMHeader", []),
        (WEST_HALF, [("Content-Type", "text/html; charset=utf-8")]),
        (WEST_HALF, [("Content-Type", "application/octet-stream")]),
    ],
)
def test_a_compressed_or_other_answer_is_not_opened(fetch, overpass, tmp_path, body, headers):
    overpass.answers = [whole(body, headers=headers)]
    with pytest.raises(DownloadNotOsmError) as caught:
        fetch()
    assert type(caught.value) is DownloadNotOsmError
    assert left_over(tmp_path) == []


def test_the_type_that_overpass_gives_is_accepted(fetch, overpass):
    overpass.answers = [whole(WEST_HALF, headers=[("Content-Type", "application/osm3s+xml")])]
    assert len(read_extract(fetch()).edges) == 1


def test_a_proxy_of_the_environment_is_not_used(fetch, overpass, monkeypatch):
    for name in ("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    overpass.answers = [whole(WEST_HALF)]
    fetch()
    assert len(overpass.questions) == 1


def test_a_certificate_nobody_vouches_for_is_refused(overpass, fetch, named):
    named(address := overpass.address.replace("http:", "https:"))  # answers without TLS
    with pytest.raises(DownloadOfflineError):
        fetch(server=address)


def test_a_name_is_resolved_once_and_the_checked_address_is_connected_to(
    overpass, fetch, named, monkeypatch
):
    """A name server that gives an allowed address first, and another one afterwards."""
    port = urllib.parse.urlsplit(overpass.address).port
    named(f"http://streets.example:{port}/api", "127.0.0.1/32")
    answers = iter(["127.0.0.1", "127.0.0.2", "127.0.0.2"])
    resolve = socket.getaddrinfo

    def rebind(host, *arguments, **options):
        known = next(answers) if host == "streets.example" else host
        return resolve(known, *arguments, **options)

    monkeypatch.setattr(socket, "getaddrinfo", rebind)
    overpass.answers = [whole(WEST_HALF)]
    fetch(server=f"http://streets.example:{port}/api")
    assert overpass.hosts == [f"streets.example:{port}"]
    assert list(answers) == ["127.0.0.2", "127.0.0.2"]


def test_no_two_failures_of_an_exchange_read_differently():
    failures = (
        DownloadOfflineError,
        DownloadBusyError,
        DownloadRefusedError,
        DownloadInterruptedError,
        DownloadNotOsmError,
        DownloadLimitError,
    )
    for locale in list_locales():
        sentences = {
            gettext(kind.key, locale, **kind(server="s", status=500).placeholders)
            for kind in failures
        }
        assert len(sentences) == 1


# --- what is never asked -------------------------------------------------------------------------


@pytest.mark.parametrize(
    "address",
    [
        "file:///etc/hostname",
        "ftp://example.org/",
        "town",
        "http://",
        "http://[::1",
        "http://a:b/",
        "",
    ],
)
def test_only_http_and_https_are_requested(fetch, named, tmp_path, address):
    named(address)
    with pytest.raises(DownloadAddressError) as caught:
        fetch(server=address)
    assert type(caught.value) is DownloadAddressError
    assert left_over(tmp_path) == []


@pytest.mark.parametrize(
    "bounds",
    [
        (-89.8, 13.8, -89.9, 13.9),
        (-89.9, 13.9, -89.8, 13.8),
        (-189.9, 13.8, -89.8, 13.9),
        (-89.9, 13.8, -89.8, 93.9),
        (-89.9, 13.8, -89.9, 13.9),
        (float("nan"), 13.8, -89.8, 13.9),
    ],
)
def test_a_rectangle_that_is_none_is_not_requested(fetch, overpass, bounds):
    with pytest.raises(DownloadBoundsError) as caught:
        fetch(bounds)
    assert type(caught.value) is DownloadBoundsError
    assert overpass.questions == []


def test_a_country_is_too_much_to_ask(fetch, overpass):
    with pytest.raises(DownloadTooLargeError) as caught:
        fetch((-91, 13, -88, 15))
    assert type(caught.value) is DownloadTooLargeError
    assert caught.value.placeholders == {"tiles": 600, "most": 100}
    assert overpass.questions == []


def test_tiles_cover_the_rectangle_exactly():
    west, south, east, north = bounds = (-89.95, 13.80, -89.62, 14.01)
    cut_up = split_into_tiles(bounds)
    assert len(cut_up) == 4 * 3
    area = sum((tile.east - tile.west) * (tile.north - tile.south) for tile in cut_up)
    assert area == pytest.approx((east - west) * (north - south))
    assert (cut_up[0].west, cut_up[0].south) == (west, south)
    assert (cut_up[-1].east, cut_up[-1].north) == (east, north)
