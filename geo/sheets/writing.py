"""Writes support plans and posters to files: PDF, PNG, GPX and GeoJSON."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from PIL.PngImagePlugin import PngInfo, putchunk

from geo.errors import ExportFormatError
from geo.exports.export_audit import audit_export
from geo.formats.atomic_file import write_file
from geo.formats.writing import write_layer
from geo.language import DEFAULT_LOCALE
from geo.model import SheetKind
from geo.privacy.view import View
from geo.sheets.gpx import format_gpx
from geo.sheets.plan_features import build_plan_frame
from geo.sheets.poster import build_poster_data
from geo.sheets.sheet_notes import build_plan_note, count_confidential_stops
from geo.sheets.step_text import TemplateData
from geo.sheets.support_sheet import build_card_data, build_message_data, build_sheet_data
from geo.sheets.typesetting import SheetTemplate, render_pdf, render_png
from geo.store.atomic_file import MemoryFile, OutputT
from geo.support.records import SupportPlan

PLAN_SUFFIXES = (".pdf", ".png", ".gpx", ".geojson")
POSTER_SUFFIXES = (".pdf", ".png")
DOTS_PER_PX = 2.0
SMALL_DOTS_PER_PX = 3.0  # of card and message: a picture 360 px wide has 1080 dots
PNG_HEADER_BYTES = 33  # signature and IHDR, https://www.w3.org/TR/png-3/#5DataRep
_DATA_BUILDERS: dict[SheetKind, Callable[[View, SupportPlan, str], TemplateData]] = {
    "sheet": build_sheet_data,
    "card": build_card_data,
    "message": build_message_data,
}


def write_support_plan(
    view: View,
    plan: SupportPlan,
    path: OutputT,
    *,
    locale: str = DEFAULT_LOCALE,
    kind: SheetKind = "sheet",
) -> OutputT:
    """
    Write a support plan in the format of the file's suffix.

    Parameters
    ----------
    path
        On the disk, where an existing file is replaced once the new one is complete, or in memory.
    kind
        Layout of a PDF or PNG; other formats hold the routes and services.

    Raises
    ------
    ExportFormatError, ExportFileError
        If the suffix is not supported, or the file cannot be written there.
    SheetFontsError, SheetFolderError, SheetTypesettingError
        If it cannot be rendered.
    """
    suffix = path.suffix.lower()
    if suffix not in PLAN_SUFFIXES:
        raise ExportFormatError(file=path.name, known=", ".join(PLAN_SUFFIXES))
    if suffix == ".geojson":
        note = build_plan_note(view, plan, locale)
        write_layer(build_plan_frame(view, plan, locale), path, layer="support", note=note)
    elif suffix == ".gpx":
        _write_file(view, path, format_gpx(view, plan, locale).encode())
    elif suffix == ".pdf":
        _write_file(view, path, _render_pdf(view, plan, kind, locale))
    else:
        _write_file(view, path, _render_png(view, plan, kind, locale))
    confidential = count_confidential_stops(plan)
    suppressed = {"places": confidential} if confidential else {}
    audit_export(view, "support", path=path, rows=len(plan.stops), suppressed=suppressed)
    return path


def write_poster(
    view: View, place_name: str, path: OutputT, *, when: datetime, locale: str = DEFAULT_LOCALE
) -> OutputT:
    """
    Write the poster of a public place.

    Raises
    ------
    SheetLocationError
        If no public place has this name.
    ExportFormatError, ExportFileError, SheetFontsError, SheetFolderError, SheetTypesettingError
        As for `write_support_plan`.
    """
    suffix = path.suffix.lower()
    if suffix not in POSTER_SUFFIXES:
        raise ExportFormatError(file=path.name, known=", ".join(POSTER_SUFFIXES))
    public = view.as_public()  # it hangs on a wall, whoever makes it
    data = build_poster_data(public, place_name, when, locale)
    render = render_pdf if suffix == ".pdf" else _render_template_png
    _write_file(public, path, render("poster", data))
    services = data["services"]
    row_count = len(services) if isinstance(services, list) else 0
    audit_export(public, "poster", path=path, rows=row_count)
    return path


def _render_pdf(view: View, plan: SupportPlan, kind: SheetKind, locale: str) -> bytes:
    return render_pdf(kind, _DATA_BUILDERS[kind](view, plan, locale))


def _render_png(view: View, plan: SupportPlan, kind: SheetKind, locale: str) -> bytes:
    return _render_template_png(kind, _DATA_BUILDERS[kind](view, plan, locale))


def _render_template_png(template: SheetTemplate, content: TemplateData) -> bytes:
    scale = SMALL_DOTS_PER_PX if template in {"message", "card"} else DOTS_PER_PX
    notes = content["provenance"]
    lines = [str(line) for line in notes] if isinstance(notes, list) else []
    return _add_png_description(render_png(template, content, scale=scale), "\n".join(lines))


def _add_png_description(png: bytes, description: str) -> bytes:
    """Insert an uncompressed iTXt chunk behind the header chunk; the pixels stay as they are."""
    info, chunks = PngInfo(), io.BytesIO()
    info.add_itxt("Description", description)
    for name, data, *_ in info.chunks:
        putchunk(chunks, name, data)
    return png[:PNG_HEADER_BYTES] + chunks.getvalue() + png[PNG_HEADER_BYTES:]


def _write_file(view: View, path: Path | MemoryFile, content: bytes) -> None:
    write_file(path, content, private=view.audience == "coordinator")
