"""Choices on how a file is read, and what can be chosen; it imports nothing heavy."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

ENCODINGS = ("utf-8", "utf-16", "cp1252", "cp1251", "latin-1")
INTEGER_DIGITS = ("1-1", "1-2", "1-3", "2-1", "2-2", "2-3")  # of a latitude, and of a longitude
Hemisphere = Literal["south", "north"]
COORDINATE_ORDERS = ("latitude_first", "longitude_first")  # of two columns that look like degrees
Bounds = tuple[float, float, float, float]  # west, south, east, north [degrees]
HEMISPHERES: tuple[Hemisphere, Hemisphere] = ("south", "north")


@dataclass(frozen=True)
class ReadingChoices:
    """
    What somebody has chosen where a file can be read in several ways; None where nobody has.

    Attributes
    ----------
    encoding
        Encoding of a text.
    integer_digits
        Digits before the decimal mark of latitudes and of longitudes that lack it: `2-3`.
    hemisphere
        `south` or `north`, of UTM zones written as `19S`.
    allows_placeless
        True reads a table in which nothing says where its rows are, for `inspect`.
    country
        ISO 3166 code of the community's country.
    coordinates
        One of `COORDINATE_ORDERS`, for two columns that have no known name.
    bounds
        Extent of the community, in which they have to lie.
    """

    encoding: str | None = None
    integer_digits: str | None = None
    hemisphere: str | None = None
    allows_placeless: bool = False
    country: str | None = None
    coordinates: str | None = None
    bounds: Bounds | None = None


NO_READING_CHOICES = ReadingChoices()
