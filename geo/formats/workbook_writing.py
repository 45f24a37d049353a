"""
XLSX: formatting of sheets of rows as a workbook, in memory, the same bytes for the same rows.

The usual libraries write each sheet to a file on the disk first, unencrypted; here nothing leaves
the memory. Parts of the file: ECMA-376, Office Open XML.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from xml.sax.saxutils import escape, quoteattr

from geo.formats.text_cells import FORMULA_PATTERN
from geo.formats.zip_writing import pack_parts

OFFICE = "http://schemas.openxmlformats.org"
MAIN = f"{OFFICE}/spreadsheetml/2006/main"
RELATIONS = f"{OFFICE}/officeDocument/2006/relationships"
PACKAGE_RELATIONS = f"{OFFICE}/package/2006/relationships"
CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
WIDTH_CHARACTERS = 22
MAX_SHEET_NAME_LENGTH = 31  # characters
# Numbers of the formats below: text, and text that begins as a formula does.
TEXT_STYLE, QUOTED_STYLE = 1, 2
STYLES = (
    f'{HEAD}<styleSheet xmlns="{MAIN}">'
    '<fonts count="1"><font><sz val="11"/><name val="Calibri"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill>'
    '<fill><patternFill patternType="gray125"/></fill></fills>'
    '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellXfs count="3"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
    '<xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>'
    '<xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"'
    ' quotePrefix="1"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>'
    "</styleSheet>"
)
Cell = str | bool | int | float | None


def format_workbook(sheets: Mapping[str, Sequence[Sequence[Cell]]]) -> bytes:
    """
    Format sheets as an XLSX file.

    Parameters
    ----------
    sheets
        Rows by the name of their sheet; the first row of each stays in sight. Texts become cells of
        type text, whatever they look like; None an empty cell.
    """
    parts = {
        "[Content_Types].xml": _format_content_types(len(sheets)),
        "_rels/.rels": _format_relations([("officeDocument", "xl/workbook.xml")]),
        "xl/workbook.xml": _format_book(list(sheets)),
        "xl/_rels/workbook.xml.rels": _format_relations(
            [
                *(("worksheet", f"worksheets/sheet{n}.xml") for n in range(1, len(sheets) + 1)),
                ("styles", "styles.xml"),
            ]
        ),
        "xl/styles.xml": STYLES,
        **{
            f"xl/worksheets/sheet{number}.xml": _format_sheet(rows)
            for number, rows in enumerate(sheets.values(), start=1)
        },
    }
    return pack_parts(parts)


def _format_content_types(count: int) -> str:
    kinds = [
        ("xl/workbook.xml", "sheet.main+xml"),
        ("xl/styles.xml", "styles+xml"),
        *((f"xl/worksheets/sheet{number}.xml", "worksheet+xml") for number in range(1, count + 1)),
    ]
    overrides = "".join(
        f'<Override PartName="/{part}" ContentType="{CONTENT_TYPE}.{kind}"/>'
        for part, kind in kinds
    )
    relations = "application/vnd.openxmlformats-package.relationships+xml"
    return (
        f'{HEAD}<Types xmlns="{OFFICE}/package/2006/content-types">'
        f'<Default Extension="rels" ContentType="{relations}"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>'
    )


def _format_relations(targets: Iterable[tuple[str, str]]) -> str:
    items = "".join(
        f'<Relationship Id="rId{number}" Type="{RELATIONS}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets, start=1)
    )
    return f'{HEAD}<Relationships xmlns="{PACKAGE_RELATIONS}">{items}</Relationships>'


def _format_book(names: list[str]) -> str:
    items = "".join(
        f'<sheet name={quoteattr(name[:MAX_SHEET_NAME_LENGTH])} sheetId="{n}" r:id="rId{n}"/>'
        for n, name in enumerate(names, start=1)
    )
    return (
        f'{HEAD}<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}"><sheets>{items}</sheets></workbook>'
    )


def _format_sheet(rows: Sequence[Sequence[Cell]]) -> str:
    width = max(map(len, rows), default=1)
    columns = f'<col min="1" max="{width}" width="{WIDTH_CHARACTERS}" customWidth="1"/>'
    lines = "".join(_format_row(row, number) for number, row in enumerate(rows, start=1))
    return (
        f'{HEAD}<worksheet xmlns="{MAIN}"><sheetViews><sheetView workbookViewId="0">'
        '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>'
        f"</sheetView></sheetViews><cols>{columns}</cols><sheetData>{lines}</sheetData></worksheet>"
    )


def _format_row(row: Sequence[Cell], number: int) -> str:
    cells = (_format_cell(cell, name_cell(column, number)) for column, cell in enumerate(row))
    return f'<row r="{number}">{"".join(cells)}</row>'


def _format_cell(cell: Cell, name: str) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return f'<c r="{name}" t="b"><v>{int(cell)}</v></c>'
    if isinstance(cell, int | float):
        return f'<c r="{name}"><v>{cell!r}</v></c>'
    style = QUOTED_STYLE if FORMULA_PATTERN.match(cell) else TEXT_STYLE
    text = f'<is><t xml:space="preserve">{escape(cell)}</t></is>'
    return f'<c r="{name}" s="{style}" t="inlineStr">{text}</c>'


def name_cell(column: int, row: int) -> str:
    """Name a cell as spreadsheets do: column 27 (from 0) of row 3 is AB3."""
    letters = ""
    number = column + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return f"{letters}{row}"
