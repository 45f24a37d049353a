"""What became of every row and column of an imported file."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from typing import NamedTuple

from geo.formats.findings import Finding, RowFinding
from geo.imports.cell_notes import CellNote
from geo.imports.file_parsing import ParsedLayerFile
from geo.imports.hours_reading import HoursNote
from geo.imports.row_proposals import Proposal
from geo.layers.population import PopulationCount, make_population_record
from geo.model import LayerName


class RowDoubt(NamedTuple):
    """
    What was found in rows that wait.

    Attributes
    ----------
    finding
        With its placeholders; without a row.
    rows
        Rows of the file.
    proposal
        What is proposed; None where somebody has to know more.
    """

    finding: RowFinding
    rows: tuple[int, ...]
    proposal: Proposal | None


@dataclass(frozen=True)
class ImportReport:
    """
    The outcome of an import for every row and column of a file.

    Attributes
    ----------
    layer, file
        Layer, and name of the file.
    rows
        Number of rows in the file; `added + unchanged` where they were written, and those that were
        left out.
    added, unchanged, removed
        Numbers of features: new, already in the layer, and removed by a replacement.
    dropped_columns
        Columns of the file that were dropped, as they may identify people.
    read_as
        Field name to the alias used in the file.
    made_confidential
        Rows made confidential although the file does not say so.
    confidential_rows
        Confidential rows by reason: `file` (it says so), `type`, `name` (it may be a shelter),
        `stored` (the store holds the place as confidential).
    fixed
        Rows whose outline was made valid without changing its extent.
    outside
        Rows outside the community's boundary; they are imported.
    population, population_outside
        Of demand points: people and women who are counted, as they live within the boundary, and
        those who are not; the second is None without a boundary. Other layers have neither.
    reprojected_from
        CRS of the file, where it is not EPSG:4326.
    crs_assumed
        True where the file declares no CRS and its coordinates were read as WGS84 degrees.
    hours
        What the opening hours were read as; those that were kept as text come first.
    placeless
        Rows without a place on the map: phone lines, and confidential services with a gateway.
    radius_m, circled
        Radius around points [m] that was told, and the rows whose points became circles.
    cells
        What other cells were read as, where that is not what is written; what is lost comes first.
    swapped
        Rows whose latitude and longitude were exchanged, as was chosen.
    skipped
        Rows that were left out, as was chosen.
    without_address
        Confidential rows whose address was left out.
    proposed
        True where nothing was written: the rows wait until a coordinator accepts them.
    changed, gone
        Features that the same file brought before, and of which it now says something else, or
        nothing more.
    notices
        On the complete file: what was assumed, or left out.
    batch
        Id of the import, by which it is undone.
    waiting
        Rows that wait until somebody decides on them.
    doubts
        What was found in them, by what it is, with the rows of each.
    left_out_as_proposed
        Rows that waited and were left out at once, as was proposed.
    taken_before, left_out_before
        Rows that waited when the file came before, by what was decided on them.
    """

    layer: LayerName
    file: str
    rows: int
    added: int
    unchanged: int
    removed: int
    dropped_columns: tuple[str, ...] = ()
    read_as: dict[str, str] | None = None
    made_confidential: tuple[int, ...] = ()
    confidential_rows: dict[str, tuple[int, ...]] = field(default_factory=dict)
    fixed: tuple[int, ...] = ()
    outside: tuple[int, ...] = ()
    population: PopulationCount | None = None
    population_outside: PopulationCount | None = None
    reprojected_from: str | None = None
    crs_assumed: bool = False
    hours: tuple[HoursNote, ...] = ()
    placeless: tuple[int, ...] = ()
    radius_m: float | None = None
    circled: tuple[int, ...] = ()
    cells: tuple[CellNote, ...] = ()
    swapped: tuple[int, ...] = ()
    skipped: tuple[int, ...] = ()
    without_address: tuple[int, ...] = ()
    proposed: bool = False
    changed: int = 0
    gone: int = 0
    notices: tuple[Finding, ...] = ()
    batch: str = ""
    waiting: tuple[int, ...] = ()
    doubts: tuple[RowDoubt, ...] = ()
    taken_before: tuple[int, ...] = ()
    left_out_before: tuple[int, ...] = ()
    left_out_as_proposed: tuple[int, ...] = ()


def make_import_record(report: ImportReport) -> dict[str, object]:
    """Make the record of a report for JSON: its attributes but `file`, which its reader knows."""
    record = {one.name: getattr(report, one.name) for one in fields(report) if one.name != "file"}
    del record["hours"], record["cells"]
    return {
        **record,
        "population": make_population_record(report.population),
        "population_outside": make_population_record(report.population_outside),
        "opening_hours_notes": [_describe_hours_note(note) for note in report.hours],
        "cell_notes": [note._asdict() for note in report.cells],
    }


def _describe_hours_note(note: HoursNote) -> dict[str, object]:
    return {
        "outcome": note.outcome,
        "text": note.text,
        "opening_hours": note.syntax,
        "rows": note.rows,
        "proposals": [
            {"choice": choice, "opening_hours": syntax} for choice, syntax in note.proposals
        ],
    }


def make_report(parsed: ParsedLayerFile, layer: LayerName) -> ImportReport:
    """Make the report of a parsed file, of which nothing is written yet."""
    checked = parsed.checked
    return ImportReport(
        layer=layer,
        file=parsed.file,
        rows=parsed.rows,
        added=0,
        unchanged=0,
        removed=0,
        dropped_columns=checked.dropped_columns,
        read_as=checked.read_as,
        made_confidential=checked.made_confidential,
        confidential_rows=checked.confidential_rows,
        fixed=checked.fixed,
        reprojected_from=parsed.reprojected_from,
        crs_assumed=parsed.crs_assumed,
        hours=checked.hours,
        placeless=checked.placeless,
        cells=checked.cells,
        swapped=checked.swapped,
        skipped=checked.skipped,
        without_address=checked.without_address,
        notices=parsed.notices,
    )
