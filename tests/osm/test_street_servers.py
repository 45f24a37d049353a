"""Which servers may be asked for streets, and where their names may lead."""

from __future__ import annotations

import socket
from ipaddress import ip_address

import pytest

from geo.errors import DownloadAddressError, DownloadOfflineError
from geo.osm.street_servers import (
    PUBLIC_OVERPASS_URL,
    SERVERS_VARIABLE,
    find_street_server,
    is_public_address,
    list_street_servers,
    resolve_server,
)

NAMED = "https://streets.example/api/interpreter"


@pytest.fixture(autouse=True)
def resolved(monkeypatch):
    """Let every name lead to addresses that a test chooses."""
    monkeypatch.setenv(SERVERS_VARIABLE, NAMED)

    def resolve(*addresses):
        found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (one, 443)) for one in addresses]
        monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: found)

    resolve("93.184.215.14")
    return resolve


def test_without_configuration_the_public_server_is_asked(monkeypatch):
    monkeypatch.delenv(SERVERS_VARIABLE)
    assert [server.url for server in list_street_servers()] == [PUBLIC_OVERPASS_URL]
    assert find_street_server(None).host == "overpass-api.de"


def test_an_empty_configuration_names_no_server(monkeypatch):
    monkeypatch.setenv(SERVERS_VARIABLE, "")
    assert list_street_servers() == []
    with pytest.raises(DownloadAddressError):
        find_street_server(None)


@pytest.mark.parametrize(
    "address",
    [
        PUBLIC_OVERPASS_URL,
        "http://streets.example/api/interpreter",
        "https://streets.example/",
        "https://streets.example/api/interpreter?x",
        "https://streets.example:8443/api/interpreter",
        "https://streets.example:443@evil.example/api/interpreter",
        "https://user@streets.example/api/interpreter",
        "https://streets.example.evil.example/api/interpreter",
        "https://evil.example/https://streets.example/api/interpreter",
        "https://streets.example/api/interpreter#x",
        "https://streets.example\\@evil.example/api/interpreter",
        "https://streets.example/api/inter\npreter",
        "http://127.0.0.1/",
        "http://localhost/",
        "http://169.254.169.254/latest/meta-data/",
        "http://[::1]/",
        "http://2130706433/",
        "http://0x7f.1/",
        "file:///etc/passwd",
        "gopher://streets.example/",
        "https://streets.exampl\u0435/api/interpreter",
        "",
        "a" * 5000,
    ],
)
def test_an_address_that_is_not_named_is_refused_before_anything_is_resolved(monkeypatch, address):
    monkeypatch.setattr(socket, "getaddrinfo", None)
    with pytest.raises(DownloadAddressError) as caught:
        find_street_server(address)
    assert len(caught.value.placeholders["address"]) <= 120


@pytest.mark.parametrize(
    "address",
    [NAMED, "HTTPS://Streets.Example:443/api/interpreter", NAMED.replace("/api", "./api")],
)
def test_the_same_server_is_found_however_its_name_is_written(address):
    assert find_street_server(address).url == NAMED


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "127.8.8.8",
        "0.0.0.0",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "192.0.0.8",
        "192.88.99.1",
        "198.18.0.1",
        "224.0.0.1",
        "240.0.0.1",
        "255.255.255.255",
        "::1",
        "::",
        "fe80::1",
        "fe80::1%eth0",
        "fc00::1",
        "fd12:3456::1",
        "fec0::1",
        "ff02::1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "::127.0.0.1",
        "2002:7f00:1::1",
        "2002:0a00:0001::1",
        "64:ff9b::7f00:1",
        "64:ff9b::a00:1",
        "64:ff9b:1::1",
        "2001:0:7f00:1::",
        "2001:db8::1",
        "not an address",
    ],
)
def test_a_name_that_leads_into_a_network_of_ones_own_is_not_followed(resolved, address):
    for found in ((address,), ("93.184.215.14", address)):
        resolved(*found)
        with pytest.raises(DownloadOfflineError) as caught:
            resolve_server(find_street_server(NAMED))
        assert caught.value.placeholders == {"server": "streets.example"}


@pytest.mark.parametrize(
    "address", ["93.184.215.14", "2a01:4f8::2", "64:ff9b::5db8:d70e", "::ffff:93.184.215.14"]
)
def test_a_public_address_is_followed(resolved, address):
    assert is_public_address(ip_address(address))
    resolved(address)
    assert resolve_server(find_street_server(NAMED)) == [address]


@pytest.mark.parametrize(
    ("configured", "url", "address"),
    [
        ("http://127.0.0.1:8080/api", "http://127.0.0.1:8080/api", "127.0.0.1"),
        ("http://[::1]/api", "http://[::1]/api", "::1"),
        ("http://localhost/api", "http://localhost/api", "127.0.0.1"),
        (f"{NAMED}, 10.0.0.0/24", NAMED, "10.0.0.7"),
        (f"{NAMED},10.0.0.7", NAMED, "10.0.0.7"),
    ],
)
def test_an_address_of_ones_own_network_is_followed_where_it_is_named(
    resolved, monkeypatch, configured, url, address
):
    monkeypatch.setenv(SERVERS_VARIABLE, configured)
    resolved(address)
    assert resolve_server(find_street_server(url)) == [address]


@pytest.mark.parametrize(
    ("configured", "address"),
    [
        (f"{NAMED},http://127.0.0.1/api", "127.0.0.1"),  # named for another server
        (f"{NAMED},10.0.0.0/24", "10.0.1.7"),
        (f"{NAMED},10.0.0.0/99,intranet", "10.0.0.7"),
    ],
)
def test_naming_one_address_opens_no_other(resolved, monkeypatch, configured, address):
    monkeypatch.setenv(SERVERS_VARIABLE, configured)
    resolved(address)
    with pytest.raises(DownloadOfflineError):
        resolve_server(find_street_server(NAMED))


def test_a_name_that_nobody_knows_is_as_one_that_does_not_answer(monkeypatch):
    def fail(*_, **__):
        raise socket.gaierror

    monkeypatch.setattr(socket, "getaddrinfo", fail)
    with pytest.raises(DownloadOfflineError):
        resolve_server(find_street_server(NAMED))
