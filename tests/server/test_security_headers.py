"""What every answer tells the browser: no script but ours, no other host, nothing kept."""

import base64
import hashlib

import pytest

from pages.screens import SCREENS, WELCOME
from server.middleware.security_headers import (
    COMMON_HEADERS,
    build_security_headers,
    hash_inline_scripts,
)
from server.paths import SCREEN_PATHS

HOST = "127.0.0.1:8501"


def policy(path="/", host=HOST, scripts=()):
    header = build_security_headers(path, host, script_hashes=scripts)["Content-Security-Policy"]
    return {rule.split()[0]: rule.split()[1:] for rule in header.split("; ")}


def test_a_screen_runs_files_of_this_server_and_what_was_summed_up():
    rules = policy(scripts=["'sha256-x'"])
    assert rules["script-src"] == ["'self'", "'sha256-x'"]
    assert rules["default-src"] == rules["base-uri"] == rules["form-action"] == ["'self'"]
    assert rules["object-src"] == ["'none'"]
    assert rules["frame-ancestors"] == ["'self'"]
    assert rules["connect-src"] == ["'self'", f"ws://{HOST}", f"wss://{HOST}"]


def test_only_the_frame_of_the_map_evaluates():
    frame = policy("/component/streamlit_folium.st_folium/index.html")
    assert frame["script-src"] == ["'self'", "'unsafe-inline'", "'unsafe-eval'"]
    assert frame["connect-src"] == ["'self'"]
    for path in (
        "/",
        "/way",
        "/calendar",
        "/amparo/tiles/x/1/1/1/1.mvt",
        "/component",
        "/static/a",
    ):
        assert "unsafe" not in " ".join(policy(path)["script-src"])


@pytest.mark.parametrize(
    "host", ["", "evil.example; script-src *", "a b", "a\r\nX: y", "host:99999999", "*", "x/y"]
)
def test_no_other_word_enters_by_the_name_of_the_host(host):
    assert policy(host=host)["connect-src"] == ["'self'"]


@pytest.mark.parametrize("host", ["localhost", "192.168.1.7:8501", "[::1]:8501", "amparo.local"])
def test_hosts_of_every_kind_have_their_sockets(host):
    assert policy(host=host)["connect-src"] == ["'self'", f"ws://{host}", f"wss://{host}"]


@pytest.mark.parametrize(
    ("path", "kept"),
    [
        ("/", False),
        ("/way", False),
        ("/healthz", False),
        ("/calendar", False),
        ("/media/abc.geojson", False),
        ("/_stcore/upload_file/a/b", False),
        ("/component/streamlit_folium.st_folium/index.html", False),
        ("/component/streamlit_folium.st_folium/static/js/main.js", True),
        ("/static/js/index.js", True),
        ("/amparo/assets/map/frame.js", True),
        ("/amparo/tiles/x/1/1/1/1.mvt", True),
        ("/amparo/leave", False),
    ],
)
def test_only_what_is_the_same_for_everybody_is_kept(path, kept):
    assert build_security_headers(path, HOST).get("Cache-Control") == (None if kept else "no-store")


def test_the_others_are_always_there():
    assert build_security_headers("/amparo/x", HOST).items() >= COMMON_HEADERS.items()
    assert COMMON_HEADERS["X-Content-Type-Options"] == "nosniff"
    assert "geolocation=()" in COMMON_HEADERS["Permissions-Policy"]


@pytest.mark.parametrize(
    ("path", "asks"),
    [
        ("/", True),
        ("/way", True),
        ("/support", True),
        ("/component/pages.ui.widgets.location_button.location/index.html", True),
        ("/component/streamlit_folium.st_folium/index.html", False),
        ("/component/pages.ui.widgets.location_button.location.x/index.html", False),
        ("/amparo/draw", False),
        ("/j", False),
        ("/calendar", False),
        ("/_stcore/health", False),
        ("/media", False),
        ("/no_screen", False),
        ("/way/x", False),
        ("/way\n", False),
        ("//way", False),
        ("", False),
    ],
)
def test_only_screens_and_their_frame_may_ask_where_a_device_is(path, asks):
    policy = build_security_headers(path, HOST)["Permissions-Policy"]
    assert ("geolocation=(self)" in policy) == asks
    assert ("geolocation=()" in policy) != asks
    assert "camera=()" in policy


def test_the_server_knows_the_paths_of_all_screens():
    assert {"/", *(f"/{screen.url_path}" for screen in (*SCREENS, WELCOME))} == SCREEN_PATHS


def test_scripts_in_a_page_are_summed_up_to_the_byte():
    page = "<script>one()</script><script src='x.js'></script><script>\n two() </script>"
    wanted = [hashlib.sha256(text).digest() for text in (b"one()", b"\n two() ")]
    assert hash_inline_scripts(page) == [f"'sha256-{base64.b64encode(d).decode()}'" for d in wanted]
