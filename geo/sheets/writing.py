"""Support routes and posters into files and onto screens: PDF, PNG, GPX, GeoJSON."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Literal

from geo.errors import ExportFormatError
from geo.exports.export_audit import note_leaving
from geo.formats.atomic_file import fresh_file
from geo.formats.writing import write_layer
from geo.language import DEFAULT_LOCALE
from geo.privacy.view import View
from geo.sheets.gpx import gpx_text
from geo.sheets.message_picture import DOTS_PER_PX, message_told
from geo.sheets.plan_features import plan_rows
from geo.sheets.png_metadata import with_note
from geo.sheets.pocket_card import card_told
from geo.sheets.poster import poster_told
from geo.sheets.sheet_notes import held_back, note_of
from geo.sheets.step_text import Told
from geo.sheets.support_sheet import sheet_told
from geo.sheets.typesetting import Template, set_pdf, set_png
from geo.support.records import SupportPlan

Kind = Literal["sheet", "card", "message"]
ENDINGS = (".pdf", ".png", ".gpx", ".geojson")
POSTER_ENDINGS = (".pdf", ".png")
_TELL: dict[Kind, Callable[[View, SupportPlan, str], Told]] = {
    "sheet": sheet_told,
    "card": card_told,
    "message": message_told,
}


def write_support(
    view: View,
    plan: SupportPlan,
    path: Path,
    *,
    locale: str = DEFAULT_LOCALE,
    kind: Kind = "sheet",
) -> Path:
    """
    Write a support route as the file's ending says.

    Parameters
    ----------
    path
        What stands there is replaced once the new file is whole.
    kind
        What a PDF or a PNG shows; other files hold the ways and the doors.

    Raises
    ------
    ExportFormatError, ExportFileError
        If the name ends in none of our endings, or the file cannot be written there.
    SheetFontsError, SheetFolderError, SheetSetError
        If it cannot be set.
    """
    ending = path.suffix.lower()
    if ending not in ENDINGS:
        raise ExportFormatError(file=path.name, known=", ".join(ENDINGS))
    if ending == ".geojson":
        day = plan.ask.when.date()
        note = note_of(view, day, locale, held_back=held_back(plan))
        write_layer(plan_rows(view, plan, locale), path, layer="support", note=note)
    elif ending == ".gpx":
        _write(view, path, gpx_text(view, plan, locale).encode())
    elif ending == ".pdf":
        _write(view, path, _pdf(view, plan, kind, locale))
    else:
        _write(view, path, _png(view, plan, kind, locale))
    hidden = held_back(plan)
    suppressed = {"places": hidden} if hidden else {}
    note_leaving(view, "support", to=path, rows=len(plan.stops), suppressed=suppressed)
    return path


def write_poster(
    view: View, place: str, path: Path, *, when: datetime, locale: str = DEFAULT_LOCALE
) -> Path:
    """
    Write the poster of a public place.

    Raises
    ------
    SheetPlaceError
        If no public place has this name.
    ExportFormatError, ExportFileError, SheetFontsError, SheetFolderError, SheetSetError
        As for `write_support`.
    """
    ending = path.suffix.lower()
    if ending not in POSTER_ENDINGS:
        raise ExportFormatError(file=path.name, known=", ".join(POSTER_ENDINGS))
    told = poster_told(view, place, when, locale)
    made = set_pdf("poster", told) if ending == ".pdf" else _picture("poster", told)
    _write(view, path, made)
    doors = told["doors"]
    note_leaving(view, "poster", to=path, rows=len(doors) if isinstance(doors, list) else 0)
    return path


def sheet_pdf(view: View, plan: SupportPlan, locale: str = DEFAULT_LOCALE) -> bytes:
    """Make the support-route sheet."""
    return _pdf(view, plan, "sheet", locale)


def card_pdf(view: View, plan: SupportPlan, locale: str = DEFAULT_LOCALE) -> bytes:
    """Make the pocket card."""
    return _pdf(view, plan, "card", locale)


def message_png(view: View, plan: SupportPlan, locale: str = DEFAULT_LOCALE) -> bytes:
    """Make the picture for messaging."""
    return _png(view, plan, "message", locale)


def poster_pdf(view: View, place: str, *, when: datetime, locale: str = DEFAULT_LOCALE) -> bytes:
    """Make the poster of a public place; see `write_poster`."""
    return set_pdf("poster", poster_told(view, place, when, locale))


def _pdf(view: View, plan: SupportPlan, kind: Kind, locale: str) -> bytes:
    return set_pdf(kind, _TELL[kind](view, plan, locale))


def _png(view: View, plan: SupportPlan, kind: Kind, locale: str) -> bytes:
    return _picture(kind, _TELL[kind](view, plan, locale))


def _picture(template: Template, told: Told) -> bytes:
    scale = DOTS_PER_PX if template in {"message", "card"} else 2.0
    notes = told["provenance"]
    return with_note(set_png(template, told, scale=scale), notes if isinstance(notes, list) else [])


def _write(view: View, path: Path, made: bytes) -> None:
    with fresh_file(path, private=view.audience == "coordinator") as part:
        part.write_bytes(made)
