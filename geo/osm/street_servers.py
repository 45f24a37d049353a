"""
Street servers that an installation may ask, and the network addresses that they may resolve to.

`AMPARO_STREET_SERVERS` lists them, separated by commas. An entry with `://` is the full address of
an Overpass interpreter; it alone is asked, with its scheme, port and path. Any other entry is an IP
address or network which the listed names may resolve to although it is not public, such as
`10.0.0.0/24`. Without the variable the public server is asked; an empty value names none.
"""

from __future__ import annotations

import os
import socket
from collections.abc import Iterable
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from urllib.parse import urlsplit

from geo.errors import DownloadAddressError, DownloadOfflineError

SERVERS_VARIABLE = "AMPARO_STREET_SERVERS"
PUBLIC_OVERPASS_URL = "https://overpass-api.de/api/interpreter"
DEFAULT_PORTS = {"https": 443, "http": 80}
MAX_SHOWN_CHARACTERS = 120  # of a refused address
# Protocol assignments and 6to4 relays (IANA special-purpose registry), which some versions of
# Python count as global.
_SPECIAL_NETWORKS = (IPv4Network("192.0.0.0/24"), IPv4Network("192.88.99.0/24"))
# Networks of IPv6 whose addresses contain or reach an IPv4 address: IPv4-compatible and Teredo
# (RFC 4291, 4380), 6to4 (RFC 3056), local NAT64 (RFC 8215), deprecated site-local (RFC 3879).
_TRANSLATED_NETWORKS = tuple(
    IPv6Network(text) for text in ("::/96", "2001::/32", "2002::/16", "64:ff9b:1::/48", "fec0::/10")
)
_NAT64_NETWORK = IPv6Network("64:ff9b::/96")  # RFC 6052: the last 32 bits are an IPv4 address

IpAddress = IPv4Address | IPv6Address


@dataclass(frozen=True)
class StreetServer:
    """
    A server that the installation names.

    Attributes
    ----------
    url
        As configured.
    host
        Name or IP address, in lower case.
    target
        Path and query of the interpreter.
    """

    url: str
    scheme: str
    host: str
    port: int
    target: str

    @property
    def host_header(self) -> str:
        """Return the value of the `Host` header."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == DEFAULT_PORTS[self.scheme] else f"{host}:{self.port}"


def list_street_servers() -> list[StreetServer]:
    """List the servers that the installation names, the preferred one first."""
    named = (parse_server_url(entry) for entry in _configured_entries() if "://" in entry)
    return list(dict.fromkeys(server for server in named if server is not None))


def find_street_server(address: str | None) -> StreetServer:
    """
    Find a named server by its address.

    Parameters
    ----------
    address
        None selects the preferred one.

    Raises
    ------
    DownloadAddressError
        If the installation names no such server.
    """
    servers = list_street_servers()
    requested = parse_server_url(address) if address is not None else None
    for server in servers:
        if address is None or (requested is not None and _same_server(server, requested)):
            return server
    raise DownloadAddressError(address=(address or "")[:MAX_SHOWN_CHARACTERS])


def parse_server_url(url: str) -> StreetServer | None:
    """Parse the address of a server; None unless it is http or https, without user or fragment."""
    if not url.isascii() or not url.isprintable() or set(url) & set(' \\"<>'):
        return None
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return None
    host = (parts.hostname or "").rstrip(".")
    has_extras = "@" in parts.netloc or "#" in url or "%" in host
    if parts.scheme not in DEFAULT_PORTS or not host or has_extras or port == 0:
        return None
    target = f"{parts.path or '/'}{'?' + parts.query if parts.query else ''}"
    return StreetServer(url, parts.scheme, host, port or DEFAULT_PORTS[parts.scheme], target)


def resolve_server(server: StreetServer) -> list[str]:
    """
    Resolve the name of a server once, and check every address that it resolves to.

    The caller connects to one of these addresses and does not resolve the name again, so that a
    name server cannot give another address after the check.

    Returns
    -------
    addresses
        IP addresses, in the resolver's order.

    Raises
    ------
    DownloadOfflineError
        If the name has no address, or one of them is neither public nor named.
    """
    try:
        found = socket.getaddrinfo(server.host, server.port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise DownloadOfflineError(server=server.host) from error
    addresses = list(dict.fromkeys(str(entry[4][0]) for entry in found))
    if not addresses or not all(_is_reachable(server, address) for address in addresses):
        raise DownloadOfflineError(server=server.host)
    return addresses


def is_public_address(address: IpAddress) -> bool:
    """
    Return whether an address belongs to the public internet.

    False for loopback, private, link-local, unique-local, shared (RFC 6598), reserved, multicast
    and unspecified addresses, also where an IPv6 address contains one of them.
    """
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped is not None:
            return is_public_address(address.ipv4_mapped)
        if address in _NAT64_NETWORK:
            return is_public_address(IPv4Address(address.packed[-4:]))
        if any(address in network for network in _TRANSLATED_NETWORKS):
            return False
    elif any(address in network for network in _SPECIAL_NETWORKS):
        return False
    return address.is_global and not address.is_multicast and not address.is_reserved


def _configured_entries() -> list[str]:
    configured = os.environ.get(SERVERS_VARIABLE, PUBLIC_OVERPASS_URL).split(",")
    return [entry.strip() for entry in configured if entry.strip()]


def _same_server(one: StreetServer, other: StreetServer) -> bool:
    keys = [(server.scheme, server.host, server.port, server.target) for server in (one, other)]
    return keys[0] == keys[1]


def _is_reachable(server: StreetServer, resolved: str) -> bool:
    try:
        address = ip_address(resolved)
    except ValueError:  # an address with the name of a network interface is link-local
        return False
    return (
        is_public_address(address)
        or _names_address(server.host, address)
        or _in_named_network(address, (one for one in _configured_entries() if "://" not in one))
    )


def _names_address(host: str, address: IpAddress) -> bool:
    """Return whether a host is this address in digits, or `localhost` for a loopback address."""
    if host == "localhost":
        return address.is_loopback
    try:
        return ip_address(host) == address
    except ValueError:
        return False


def _in_named_network(address: IpAddress, entries: Iterable[str]) -> bool:
    for entry in entries:
        try:
            network = ip_network(entry, strict=False)
        except ValueError:  # neither a server nor a network: it names nothing
            continue
        if address in network:
            return True
    return False
