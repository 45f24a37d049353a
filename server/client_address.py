"""
Address of the client of a request: of the connection, or as a named proxy forwarded it.

`AMPARO_PROXY` names the proxies, as IP addresses or networks separated by commas. Headers of any
other peer are not believed: every client could write them. `ClientAddressMiddleware` puts the
result into the request, from where all limits, the log and the screens read it.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from ipaddress import IPv4Network, IPv6Network, ip_network
from typing import Any

from geo.access.client_address import parse_address

PROXY_VARIABLE = "AMPARO_PROXY"
FORWARDED_FOR, FORWARDED_PROTO = b"x-forwarded-for", b"x-forwarded-proto"
# Headers of requests that a proxy forwarded, whatever the client's address is.
FORWARDED_HEADERS = (b"forwarded", FORWARDED_FOR, b"x-real-ip", b"via")
# Client of a request that was forwarded by an unnamed proxy on this machine, or without a readable
# address. It is no address, so that it is never taken for this machine; all of these are counted
# together.
FORWARDED_CLIENT = "forwarded"
UNKNOWN_CLIENT = "unknown"  # a connection without an address
MAX_HOPS = 20  # proxies between a client and this server

Network = IPv4Network | IPv6Network


def configured_proxies() -> tuple[Network, ...]:
    """Read the addresses and networks of the named proxies; other texts name none."""
    entries = os.environ.get(PROXY_VARIABLE, "").split(",")
    parsed = (_parse_network(entry.strip()) for entry in entries)
    return tuple(network for network in parsed if network is not None)


def client_address(scope: Mapping[str, Any]) -> str:
    """Return the address of the client of an ASGI scope."""
    client = scope.get("client")
    return str(client[0]) if client and client[0] else UNKNOWN_CLIENT


def find_client_address(scope: Mapping[str, Any], proxies: tuple[Network, ...]) -> str:
    """
    Find the address of the client that a request comes from.

    Each proxy appends the address of its peer to `X-Forwarded-For`. Read from the right, the first
    address that is not a named proxy is the last one that a named proxy has seen itself; whatever
    stands further left may be written by the client.

    Parameters
    ----------
    scope
        With the peer of the connection.
    proxies
        The named proxies.

    Returns
    -------
    address
        An IP address, `FORWARDED_CLIENT` or `UNKNOWN_CLIENT`.
    """
    peer = client_address(scope)
    parsed = parse_address(peer)
    if parsed is None:
        return peer
    is_forwarded = any(name.lower() in FORWARDED_HEADERS for name, _ in scope["headers"])
    if is_forwarded and is_named_proxy(peer, proxies):
        return _first_unnamed_hop(scope, proxies)
    if is_forwarded and parsed.is_loopback:
        return FORWARDED_CLIENT
    return str(parsed)


def is_named_proxy(address: str, proxies: tuple[Network, ...]) -> bool:
    """Return whether an address is one of the named proxies."""
    parsed = parse_address(address)
    return parsed is not None and any(parsed in network for network in proxies)


def forwarded_scheme(scope: Mapping[str, Any], proxies: tuple[Network, ...]) -> str | None:
    """Return the scheme, `http` or `https`, by which a named proxy was asked; else None."""
    values = _header_values(scope, FORWARDED_PROTO)
    if len(values) != 1 or not is_named_proxy(client_address(scope), proxies):
        return None
    scheme = values[0].strip().lower().replace("ws", "http")
    return scheme if scheme in ("http", "https") else None


def _first_unnamed_hop(scope: Mapping[str, Any], proxies: tuple[Network, ...]) -> str:
    hops = ",".join(_header_values(scope, FORWARDED_FOR)).split(",")
    address = FORWARDED_CLIENT
    for hop in reversed(hops[-MAX_HOPS:]):
        parsed = parse_address(_without_port(hop.strip()))
        if parsed is None:
            return FORWARDED_CLIENT
        address = str(parsed)
        if not is_named_proxy(address, proxies):
            break
    return address


def _without_port(hop: str) -> str:
    """Remove the port of `address:port` or `[address]:port`."""
    if hop.startswith("["):
        return hop[1:].partition("]")[0]
    return hop.partition(":")[0] if hop.count(":") == 1 else hop


def _header_values(scope: Mapping[str, Any], name: bytes) -> list[str]:
    return [
        bytes(value).decode("latin-1") for key, value in scope["headers"] if key.lower() == name
    ]


def _parse_network(text: str) -> Network | None:
    try:
        return ip_network(text, strict=False)
    except ValueError:
        return None
