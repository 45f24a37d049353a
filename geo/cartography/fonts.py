"""Font faces of Noto Sans that screens and maps use, with their Unicode ranges."""

from __future__ import annotations

from dataclasses import dataclass

FONT_FAMILY = "Noto Sans"
FONT_VERSION = "5.3.0"  # of @fontsource/noto-sans in frontend/package.json; a test compares
FONT_WEIGHTS = (400, 500, 600, 700)

# The Unicode range of each file, from unicode.json of the package.
# Russian and Kyrgyz need both Cyrillic files, Spanish and Quechua both Latin ones.
UNICODE_RANGES = {
    "latin": "U+0000-00FF,U+0131,U+0152-0153,U+02BB-02BC,U+02C6,U+02DA,U+02DC,U+0304,U+0308,"
    "U+0329,U+2000-206F,U+20AC,U+2122,U+2191,U+2193,U+2212,U+2215,U+FEFF,U+FFFD",
    "latin-ext": "U+0100-02BA,U+02BD-02C5,U+02C7-02CC,U+02CE-02D7,U+02DD-02FF,U+0304,U+0308,"
    "U+0329,U+1D00-1DBF,U+1E00-1E9F,U+1EF2-1EFF,U+2020,U+20A0-20AB,U+20AD-20C0,U+2113,"
    "U+2C60-2C7F,U+A720-A7FF",
    "cyrillic": "U+0301,U+0400-045F,U+0490-0491,U+04B0-04B1,U+2116",
    "cyrillic-ext": "U+0460-052F,U+1C80-1C8A,U+20B4,U+2DE0-2DFF,U+A640-A69F,U+FE2E-FE2F",
}


@dataclass(frozen=True)
class FontFace:
    """One font file: for one weight, one style and one Unicode range."""

    file: str
    weight: int
    style: str
    unicode_range: str


def list_font_faces() -> tuple[FontFace, ...]:
    """List the upright faces of all weights, and the italic one for labels of rivers."""
    kinds = [(weight, "normal") for weight in FONT_WEIGHTS] + [(500, "italic")]
    return tuple(
        FontFace(f"noto-sans-{subset}-{weight}-{style}.woff2", weight, style, unicode_range)
        for weight, style in kinds
        for subset, unicode_range in UNICODE_RANGES.items()
    )
