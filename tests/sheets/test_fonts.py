from __future__ import annotations

import pytest
from babel.messages.pofile import read_po
from fontTools.ttLib import TTFont

from geo.errors import SheetFolderError, SheetFontsError
from geo.language import list_locales
from geo.sheets import fonts
from tests import source_files

KYRGYZ = "ҢңӨөҮү"
SPANISH = "¿¡ñÑáéíóúü«»–·°"


def fresh(monkeypatch, folder):
    monkeypatch.setattr(fonts, "user_cache_path", lambda *_, **__: folder)
    return fonts.font_folder.__wrapped__()


def test_every_weight_and_script_gets_a_file_with_a_family_of_its_own(monkeypatch, tmp_path):
    folder = fresh(monkeypatch, tmp_path / "cache")
    files = sorted(folder.glob("*.ttf"))
    assert len(files) == len(fonts.FONT_FAMILIES) * len(fonts.SHEET_FONT_WEIGHTS)
    named = set()
    for file in files:
        with TTFont(file) as font:
            assert font.flavor is None
            named.add((font["name"].getDebugName(1), font["OS/2"].usWeightClass))
    assert named == {
        (family, weight) for family in fonts.FONT_FAMILIES.values() for weight in (400, 600, 700)
    }


def test_they_are_made_once(monkeypatch, tmp_path):
    folder = fresh(monkeypatch, tmp_path)
    marker = folder / "latin-400.ttf"
    before = marker.stat().st_mtime_ns
    assert fresh(monkeypatch, tmp_path) == folder
    assert marker.stat().st_mtime_ns == before
    assert [one.name for one in tmp_path.iterdir()] == [folder.name]


@pytest.mark.parametrize("weight", fonts.SHEET_FONT_WEIGHTS)
def test_they_hold_the_letters_of_every_language(weight):
    glyphs = fonts.list_glyphs(weight)
    assert {ord(letter) for letter in KYRGYZ + SPANISH} <= glyphs
    for locale in list_locales():
        path = source_files.ROOT / "locale" / locale / "LC_MESSAGES" / "amparo.po"
        with path.open("rb") as file:
            texts = [
                text
                for message in read_po(file, locale=locale)
                if str(message.id).startswith(
                    ("sheet.", "pathway.", "support.", "window.", "step.")
                )
                for text in (
                    [message.string] if isinstance(message.string, str) else message.string
                )
            ]
        missing = {letter for text in texts for letter in text if ord(letter) not in glyphs}
        assert texts
        assert not missing, f"{locale}: {missing}"


def test_packages_that_are_not_installed_are_named(monkeypatch, tmp_path):
    monkeypatch.setattr(fonts, "_WEB_FONTS", tmp_path / "nothing")
    with pytest.raises(SheetFontsError) as raised:
        fresh(monkeypatch, tmp_path / "cache")
    assert type(raised.value) is SheetFontsError
    assert list((tmp_path / "cache").iterdir()) == []  # nothing half made stays


def test_a_cache_that_cannot_be_written_is_named(monkeypatch, tmp_path):
    (tmp_path / "cache").write_text("a file stands where the folder should be", encoding="utf-8")
    with pytest.raises(SheetFolderError) as raised:
        fresh(monkeypatch, tmp_path / "cache")
    assert type(raised.value) is SheetFolderError


def test_a_text_is_as_wide_as_its_letters():
    assert fonts.measure_text_width("", 10) == 0
    assert fonts.measure_text_width("mm", 10) == pytest.approx(
        2 * fonts.measure_text_width("m", 10)
    )
    assert fonts.measure_text_width("Өң", 20) == pytest.approx(
        2 * fonts.measure_text_width("Өң", 10)
    )
    assert fonts.measure_text_width("i", 10) < fonts.measure_text_width("m", 10)
    assert fonts.measure_text_width("漢", 10) == 5
