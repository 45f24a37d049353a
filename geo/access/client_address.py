"""Groups of network addresses by which attempts are counted, and whether one is this machine."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

THIS_MACHINE = "127.0.0.1"
# The smallest network that providers assign to a home: one device may use any address in it.
IPV6_GROUP_BITS = 64  # RFC 6177


def group_address(address: str) -> str:
    """
    Return the text by which attempts from an address are counted.

    Parameters
    ----------
    address
        As `server.client_address` found it.

    Returns
    -------
    group
        An IPv4 address; an IPv6 network of `IPV6_GROUP_BITS`; `THIS_MACHINE` for loopback. A text
        that is no address stays as it is.
    """
    parsed = parse_address(address)
    if parsed is None:
        return address
    if parsed.is_loopback:
        return THIS_MACHINE
    if isinstance(parsed, IPv6Address):
        return str(ip_network((parsed.packed, IPV6_GROUP_BITS), strict=False))
    return str(parsed)


def is_this_machine(address: str) -> bool:
    """Return whether a request came from the computer that the server runs on."""
    parsed = parse_address(address)
    return parsed is not None and parsed.is_loopback


def parse_address(text: str) -> IPv4Address | IPv6Address | None:
    """Parse an address; an IPv6 address that contains an IPv4 address gives that one."""
    try:
        parsed = ip_address(text.partition("%")[0])
    except ValueError:
        return None
    mapped = parsed.ipv4_mapped if isinstance(parsed, IPv6Address) else None
    return mapped or parsed
