"""Import of one file into several layers, in one transaction, with one account of its rows."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, cast

import geopandas as gpd
import pandas as pd

from geo.access.layer_rights import require_import
from geo.errors import MeaningUnclearError
from geo.formats.findings import Finding, list_rows
from geo.imports.file_parsing import ParsedLayerFile
from geo.imports.file_splitting import ParsedFile
from geo.imports.import_choices import NO_CHOICES, ImportChoices, know_community
from geo.imports.import_report import ImportReport
from geo.imports.layer_import import PARSING_SHARE, save_rows
from geo.imports.location_check import check_location
from geo.imports.meaning_rules import NO_RULES, MeaningRules
from geo.imports.point_areas import POINT_LAYER, check_radius
from geo.imports.row_settling import settle_rows
from geo.imports.unclear_rows import SHELTER_KEY
from geo.imports.waiting_storage import store_waiting
from geo.imports.zone_settling import settle_zones
from geo.layers.confidential_features import is_confidential
from geo.layers.schema import LAYER_SCHEMAS
from geo.model import Community, LayerName, ProgressCallback, ignore_progress
from geo.parsing.limits import LAYER_LIMITS
from geo.parsing.service import LAYER_QUEUE, ParsingTask, parse_file
from geo.parsing.source import SourceFile
from geo.parsing.waiting_queue import PlaceCallback
from geo.store import Store
from geo.store.communities import read_community
from geo.store.database import Transaction
from geo.store.import_batches import UNCLEAR, add_batch, delete_waiting, read_last_change
from geo.store.source_meanings import read_meanings, remember_meanings
from geo.store.write_authorisation import WriteAction

FILE_TASK = ParsingTask("file", LAYER_LIMITS, LAYER_QUEUE)


@dataclass(frozen=True)
class SettledFile:
    """
    A file of which it is known what becomes of every row, before anything is written.

    Attributes
    ----------
    layers
        The rows of each layer, and the report on them.
    """

    parsed: ParsedFile
    layers: dict[LayerName, tuple[ParsedLayerFile, ImportReport]]


@dataclass(frozen=True)
class FileReport:
    """
    What became of every row of a file.

    Attributes
    ----------
    reports
        One for each layer, and one for the rows without a clear layer.
    left_out
        Rows that a rule leaves out, of no layer.
    columns, values
        What columns and values were taken for, as records.
    """

    file: str
    rows: int
    reports: tuple[ImportReport, ...]
    left_out: tuple[int, ...]
    notices: tuple[Finding, ...]
    columns: list[dict[str, Any]]
    values: list[dict[str, Any]]


def settle_file(  # noqa: PLR0913 (the file, and how it is read; a record would hide them)
    store: Store,
    slug: str,
    source: Path | SourceFile,
    rules: MeaningRules = NO_RULES,
    *,
    table: str | None = None,
    radius_m: float | None = None,
    choices: ImportChoices = NO_CHOICES,
    waits: bool = True,
    on_place: PlaceCallback | None = None,
    progress: ProgressCallback | None = None,
) -> SettledFile:
    """
    Parse a file in a process of its own, and find what becomes of its rows; nothing is written.

    Parameters
    ----------
    rules
        Besides those that the account is remembered to have given for files with these columns.
    table
        Layer of the file; None reads all of them.
    radius_m, choices, waits, on_place, progress
        As for `import_layer`.

    Raises
    ------
    MeaningUnclearError
        If rows have no clear layer, and none may wait.
    MeaningColumnError, LayerError, ParsingError, LayerRadiusError, NumberError
        See `split_file` and `import_layer`.
    """
    community = read_community(store, slug)
    check_radius(POINT_LAYER, radius_m)
    report_progress = progress or ignore_progress
    choices = know_community(choices, community)
    rules = dataclasses.replace(rules, remembered=tuple(read_meanings(store, slug).items()))
    parsed = cast(
        "ParsedFile",
        parse_file(
            FILE_TASK,
            SourceFile.of(source),
            on_place=on_place,
            progress=lambda share, key: report_progress(PARSING_SHARE * share, key),
            rules=rules,
            table=table,
            accepts_points=radius_m is not None,
            choices=choices,
            waits=waits,
        ),
    )
    if not waits and len(parsed.unclear.frame):
        rows = list_rows(parsed.unclear.frame.index)
        raise MeaningUnclearError(file=parsed.file, rows=rows)
    layers = {layer: settle_zones(store, slug, layer, one) for layer, one in parsed.layers.items()}
    parsed = dataclasses.replace(parsed, layers=layers)
    return SettledFile(parsed, _settle_layers(parsed, community, choices, radius_m))


def save_file(
    store: Store, slug: str, settled: SettledFile, *, replace: bool = False, removes: bool = False
) -> FileReport:
    """
    Write or propose the rows of a settled file in one transaction, and store those that wait.

    What was said of its values is remembered for the next file of its source.

    Raises
    ------
    WriteDeniedError, ProposalLimitError
        If the acting role may neither write nor propose that, or proposes too much.
    """
    action: WriteAction = "replace" if replace else "add"
    parsed = settled.parsed

    def in_transaction(transaction: Transaction) -> FileReport:
        require_import(transaction, slug)
        delete_waiting(transaction, slug, parsed.file)
        imported_at = datetime.now(UTC)
        reports = [
            save_rows(
                transaction,
                slug,
                one,
                report,
                action,
                removes=removes,
                imported_at=imported_at,
                unclear=parsed.unclear,
            )
            for one, report in settled.layers.values()
        ]
        if len(parsed.unclear.frame):
            reports.append(_save_unclear(transaction, slug, parsed, imported_at))
        remember_meanings(transaction, slug, _list_meanings(settled))
        return make_file_report(parsed, tuple(reports))

    return store.transact(in_transaction)


def make_file_report(parsed: ParsedFile, reports: tuple[ImportReport, ...]) -> FileReport:
    """
    Make the report of a file from those on its layers.

    A column that no layer takes is in the first of them.
    """
    dropped = tuple(str(one["column"]) for one in parsed.columns if not one["fields"])
    reports = tuple(
        dataclasses.replace(one, dropped_columns=() if number else dropped)
        for number, one in enumerate(reports)
    )
    return FileReport(
        file=parsed.file,
        rows=parsed.rows,
        reports=reports,
        left_out=tuple(int(row) for row in parsed.left_out.index),
        notices=parsed.notices,
        columns=parsed.columns,
        values=parsed.values,
    )


def _settle_layers(
    parsed: ParsedFile, community: Community, choices: ImportChoices, radius_m: float | None
) -> dict[LayerName, tuple[ParsedLayerFile, ImportReport]]:
    """Settle where the rows of each layer are, and which wait."""
    _check_locations(parsed, community)
    return {
        layer: settle_rows(
            one,
            community,
            layer,
            choices,
            radius_m if layer == POINT_LAYER else None,
            is_part=True,
        )
        for layer, one in parsed.layers.items()
    }


def _save_unclear(
    transaction: Transaction, slug: str, parsed: ParsedFile, imported_at: datetime
) -> ImportReport:
    before = read_last_change(transaction, slug, UNCLEAR)
    batch = add_batch(
        transaction, slug, UNCLEAR, parsed.file, after_change=before, imported_at=imported_at
    )
    report = ImportReport(UNCLEAR, parsed.file, len(parsed.unclear.frame), 0, 0, 0, batch=batch)
    return store_waiting(transaction, slug, parsed.unclear, report)


def _check_locations(parsed: ParsedFile, community: Community) -> None:
    """Check that not all rows of a file lie outside the community."""
    places = [one.checked.frame.geometry for one in parsed.layers.values()]
    places += [one.waiting.frame.geometry for one in parsed.layers.values() if one.waiting]
    places.append(parsed.unclear.frame.geometry)
    together = gpd.GeoDataFrame(geometry=pd.concat(places), crs=places[-1].crs)
    check_location(together, community.boundary, file=parsed.file)


def _list_meanings(settled: SettledFile) -> dict[str, str]:
    """List what was said of values, but of those that a confidential row has."""
    protected = set(settled.parsed.shelters) | set(_list_confidential(settled))
    return {
        digest: meaning
        for digest, meaning, rows in settled.parsed.given
        if protected.isdisjoint(rows)
    }


def _list_confidential(settled: SettledFile) -> Iterator[int]:
    for row, key, _ in settled.parsed.unclear.doubts:
        if key == SHELTER_KEY:
            yield int(row or 0)
    flags = settled.parsed.unclear.frame["confidential"]
    yield from (int(row) for row in flags.index[flags.notna()])
    for layer, (parsed, report) in settled.layers.items():
        yield from (row for rows in report.confidential_rows.values() for row in rows)
        if LAYER_SCHEMAS[layer].confidential_codes is None:
            continue
        for frame in (parsed.checked.frame, parsed.waiting.frame if parsed.waiting else None):
            if frame is not None and len(frame):
                yield from (int(row) for row in frame.index[is_confidential(frame)])
