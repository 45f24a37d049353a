"""
Noto Sans as the typesetter reads it: from npm's web fonts, unpacked once into a cache folder.

Each file holds the letters of one script, so each gets a family name of its own; sheets name all
of them in a row, and each letter is taken from the first that has it.
"""

from __future__ import annotations

import os
import shutil
import uuid
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from fontTools.ttLib import TTFont
from platformdirs import user_cache_path

from geo.cartography.assets import FRONTEND
from geo.cartography.fonts import FONT_FAMILY, FONT_VERSION, UNICODE_RANGES
from geo.errors import SheetFolderError, SheetFontsError

SHEET_FONT_WEIGHTS = (400, 600, 700)
FONT_FAMILIES = {subset: f"{FONT_FAMILY} {subset}" for subset in UNICODE_RANGES}
CACHE_VERSION = (
    1  # grows with every change of how the files are made, so that old ones are left alone
)
_WEB_FONTS = FRONTEND / "node_modules" / "@fontsource" / "noto-sans" / "files"
_NAME_IDS = (1, 3, 4, 6, 16)  # of a font's name table: what programs may call it by


@cache
def font_folder() -> Path:
    """
    Give the folder of the fonts, made where it is missing.

    Raises
    ------
    SheetFontsError
        If npm's package is not installed.
    SheetFolderError
        If the cache folder cannot be written.
    """
    folder = (
        user_cache_path("amparo", appauthor=False) / f"noto-sans-{FONT_VERSION}-{CACHE_VERSION}"
    )
    if folder.is_dir():
        return folder
    part = folder.with_name(f"{folder.name}-{uuid.uuid4().hex[:8]}")
    try:
        part.mkdir(parents=True)
        _unpack_fonts(part)
        _move_into_place(part, folder)
    except OSError as error:
        raise SheetFolderError from error
    finally:
        shutil.rmtree(part, ignore_errors=True)
    return folder


def measure_text_width(text: str, size: float, *, weight: int = 400) -> float:
    """
    Measure a text set in one line, in the unit of its size.

    Letters that no file holds count as half their height.
    """
    known = _glyph_advances(weight)
    return size * sum(known.get(ord(letter), 0.5) for letter in text)


def list_glyphs(weight: int = 400) -> frozenset[int]:
    """Tell which letters there are, by their Unicode numbers."""
    return frozenset(_glyph_advances(weight))


@cache
def _glyph_advances(weight: int) -> dict[int, float]:
    """Give each letter's advance in shares of the size; the first file that holds it counts."""
    found: dict[int, float] = {}
    for subset in FONT_FAMILIES:
        with TTFont(font_folder() / f"{subset}-{weight}.ttf") as font:
            units, widths = font["head"].unitsPerEm, font["hmtx"]
            for letter, glyph in font.getBestCmap().items():
                found.setdefault(letter, widths[glyph][0] / units)
    return found


def _unpack_fonts(folder: Path) -> None:
    for subset, weight, file in _iterate_font_files():
        if not file.is_file():
            raise SheetFontsError
        with TTFont(file) as font:
            font.flavor = None
            _set_font_names(font, FONT_FAMILIES[subset], weight)
            font.save(folder / f"{subset}-{weight}.ttf")


def _iterate_font_files() -> Iterator[tuple[str, int, Path]]:
    for subset in FONT_FAMILIES:
        for weight in SHEET_FONT_WEIGHTS:
            yield subset, weight, _WEB_FONTS / f"noto-sans-{subset}-{weight}-normal.woff"


def _set_font_names(font: TTFont, family: str, weight: int) -> None:
    """Name a font, so that no two files answer to the same family and weight."""
    table = font["name"]
    table.names = [name for name in table.names if name.nameID not in (*_NAME_IDS, 2, 17)]
    for number in _NAME_IDS:
        told = family if number in (1, 16) else f"{family} {weight}".replace(" ", "-")
        table.setName(told, number, 3, 1, 0x409)
    table.setName("Regular", 2, 3, 1, 0x409)
    font["OS/2"].usWeightClass = weight


def _move_into_place(part: Path, folder: Path) -> None:
    """Put the folder in its place; where another process was quicker, its folder stays."""
    try:
        os.rename(part, folder)  # noqa: PTH104 (as in fresh_file: what is there stays there)
    except OSError:
        if not folder.is_dir():
            raise
