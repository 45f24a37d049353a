"""
What people wrote, on its way into a map.

A map is a script: streamlit-folium evaluates the text it is sent, and Leaflet reads tooltips
and signs as HTML. All words pass `in_html`, and everything that enters a script passes
`in_script`; nothing else builds either.
"""

from __future__ import annotations

import json

from markupsafe import Markup, escape

# JSON's own signs are not among these, so that replacing them can only touch what is written
# inside its strings. U+2028 and U+2029 are already escaped by ensure_ascii.
_UNSAFE = {sign: f"\\u{ord(sign):04x}" for sign in "<>&'`$"}
_TABLE = str.maketrans(_UNSAFE)


def in_html(text: object) -> Markup:
    """Escape a text for HTML; None becomes nothing, Markup stays as it is."""
    return Markup() if text is None else escape(text)


def in_script(value: object) -> str:
    """
    Write a value as an expression that any script can hold.

    It is JSON, in ASCII, where no string can end a script element, open a template literal
    or look like a variable of Folium's.

    Raises
    ------
    ValueError
        If a number is not finite: a map cannot draw it.
    """
    return json.dumps(value, separators=(",", ":"), allow_nan=False).translate(_TABLE)
