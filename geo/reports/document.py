"""Planning report as a text document (DOCX), for those who paste from it into a plan."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from datetime import UTC, datetime

from docx import Document
from docx.document import Document as DocumentObject

from geo.formats.export_note import ExportNote
from geo.formats.zip_writing import MADE_AT
from geo.language import format_value, gettext, label_for
from geo.reports import tables
from geo.reports.actions import format_action, list_actions
from geo.reports.records import PlanningReport
from geo.reports.report_texts import (
    format_finding,
    format_question,
    list_details,
    list_limits,
    list_method,
    list_sources,
)
from geo.reports.tables import ReportTable


def format_document(report: PlanningReport, note: ExportNote, locale: str) -> bytes:
    """
    Format a report as DOCX: headings, sentences and tables, without maps.

    Returns
    -------
    content
        The same bytes for the same report and day.
    """
    document = Document()
    title = gettext("report.title", locale)
    document.core_properties.title = f"{title} · {note.community}"
    document.core_properties.author = ""
    document.core_properties.comments = note.audience
    made = datetime.combine(note.made_on, datetime.min.time(), UTC)
    document.core_properties.created = document.core_properties.modified = made
    document.add_heading(f"{title}: {note.community}", level=0)
    document.add_paragraph(format_question(report, locale))
    for one in report.types:
        document.add_paragraph(format_finding(one, report, locale), style="List Bullet")
    document.add_heading(gettext("report.actions", locale), level=1)
    actions = [format_action(one, report, locale) for one in list_actions(report)]
    for sentence in actions or [gettext("report.no_actions", locale)]:
        document.add_paragraph(sentence, style="List Number" if actions else None)
    document.add_heading(gettext("report.matrix", locale), level=1)
    _add_table(document, tables.build_percent_matrix(report, locale), locale)
    document.add_heading(gettext("report.standards", locale), level=1)
    _add_table(document, tables.build_standard_table(report, locale), locale)
    for one in report.types:
        document.add_heading(label_for("service_type", one.service_type, locale), level=1)
        sentences = [format_finding(one, report, locale), *list_details(one, report, locale)]
        document.add_paragraph(" ".join(sentences))
        alone = replace(report, types=(one,), unmeasured={})
        zones = tables.build_zone_tables(alone, locale)
        without_type = [row[1:] for row in zones.rows]
        _add_table(document, ReportTable(zones.name, zones.columns[1:], without_type), locale)
    lists = {"method": list_method(report, locale), "limits": list_limits(report, locale)}
    for name, sentences in {**lists, "sources": list_sources(note, locale)}.items():
        document.add_heading(gettext(f"report.{name}", locale), level=1)
        for sentence in sentences:
            document.add_paragraph(sentence)
    return _save(document)


def _add_table(document: DocumentObject, content: ReportTable, locale: str) -> None:
    if not content.rows:
        return
    drawn = document.add_table(rows=1, cols=len(content.columns), style="Table Grid")
    for cell, text in zip(drawn.rows[0].cells, content.columns, strict=True):
        cell.text = text
    for row in content.rows:
        for cell, value in zip(drawn.add_row().cells, row, strict=True):
            cell.text = "–" if value is None else str(format_value(value, locale))


def _save(document: DocumentObject) -> bytes:
    """Save in memory; the parts get one date, so that the same report has the same bytes."""
    saved, packed = io.BytesIO(), io.BytesIO()
    document.save(saved)
    with zipfile.ZipFile(saved) as parts, zipfile.ZipFile(packed, "w") as archive:
        for name in parts.namelist():
            part = zipfile.ZipInfo(name, MADE_AT)
            part.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(part, parts.read(name))
    return packed.getvalue()
