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
_HOST = re.compile(r"[A-Za-z0-9.-]+(:\d{1,5})?|\[[0-9A-Fa-f:.]+\](:\d{1,5})?")
_INLINE = re.compile(r"<script>(.*?)</script>", re.DOTALL)

# What browsers may keep: files that are the same for everybody. All else is somebody's.
KEPT = re.compile(
    r"/(static|amparo/(assets|tiles))/.+|/component/.+\.(js|css|woff2?)|/favicon\.png"
)
FRAME = re.compile(r"/component/.+")
NO_STORE = "no-store"
# The page that the way out leads to asks whether the weather can be reached; no other page may.
EXIT_PAGE = "/calendar"
WEATHER = "https://worldweather.wmo.int"

# What a phone could tell of whoever holds it, and nothing here asks for.
_REFUSED = (
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

ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "SAMEORIGIN",
    # Other hosts learn nothing; our own forms still say that they are ours.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": ", ".join(f"{name}=()" for name in _REFUSED),
}


def hashes(page: str) -> list[str]:
    """Sum up the scripts that stand in a page itself, so that those and no others may run."""
    sums = (hashlib.sha256(script.encode("utf-8")).digest() for script in _INLINE.findall(page))
    return [f"'sha256-{base64.b64encode(digest).decode('ascii')}'" for digest in sums]


def headers(path: str, host: str, *, scripts: Iterable[str] = ()) -> dict[str, str]:
    """
    Write the headers of an answer.

    Parameters
    ----------
    path
        What was asked for.
    host
        Name and port by which the browser knows this server.
    scripts
        Sums of the scripts that may stand in a page itself: see `hashes`.

    Returns
    -------
    headers
        By name. `Cache-Control` is among them where nothing may be kept.
    """
    told = {**ALWAYS, "Content-Security-Policy": _policy(path, host, scripts)}
    if not KEPT.fullmatch(path):
        told["Cache-Control"] = NO_STORE
    return told


def _policy(path: str, host: str, scripts: Iterable[str]) -> str:
    frame = FRAME.fullmatch(path) is not None
    # Older Safari does not count web sockets to 'self'.
    sockets = [f"ws://{host}", f"wss://{host}"] if _HOST.fullmatch(host) and not frame else []
    elsewhere = [WEATHER] if path == EXIT_PAGE else []
    runs = ["'unsafe-inline'", "'unsafe-eval'"] if frame else list(scripts)
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
