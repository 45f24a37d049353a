"""Sheet of join codes: one page for each open drawing session, with a large QR code."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from geo.formats.atomic_file import write_file
from geo.language import DEFAULT_LOCALE, gettext
from geo.sheets.typesetting import render_pdf
from geo.store.atomic_file import MemoryFile


@dataclass(frozen=True)
class JoinCode:
    """
    What a group needs to join its drawing session.

    Attributes
    ----------
    name
        Name of the group on screen, as "Group 3".
    address
        What a person types into the browser.
    word
        Join code in words.
    qr_code
        SVG of the QR code.
    """

    name: str
    address: str
    word: str
    qr_code: str


def write_join_codes(
    codes: Sequence[JoinCode],
    path: Path | MemoryFile,
    *,
    place: str,
    locale: str = DEFAULT_LOCALE,
) -> None:
    """
    Write a PDF with one page for each group.

    Parameters
    ----------
    place
        Name of the community.

    Raises
    ------
    SheetFontsError, SheetFolderError, SheetTypesettingError
        As `geo.sheets.typesetting.render_pdf`.
    ExportFileError
        If the file cannot be written there.
    """
    groups = [
        {"name": one.name, "address": one.address, "word": one.word, "code": one.qr_code}
        for one in codes
    ]
    words = {key: gettext(f"join_codes.{key}", locale) for key in ("write", "and_word", "until")}
    today = date.today()
    content = {
        "groups": groups,
        "words": words,
        "place": place,
        "locale": locale,
        "file_title": place,
        "provenance": [],
        "day": [today.year, today.month, today.day],
    }
    write_file(path, render_pdf("join_codes", content))
