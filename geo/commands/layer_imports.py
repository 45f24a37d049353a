"""Commands on imports of files: their rows that wait, and their undoing."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from geo.commands.import_options import code_option, numbers_option, parse_codes
from geo.commands.options import community_option
from geo.commands.terminal import json_command, open_home

if TYPE_CHECKING:
    from geo.formats.written_numbers import NumberReading
    from geo.imports.row_proposals import Decision
    from geo.imports.waiting_rows import WaitingBatch

DECISIONS = ("proposal", "take", "leave_out")
_batch_option = click.option("--batch", metavar="ID")


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
