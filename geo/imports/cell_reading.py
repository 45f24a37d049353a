"""Reading of a file's cells into the values of a layer, with an account of what was read how."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from geo.formats.cell_values import is_blank, parse_cell, parse_cell_once, truncate_text
from geo.formats.findings import Finding, ImportQuestion, RowFinding, list_rows
from geo.formats.spoilt_digits import find_shortened, recover_digits, unwrap_formula
from geo.formats.written_numbers import (
    NUMBER_READINGS,
    MarkEvidence,
    WrittenNumber,
    read_number,
)
from geo.imports.cell_notes import CELL_OUTCOMES, CellNote, CellOutcome
from geo.imports.date_reading import make_order_question, read_dates
from geo.imports.hours_reading import HOURS_COLUMN
from geo.imports.import_choices import ImportChoices
from geo.imports.personal_columns import holds_personal_trace
from geo.layers.column_matching import ColumnMatch
from geo.layers.field_words import has_scale_of_five, read_code
from geo.layers.schema import LAYER_SCHEMAS, LayerField
from geo.layers.text_cleaning import clean_text
from geo.model import SEVERITIES, LayerName
from geo.privacy.personal_data import may_hold_personal_data

_UNDECIDED = Finding("row.ask_number")  # of one cell; there is one finding for all of its column
NOTE_FIELD = "note"
ADDRESS_FIELD = "address"  # free text; a name or a telephone in it is somebody's
NAMING_FIELDS = ("name", "source")  # public, and free text, too
MAX_WORD_QUESTIONS = 20  # words of a file that are put as questions


@dataclass
class CellReader:
    """
    Reads the columns of one file and collects what is to be told of them.

    Attributes
    ----------
    rows
        Row number of each cell.
    choices
        Answers to questions on this file.
    evidence
        What all numbers of the file show of its marks.
    aliases
        Fields whose column has another name in the file.
    findings, questions
        What was found in the cells, and what has to be asked.
    undecided
        By row, what `row.ask_number` among the findings says of all of them.
    """

    rows: Sequence[int]
    choices: ImportChoices
    evidence: MarkEvidence
    aliases: Collection[str] = ()
    findings: list[RowFinding] = field(default_factory=list)
    questions: list[ImportQuestion] = field(default_factory=list)
    undecided: list[RowFinding] = field(default_factory=list)
    _noted: dict[tuple[CellOutcome, str, str | None, str | None], list[int]] = field(
        default_factory=dict
    )
    _examples: dict[str, tuple[str, str]] = field(default_factory=dict)

    @property
    def notes(self) -> tuple[CellNote, ...]:
        """What was noted, what is lost first."""
        notes = [
            CellNote(outcome, column, text or "", value, tuple(rows))
            for (outcome, column, text, value), rows in self._noted.items()
        ]
        return tuple(sorted(notes, key=lambda note: CELL_OUTCOMES.index(note.outcome)))

    def read_column(self, cells: Sequence[object], column: LayerField) -> list[object]:
        """Read all cells of a column; a cell with a finding becomes None."""
        plain = read_plain_numbers(cells, column)
        if plain is not None:
            return plain
        cells = [clean_text(cell) if isinstance(cell, str) else cell for cell in cells]
        cells = self._convert_cells(cells, column)
        values = []
        parsed: dict[tuple[type, object], object] = {}  # most columns repeat a few values
        for row, cell in zip(self.rows, cells, strict=True):
            value = cell if isinstance(cell, Finding) else parse_cell_once(cell, column, parsed)
            if isinstance(value, Finding):
                if value is not _UNDECIDED:
                    self.findings.append(RowFinding(int(row), value.key, value.placeholders))
                value = None
            values.append(value)
        return values

    def _convert_cells(self, cells: Sequence[object], column: LayerField) -> Sequence[object]:
        """Replace cells that are read by more than their own text."""
        if column.kind == "number":
            return self._read_numbers(cells, column)
        if column.kind in ("code", "severity"):
            return self._read_codes(cells, column)
        if column.kind == "day":
            return self._read_days(cells, column)
        if column.is_number_text:
            return self._read_digits(cells, column)
        if column.kind == "text" and column.name != HOURS_COLUMN:
            cells = self._unwrap(cells, column)
        is_foreign_note = column.name == NOTE_FIELD and column.name in self.aliases
        if is_foreign_note or column.name == ADDRESS_FIELD:
            return self._withhold(cells, column, may_hold_personal_data)
        is_named = column.name in NAMING_FIELDS
        return self._withhold(cells, column, holds_personal_trace) if is_named else cells

    def _read_numbers(self, cells: Sequence[object], column: LayerField) -> list[object]:
        read: list[object] = []
        undecided: list[tuple[int, str, WrittenNumber]] = []
        for row, cell in zip(self.rows, cells, strict=True):
            number = read_number(cell) if isinstance(cell, str) else None
            if number is None:
                read.append(cell)
                continue
            text = str(cell)
            value = self._read_number(number, text, column)
            if value is _UNDECIDED:
                undecided.append((int(row), text, number))
            elif isinstance(value, float) and (number.group_mark or number.uncertain_mark):
                first = self._examples.setdefault(column.name, (text, f"{value:.10g}"))
                self._note("number", column.name, *first, row)
            read.append(value)
        if undecided:
            self._add_number_question(undecided, column)
        return read

    def _read_number(self, number: WrittenNumber, text: str, column: LayerField) -> object:
        """Return its value, or a finding: `_UNDECIDED` where the file does not tell the value."""
        placeholders: dict[str, object] = {"column": column.name, "value": truncate_text(text)}
        if number.is_rounded:
            return Finding("row.rounded", placeholders)
        if number.decimal_mark and self.evidence.is_mixed(number.decimal_mark):
            return Finding("row.point_and_comma", {"column": column.name})
        if number.uncertain_mark is None:
            return number.value
        reading = self.evidence.read_uncertain(number, text) or self.choices.numbers
        if reading is None:
            return _UNDECIDED
        return number.as_thousands if reading == "thousands" else number.as_decimals

    def _add_number_question(
        self, undecided: Sequence[tuple[int, str, WrittenNumber]], column: LayerField
    ) -> None:
        _, text, number = undecided[0]
        values = (f"{number.as_thousands:.0f}", f"{number.as_decimals:.3f}")
        placeholders: dict[str, object] = {
            "column": column.name,
            "value": text.strip(),
            "thousands": values[0],
            "decimals": values[1],
            "rows": list_rows(row for row, _, _ in undecided),
        }
        self.findings.append(RowFinding(None, "row.ask_number", placeholders))
        self.undecided += [
            RowFinding(row, "row.number_undecided", {"column": column.name, "value": text.strip()})
            for row, text, _ in undecided
        ]
        self.questions.append(
            ImportQuestion("numbers", column.name, text.strip(), NUMBER_READINGS, values)
        )

    def _read_days(self, cells: Sequence[object], column: LayerField) -> list[object]:
        dates = read_dates(cells, self.choices.dates)
        for position in dates.read:
            first = (str(cells[dates.read[0]]), str(dates.cells[dates.read[0]]))
            self._note("recovered", column.name, *first, self.rows[position])
        if dates.undecided:
            text = str(cells[dates.undecided[0]]).strip()
            rows = [int(self.rows[position]) for position in dates.undecided]
            finding, question = make_order_question(column.name, text, rows)
            self.findings.append(RowFinding(None, finding.key, finding.placeholders))
            self.questions.append(question)
        for position in dates.undecided:
            told: dict[str, object] = {"column": column.name, "value": str(cells[position]).strip()}
            self.undecided.append(RowFinding(self.rows[position], "row.date_undecided", told))
            dates.cells[position] = _UNDECIDED
        return dates.cells

    def _read_codes(self, cells: Sequence[object], column: LayerField) -> list[object]:
        """Replace the words of a column by their codes; ask for those that no list has."""
        codes = column.codes or tuple(str(one) for one in SEVERITIES)
        scale_of_five = has_scale_of_five(cells, column)
        read: list[object] = []
        for row, cell in zip(self.rows, cells, strict=True):
            if not isinstance(cell, str) or is_blank(cell) or cell.strip().lower() in codes:
                read.append(cell)
                continue
            text = unwrap_formula(cell) or cell
            code = self.choices.find_code(column.name, text)
            code = code or read_code(text, column, scale_of_five=scale_of_five)
            if code is not None and code in codes:
                self._note("code", column.name, text, code, row)
            elif isinstance(parse_cell(cell, column), Finding):
                self._add_code_question(text, column, codes)
            read.append(cell if code is None else code)
        return read

    def _add_code_question(self, text: str, column: LayerField, codes: tuple[str, ...]) -> None:
        question = ImportQuestion("code", column.name, text.strip(), codes)
        of_words = [one for one in self.questions if one.kind == "code"]
        if len(of_words) < MAX_WORD_QUESTIONS and question not in of_words:
            self.questions.append(question)

    def _read_digits(self, cells: Sequence[object], column: LayerField) -> list[object]:
        read: list[object] = []
        for row, cell in zip(self.rows, cells, strict=True):
            readable = isinstance(cell, str | int | float) and not is_blank(cell)
            recovered = recover_digits(cell) if readable else None
            if recovered is None:
                read.append(cell)
                continue
            text = None if recovered.outcome == "doubtful" else cell
            value = None if recovered.outcome == "doubtful" else recovered.text
            self._note(recovered.outcome, column.name, text, value, row)
            read.append(recovered.text)
        texts = [cell if cell is original and isinstance(cell, str) else None
                 for cell, original in zip(read, cells, strict=True)]  # fmt: skip
        counted = [cell if isinstance(cell, str) else None for cell in read]
        for row, text, is_short in zip(self.rows, texts, find_shortened(counted), strict=True):
            if is_short and text is not None:
                self._note("shortened", column.name, text, None, row)
        return read

    def _unwrap(self, cells: Sequence[object], column: LayerField) -> list[object]:
        read: list[object] = []
        for row, cell in zip(self.rows, cells, strict=True):
            inner = unwrap_formula(cell) if isinstance(cell, str) else None
            if inner is not None:
                self._note("recovered", column.name, cell, inner, row)
            read.append(cell if inner is None else inner)
        return read

    def _withhold(
        self, cells: Sequence[object], column: LayerField, is_on_persons: Callable[[str], bool]
    ) -> list[object]:
        """Leave out texts on persons: such a column is not meant for the layer."""
        read: list[object] = []
        for row, cell in zip(self.rows, cells, strict=True):
            is_personal = isinstance(cell, str) and is_on_persons(cell)
            if is_personal:
                self._note("personal", column.name, None, None, row)
            read.append(None if is_personal else cell)
        return read

    def _note(
        self, outcome: CellOutcome, column: str, text: object, value: object, row: int
    ) -> None:
        shown = None if text is None else truncate_text(text)
        key = (outcome, column, shown, None if value is None else str(value))
        self._noted.setdefault(key, []).append(int(row))


def read_plain_numbers(cells: Sequence[object], column: LayerField) -> list[object] | None:
    """
    Read a column of numbers at once; None where a cell of it is another, or not allowed.

    As `parse_cell` reads each: numbers of a million homes are checked as one array.
    """
    if column.kind != "number" or not {int, float, type(None)}.issuperset(map(type, cells)):
        return None
    try:
        numbers = np.array(cells, dtype=float)  # NaN for None
    except OverflowError:  # a whole number that no float holds
        return None
    is_blank_cell = np.isnan(numbers)
    if (numbers < 0).any() or np.isinf(numbers).any() or (column.required and is_blank_cell.any()):
        return None
    read: list[object] = numbers.tolist()
    for position in np.flatnonzero(is_blank_cell):
        read[position] = column.default
    return read


def list_number_columns(
    cells: pd.DataFrame, match: ColumnMatch, layer: LayerName
) -> list[list[object]]:
    """List the columns of a file that hold numbers of the layer."""
    fields = LAYER_SCHEMAS[layer].fields
    names = [match.columns.get(one.name) for one in fields if one.kind == "number"]
    return [cells[name].tolist() for name in names if name is not None]
