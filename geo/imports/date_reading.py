"""Reading of a file's column of dates, by what all of its dates show of their order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from geo.formats.findings import Finding, ImportQuestion, list_rows
from geo.formats.written_dates import (
    DAY_ORDERS,
    DayOrder,
    WrittenDate,
    find_day_order,
    read_date,
)


@dataclass
class DateColumn:
    """
    What the dates of a column were read as.

    Attributes
    ----------
    cells
        ISO dates; every other cell as it was.
    read
        Positions of the cells that were converted.
    undecided
        Positions of the dates that may be two.
    """

    cells: list[object]
    read: list[int] = field(default_factory=list)
    undecided: list[int] = field(default_factory=list)


def read_dates(cells: Sequence[object], chosen: DayOrder | None) -> DateColumn:
    """
    Convert the dates of a column that are written with their day or month first.

    Parameters
    ----------
    chosen
        The order that somebody has chosen, for dates that do not tell it.
    """
    dates = [read_date(cell) if isinstance(cell, str) else None for cell in cells]
    order = find_day_order(one for one in dates if one is not None) or chosen
    column = DateColumn(list(cells))
    for position, one in enumerate(dates):
        if one is None:
            continue
        own = one.order or order
        iso = None if own is None else one.to_iso(own)
        if own is None:
            column.undecided.append(position)
        elif iso is not None:
            column.cells[position] = iso
            column.read.append(position)
    return column


def make_order_question(
    column: str, text: str, rows: Sequence[int]
) -> tuple[Finding, ImportQuestion]:
    """Make the finding on all undecided dates of a column, and the question on their order."""
    written = read_date(text) or WrittenDate(1, 1, 1, None)
    values = tuple(written.to_iso(order) or "–" for order in DAY_ORDERS)
    placeholders: dict[str, object] = {
        "column": column,
        "value": text,
        "day_first": values[0],
        "month_first": values[1],
        "rows": list_rows(rows),
    }
    question = ImportQuestion("dates", column, text, DAY_ORDERS, values)
    return Finding("row.ask_date", placeholders), question
