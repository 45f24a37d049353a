"""Where the quick exit leads: an address of the installation, the weather, or a plain calendar."""

from __future__ import annotations

import os
from urllib.parse import urlencode, urlsplit

from server.paths import CALENDAR_PATH

EXIT_URL_VARIABLE = "AMPARO_EXIT_URL"  # of an installation: an address, or the word calendar
DESTINATION_KINDS = ("weather", "calendar", "own")


def default_destination_url(locale: str) -> str:
    """
    Tell where the way out leads where nobody said: as the installation has it, else to weather.

    The calendar of this server comes first in any case, and stays where there is no internet.
    """
    set_up = os.environ.get(EXIT_URL_VARIABLE, "")
    if set_up == DESTINATION_KINDS[1]:
        return CALENDAR_PATH
    return normalise_url(set_up) or f"{CALENDAR_PATH}?{urlencode({DESTINATION_KINDS[0]: locale})}"


def normalise_url(typed_url: str | None) -> str | None:
    """Take an address of the web as people write it; None if it is none."""
    text = (typed_url or "").strip()
    if not text:
        return None
    address = text if "://" in text else f"https://{text}"
    try:
        told = urlsplit(address)
    except ValueError:
        return None
    sound = told.scheme in ("http", "https") and "." in (told.hostname or "")
    return address if sound and not set(address) & set(' <>"\\') else None
