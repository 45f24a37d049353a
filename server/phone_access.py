"""
Access of phones in the local network to the drawing pages: a second listening socket, on demand.

It exists while somebody has opened it: in memory only, so that a restart ends it. It ends when it
is closed, when no drawing session of the community is open any more, and after
`PHONE_ACCESS_DURATION`.
"""

from __future__ import annotations

import errno
import os
import socket
import threading
from dataclasses import dataclass
from datetime import datetime

import streamlit as st
import uvicorn

from geo.access.monotonic_clock import monotonic_now
from geo.errors import NoLocalNetworkError, PhonePortsTakenError, StoreError
from geo.store.database import Store
from geo.workshop.phone_access import (
    PHONE_ACCESS_DURATION,
    has_open_drawing,
    record_phone_access,
    record_phone_access_end,
)
from server.local_network import list_local_addresses
from server.phone_application import create_phone_application

# Ports that are tried in this order: short to type, and registered for no common service.
PHONE_PORTS = range(8600, 8610)
# In use, or reserved by the operating system. Any other error is of the address.
TAKEN_PORT_ERRORS = (errno.EADDRINUSE, errno.EACCES)
CHECK_INTERVAL_S = 2.0  # between two looks at whether a session is still open
MAX_PHONE_REQUESTS = 400  # at the same time; twice as many phones as a large workshop has
LISTEN_BACKLOG = 128
SERVING_THREAD, WATCHING_THREAD = "phones", "phones-watch"


@dataclass(frozen=True)
class PhoneAccess:
    """
    An open access.

    Attributes
    ----------
    community
        Short name of the community whose sessions keep it open.
    host
        Address and port, as phones name them.
    encrypted
        Whether phones reach it by https.
    ends_at
        When it ends at the latest, in UTC without a time zone.
    """

    community: str
    host: str
    encrypted: bool
    ends_at: datetime

    @property
    def url(self) -> str:
        """Base URL, without a path."""
        return f"{'https' if self.encrypted else 'http'}://{self.host}"


class _PhoneServer:
    """A server in a thread of its own, and what decides whether it lets phones in."""

    def __init__(self, store: Store, slug: str, listener: socket.socket) -> None:
        address, port = listener.getsockname()[:2]
        certificate, key = _certificate_files()
        ends_at = monotonic_now() + PHONE_ACCESS_DURATION
        self.access = PhoneAccess(slug, f"{address}:{port}", certificate is not None, ends_at)
        self._store, self._listener = store, listener
        self._closed = threading.Event()
        config = uvicorn.Config(
            create_phone_application(self.access.host, self.is_open),
            lifespan="off",
            ws="none",
            proxy_headers=False,
            server_header=False,
            access_log=False,
            log_config=None,
            limit_concurrency=MAX_PHONE_REQUESTS,
            ssl_certfile=certificate,
            ssl_keyfile=key,
        )
        self._server = uvicorn.Server(config)

    def start(self) -> None:
        """Start to listen."""
        for name, target in ((SERVING_THREAD, self._serve), (WATCHING_THREAD, self._watch)):
            threading.Thread(target=target, name=name, daemon=True).start()

    def is_open(self) -> bool:
        """Return whether phones are let in now."""
        return not self._closed.is_set() and monotonic_now() < self.access.ends_at

    def close(self) -> None:
        """Let no phone in from now on; the thread gives the socket back."""
        self._closed.set()
        self._server.should_exit = self._server.force_exit = True

    def _serve(self) -> None:
        try:
            self._server.run(sockets=[self._listener])
        finally:
            self._closed.set()
            self._listener.close()

    def _watch(self) -> None:
        while self.is_open() and self._has_open_drawing():
            self._closed.wait(CHECK_INTERVAL_S)
        self.close()
        _record_own_end(self._store, self)

    def _has_open_drawing(self) -> bool:
        try:
            return has_open_drawing(self._store, self.access.community)
        except StoreError:  # a store that cannot be read has no open session
            return False


_lock = threading.Lock()
_current: list[_PhoneServer] = []  # at most one


def current_access() -> PhoneAccess | None:
    """Return the open access; None where phones are not let in."""
    with _lock:
        return _current[0].access if _current and _current[0].is_open() else None


def open_access(store: Store, slug: str, address: str) -> PhoneAccess:
    """
    Make the drawing pages reachable at an address of this machine.

    An access that is open already, of whatever community, is closed before, and that is recorded.

    Raises
    ------
    NoLocalNetworkError
        If the address is not one of this machine in a local network, or not any more.
    PhonePortsTakenError
        If other programs use all ports for it.
    InstallationUnprotectedError, NoOpenDrawingError
        As `record_phone_access`.
    """
    if address not in list_local_addresses():
        raise NoLocalNetworkError
    with _lock:
        _close_recorded(store)
        listener = _bind(address)
        try:
            record_phone_access(store, slug)
        except BaseException:
            listener.close()
            raise
        server = _PhoneServer(store, slug, listener)
        server.start()
        _current.append(server)
        return server.access


def close_access(store: Store) -> None:
    """Make the drawing pages unreachable from other machines, if they are reachable."""
    with _lock:
        _close_recorded(store)


def _close_recorded(store: Store) -> None:
    ended = [(one.access, one.is_open()) for one in _current]
    _close_current()
    for access, was_open in ended:
        record_phone_access_end(store, access.community, by_itself=not was_open)


def _record_own_end(store: Store, server: _PhoneServer) -> None:
    """Record that an access ended by itself, unless somebody closed it, who recorded that."""
    with _lock:
        if server in _current:
            _current.remove(server)
            record_phone_access_end(store, server.access.community, by_itself=True)


def _close_current() -> None:
    for server in _current:
        server.close()
    _current.clear()


def _certificate_files() -> tuple[str | None, str | None]:
    """Return certificate and key that the screens are served with; None without https."""
    certificate, key = st.get_option("server.sslCertFile"), st.get_option("server.sslKeyFile")
    return (str(certificate), str(key)) if certificate and key else (None, None)


def _bind(address: str) -> socket.socket:
    for port in PHONE_PORTS:
        listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        try:
            if os.name != "nt":  # there, it would let two programs listen on one port
                listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listener.bind((address, port))
            listener.listen(LISTEN_BACKLOG)
        except OSError as error:
            listener.close()
            if error.errno not in TAKEN_PORT_ERRORS:
                raise NoLocalNetworkError from error
        else:
            return listener
    raise PhonePortsTakenError(least=PHONE_PORTS[0], most=PHONE_PORTS[-1])
