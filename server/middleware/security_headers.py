"""
Security headers of responses: content security policy, permissions, referrer, caching.

Screens run only scripts that are files of this server. The map's frame is a document with its own
policy: streamlit-folium inserts inline scripts and evaluates the code that it receives.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable

from server.paths import CALENDAR_PATH, SCREEN_PATHS

# Host name or IP address with an optional port; nothing else is copied into a header.
_HOST_PATTERN = re.compile(r"[A-Za-z0-9.-]+(:\d{1,5})?|\[[0-9A-Fa-f:.]+\](:\d{1,5})?")
_INLINE_SCRIPT = re.compile(r"<script>(.*?)</script>", re.DOTALL)

# Files that are the same for everybody, which browsers may cache. All else is personal.
CACHEABLE_PATHS = re.compile(
    r"/(static|amparo/(assets|tiles))/.+|/component/.+\.(js|css|woff2?)|/favicon\.png"
)
COMPONENT_PATHS = re.compile(r"/component/.+")
NO_STORE = "no-store"
# The quick exit's page checks whether the weather site is reachable; no other page may connect.
WEATHER_ORIGIN = "https://worldweather.wmo.int"

# Browser features that could disclose data about a person. Amparo uses none of them, but for the
# position of a device: on the screens, where somebody presses for it, and in the frame that asks.
_DENIED_FEATURES = (
    "accelerometer",
    "browsing-topics",
    "camera",
    "display-capture",
    "geolocation",
    "gyroscope",
    "magnetometer",
    "microphone",
    "midi",
    "payment",
    "usb",
)

COMMON_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "SAMEORIGIN",
    # Other hosts get no referrer; forms of this origin still send it.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": ", ".join(f"{name}=()" for name in _DENIED_FEATURES),
}
LOCATION_POLICY = COMMON_HEADERS["Permissions-Policy"].replace(
    "geolocation=()", "geolocation=(self)"
)
_LOCATION_FRAME = re.compile(r"/component/pages\.ui\.widgets\.location_button\.location/.*")


def hash_inline_scripts(html: str) -> list[str]:
    """Compute CSP hashes of a page's inline scripts, so that no other inline script may run."""
    digests = (
        hashlib.sha256(script.encode("utf-8")).digest() for script in _INLINE_SCRIPT.findall(html)
    )
    return [f"'sha256-{base64.b64encode(digest).decode('ascii')}'" for digest in digests]


def build_security_headers(
    path: str, host: str, *, script_hashes: Iterable[str] = ()
) -> dict[str, str]:
    """
    Build the security headers of a response.

    Parameters
    ----------
    path
        Requested URL path.
    host
        Host header of the request.
    script_hashes
        CSP hashes of the allowed inline scripts: see `hash_inline_scripts`.

    Returns
    -------
    headers
        By name. `Cache-Control` is among them where nothing may be cached.
    """
    headers = {
        **COMMON_HEADERS,
        "Content-Security-Policy": _content_security_policy(path, host, script_hashes),
    }
    if path in SCREEN_PATHS or _LOCATION_FRAME.fullmatch(path):
        headers["Permissions-Policy"] = LOCATION_POLICY
    if not CACHEABLE_PATHS.fullmatch(path):
        headers["Cache-Control"] = NO_STORE
    return headers


def _content_security_policy(path: str, host: str, script_hashes: Iterable[str]) -> str:
    is_component = COMPONENT_PATHS.fullmatch(path) is not None
    # Older Safari does not include WebSockets in 'self'.
    sockets = (
        [f"ws://{host}", f"wss://{host}"]
        if _HOST_PATTERN.fullmatch(host) and not is_component
        else []
    )
    external_origins = [WEATHER_ORIGIN] if path == CALENDAR_PATH else []
    inline_sources = ["'unsafe-inline'", "'unsafe-eval'"] if is_component else list(script_hashes)
    directives = {
        "default-src": ["'self'"],
        "script-src": ["'self'", *inline_sources],
        # Streamlit and Leaflet insert style rules at run time; style sheets cannot run scripts.
        "style-src": ["'self'", "'unsafe-inline'"],
        "img-src": ["'self'", "data:", "blob:"],
        "font-src": ["'self'", "data:"],
        "connect-src": ["'self'", *sockets, *external_origins],
        "frame-src": ["'self'"],
        "frame-ancestors": ["'self'"],
        "object-src": ["'none'"],
        "base-uri": ["'self'"],
        "form-action": ["'self'"],
    }
    return "; ".join(" ".join([name, *sources]) for name, sources in directives.items())
