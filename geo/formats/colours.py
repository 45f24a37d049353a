"""Colours that files name: a word of CSS, hexadecimal digits, or KML's aabbggrr."""

from __future__ import annotations

import re

MAX_COLOUR_LENGTH = 40  # characters
_HEXADECIMAL = re.compile(r"#?([0-9a-fA-F]{6})(?:[0-9a-fA-F]{2})?")
_KML_DIGITS = re.compile(r"#?[0-9a-fA-F]{2}([0-9a-fA-F]{2})([0-9a-fA-F]{2})([0-9a-fA-F]{2})")
_ARGB_DIGITS = re.compile(r"#?[0-9a-fA-F]{2}([0-9a-fA-F]{6})")


def parse_colour(text: object) -> str | None:
    """
    Parse a colour of CSS.

    Returns
    -------
    colour
        `#rrggbb` in small letters, without opacity; None where the text is no colour.
    """
    from PIL import ImageColor

    if not isinstance(text, str) or len(text) > MAX_COLOUR_LENGTH:
        return None
    if (digits := _HEXADECIMAL.fullmatch(text.strip())) is not None:
        return f"#{digits[1].lower()}"
    try:
        red, green, blue = ImageColor.getrgb(text.strip())[:3]
    except ValueError:
        return None
    return f"#{red:02x}{green:02x}{blue:02x}"


def parse_kml_colour(text: str) -> str | None:
    """Parse KML's digits, opacity first and red last; None where the text is none."""
    digits = _KML_DIGITS.fullmatch(text.strip())
    return None if digits is None else f"#{digits[3]}{digits[2]}{digits[1]}".lower()


def parse_argb_colour(text: str) -> str | None:
    """Parse a colour whose eight digits begin with opacity, as OsmAnd writes it, or one of CSS."""
    digits = _ARGB_DIGITS.fullmatch(text.strip())
    return parse_colour(text) if digits is None else f"#{digits[1].lower()}"
