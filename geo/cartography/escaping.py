"""
What people wrote, on its way into a map.

A map is a script: streamlit-folium evaluates the text it is sent, Folium reads that text as a
Jinja template before, and Leaflet takes tooltips and signs for HTML. All words pass `escape_html`,
everything that enters a script passes `dump_script_json`; nothing else builds either.
"""

from __future__ import annotations

import json
import re

from markupsafe import Markup, escape

# JSON itself has none of these signs outside its strings, so replacing them everywhere touches
# only what is written. ensure_ascii has dealt with U+2028 and U+2029 before.
_UNSAFE_CHARACTERS = str.maketrans({sign: f"\\u{ord(sign):04x}" for sign in "<>&'`$"})

# What would open an expression, a statement or a comment of Jinja. In compact JSON a brace of
# its own is always followed by a quote or the closing brace.
_TEMPLATE_PATTERN = re.compile(r"\{(?=[{%#])")


def escape_html(text: object) -> Markup:
    """Escape a text for HTML; None becomes nothing, Markup stays as it is."""
    return Markup() if text is None else escape(text)


def dump_script_json(value: object) -> str:
    """
    Write a value as an expression that any script and any template can hold.

    It is JSON, in ASCII, in which no string can end a script element, open a template literal
    or be taken for a template of Jinja.

    Raises
    ------
    ValueError
        If a number is not finite: a map cannot draw it.
    """
    text = json.dumps(value, separators=(",", ":"), allow_nan=False).translate(_UNSAFE_CHARACTERS)
    return _TEMPLATE_PATTERN.sub(r"\\u007b", text)


def dump_html_json(value: object) -> Markup:
    """
    Write a value as JSON that a data block of a page can hold, letters as they are.

    Nothing in it ends the block or begins a tag; a browser reads it with `JSON.parse`.
    """
    written = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    for sign in "<>&":
        written = written.replace(sign, f"\\u{ord(sign):04x}")
    return Markup(written)  # noqa: S704 (no sign of HTML is left in it)
