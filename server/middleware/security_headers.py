"""
What every answer tells the browser it may do: run our scripts, ask this server, and no more.

The screens run no script that is not a file of this server. The map's frame is another document
with a policy of its own: streamlit-folium writes scripts into it and evaluates what it is sent.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable

# A name or number of a machine, with its port: nothing else may enter a header.
_HOST_PATTERN = re.compile(r"[A-Za-z0-9.-]+(:\d{1,5})?|\[[0-9A-Fa-f:.]+\](:\d{1,5})?")
_INLINE_SCRIPT = re.compile(r"<script>(.*?)</script>", re.DOTALL)

# What browsers may keep: files that are the same for everybody. All else is somebody's.
CACHEABLE_PATHS = re.compile(
    r"/(static|amparo/(assets|tiles))/.+|/component/.+\.(js|css|woff2?)|/favicon\.png"
)
COMPONENT_PATHS = re.compile(r"/component/.+")
NO_STORE = "no-store"
# The page that the way out leads to asks whether the weather can be reached; no other page may.
EXIT_PAGE_PATH = "/calendar"
WEATHER_ORIGIN = "https://worldweather.wmo.int"

# What a phone could tell of whoever holds it, and nothing here asks for.
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
    # Other hosts learn nothing; our own forms still say that they are ours.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": ", ".join(f"{name}=()" for name in _DENIED_FEATURES),
}


def hash_inline_scripts(html: str) -> list[str]:
    """Sum up the scripts that stand in a page itself, so that those and no others may run."""
    sums = (
        hashlib.sha256(script.encode("utf-8")).digest() for script in _INLINE_SCRIPT.findall(html)
    )
    return [f"'sha256-{base64.b64encode(digest).decode('ascii')}'" for digest in sums]


def build_security_headers(
    path: str, host: str, *, script_hashes: Iterable[str] = ()
) -> dict[str, str]:
    """
    Write the headers of an answer.

    Parameters
    ----------
    path
        What was asked for.
    host
        Name and port by which the browser knows this server.
    script_hashes
        Sums of the scripts that may stand in a page itself: see `hash_inline_scripts`.

    Returns
    -------
    headers
        By name. `Cache-Control` is among them where nothing may be kept.
    """
    told = {
        **COMMON_HEADERS,
        "Content-Security-Policy": _content_security_policy(path, host, script_hashes),
    }
    if not CACHEABLE_PATHS.fullmatch(path):
        told["Cache-Control"] = NO_STORE
    return told


def _content_security_policy(path: str, host: str, script_hashes: Iterable[str]) -> str:
    frame = COMPONENT_PATHS.fullmatch(path) is not None
    # Older Safari does not count web sockets to 'self'.
    sockets = (
        [f"ws://{host}", f"wss://{host}"] if _HOST_PATTERN.fullmatch(host) and not frame else []
    )
    elsewhere = [WEATHER_ORIGIN] if path == EXIT_PAGE_PATH else []
    runs = ["'unsafe-inline'", "'unsafe-eval'"] if frame else list(script_hashes)
    rules = {
        "default-src": ["'self'"],
        "script-src": ["'self'", *runs],
        # Streamlit and Leaflet write style rules as they go; a style sheet cannot run anything.
        "style-src": ["'self'", "'unsafe-inline'"],
        "img-src": ["'self'", "data:", "blob:"],
        "font-src": ["'self'", "data:"],
        "connect-src": ["'self'", *sockets, *elsewhere],
        "frame-src": ["'self'"],
        "frame-ancestors": ["'self'"],
        "object-src": ["'none'"],
        "base-uri": ["'self'"],
        "form-action": ["'self'"],
    }
    return "; ".join(" ".join([name, *sources]) for name, sources in rules.items())
