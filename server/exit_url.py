"""Destination URL of the quick exit: the installation's own, weather, or a calendar page."""

from __future__ import annotations

import os
from urllib.parse import urlencode, urlsplit

from server.paths import CALENDAR_PATH

EXIT_URL_VARIABLE = "AMPARO_EXIT_URL"  # a URL, or the word calendar
DESTINATION_KINDS = ("weather", "calendar", "own")


def default_destination_url(locale: str) -> str:
    """
    Return the default destination: as configured for the installation, else the weather.

    The weather is opened by this server's calendar page, which is shown without internet.
    """
    configured = os.environ.get(EXIT_URL_VARIABLE, "")
    if configured == DESTINATION_KINDS[1]:
        return CALENDAR_PATH
    return (
        normalise_url(configured) or f"{CALENDAR_PATH}?{urlencode({DESTINATION_KINDS[0]: locale})}"
    )


def normalise_url(typed_url: str | None) -> str | None:
    """Normalise a typed web address; None if it is not valid."""
    text = (typed_url or "").strip()
    if not text:
        return None
    url = text if "://" in text else f"https://{text}"
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    is_web_url = parts.scheme in ("http", "https") and "." in (parts.hostname or "")
    return url if is_web_url and not set(url) & set(' <>"\\') else None
