"""Addresses of this machine in its local networks."""

from __future__ import annotations

import socket

from geo.access.client_address import parse_address

# Addresses without a host, one in each private network (RFC 1918) and in that of machines without
# a router (RFC 3927). Connecting a UDP socket to one selects a local address, and sends nothing.
UNROUTED_ADDRESSES = ("10.255.255.255", "172.31.255.255", "192.168.255.255", "169.254.255.255")
DISCARD_PORT = 9


def list_local_addresses() -> list[str]:
    """List the private IPv4 addresses of this machine, without loopback; empty in no network."""
    found = [_source_address(target) for target in UNROUTED_ADDRESSES]
    return list(dict.fromkeys(one for one in found if one is not None and is_local(one)))


def is_local(address: str) -> bool:
    """Return whether an address belongs to a private network or a link, and is not loopback."""
    parsed = parse_address(address)
    return (
        parsed is not None
        and (parsed.is_private or parsed.is_link_local)
        and not (parsed.is_loopback or parsed.is_unspecified or parsed.is_multicast)
    )


def _source_address(target: str) -> str | None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as udp_socket:
        try:
            udp_socket.connect((target, DISCARD_PORT))
        except OSError:  # no route there
            return None
        return str(udp_socket.getsockname()[0])
