"""Schema of the layers: columns, types, units, audiences, codes, geometry."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple

from geo.model import (
    AUDIENCES,
    CONFIDENTIAL_SERVICE_TYPES,
    CONFIDENTIAL_ZONE_KINDS,
    HOLDS_VALUES,
    RISK_CATEGORIES,
    SAFE_ZONE_KINDS,
    SERVICE_TYPES,
    Audience,
    LayerName,
)

FieldKind = Literal["text", "code", "severity", "number", "flag", "day"]
AREA_GEOMETRY_TYPES = ("Polygon", "MultiPolygon")
GEOMETRY_COLUMN = "geometry"
MAX_TEXT_LENGTH = 2000  # characters; a note, not a case file
MAX_ENTRY_LENGTH = 120  # characters of a name, a telephone or an address in a form of one service


class ColumnType(NamedTuple):
    """Type of a column in the store (DuckDB) and in a frame (numpy)."""

    sql: str
    dtype: str


# An unknown number is NaN in a frame and null in the store.
COLUMN_TYPES: dict[FieldKind, ColumnType] = {
    "text": ColumnType("text", "object"),
    "code": ColumnType("text", "object"),
    "severity": ColumnType("integer", "int64"),
    "number": ColumnType("double", "float64"),
    "flag": ColumnType("boolean", "bool"),
    "day": ColumnType("text", "object"),
}


@dataclass(frozen=True)
class LayerField:
    """
    One column of a layer.

    Attributes
    ----------
    kind
        How a cell is parsed; `COLUMN_TYPES` gives its types.
    unit
        Unit or notation of the values; empty where there is none.
    required
        True where a row without a value is refused.
    is_number_text
        True for a text of digits, such as a telephone number, that a spreadsheet may have
        taken for a number.
    codes
        Vocabulary of a column of kind `code`.
    default
        Value of an empty cell or a missing column.
    audience
        The widest audience that receives the column.
    confidential_audience
        The widest audience that receives the column of a confidential row; None: nobody does, and
        it is not stored.
    """

    name: str
    kind: FieldKind = "text"
    unit: str = ""
    required: bool = False
    is_number_text: bool = False
    codes: tuple[str, ...] = ()
    default: object = None
    audience: Audience = "public"
    confidential_audience: Audience | None = "coordinator"


@dataclass(frozen=True)
class LayerSchema:
    """
    The columns and geometry of one layer.

    Attributes
    ----------
    geometry_types
        Names of the GeoJSON geometry types that the layer holds.
    confidential_codes
        Column and codes that make a row confidential whatever else it holds; None for a layer
        without such codes.
    """

    fields: tuple[LayerField, ...]
    geometry_types: tuple[str, ...]
    confidential_codes: tuple[str, tuple[str, ...]] | None = None

    @property
    def dtypes(self) -> dict[str, str]:
        """Numpy type by column, of the columns that are not text."""
        types = {one.name: COLUMN_TYPES[one.kind].dtype for one in self.fields}
        return {name: dtype for name, dtype in types.items() if dtype != "object"}

    @property
    def sql_types(self) -> dict[str, str]:
        """DuckDB type by column, in the order of the columns."""
        return {one.name: COLUMN_TYPES[one.kind].sql for one in self.fields}


LAYER_SCHEMAS: dict[LayerName, LayerSchema] = {
    "risk_areas": LayerSchema(
        fields=(
            LayerField("category", "code", required=True, codes=RISK_CATEGORIES),
            LayerField("severity", "severity", unit="1–5", required=True),
            LayerField("holds", "code", codes=HOLDS_VALUES, default="always"),
            # A note may quote a drawing group; a session code identifies who took part that day.
            LayerField("note", audience="network"),
            LayerField("session", audience="network"),
        ),
        geometry_types=AREA_GEOMETRY_TYPES,
    ),
    "safe_zones": LayerSchema(
        fields=(
            LayerField("kind", "code", required=True, codes=SAFE_ZONE_KINDS),
            LayerField("name"),
            LayerField("hours"),
            LayerField("confidential", "flag", default=False),
            LayerField("public", "flag", default=False),
        ),
        geometry_types=(*AREA_GEOMETRY_TYPES, "Point"),
        confidential_codes=("kind", CONFIDENTIAL_ZONE_KINDS),
    ),
    "services": LayerSchema(
        fields=(
            LayerField(
                "type",
                "code",
                required=True,
                codes=SERVICE_TYPES,
                confidential_audience="public",
            ),
            LayerField("name"),
            LayerField("phone", is_number_text=True),
            LayerField("gateway", is_number_text=True, confidential_audience="public"),
            LayerField("opening_hours", unit="OpenStreetMap opening_hours"),
            LayerField("address", confidential_audience=None),
            LayerField("confidential", "flag", default=False, confidential_audience="public"),
            # A person or a file said so; no guess makes the place confidential then.
            LayerField("public", "flag", default=False),
            LayerField("source"),
            LayerField("verified_on", "day", unit="ISO 8601 date"),
        ),
        geometry_types=("Point",),
        confidential_codes=("type", CONFIDENTIAL_SERVICE_TYPES),
    ),
    "demand": LayerSchema(
        fields=(
            LayerField("people", "number", unit="persons", required=True),
            LayerField("women", "number", unit="persons"),
        ),
        geometry_types=("Point",),
    ),
    "zones": LayerSchema(
        fields=(LayerField("code", is_number_text=True), LayerField("name")),
        geometry_types=AREA_GEOMETRY_TYPES,
    ),
}
# Columns of `services` that an OpenStreetMap extract can fill for a service candidate.
CANDIDATE_COLUMNS = ("type", "name", "phone", "opening_hours", "address", "confidential")


def list_restricted_columns(layer: LayerName, audience: Audience) -> list[str]:
    """List the columns of a layer that an audience does not receive for any row."""
    return [
        one.name
        for one in LAYER_SCHEMAS[layer].fields
        if not _is_disclosed_to(audience, one.audience)
    ]


def list_confidential_columns(layer: LayerName, audience: Audience) -> list[str]:
    """List the columns of a layer that an audience receives for confidential rows."""
    return [
        one.name
        for one in LAYER_SCHEMAS[layer].fields
        if _is_disclosed_to(audience, one.confidential_audience)
    ]


def list_open_columns(layer: LayerName) -> list[str]:
    """List the columns that only open rows have: for confidential ones they are not stored."""
    fields = LAYER_SCHEMAS[layer].fields
    return [one.name for one in fields if one.confidential_audience is None]


def _is_disclosed_to(audience: Audience, widest: Audience | None) -> bool:
    return widest is not None and AUDIENCES.index(audience) >= AUDIENCES.index(widest)
