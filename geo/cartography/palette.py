"""
Colours, line widths and hatchings of maps and legends, from `style.json`.

Layers, legends and sheets read them here. The browser gets them with the options of the map, so
neither JavaScript nor the style sheet of the frame holds a copy; a test compares the other style
sheets and the Streamlit theme with the file.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

STYLE_FILE = Path(__file__).with_name("style.json")
_STYLE = json.loads(STYLE_FILE.read_text(encoding="utf-8"))

COLOURS: dict[str, str] = _STYLE["colours"]
INK = COLOURS["ink"]
SOFT_INK = COLOURS["soft"]
PAPER = COLOURS["paper"]
VIOLET = COLOURS["violet"]
TEAL_TEXT = COLOURS["tealText"]
TEAL = COLOURS["teal"]
WHITE = COLOURS["white"]
DIRECT_ROUTE = COLOURS["direct"]
GAP_TEXT = COLOURS["gapText"]

# The base map has low contrast, so that every layer above it stands out.
BASE_MAP_COLOURS: dict[str, str] = _STYLE["base_map"]

# Widths of base-map lines [px], by class, as stops of zoom and width; linear between them.
WidthStops = list[tuple[float, float]]
SCREEN_WIDTHS_PX: dict[str, WidthStops] = _STYLE["line_widths_px"]["screen"]
PAPER_WIDTHS_PX: dict[str, WidthStops] = _STYLE["line_widths_px"]["paper"]


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


RISK_HATCHINGS = {
    severity: Hatching(**_STYLE["hatchings"][f"risk-{severity}"]) for severity in (1, 2, 3, 4, 5)
}
GAP_HATCHING = Hatching(**_STYLE["hatchings"]["gap"])


@dataclass(frozen=True)
class DensityClass:
    """
    How squares of a density are filled.

    Attributes
    ----------
    people_per_hectare
        Least density of the class [persons/ha]; the next class begins at its own.
    fill
        Colour, with its opacity.
    """

    people_per_hectare: float
    fill: str


# From the thinnest; the first begins above 0.
DENSITY_CLASSES = tuple(DensityClass(*row) for row in _STYLE["density_classes"])

# Opacity of risk areas on maps whose main result is a route.
FADED_OPACITY: float = _STYLE["faded_opacity"]


def hatching_url(name: str) -> str:
    """Build the CSS reference of an SVG pattern in the frame: `risk-1` to `risk-5`, or `gap`."""
    return f"url(#amparo-{name})"


def palette_tokens() -> dict[str, object]:
    """Collect colours, hatchings and line widths for the browser, as values that JSON can hold."""
    return {
        **COLOURS,
        "base": BASE_MAP_COLOURS,
        "hatchings": _STYLE["hatchings"],
        "widths": SCREEN_WIDTHS_PX,
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


def density_swatch(density: DensityClass) -> str:
    """Build the CSS of the legend swatch of a density of people."""
    return f"background:{density.fill}"


def dot_swatch() -> str:
    """Build the CSS of the legend swatch of a dot where people live."""
    return f"background:{SOFT_INK}80;border-radius:50%"


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


def vehicle_swatch() -> str:
    """Build the CSS of the legend line of a trip by vehicle: two rails, as on the map."""
    rails = f"{INK} 0 2.5px,{WHITE} 2.5px 5.5px,{INK} 5.5px 8px"
    return f"background:linear-gradient({rails})"


def vehicle_walk_swatch() -> str:
    """Build the CSS of the legend line of what is walked on a trip by vehicle: dashed rails."""
    dashes = f"repeating-linear-gradient(90deg,{INK} 0 4px,transparent 4px 8px)"
    return f"background:{dashes} top/100% 2.5px no-repeat,{dashes} bottom/100% 2.5px no-repeat"


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
