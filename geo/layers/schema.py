"""Which columns each layer has, by which names a file may call them, and which shapes it holds."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from geo.model import HOLDS, RISK_CATEGORIES, SAFE_ZONE_KINDS, SERVICE_TYPES, LayerName

Kind = Literal["text", "code", "severity", "number", "flag", "day"]
AREAS = ("Polygon", "MultiPolygon")
GEOMETRY = "geometry"
LONGEST_TEXT = 2000  # signs; a note, not a case file


@dataclass(frozen=True)
class Field:
    """
    One column of a layer.

    Attributes
    ----------
    kind
        How a cell is read.
    required
        True where a row without it says nothing.
    aliases
        Other names that a file may use, as patterns of the whole folded name; earlier ones win.
    codes
        What a cell of kind `code` may hold.
    default
        What an empty cell or a missing column means.
    """

    name: str
    kind: Kind = "text"
    required: bool = False
    aliases: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    default: object = None


FIELDS: dict[LayerName, tuple[Field, ...]] = {
    "risk_areas": (
        Field("category", "code", required=True, codes=RISK_CATEGORIES),
        Field("severity", "severity", required=True),
        Field("holds", "code", codes=HOLDS, default="always"),
        Field("note"),
        Field("session"),
    ),
    "safe_zones": (
        Field("kind", "code", required=True, codes=SAFE_ZONE_KINDS),
        Field("name"),
        Field("hours"),
    ),
    "services": (
        Field("type", "code", required=True, codes=SERVICE_TYPES),
        Field("name"),
        Field("phone"),
        Field("gateway"),
        Field("opening_hours"),
        Field("confidential", "flag", default=False),
        Field("source"),
        Field("verified_on", "day"),
    ),
    "demand": (
        Field(
            "people",
            "number",
            required=True,
            # A year may follow, as in tables of one count after another; no other word may:
            # `population_density` and `population_women` count something else.
            aliases=("personas", "poblacion", "population", r"population[ _-]?(\d{4}|total)"),
        ),
        Field("women", "number", aliases=("mujeres",)),
    ),
    "zones": (Field("code"), Field("name")),
}
SHAPES: dict[LayerName, tuple[str, ...]] = {
    "risk_areas": AREAS,
    "safe_zones": (*AREAS, "Point"),
    "services": ("Point",),
    "demand": ("Point",),
    "zones": AREAS,
}


@dataclass(frozen=True)
class Match:
    """
    Which column of a file is which field.

    Attributes
    ----------
    columns
        Field name to column name.
    doubled
        Columns that claim the same field with equal right, by field name.
    """

    columns: dict[str, str]
    doubled: dict[str, list[str]]


def match_columns(columns: Sequence[str], layer: LayerName) -> Match:
    """Find the fields of a layer among the columns of a file, whatever their case and accents."""
    found: dict[str, str] = {}
    doubled: dict[str, list[str]] = {}
    for field in FIELDS[layer]:
        claims = first_claims(columns, (field.name, *field.aliases))
        if claims:
            found[field.name] = claims[0]
        if len(claims) > 1:
            doubled[field.name] = claims
    return Match(found, doubled)


def first_claims(columns: Sequence[str], patterns: Sequence[str]) -> list[str]:
    """List the columns whose folded name is the first of some patterns that any column has."""
    for pattern in patterns:
        claims = [name for name in columns if re.fullmatch(pattern, folded(name))]
        if claims:
            return claims
    return []


def folded(name: str) -> str:
    """Write a name in small letters without accents or outer blanks: `Población ` → `poblacion`."""
    apart = unicodedata.normalize("NFKD", name.strip().casefold())
    return "".join(sign for sign in apart if not unicodedata.combining(sign))


def unique_names(names: Sequence[str]) -> list[str]:
    """Tell columns of one name apart, `name (2)`, and keep `geometry` for the shapes."""
    taken = {GEOMETRY}
    unique = []
    for place, name in enumerate(names, start=1):
        base = name.strip() or f"({place})"
        free, number = base, 2
        while free in taken:
            free, number = f"{base} ({number})", number + 1
        taken.add(free)
        unique.append(free)
    return unique
