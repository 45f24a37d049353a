"""CSV: reading of tables with a place in every row, and writing of layers."""

from __future__ import annotations

import csv
import io
import re

from geo.errors import LayerSyntaxError
from geo.formats.cell_grid import CellGrid, NumberedRow, build_grid, find_header, rank_header
from geo.formats.coordinate_columns import list_place_layers, parse_grid
from geo.formats.csv_writing import write_csv
from geo.formats.encoding_detection import CYRILLIC, DecodedText
from geo.formats.file_format import FileFormat, LayerSource, ParsedLayer
from geo.formats.findings import Finding, ImportQuestion, RowFinding
from geo.formats.memory_limit import MAX_TEXT_MB, check_cell_count
from geo.formats.reading_choices import ReadingChoices
from geo.formats.text_cells import unquote_formula
from geo.formats.text_encoding import decode_text_file
from geo.parsing.source import SourceFile

DELIMITERS = (",", ";", "\t", "|")
# A letter of Kyrgyz that cp1251 does not have, as programs write it.
LOST_CHARACTER = re.compile(r"[а-яё]\?(?=[а-яё])", re.IGNORECASE)
MAX_HEAD_LENGTH = 40_000  # characters; column names may run over several lines


def read_csv(source: LayerSource) -> ParsedLayer:
    """
    Read a table of places.

    Parameters
    ----------
    source
        Text with `,` `;` `|` or tab between cells; titles may stand above its column names. A
        table with several places has one layer for each.

    Raises
    ------
    LayerNoCoordinatesError
        If there is no column of places. A list of phone lines and shelters alone needs none.
    LayerSyntaxError
        If quotation marks are unbalanced.
    LayerUnreadableError
        If it is not text.
    LayerFileEmptyError
        If there are no rows below the column names.
    LayerTablesError, LayerTableUnknownError
        If it has several places and none was chosen, or none of that name.
    LayerCrsError, LayerCrsUnknownError
        If its coordinates are of a datum that is not read, or of an unknown CRS.
    LayerTooLargeError, LayerColumnsError, LayerMemoryError
        If reading it would fill the memory.
    """
    choices = source.choices
    decoded = decode_text_file(
        source.file, choices.encoding, country=choices.country, max_mb=MAX_TEXT_MB
    )
    parsed = parse_grid(_parse_table(decoded.text, file=source.file.name), source, source.table)
    _report_encoding(parsed, decoded, source.choices)
    return parsed


def list_csv_layers(file: SourceFile) -> list[str]:
    """List the places of a table that has several; none for a table of one place."""
    decoded = decode_text_file(file, max_mb=MAX_TEXT_MB)
    grid = _parse_table(decoded.text, file=file.name)
    names = list_place_layers(grid, LayerSource(file, "services"))
    return names if len(names) > 1 else []


def _report_encoding(parsed: ParsedLayer, decoded: DecodedText, choices: ReadingChoices) -> None:
    """Say which encoding was taken, where it is not UTF-8, and ask where it is a guess."""
    if decoded.encoding != "utf-8":
        parsed.notices.append(
            Finding("import.notice_text_encoding", {"encoding": decoded.encoding})
        )
    lost = len(LOST_CHARACTER.findall(decoded.text)) if decoded.encoding == CYRILLIC else 0
    if lost:
        parsed.notices.append(Finding("import.notice_lost_letters", {"count": lost}))
    if decoded.damaged:
        parsed.notices.append(Finding("import.notice_damaged", {"count": decoded.damaged}))
    if decoded.options and choices.encoding is None:
        placeholders: dict[str, object] = {
            "options": ", ".join(decoded.options),
            "text": decoded.samples[0],
        }
        parsed.findings.append(RowFinding(None, "row.ask_encoding", placeholders))
        question = ImportQuestion(
            "encoding", "", decoded.samples[0], decoded.options, decoded.samples
        )
        parsed.questions.append(question)


def _parse_table(text: str, *, file: str) -> CellGrid:
    delimiter = _detect_delimiter(text)
    numbered_rows = _read_rows(text, delimiter, file=file)
    if numbered_rows and str(numbered_rows[0].cells[0]).lower().startswith("sep="):
        numbered_rows = numbered_rows[1:]
    return build_grid(numbered_rows, file=file)


def _read_rows(text: str, delimiter: str, *, file: str) -> list[NumberedRow]:
    """Read the rows that are not empty, with the line on which each ends."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    numbered_rows: list[NumberedRow] = []
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                numbered_rows.append(
                    NumberedRow([unquote_formula(cell) for cell in cells], reader.line_num)
                )
                check_cell_count(len(numbered_rows) - 1, 1, file=file)
    except csv.Error as error:
        raise LayerSyntaxError(file=file, line=reader.line_num) from error
    return numbered_rows


def _detect_delimiter(text: str) -> str:
    """Choose the delimiter that yields known column names, else the most columns."""
    first = text.lstrip("\r\n").partition("\n")[0]
    if first.lower().startswith("sep=") and first[4:5] in DELIMITERS:
        return first[4:5]
    head = text[:MAX_HEAD_LENGTH]

    def rank_delimiter(delimiter: str) -> tuple[bool, int, int]:
        reader = csv.reader(io.StringIO(head, newline=""), delimiter=delimiter)
        rows = []
        try:
            rows = [NumberedRow([*cells], 0) for cells in reader if any(map(str.strip, cells))]
        except csv.Error:  # a cell that is longer than any is: reading it tells the line
            return False, 0, 0
        header = rows[find_header(rows)].cells if rows else []
        return *rank_header(header), len(header)

    return max(DELIMITERS, key=rank_delimiter)


FORMAT = FileFormat(
    "CSV",
    (".csv", ".tsv", ".txt"),
    read=read_csv,
    list_layers=list_csv_layers,
    write=write_csv,
    written_suffixes=(".csv",),
)
