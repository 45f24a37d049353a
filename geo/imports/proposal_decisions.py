"""Carrying out of all that is proposed for the rows of an import, right after it."""

from __future__ import annotations

import dataclasses

from geo.imports.import_report import ImportReport, RowDoubt
from geo.imports.waiting_rows import resolve_rows
from geo.store import Store


def carry_out_all(store: Store, slug: str, report: ImportReport) -> ImportReport:
    """
    Do what is proposed for each of the rows that wait; those without a proposal go on waiting.

    Returns
    -------
    report
        The report on the import, with what became of these rows.

    Raises
    ------
    WriteDeniedError, ProposalLimitError
        As `resolve_rows`.
    """
    if not any(doubt.proposal for doubt in report.doubts):
        return report
    decided = resolve_rows(store, slug, report.batch, None, "proposal")
    return dataclasses.replace(
        report,
        added=report.added + decided.added,
        unchanged=report.unchanged + decided.unchanged,
        proposed=report.proposed or (decided.proposed and bool(decided.taken)),
        left_out_as_proposed=decided.left_out,
        waiting=decided.waiting,
        doubts=tuple(_restrict(report.doubts, set(decided.waiting))),
    )


def _restrict(doubts: tuple[RowDoubt, ...], rows: set[int]) -> list[RowDoubt]:
    """List the doubts on some rows only."""
    restricted = (
        one._replace(rows=tuple(row for row in one.rows if row in rows)) for one in doubts
    )
    return [one for one in restricted if one.rows]
