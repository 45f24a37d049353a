"""Storing of the rows of a file that wait, within the transaction of its import."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence

from geo.formats.findings import FindingText, RowFinding
from geo.imports.checked_layer import WaitingRows
from geo.imports.import_report import ImportReport, RowDoubt
from geo.imports.row_proposals import find_proposal
from geo.store.database import Transaction
from geo.store.import_batches import Doubt, add_waiting, encode_waiting, read_decided


def store_waiting(
    transaction: Transaction, slug: str, waiting: WaitingRows | None, report: ImportReport
) -> ImportReport:
    """
    Store the rows of a file that wait, but those that were decided on when it came before.

    Returns
    -------
    report
        With what became of these rows.
    """
    if waiting is None or waiting.frame.empty:
        return report
    doubts: dict[int, list[Doubt]] = {int(row): [] for row in waiting.frame.index}
    for row, key, placeholders in waiting.doubts:
        doubts[int(row or 0)].append((key, _encode(placeholders)))
    rows = encode_waiting(waiting.frame, doubts)
    decided = read_decided(transaction, slug, report.layer, report.file)
    states = rows["digest"].map(lambda digest: decided.get(digest, "open"))
    add_waiting(transaction, slug, report.batch, rows[states == "open"])
    open_rows = [int(number) for number in rows["number"][states == "open"]]
    return dataclasses.replace(
        report,
        waiting=tuple(open_rows),
        doubts=tuple(group_doubts({row: doubts[row] for row in open_rows})),
        taken_before=tuple(int(number) for number in rows["number"][states == "taken"]),
        left_out_before=tuple(int(number) for number in rows["number"][states == "left_out"]),
    )


def group_doubts(doubts: Mapping[int, Sequence[Doubt]]) -> list[RowDoubt]:
    """Group the doubts that differ in their row only, with the rows of each."""
    groups: dict[str, tuple[RowFinding, list[int]]] = {}
    proposals = {}
    for row, found in doubts.items():
        for key, placeholders in found:
            alike = _decode(placeholders)
            alike.pop("line", None)
            proposal = find_proposal(found)
            group = repr((key, sorted(alike.items(), key=str), proposal))
            groups.setdefault(group, (RowFinding(None, key, alike), []))[1].append(row)
            proposals[group] = proposal
    return [
        RowDoubt(finding, tuple(rows), proposals[group])
        for group, (finding, rows) in groups.items()
    ]


def _encode(placeholders: Mapping[str, object]) -> dict[str, object]:
    """Return placeholders as JSON holds them: one that is itself a message key is marked so."""
    return {
        name: {"key": value.key} if isinstance(value, FindingText) else value
        for name, value in placeholders.items()
    }


def _decode(placeholders: Mapping[str, object]) -> dict[str, object]:
    return {
        name: FindingText(str(value["key"])) if isinstance(value, dict) else value
        for name, value in placeholders.items()
    }
