"""Which columns each layer has, by which names a file may call them, and which shapes it holds."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from geo.model import HOLDS_VALUES, RISK_CATEGORIES, SAFE_ZONE_KINDS, SERVICE_TYPES, LayerName

FieldKind = Literal["text", "code", "severity", "number", "flag", "day"]
AREA_GEOMETRY_TYPES = ("Polygon", "MultiPolygon")
GEOMETRY_COLUMN = "geometry"
MAX_TEXT_LENGTH = 2000  # signs; a note, not a case file


@dataclass(frozen=True)
class LayerField:
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
    kind: FieldKind = "text"
    required: bool = False
    aliases: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    default: object = None


LAYER_FIELDS: dict[LayerName, tuple[LayerField, ...]] = {
    "risk_areas": (
        LayerField("category", "code", required=True, codes=RISK_CATEGORIES),
        LayerField("severity", "severity", required=True),
        LayerField("holds", "code", codes=HOLDS_VALUES, default="always"),
        LayerField("note"),
        LayerField("session"),
    ),
    "safe_zones": (
        LayerField("kind", "code", required=True, codes=SAFE_ZONE_KINDS),
        LayerField("name"),
        LayerField("hours"),
    ),
    "services": (
        LayerField("type", "code", required=True, codes=SERVICE_TYPES),
        LayerField("name"),
        LayerField("phone"),
        LayerField("gateway"),
        LayerField("opening_hours"),
        LayerField("confidential", "flag", default=False),
        LayerField("source"),
        LayerField("verified_on", "day"),
    ),
    "demand": (
        LayerField(
            "people",
            "number",
            required=True,
            # A year may follow, as in tables of one count after another; no other word may:
            # `population_density` and `population_women` count something else.
            aliases=("personas", "poblacion", "population", r"population[ _-]?(\d{4}|total)"),
        ),
        LayerField("women", "number", aliases=("mujeres",)),
    ),
    "zones": (LayerField("code"), LayerField("name")),
}
LAYER_GEOMETRY_TYPES: dict[LayerName, tuple[str, ...]] = {
    "risk_areas": AREA_GEOMETRY_TYPES,
    "safe_zones": (*AREA_GEOMETRY_TYPES, "Point"),
    "services": ("Point",),
    "demand": ("Point",),
    "zones": AREA_GEOMETRY_TYPES,
}


@dataclass(frozen=True)
class ColumnMatch:
    """
    Which column of a file is which field.

    Attributes
    ----------
    columns
        Field name to column name.
    ambiguous
        Columns that claim the same field with equal right, by field name.
    """

    columns: dict[str, str]
    ambiguous: dict[str, list[str]]


def match_columns(columns: Sequence[str], layer: LayerName) -> ColumnMatch:
    """Find the fields of a layer among the columns of a file, whatever their case and accents."""
    found: dict[str, str] = {}
    doubled: dict[str, list[str]] = {}
    for field in LAYER_FIELDS[layer]:
        claims = find_matching_columns(columns, (field.name, *field.aliases))
        if claims:
            found[field.name] = claims[0]
        if len(claims) > 1:
            doubled[field.name] = claims
    return ColumnMatch(found, doubled)


def find_matching_columns(columns: Sequence[str], patterns: Sequence[str]) -> list[str]:
    """List the columns whose folded name is the first of some patterns that any column has."""
    for pattern in patterns:
        claims = [name for name in columns if re.fullmatch(pattern, fold_text(name))]
        if claims:
            return claims
    return []


def fold_text(name: str) -> str:
    """Write a name in small letters without accents or outer blanks: `Población ` → `poblacion`."""
    apart = unicodedata.normalize("NFKD", name.strip().casefold())
    return "".join(sign for sign in apart if not unicodedata.combining(sign))


def make_unique_names(names: Sequence[str]) -> list[str]:
    """Tell columns of one name apart, `name (2)`, and keep `geometry` for the shapes."""
    taken = {GEOMETRY_COLUMN}
    unique = []
    for place, name in enumerate(names, start=1):
        base = name.strip() or f"({place})"
        free, number = base, 2
        while free in taken:
            free, number = f"{base} ({number})", number + 1
        taken.add(free)
        unique.append(free)
    return unique
