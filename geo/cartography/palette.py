"""
Colours, line widths and hatchings of maps and legends.

Layers and legends read them here. The browser gets them as JSON with the options of the map, so
neither JavaScript nor the style sheet of the frame holds a second copy.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Literal

INK = "#2B2430"
SOFT_INK = "#5E5566"
PAPER = "#FBF9F6"
PANEL_LINE = "#E4DCD1"
BORDER = "#948A90"
VIOLET = "#5B2A86"
TEAL_TEXT = "#0B5F58"
TEAL = "#0F766E"
WHITE = "#FFFFFF"
DIRECT_ROUTE = "#4A4252"

# The base map has low contrast, so that every layer above it stands out.
BASE_MAP_COLOURS = {
    "ground": "#F4F0E9",
    "field": "#EDEDE1",
    "wood": "#E6EBDF",
    "park": "#E3EBD9",
    "residential": "#F1ECE3",
    "sand": "#F3EAD6",
    "wetland": "#E3EAE2",
    "water": "#C6DBE3",
    "water_name": "#35606F",
    "building": "#DAD2C8",
    "road": WHITE,
    "casing": "#D3CAC0",
    "main_casing": "#BDB4AB",
    "bridge_casing": "#857B74",
    "path": "#B5A99E",
    "rail": "#B9B1AA",
    "street_name": "#4F4757",
    "place_name": "#3F3747",
    "halo": "#F8F5F0",
}


@dataclass(frozen=True)
class Hatching:
    """
    How an area is filled.

    Attributes
    ----------
    fill, opacity
        Colour and opacity of the area.
    rim, rim_width
        Colour and width of its outline [px].
    line, width, step
        Colour of the hatching lines, their width and spacing [px]; the width of dots is their
        radius.
    kind
        Parallel lines, crossed lines or dots.
    lean
        Angle of the lines [degrees clockwise from vertical]: risk areas lean right, gaps left.
    """

    fill: str
    opacity: float
    rim: str
    rim_width: float
    line: str
    width: float
    step: float
    kind: Literal["dots", "lines", "cross"] = "lines"
    lean: int = 45


RISK_HATCHINGS: dict[int, Hatching] = {
    1: Hatching("#FFE8B8", 0.82, "#9A6A12", 1.2, "#9A6A12", 1.25, 9, "dots"),
    2: Hatching("#FDC066", 0.76, "#8F4A06", 1.4, "#8F4A06", 1.2, 12),
    3: Hatching("#EA7D30", 0.70, "#7A2E08", 1.7, "#7A2E08", 1.7, 9),
    4: Hatching("#C94F2B", 0.66, "#5E1408", 2.0, "#5E1408", 2.4, 8),
    5: Hatching("#7F1D1D", 0.62, "#3A0808", 2.4, "#3A0808", 2.2, 9, "cross"),
}
GAP_HATCHING = Hatching("#B9C9D3", 0.55, "#3B5566", 2.0, "#4F6B7B", 1.5, 9, "lines", -45)
GAP_TEXT = "#27414F"

# Opacity of risk areas on maps whose main result is a route.
FADED_OPACITY = 0.78


def hatching_url(name: str) -> str:
    """Build the CSS reference of an SVG pattern in the frame: `risk-1` to `risk-5`, or `gap`."""
    return f"url(#amparo-{name})"


def palette_tokens() -> dict[str, object]:
    """Collect the colours and hatchings for the browser, as values that JSON can hold."""
    hatchings = {
        f"risk-{severity}": asdict(hatching) for severity, hatching in RISK_HATCHINGS.items()
    }
    return {
        "ink": INK,
        "soft": SOFT_INK,
        "paper": PAPER,
        "line": PANEL_LINE,
        "border": BORDER,
        "violet": VIOLET,
        "teal": TEAL,
        "tealText": TEAL_TEXT,
        "direct": DIRECT_ROUTE,
        "gapText": GAP_TEXT,
        "base": BASE_MAP_COLOURS,
        "hatchings": {**hatchings, "gap": asdict(GAP_HATCHING)},
    }


def risk_swatch(severity: int) -> str:
    """Build the CSS of the legend swatch of a risk area with a severity of 1 to 5."""
    return _hatching_swatch(RISK_HATCHINGS[severity])


def gap_swatch() -> str:
    """Build the CSS of the legend swatch of a gap."""
    return _hatching_swatch(GAP_HATCHING)


def safe_zone_swatch() -> str:
    """Build the CSS of the legend swatch of a safe zone: a thick outline without hatching."""
    return f"background:{TEAL}2E;border:3px solid {TEAL};border-radius:6px"


def catchment_swatch() -> str:
    """Build the CSS of the legend swatch of a catchment."""
    return f"background:{TEAL}24;border:2px dotted {TEAL};border-radius:6px"


def service_swatch() -> str:
    """Build the CSS of the legend swatch of a service."""
    return f"background:{INK};border-radius:50%"


def safest_route_swatch() -> str:
    """Build the CSS of the legend line of the safest route."""
    return f"background:{VIOLET};border-radius:4px"


def direct_route_swatch() -> str:
    """Build the CSS of the legend line of the direct route."""
    dashes = f"{DIRECT_ROUTE} 0 9px,transparent 9px 17px"
    return f"background:repeating-linear-gradient(90deg,{dashes})"


def _hatching_swatch(hatching: Hatching) -> str:
    fill = f"linear-gradient({_blend_fill(hatching)},{_blend_fill(hatching)})"
    outline = f"border:{max(1.5, hatching.rim_width)}px solid {hatching.rim};border-radius:6px"
    if hatching.kind == "dots":
        edge = hatching.width + 0.4
        dots = f"radial-gradient({hatching.line} 0 {hatching.width}px,transparent {edge}px)"
        return f"background:{dots} 3px 3px/7px 7px,{fill};{outline}"
    leans = (hatching.lean, -hatching.lean) if hatching.kind == "cross" else (hatching.lean,)
    # A CSS gradient runs perpendicular to its lines: 90 degrees more give the angle of the map.
    lines = ",".join(
        f"repeating-linear-gradient({lean + 90}deg,"
        f"transparent 0 {hatching.step - hatching.width}px,"
        f"{hatching.line} {hatching.step - hatching.width + 0.4}px {hatching.step}px)"
        for lean in leans
    )
    return f"background:{lines},{fill};{outline}"


def _blend_fill(hatching: Hatching) -> str:
    """Composite the fill over the base map's land colour, because a legend has no map under it."""
    channels = zip(
        _rgb_channels(hatching.fill), _rgb_channels(BASE_MAP_COLOURS["ground"]), strict=True
    )
    opacity = hatching.opacity
    blended = (round(opacity * top + (1 - opacity) * under) for top, under in channels)
    return "#" + "".join(f"{channel:02X}" for channel in blended)


def _rgb_channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)
