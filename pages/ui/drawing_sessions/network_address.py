"""Address of this server in the local network, for phones that join."""

from __future__ import annotations

import ipaddress
import socket

import streamlit as st

# An address without a host. Connecting a UDP socket to it selects a local address, sends nothing.
UNROUTED_ADDRESS = ("10.255.255.255", 9)


def find_network_address() -> str | None:
    """
    Return host and port by which other machines of the local network reach this one.

    Returns
    -------
    address
        As `192.168.4.10:8501`; None where the server listens on loopback only, or the machine is
        in no network.
    """
    listen_address = str(_server_option("address") or "0.0.0.0")  # noqa: S104 (compared, not bound)
    if _is_loopback(listen_address):
        return None
    host = _local_address() if listen_address in ("0.0.0.0", "::") else listen_address  # noqa: S104 (as above)
    if host is None or _is_loopback(host):
        return None
    return f"{host}:{_server_option('port')}"


def _server_option(name: str) -> object:
    return st.get_option(f"server.{name}")


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:  # a host name, which the network resolves
        return False


def _local_address() -> str | None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as udp_socket:
        try:
            udp_socket.connect(UNROUTED_ADDRESS)
        except OSError:  # in no network
            return None
        return str(udp_socket.getsockname()[0])
