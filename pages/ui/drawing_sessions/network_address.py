"""Address at which phones of the local network reach the drawing pages."""

from __future__ import annotations

import ipaddress

import streamlit as st

from server.local_network import list_local_addresses
from server.phone_access import current_access


def find_base_url(slug: str) -> str | None:
    """
    Return the URL by which phones reach this machine, without a path.

    Parameters
    ----------
    slug
        Community whose drawing sessions phones are to join.

    Returns
    -------
    base_url
        As `http://192.168.4.10:8600`; None where the server listens on loopback only and nobody
        let phones in for this community, or where the machine is in no network.
    """
    access = current_access()
    if access is not None and access.community == slug:
        return access.url
    host = find_network_address()
    if host is None:
        return None
    return f"{'https' if _server_option('sslCertFile') else 'http'}://{host}"


def find_network_address() -> str | None:
    """
    Return host and port by which other machines reach the screens of this server too.

    Returns
    -------
    address
        As `192.168.4.10:8501`; None where the server listens on loopback only, or the machine is
        in no network.
    """
    listen_address = str(_server_option("address") or "0.0.0.0")  # noqa: S104 (compared, not bound)
    if _is_loopback(listen_address):
        return None
    everywhere = listen_address in ("0.0.0.0", "::")  # noqa: S104 (as above)
    host = next(iter(list_local_addresses()), None) if everywhere else listen_address
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
