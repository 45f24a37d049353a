"""Commands on imports of files: their rows that wait, and their undoing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from geo.commands.import_options import code_option, numbers_option, parse_codes
from geo.commands.options import community_option, optional_layer_option
from geo.commands.terminal import json_command, open_home, select_locale, show_progress
from geo.language import gettext
from geo.model import LayerName

if TYPE_CHECKING:
    from geo.formats.written_numbers import NumberReading
    from geo.imports.import_report import ImportReport
    from geo.imports.meaning_rules import MeaningRules
    from geo.imports.row_proposals import Decision
    from geo.imports.waiting_rows import WaitingBatch
    from geo.store import Store

Outcome = tuple[list[str], dict[str, object], dict[str, object]]
"""Sentences on an import, its record, and the account of its rows."""
DECISIONS = ("proposal", "take", "leave_out")
_batch_option = click.option("--batch", metavar="ID")


def import_one_layer(  # noqa: PLR0913 (the file, its layer, and how it is read)
    store: Store,
    slug: str,
    layer: LayerName,
    file: Path,
    rules: MeaningRules,
    options: dict[str, Any],
) -> Outcome:
    """Import a file into one layer."""
    from geo.imports.accounting import make_account
    from geo.imports.import_report import make_import_record
    from geo.imports.layer_import import import_layer
    from geo.imports.messages import format_import_report
    from geo.imports.proposal_decisions import carry_out_all

    choices = replace(
        options["choices"],
        columns={**options["choices"].columns, **rules.list_columns(layer)},
        ignored=rules.list_ignored(),
    )
    report = import_layer(
        store,
        slug,
        layer,
        file,
        replace=options["replace"],
        progress=show_progress,
        **{**_list_parsing(options), "choices": choices},
    )
    if options["take"] == "all":
        report = carry_out_all(store, slug, report)
    lines = format_import_report(report, select_locale())
    record = {**make_import_record(report), "meaning": None}
    return [*lines, *_format_waiting([report])], record, make_account([report])


def import_file(
    store: Store, slug: str, file: Path, rules: MeaningRules, options: dict[str, Any]
) -> Outcome:
    """Import a file into the layers that it, and the rules on it, say."""
    from geo.imports.accounting import make_account
    from geo.imports.file_import import save_file, settle_file
    from geo.imports.file_report import format_file_report, make_file_record
    from geo.imports.proposal_decisions import carry_out_all
    from geo.store.import_batches import UNCLEAR

    parsing = _list_parsing(options)
    settled = settle_file(store, slug, file, rules, progress=show_progress, **parsing)
    removes = options["choices"].outdated == "remove"
    report = save_file(store, slug, settled, replace=options["replace"], removes=removes)
    if options["take"] == "all":
        carried = [
            one if one.layer == UNCLEAR else carry_out_all(store, slug, one)
            for one in report.reports
        ]
        report = replace(report, reports=tuple(carried))
    lines = format_file_report(report, select_locale())
    account = make_account(report.reports, report.left_out)
    return [*lines, *_format_waiting(report.reports)], make_file_record(report), account


def _list_parsing(options: dict[str, Any]) -> dict[str, Any]:
    """List the options on how a file is read."""
    return {name: options[name] for name in ("table", "radius_m", "choices", "waits")}


def _format_waiting(reports: Iterable[ImportReport]) -> list[str]:
    return [
        gettext("import.waiting_command", select_locale(), batch=one.batch)
        for one in reports
        if one.waiting
    ]


@click.command("imports")
@community_option
@json_command
def list_imports(community: str, home: Path | None) -> dict[str, object]:
    """List the imports that may be undone, the latest first."""
    from geo.imports.waiting_rows import list_visible_batches

    batches = list_visible_batches(open_home(home), community)
    return {"community": community, "imports": [_name_file(asdict(batch)) for batch in batches]}


@click.command("waiting")
@community_option
@json_command
def list_waiting(community: str, home: Path | None) -> dict[str, object]:
    """List the rows that wait, and what was found in them."""
    from geo.imports.waiting_rows import read_waiting_batches

    batches = read_waiting_batches(open_home(home), community)
    return {"community": community, "waiting": [_format_batch(one) for one in batches]}


@click.command("resolve")
@community_option
@click.option("--batch", required=True, metavar="ID")
@click.option("--rows", metavar="1,3-5")
@click.option("--decision", type=click.Choice(DECISIONS), required=True)
@click.option("--set", "values", multiple=True, metavar="FIELD=TEXT")
@code_option
@numbers_option
@click.option("--radius", type=float, metavar="METRES")
@optional_layer_option
@json_command
def resolve(  # noqa: PLR0913 (one parameter an option, named by click)
    community: str,
    batch: str,
    rows: str | None,
    decision: Decision,
    values: tuple[str, ...],
    code: tuple[str, ...],
    numbers: NumberReading | None,
    radius: float | None,
    layer: LayerName | None,
    home: Path | None,
) -> dict[str, object]:
    """Decide on rows that wait: take them, corrected or as proposed, or leave them out."""
    from geo.imports.row_proposals import Corrections
    from geo.imports.waiting_rows import resolve_rows

    report = resolve_rows(
        open_home(home),
        community,
        batch,
        _parse_rows(rows),
        decision,
        corrections=Corrections(
            dict(_split_value(one) for one in values),
            parse_codes(code),
            numbers,
        ),
        radius_m=radius,
        layer=layer,
    )
    return {"community": community, **_name_file(asdict(report))}


@click.command("undo")
@community_option
@_batch_option
@json_command
def undo(community: str, batch: str | None, home: Path | None) -> dict[str, object]:
    """Undo an import: remove what it added, and bring back what it removed."""
    from geo.imports.import_undo import undo_import

    report = undo_import(open_home(home), community, batch)
    return {"community": community, **_name_file(asdict(report))}


def _name_file(record: dict[str, object]) -> dict[str, object]:
    """Name the file of an earlier import: it is a name, and need not be there any more."""
    return {"file_name" if name == "file" else name: value for name, value in record.items()}


def _format_batch(waiting: WaitingBatch) -> dict[str, object]:
    from geo.imports.accounting import format_doubt
    from geo.imports.waiting_storage import group_doubts

    return {
        "batch": waiting.batch.id,
        "file_name": waiting.batch.file,
        "layer": waiting.batch.layer,
        "rows": [int(row) for row in waiting.features.index],
        "doubts": [format_doubt(one) for one in group_doubts(waiting.doubts)],
    }


def _parse_rows(text: str | None) -> list[int] | None:
    """
    Parse row numbers and ranges: `1,3-5`.

    Raises
    ------
    click.BadParameter
        If it is something else.
    """
    if text is None:
        return None
    rows: list[int] = []
    for part in text.split(","):
        first, _, last = part.strip().partition("-")
        if not first.isdecimal() or not (last or first).isdecimal():
            raise click.BadParameter(text, param_hint="--rows")
        rows += range(int(first), int(last or first) + 1)
    return rows


def _split_value(text: str) -> tuple[str, str]:
    name, mark, value = text.partition("=")
    if not mark:
        raise click.BadParameter(text, param_hint="--set")
    return name.strip(), value
