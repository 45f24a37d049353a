"""
From data to pages: our templates, set by typst without asking anybody for anything.

Whatever people wrote reaches a template as data and is shown as text; nothing of it is ever read
as a template.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Literal

import typst

from geo.errors import SheetSetError
from geo.sheets.fonts import FAMILIES, font_folder

TEMPLATES = Path(__file__).parent
Template = Literal["sheet", "card", "message", "poster"]
PX_PER_INCH = 96.0


def set_pdf(template: Template, told: Mapping[str, object]) -> bytes:
    """
    Set a PDF.

    Parameters
    ----------
    told
        What the template shows, as JSON has it.

    Raises
    ------
    SheetFontsError, SheetFolderError
        If there are no fonts to set it with.
    SheetSetError
        If it cannot be set.
    """
    return _set(template, {**told, "roll": False}, "pdf", PX_PER_INCH)


def set_png(template: Template, told: Mapping[str, object], *, scale: float = 2.0) -> bytes:
    """
    Set one picture, as long as what it shows; see `set_pdf`.

    Parameters
    ----------
    scale
        Dots for each pixel of 1/96 inch.
    """
    return _set(template, {**told, "roll": True}, "png", PX_PER_INCH * scale)


def _set(
    template: Template, told: Mapping[str, object], ending: Literal["pdf", "png"], ppi: float
) -> bytes:
    data = {**told, "families": list(FAMILIES.values())}
    try:
        made = typst.compile(
            str(TEMPLATES / f"{template}.typ"),
            root=str(TEMPLATES),
            font_paths=_fonts(),
            sys_inputs={"told": json.dumps(data, ensure_ascii=False)},
            format=ending,
            ppi=ppi,
        )
    except typst.TypstError as error:
        raise SheetSetError(sheet=template) from error
    if not isinstance(made, bytes):  # a picture of more pages than one
        raise SheetSetError(sheet=template)
    return made


@cache
def _fonts() -> typst.Fonts:
    folder = str(font_folder())
    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[folder]
    )
