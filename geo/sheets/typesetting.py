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

from geo.errors import SheetTypesettingError
from geo.sheets.fonts import FONT_FAMILIES, font_folder

TEMPLATE_FOLDER = Path(__file__).parent
SheetTemplate = Literal["sheet", "card", "message", "poster"]
PX_PER_INCH = 96.0


def render_pdf(template: SheetTemplate, content: Mapping[str, object]) -> bytes:
    """
    Set a PDF.

    Parameters
    ----------
    content
        What the template shows, as JSON has it.

    Raises
    ------
    SheetFontsError, SheetFolderError
        If there are no fonts to set it with.
    SheetTypesettingError
        If it cannot be set.
    """
    return _compile_template(template, {**content, "roll": False}, "pdf", PX_PER_INCH)


def render_png(
    template: SheetTemplate, content: Mapping[str, object], *, scale: float = 2.0
) -> bytes:
    """
    Set one picture, as long as what it shows; see `render_pdf`.

    Parameters
    ----------
    scale
        Dots for each pixel of 1/96 inch.
    """
    return _compile_template(template, {**content, "roll": True}, "png", PX_PER_INCH * scale)


def _compile_template(
    template: SheetTemplate,
    content: Mapping[str, object],
    file_format: Literal["pdf", "png"],
    ppi: float,
) -> bytes:
    data = {**content, "families": list(FONT_FAMILIES.values())}
    try:
        made = typst.compile(
            str(TEMPLATE_FOLDER / f"{template}.typ"),
            root=str(TEMPLATE_FOLDER),
            font_paths=_typst_fonts(),
            sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
            format=file_format,
            ppi=ppi,
        )
    except typst.TypstError as error:
        raise SheetTypesettingError(sheet=template) from error
    if not isinstance(made, bytes):  # a picture of more pages than one
        raise SheetTypesettingError(sheet=template)
    return made


@cache
def _typst_fonts() -> typst.Fonts:
    folder = str(font_folder())
    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[folder]
    )
