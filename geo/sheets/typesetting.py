"""
Renders templates to PDF and PNG with typst, offline.

User text reaches a template as JSON data and is printed as text; it is never parsed as markup.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Literal

import typst

from geo.cartography.palette import COLOURS
from geo.errors import SheetTypesettingError
from geo.layers.text_cleaning import clean_texts
from geo.sheets.fonts import FONT_FAMILIES, font_folder

TEMPLATE_FOLDER = Path(__file__).parent
SheetTemplate = Literal["sheet", "card", "message", "poster", "join_codes", "planning_report"]
PX_PER_INCH = 96.0


def render_pdf(template: SheetTemplate, content: Mapping[str, object]) -> bytes:
    """
    Render a template as PDF.

    Parameters
    ----------
    content
        Template data, with values that JSON can hold.

    Raises
    ------
    SheetFontsError, SheetFolderError
        If the fonts are missing.
    SheetTypesettingError
        If typst cannot render it.
    """
    return _compile_template(template, {**content, "roll": False}, "pdf", PX_PER_INCH)


def render_png(
    template: SheetTemplate, content: Mapping[str, object], *, scale: float = 2.0
) -> bytes:
    """
    Render a template as one PNG page of variable height; see `render_pdf`.

    Parameters
    ----------
    scale
        Dots per pixel of 1/96 inch.
    """
    return _compile_template(template, {**content, "roll": True}, "png", PX_PER_INCH * scale)


def _compile_template(
    template: SheetTemplate,
    content: Mapping[str, object],
    file_format: Literal["pdf", "png"],
    ppi: float,
) -> bytes:
    data = {**content, "families": list(FONT_FAMILIES.values()), "colours": COLOURS}
    try:
        output = typst.compile(
            str(TEMPLATE_FOLDER / f"{template}.typ"),
            root=str(TEMPLATE_FOLDER),
            font_paths=_typst_fonts(),
            sys_inputs={"data": json.dumps(clean_texts(data), ensure_ascii=False)},
            format=file_format,
            ppi=ppi,
        )
    except typst.TypstError as error:
        raise SheetTypesettingError(sheet=template) from error
    if not isinstance(output, bytes):  # a list of several pages
        raise SheetTypesettingError(sheet=template)
    return output


@cache
def _typst_fonts() -> typst.Fonts:
    folder = str(font_folder())
    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[folder]
    )
