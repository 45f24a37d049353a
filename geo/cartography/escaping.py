"""
Escapes user-written text for maps: HTML, script literals and JSON data blocks.

A map is a script: Folium renders it as a Jinja template, streamlit-folium evaluates the result,
and Leaflet inserts tooltips and markers as HTML. All text passes `escape_html`, and every value
inside a script passes `dump_script_json`; no other function builds either.
"""

from __future__ import annotations

import json
import re

from markupsafe import Markup, escape

# JSON has none of these characters outside its strings, so replacing them everywhere changes only
# strings. ensure_ascii has escaped U+2028 and U+2029 already.
_UNSAFE_CHARACTERS = str.maketrans({char: f"\\u{ord(char):04x}" for char in "<>&'`$"})

# The opening of a Jinja expression, statement or comment. In compact JSON, a brace outside strings
# is always followed by a quote or the closing brace.
_TEMPLATE_PATTERN = re.compile(r"\{(?=[{%#])")


def escape_html(text: object) -> Markup:
    """Escape a text for HTML; None becomes empty, Markup stays unchanged."""
    return Markup() if text is None else escape(text)


def dump_script_json(value: object) -> str:
    """
    Serialise a value as an expression that is safe in any script and Jinja template.

    It is JSON, in ASCII, in which no string can end a script element, open a template literal
    or be parsed as a Jinja template.

    Raises
    ------
    ValueError
        If a number is not finite: a map cannot draw it.
    """
    text = json.dumps(value, separators=(",", ":"), allow_nan=False).translate(_UNSAFE_CHARACTERS)
    return _TEMPLATE_PATTERN.sub(r"\\u007b", text)


def dump_html_json(value: object) -> Markup:
    """
    Serialise a value as JSON for a data block of a page, without escaping letters.

    No string in it can end the block or open a tag; a browser reads it with `JSON.parse`.
    """
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    for char in "<>&":
        text = text.replace(char, f"\\u{ord(char):04x}")
    return Markup(text)  # noqa: S704 (no character of HTML markup is left in it)
