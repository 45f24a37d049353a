"""Every answer of the running server carries the headers, and every screen lives with them."""

from __future__ import annotations

import urllib.error
import urllib.request

import pytest

from geo.cartography import assets
from server.middleware.security_headers import COMMON_HEADERS, LOCATION_POLICY
from server.paths import SCREEN_PATHS
from tests.browser.screens import map_of, open_screen
from tests.thorough import choose

# Streamlit tries out what its three-dimensional charts would like, and does without.
PROBE = "script-src wasm-eval"
FRAME = "/component/streamlit_folium.st_folium/index.html"
PATHS = (
    "/",
    "/way",
    "/no/such/screen",
    "/calendar",
    "/auth/login",
    "/auth/logout",
    "/oauth2callback",
    "/amparo/sign-in/provider",
    "/healthz",
    "/amparo/leave",
    "/amparo/sign-in",
    "/amparo/assets/map/frame.js",
    "/amparo/assets/map/none.js",
    "/amparo/tiles/chancala/1/14/8192/8191.mvt",
    "/amparo/tiles/none/1/14/8192/8191.mvt",
    "/static/index.html",
    "/favicon.png",
    "/_stcore/health",
    "/_stcore/host-config",
    "/_stcore/upload_file/a/b",
    "/media/none.png",
    FRAME,
    "/component/none/index.html",
    "/..%2f..%2fetc%2fpasswd",
)


def answered(address, method="GET"):
    try:
        with urllib.request.urlopen(urllib.request.Request(address, method=method)) as answer:
            return answer.headers
    except urllib.error.HTTPError as refused:
        return refused.headers


@pytest.mark.parametrize("method", ["GET", "PUT", "POST", "OPTIONS"])
def test_every_route_carries_them(app, method):
    for path in PATHS:
        told = answered(app.url + path, method)
        expected = COMMON_HEADERS
        if path in SCREEN_PATHS:  # a screen may ask where the device is, once a person presses
            expected = COMMON_HEADERS | {"Permissions-Policy": LOCATION_POLICY}
        missing = [name for name, said in expected.items() if told.get_all(name) != [said]]
        assert not missing, (path, missing)
        (policy,) = told.get_all("Content-Security-Policy")
        assert "object-src 'none'" in policy
        assert ("unsafe-eval" in policy) == path.startswith("/component/")


@pytest.mark.skipif(not assets.packages_installed(), reason="the map's packages are not installed")
@pytest.mark.parametrize("screen", choose(["phone"], ["desktop", "phone"]))
def test_no_screen_asks_for_what_the_policy_refuses(request, screen):
    page = request.getfixturevalue(screen)
    page.add_init_script(
        "window.refused = []; document.addEventListener('securitypolicyviolation', (event) =>"
        " window.refused.push(event.violatedDirective + ' ' + event.blockedURI))"
    )
    for name in ("home", "map", "route", "coverage"):
        open_screen(page, name)
        page.wait_for_timeout(300)
        for frame in (page.main_frame, map_of(page)):
            assert set(frame.evaluate("window.refused")) <= {PROBE}, name


def test_a_script_that_got_into_a_screen_does_not_run(desktop):
    open_screen(desktop, "home")
    desktop.evaluate(
        """() => {
          document.body.insertAdjacentHTML("beforeend", "<img src='data:,x' onerror='hurt=1'>");
          const script = document.createElement("script");
          script.textContent = "hurt = 2";
          document.body.append(script);
        }"""
    )
    desktop.wait_for_timeout(200)
    assert desktop.evaluate("typeof hurt") == "undefined"
    refused = [said for said in desktop.guard.broken if "Content Security Policy" in said]
    assert len(refused) == 2
    desktop.guard.broken.clear()
