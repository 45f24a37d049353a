"""Colours that everybody can tell apart, and legends that look like the map."""

import json
import re
import tomllib
from itertools import pairwise

import pytest

from geo.cartography import assets, palette
from tests import source_files

LAND = palette.BASE_MAP_COLOURS["ground"]


def channels(colour):
    return [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]


def luminance(colour):
    """Relative luminance as WCAG 2 defines it."""
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels(colour)]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    bright, dark = sorted([luminance(one), luminance(other)], reverse=True)
    return (bright + 0.05) / (dark + 0.05)


def lightness(colour):
    """L* of CIE Lab: what is left of a colour in a grey print."""
    y = luminance(colour)
    return 116 * y ** (1 / 3) - 16 if y > 0.008856 else 903.3 * y


@pytest.mark.parametrize(
    ("colour", "on", "expected"),
    [
        (palette.INK, palette.PAPER, 14.3),
        (palette.SOFT_INK, palette.PAPER, 6.7),
        (palette.VIOLET, palette.PAPER, 9.4),
        (palette.WHITE, palette.VIOLET, 9.9),
        (palette.TEAL_TEXT, palette.PAPER, 7.2),
        (palette.TEAL, LAND, 4.8),
    ],
)
def test_contrasts_are_those_the_design_promises(colour, on, expected):
    assert contrast(colour, on) == pytest.approx(expected, abs=0.06)


@pytest.mark.parametrize("name", ["street_name", "place_name"])
def test_names_can_be_read_on_every_land(name):
    for land in ("ground", "field", "wood", "park", "residential", "sand", "road", "halo"):
        assert contrast(palette.BASE_MAP_COLOURS[name], palette.BASE_MAP_COLOURS[land]) >= 4.5


def test_water_names_can_be_read_on_water():
    assert (
        contrast(palette.BASE_MAP_COLOURS["water_name"], palette.BASE_MAP_COLOURS["water"]) >= 4.5
    )


def test_every_level_of_risk_is_darker_than_the_one_before():
    lightnesses = [
        round(lightness(palette.RISK_HATCHINGS[level].fill)) for level in (1, 2, 3, 4, 5)
    ]
    assert lightnesses == [93, 82, 64, 50, 28]


def test_levels_keep_their_order_mixed_with_the_land():
    mixed = [
        re.search("linear-gradient\\((#[0-9A-F]{6})", palette.risk_swatch(level)).group(1)
        for level in palette.RISK_HATCHINGS
    ]
    steps = [lightness(colour) for colour in mixed]
    assert all(one - other >= 6 for one, other in pairwise(steps))


def test_no_two_levels_are_distinguished_by_colour_alone():
    hatchings = [
        (hatching.kind, hatching.width, hatching.step)
        for hatching in palette.RISK_HATCHINGS.values()
    ]
    assert len(set(hatchings)) == len(hatchings)


def test_a_gap_leans_the_other_way_than_risk():
    assert {hatching.lean for hatching in palette.RISK_HATCHINGS.values()} == {45}
    assert palette.GAP_HATCHING.lean == -45


def test_a_gap_number_can_be_read_on_its_land():
    assert contrast(palette.GAP_TEXT, palette.GAP_HATCHING.fill) >= 4.5


@pytest.mark.parametrize("level", list(palette.RISK_HATCHINGS))
def test_a_swatch_has_the_rim_and_lines_of_its_level(level):
    swatch = palette.risk_swatch(level)
    hatching = palette.RISK_HATCHINGS[level]
    assert f"solid {hatching.rim}" in swatch
    assert hatching.line in swatch
    assert ("radial-gradient" in swatch) == (hatching.kind == "dots")
    assert (
        swatch.count("repeating-linear-gradient")
        == {"dots": 0, "lines": 1, "cross": 2}[hatching.kind]
    )


def test_the_browser_is_given_every_hatching_by_the_name_layers_use():
    hatchings = palette.palette_tokens()["hatchings"]
    assert set(hatchings) == {"risk-1", "risk-2", "risk-3", "risk-4", "risk-5", "gap"}
    assert palette.hatching_url("risk-3") == "url(#amparo-risk-3)"


def test_no_script_or_style_of_the_frame_holds_a_token_of_its_own():
    from geo.cartography.assets import FRONTEND

    tokens = set(re.findall(r"#[0-9A-Fa-f]{6}", str(palette.palette_tokens())))
    for file in (FRONTEND / "map").iterdir():
        written = set(re.findall(r"#[0-9A-Fa-f]{6}\b", file.read_text(encoding="utf-8")))
        assert not written & tokens, file.name


# --- one file of colours -------------------------------------------------------------------------

STYLE_COLOURS = set(re.findall(r"#[0-9A-F]{6}", palette.STYLE_FILE.read_text(encoding="utf-8")))
NEUTRAL_COLOURS = {"#E8E8E8"}  # the current day of the calendar that covers the capture page
THEME_COLOURS = {  # Streamlit's theme key: our name of the colour
    "primaryColor": "violet",
    "backgroundColor": "paper",
    "secondaryBackgroundColor": "panel",
    "textColor": "ink",
    "linkColor": "violet",
    "borderColor": "widgetBorder",
    "dataframeBorderColor": "line",
    "dataframeHeaderBackgroundColor": "panel",
    "violetColor": "violet",
    "violetTextColor": "violet",
    "violetBackgroundColor": "violetTint",
    "greenColor": "teal",
    "greenTextColor": "tealText",
    "greenBackgroundColor": "tealTint",
    "orangeBackgroundColor": "orangeTint",
    "grayColor": "border",
    "grayTextColor": "soft",
    "grayBackgroundColor": "panel",
}


def style_sheets():
    return [
        *source_files.files("frontend", suffix=".css"),
        *source_files.files("pages", suffix=".css"),
    ]


@pytest.mark.parametrize("path", style_sheets(), ids=source_files.name)
def test_style_sheets_use_colours_of_the_style_file_only(path):
    used = {found.upper() for found in re.findall(r"#[0-9A-Fa-f]{6}\b", path.read_text("utf-8"))}
    assert used - STYLE_COLOURS <= NEUTRAL_COLOURS


def test_custom_properties_have_the_colours_of_their_names():
    found = [
        (name, colour.upper())
        for path in style_sheets()
        for name, colour in re.findall(
            r"--amparo-([a-z]+): (#[0-9A-Fa-f]{6});", path.read_text(encoding="utf-8")
        )
    ]
    assert found
    assert dict(found) == {name: palette.COLOURS[name] for name, _ in found}


def test_the_theme_of_the_screens_has_the_colours_of_the_style_file():
    config = tomllib.loads((source_files.ROOT / ".streamlit/config.toml").read_text("utf-8"))
    theme = {name: value for name, value in config["theme"].items() if str(value).startswith("#")}
    assert set(theme.values()) <= STYLE_COLOURS
    for name, colour in THEME_COLOURS.items():
        assert theme[name] == palette.COLOURS[colour], name
    hatching = palette.RISK_HATCHINGS[3]
    assert (theme["orangeColor"], theme["orangeTextColor"]) == (hatching.fill, hatching.rim)
    assert set(theme) == {*THEME_COLOURS, "orangeColor", "orangeTextColor"}


def test_templates_of_sheets_name_no_colour_themselves():
    for path in source_files.files("geo/sheets", suffix=".typ"):
        assert not re.search(r"#[0-9A-Fa-f]{6}\b", path.read_text(encoding="utf-8")), path.name


@pytest.mark.parametrize("level", range(1, 6))
def test_the_face_of_a_severity_has_the_colours_of_its_hatching(level):
    face = (assets.FRONTEND / "draw" / f"face-{level}.svg").read_text("utf-8")
    hatching = json.loads(palette.STYLE_FILE.read_text("utf-8"))["hatchings"][f"risk-{level}"]
    circle = re.search(r'<circle[^>]*fill="(#[0-9A-F]{6})" stroke="(#[0-9A-F]{6})"', face)
    assert circle.groups() == (hatching["fill"], hatching["rim"])
