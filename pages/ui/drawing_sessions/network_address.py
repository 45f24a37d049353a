"""By which address the phones in the room reach this server."""

from __future__ import annotations

import ipaddress
import socket

import streamlit as st

# An address that no machine has: asking which of ours would lead there sends nothing.
UNROUTED_ADDRESS = ("10.255.255.255", 9)


def find_network_address() -> str | None:
    """
    Tell name and port by which other machines in the room reach this one.

    Returns
    -------
    address
        As `192.168.4.10:8501`; None where the server listens to its own machine only, or the
        machine is in no network.
    """
    listens = str(_server_option("address") or "0.0.0.0")  # noqa: S104 (read, not opened)
    if _is_loopback(listens):
        return None
    host = _local_address() if listens in ("0.0.0.0", "::") else listens  # noqa: S104 (as above)
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
    except ValueError:  # a name, which the network knows
        return False


def _local_address() -> str | None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asked:
        try:
            asked.connect(UNROUTED_ADDRESS)
        except OSError:  # in no network
            return None
        return str(asked.getsockname()[0])
