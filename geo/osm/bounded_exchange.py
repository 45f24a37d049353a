"""
HTTP exchange with a street server, limited in bytes and in time.

The connection goes to an address that `geo.osm.street_servers.resolve_server` has checked; the
certificate and the `Host` header are those of the server's name. Proxies of the environment are not
used and redirects are not followed, because either would let another host choose the destination.
A compressed response is refused: it was not asked for, and could expand without limit.
"""

from __future__ import annotations

import socket
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPException, HTTPResponse
from typing import IO

from geo.errors import DownloadLimitError, DownloadNotOsmError, DownloadOfflineError
from geo.osm.street_servers import StreetServer, resolve_server

MEGABYTE = 1024 * 1024
MAX_TILE_BYTES = 200 * MEGABYTE  # a city's tile has some 50
MAX_DOWNLOAD_BYTES = 2048 * MEGABYTE  # of all tiles and attempts of a download
MAX_DOWNLOAD_S = 3600.0  # of a download, its waits included; the next one continues it
MAX_EXCHANGE_S = 600.0  # of one attempt: the server's 180 s, and 50 MB at 120 kB/s
CONNECT_TIMEOUT_S = 20.0  # of each address
MAX_ADDRESSES = 4  # of a name, tried one after the other
IDLE_TIMEOUT_S = 240.0  # without a byte; longer than the server's own timeout
OSM_TYPES = frozenset({"application/osm3s+xml", "application/xml", "text/xml"})
_CHUNK_BYTES = 64 * 1024


class DownloadBudget:
    """Bytes and seconds that a download may still use."""

    def __init__(self) -> None:
        self._ends_at = time.monotonic() + MAX_DOWNLOAD_S
        self._remaining_bytes = MAX_DOWNLOAD_BYTES

    @property
    def remaining_s(self) -> float:
        """Seconds until the download must end; not below zero."""
        return max(0.0, self._ends_at - time.monotonic())

    def take(self, count: int) -> bool:
        """Take received bytes from the budget; False where it is exhausted."""
        self._remaining_bytes -= count
        return self._remaining_bytes >= 0


@contextmanager
def open_exchange(server: StreetServer, budget: DownloadBudget) -> Iterator[HTTPConnection]:
    """
    Connect to a server, and close the connection at the end or when the time is over.

    A timeout of the socket limits each single read only. A timer ends the whole exchange, so that
    a response which arrives byte by byte, in the handshake, the headers or the body, ends too.

    Raises
    ------
    DownloadOfflineError
        If no connection is possible.
    DownloadLimitError
        If the time was over before the exchange ended.
    """
    limit_s = min(MAX_EXCHANGE_S, budget.remaining_s)
    ends_at = time.monotonic() + limit_s
    connection = HTTPConnection(server.host, server.port)
    connection.auto_open = 0  # it would resolve the name again
    connection.sock = _connect(server)
    timer = threading.Timer(limit_s, _shut_down, [connection.sock])
    timer.daemon = True
    timer.start()
    try:
        if server.scheme == "https":
            connection.sock = _negotiate_tls(connection.sock, server, timer)
        yield connection
    except (HTTPException, OSError, ValueError, DownloadOfflineError) as error:
        if time.monotonic() >= ends_at:
            raise DownloadLimitError(server=server.host) from error
        raise
    finally:
        timer.cancel()
        connection.close()
    if time.monotonic() >= ends_at:  # a body without a length looks complete when it was ended
        raise DownloadLimitError(server=server.host)


def copy_response(
    response: HTTPResponse, file: IO[bytes], *, host: str, budget: DownloadBudget
) -> None:
    """
    Write the body of a response to a file.

    Raises
    ------
    DownloadNotOsmError
        If its type is not that of OpenStreetMap XML, or it is compressed.
    DownloadLimitError
        If it has more bytes than allowed.
    """
    if not _is_plain_osm(response):
        raise DownloadNotOsmError(server=host)
    received = 0
    while chunk := _read_chunk(response):
        received += len(chunk)
        if received > MAX_TILE_BYTES or not budget.take(len(chunk)):
            raise DownloadLimitError(server=host)
        file.write(chunk)


def _read_chunk(response: HTTPResponse) -> bytes:
    try:
        return response.read1(_CHUNK_BYTES)
    except OSError as error:  # told from an error of the file that is written
        raise ConnectionError from error


def _is_plain_osm(response: HTTPResponse) -> bool:
    encoding = response.getheader("Content-Encoding", "identity").strip().lower()
    content_type = response.getheader("Content-Type", "").partition(";")[0].strip().lower()
    return encoding in ("identity", "") and (not content_type or content_type in OSM_TYPES)


def _connect(server: StreetServer) -> socket.socket:
    failure: OSError | None = None
    for address in resolve_server(server)[:MAX_ADDRESSES]:
        try:
            connected = socket.create_connection((address, server.port), CONNECT_TIMEOUT_S)
        except OSError as error:
            failure = error
        else:
            connected.settimeout(IDLE_TIMEOUT_S)
            return connected
    raise DownloadOfflineError(server=server.host) from failure


def _negotiate_tls(
    plain: socket.socket, server: StreetServer, timer: threading.Timer
) -> ssl.SSLSocket:
    """Negotiate TLS for the server's name; the timer then ends the encrypted connection."""
    context = ssl.create_default_context()
    encrypted = context.wrap_socket(
        plain, server_hostname=server.host, do_handshake_on_connect=False
    )
    timer.args = [encrypted]
    try:
        encrypted.do_handshake()
    except OSError as error:
        encrypted.close()
        raise DownloadOfflineError(server=server.host) from error
    return encrypted


def _shut_down(connected: socket.socket) -> None:
    """End a connection from another thread: its pending read then returns."""
    try:
        # Not `SSLSocket.shutdown`, which would change the object while the other thread reads.
        socket.socket.shutdown(connected, socket.SHUT_RDWR)
    except OSError:  # closed meanwhile
        return
