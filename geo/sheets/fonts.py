"""
Converts the web fonts of Noto Sans into TTF files for typst, once, in a cache folder.

Each file holds the glyphs of one script, so each gets its own family name. Sheets list all of these
families, and the first that has a glyph is used.
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
CACHE_VERSION = 1  # increment it whenever the conversion changes
_WEB_FONTS = FRONTEND / "node_modules" / "@fontsource" / "noto-sans" / "files"
_NAME_IDS = (1, 3, 4, 6, 16)  # of a font's name table: family, full and PostScript names


@cache
def font_folder() -> Path:
    """
    Return the folder of the converted fonts; create it if it is missing.

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
    Measure the width of a text in one line, in the unit of its size.

    Characters without a glyph count as half the size.
    """
    advances = _glyph_advances(weight)
    return size * sum(advances.get(ord(character), 0.5) for character in text)


def list_glyphs(weight: int = 400) -> frozenset[int]:
    """List the Unicode code points that have a glyph."""
    return frozenset(_glyph_advances(weight))


@cache
def _glyph_advances(weight: int) -> dict[int, float]:
    """Read the advance of each code point as a share of the size, from the first file with it."""
    advances: dict[int, float] = {}
    for subset in FONT_FAMILIES:
        with TTFont(font_folder() / f"{subset}-{weight}.ttf") as font:
            units, widths = font["head"].unitsPerEm, font["hmtx"]
            for code_point, glyph in font.getBestCmap().items():
                advances.setdefault(code_point, widths[glyph][0] / units)
    return advances


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
    """Set the names of a font, so that no two files have the same family and weight."""
    table = font["name"]
    table.names = [name for name in table.names if name.nameID not in (*_NAME_IDS, 2, 17)]
    for number in _NAME_IDS:
        value = family if number in (1, 16) else f"{family} {weight}".replace(" ", "-")
        table.setName(value, number, 3, 1, 0x409)
    table.setName("Regular", 2, 3, 1, 0x409)
    font["OS/2"].usWeightClass = weight


def _move_into_place(part: Path, folder: Path) -> None:
    """Rename the folder to its final name; keep the folder of a process that was faster."""
    try:
        os.rename(part, folder)  # noqa: PTH104 (it fails where the target exists; Path.replace would not)
    except OSError:
        if not folder.is_dir():
            raise
