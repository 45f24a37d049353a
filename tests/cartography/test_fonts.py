"""Screens and maps use the same letters, from the same files."""

import tomllib
from pathlib import Path

from geo.cartography import fonts

SETTINGS = Path(__file__).parents[2] / ".streamlit" / "config.toml"


def theme():
    return tomllib.loads(SETTINGS.read_text(encoding="utf-8"))["theme"]


def test_the_screens_load_the_upright_faces_from_our_own_route():
    faces = [
        (face["family"], face["url"], face["weight"], face["unicodeRange"])
        for face in theme()["fontFaces"]
    ]
    assert faces == [
        (
            fonts.FONT_FAMILY,
            f"/amparo/assets/noto-sans/{face.file}?v={fonts.FONT_VERSION}",
            str(face.weight),
            face.unicode_range,
        )
        for face in fonts.list_font_faces()
        if face.style == "normal"
    ]


def test_the_settings_name_no_other_host():
    assert "//" not in SETTINGS.read_text(encoding="utf-8")


def test_every_weight_has_every_set_of_letters():
    upright = [
        (face.weight, face.file) for face in fonts.list_font_faces() if face.style == "normal"
    ]
    assert len(set(upright)) == 4 * 4


def test_the_letters_of_our_languages_are_covered():
    spans = [
        tuple(int(end, 16) for end in (span[2:] + "-" + span[2:]).split("-")[:2])
        for letters in fonts.UNICODE_RANGES.values()
        for span in letters.split(",")
    ]
    for letter in "áñü¿¡«»Ñ–×Кыргыз ңөү ҢӨҮ ё":
        assert any(low <= ord(letter) <= high for low, high in spans), letter
