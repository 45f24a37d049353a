"""Choices of whoever imports a file, where the file alone does not say how it is to be read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import cast

from geo.formats.reading_choices import Bounds, ReadingChoices
from geo.formats.written_dates import DayOrder
from geo.formats.written_numbers import NumberReading
from geo.layers.field_words import join_words
from geo.model import Community


@dataclass(frozen=True)
class ImportChoices:
    """
    How to read what a file leaves open; None and no entry mean that nothing was chosen.

    Attributes
    ----------
    numbers
        What the mark in `1.250` parts, where the file does not tell.
    dates
        Which number of `06/11/2024` is the day, where no date of its column tells.
    axes
        `swapped` exchanges latitude and longitude of the rows that look exchanged, `as_written`
        takes them as they are.
    zero_rows
        `skip` leaves out the rows whose latitude or longitude is 0, `keep` takes them.
    hours
        `as_read` takes what was understood of opening hours in part, `text` keeps them as text.
    hours_end
        `evening`, `next_day`: when hours end that end at their begin, or before; `text` keeps them
        as text.
    encoding
        Encoding of a text whose letters fit several.
    integer_digits
        Digits before the decimal mark of latitudes and longitudes that lack it: `2-3`.
    hemisphere
        Half of the Earth of UTM zones written as `19S`: its letter may be a band, too.
    requires_hours
        True refuses a file until `hours` and `hours_end` are chosen where they are needed; False
        keeps such texts, and reports what they may mean.
    outdated
        `remove` removes what the same file brought before and does not hold any more, `keep` and
        None leave it.
    country
        ISO 3166 code of the community's country; it is known, not chosen.
    coordinates
        Order of two columns that look like latitude and longitude without being called so.
    bounds
        Extent of the community [degrees]; it is known, not chosen.
    columns
        Name of a column by field.
    codes
        Code by field and word, under the key of `name_word`.
    ignored
        Columns that are to be no field, whatever they are called.
    """

    numbers: NumberReading | None = None
    dates: DayOrder | None = None
    axes: str | None = None
    zero_rows: str | None = None
    hours: str | None = None
    hours_end: str | None = None
    encoding: str | None = None
    integer_digits: str | None = None
    hemisphere: str | None = None
    requires_hours: bool = False
    outdated: str | None = None
    country: str | None = None
    coordinates: str | None = None
    bounds: Bounds | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    codes: Mapping[str, str] = field(default_factory=dict)
    ignored: tuple[str, ...] = ()

    @property
    def reading(self) -> ReadingChoices:
        """What concerns the reading of a file, before its cells are looked at."""
        return ReadingChoices(
            self.encoding,
            self.integer_digits,
            self.hemisphere,
            country=self.country,
            coordinates=self.coordinates,
            bounds=self.bounds,
        )

    def find_code(self, field_name: str, word: object) -> str | None:
        """Return the code that was chosen for a word of a column."""
        return self.codes.get(name_word(field_name, str(word)))


# What is taken without asking where the proposals of a file are accepted.
_PROPOSED = {"axes": "swapped", "zero_rows": "skip", "hours": "as_read"}


def accept_proposals(choices: ImportChoices) -> ImportChoices:
    """Choose what is proposed wherever nothing else was chosen."""
    open_ones = {name: one for name, one in _PROPOSED.items() if getattr(choices, name) is None}
    return replace(choices, **open_ones)  # type: ignore[arg-type]


def know_community(choices: ImportChoices, community: Community) -> ImportChoices:
    """Add to what was chosen what is known of the community: its country and its extent."""
    boundary = community.boundary
    bounds = None if boundary is None else cast("Bounds", tuple(map(float, boundary.bounds)))
    return replace(choices, country=community.country, bounds=bounds)


AXES = ("swapped", "as_written")
OUTDATED = ("remove", "keep")
ZERO_ROWS = ("skip", "keep")
HOURS = ("as_read", "text")
HOURS_END = ("evening", "next_day", "text")
NO_CHOICES = ImportChoices()


def name_word(field_name: str, word: str) -> str:
    """Make the key of `ImportChoices.codes`: `type:casa`."""
    return f"{field_name}:{join_words(word)}"
