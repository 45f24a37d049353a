"""
Dates as people write them: `06/11/2024`, whose first number is a day or a month.

One date of a column with a number above twelve tells it for all of them. Dates with points between
their numbers have the day first: nobody writes the month first so. ISO dates are no matter here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from typing import Literal, NamedTuple

DayOrder = Literal["day_first", "month_first"]
DAY_ORDERS: tuple[DayOrder, DayOrder] = ("day_first", "month_first")
MONTHS = 12
_DATE = re.compile(
    r"(?P<first>\d{1,2})(?P<sign>[/.\-])(?P<second>\d{1,2})(?P=sign)(?P<year>\d{4})"
    r"(?:[ T]\d{1,2}:\d{2}(?::\d{2})?(?:\s?[ap]\.?m\.?)?)?",
    re.IGNORECASE,
)


class WrittenDate(NamedTuple):
    """
    A date of two small numbers and a year.

    Attributes
    ----------
    order
        Which of the numbers is the day, where the date alone tells it; None where both may be.
    """

    first: int
    second: int
    year: int
    order: DayOrder | None

    def to_iso(self, order: DayOrder) -> str | None:
        """Write the date as ISO 8601 does; None where there is no such day."""
        day, month = (
            (self.first, self.second) if order == "day_first" else (self.second, self.first)
        )
        try:
            return date(self.year, month, day).isoformat()
        except ValueError:
            return None


def read_date(text: str) -> WrittenDate | None:
    """Read a date of two small numbers and a year; None for everything else."""
    match = _DATE.fullmatch(text.strip())
    if match is None:
        return None
    first, second = int(match["first"]), int(match["second"])
    order: DayOrder | None = None
    if first > MONTHS or match["sign"] == "." or first == second:
        order = "day_first"
    elif second > MONTHS:
        order = "month_first"
    return WrittenDate(first, second, int(match["year"]), order)


def find_day_order(dates: Iterable[WrittenDate]) -> DayOrder | None:
    """Find the order of a column of dates; None where none tells it, or they do not agree."""
    orders = {one.order for one in dates if one.order is not None and one.first != one.second}
    return orders.pop() if len(orders) == 1 else None
