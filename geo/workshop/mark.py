"""
A mark: what a group drew, as it may be kept.

Its geometry stays as the finger drew it, so that it can be opened again: a dangerous stretch is a
line. What ground it covers is told by `ground_of`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from geo.errors import (
    MarkConfidentialError,
    MarkOutsideError,
    MarkShapeError,
    MarkTextError,
    MarkUnreadableError,
    NotePersonalDataError,
)
from geo.layers.text_cleaning import clean_text, has_lone_surrogate
from geo.model import (
    CONFIDENTIAL_SERVICE_TYPES,
    CONFIDENTIAL_ZONE_KINDS,
    HOLDS_VALUES,
    RISK_CATEGORIES,
    SAFE_ZONE_KINDS,
    SERVICE_TYPES,
    SEVERITIES,
)
from geo.osm.service_tags import is_likely_shelter
from geo.privacy.personal_data import has_document_number

MarkKind = Literal["risk_area", "safe_zone", "service"]

MARK_KINDS: tuple[MarkKind, ...] = ("risk_area", "safe_zone", "service")
GEOMETRY_TYPES: dict[MarkKind, tuple[str, ...]] = {
    "risk_area": ("Polygon", "LineString"),
    "safe_zone": ("Polygon", "Point"),
    "service": ("Point",),
}
MARK_CATEGORIES: dict[MarkKind, tuple[str, ...]] = {
    "risk_area": RISK_CATEGORIES,
    "safe_zone": tuple(kind for kind in SAFE_ZONE_KINDS if kind not in CONFIDENTIAL_ZONE_KINDS),
    "service": tuple(code for code in SERVICE_TYPES if code not in CONFIDENTIAL_SERVICE_TYPES),
}
CONFIDENTIAL_CATEGORIES = (*CONFIDENTIAL_ZONE_KINDS, *CONFIDENTIAL_SERVICE_TYPES)
MAX_NOTE_LENGTH = 200  # characters
MAX_NAME_LENGTH = 60  # characters, of the name of a location
MAX_POINTS = 500  # of an outline; a finger sets ten or twenty
BOUNDARY_MARGIN_DEG = 0.01  # about a kilometre: edges of places are where paths lead out
COORDINATE_DECIMALS = 6  # of a degree: a decimetre, finer than any finger


@dataclass(frozen=True)
class Mark:
    """
    What a group drew.

    Attributes
    ----------
    geometry
        EPSG:4326, as it was drawn.
    category
        Category of a risk area, kind of a safe zone, type of a service.
    severity, holds
        Of a risk area: 1 to 5, and when; None for all others.
    withdrawn
        Whether the group set it aside: it stays, and counts for nothing.
    merged_into
        The mark that took its place where several were merged; a page that draws cannot say so.
    """

    kind: MarkKind
    geometry: BaseGeometry
    category: str
    severity: int | None
    holds: str | None
    name: str
    note: str
    withdrawn: bool
    merged_into: str | None = None

    def to_attributes(self) -> dict[str, Any]:
        """Write it as the drawing page reads it, without its geometry."""
        return {
            "kind": self.kind,
            "category": self.category,
            "severity": self.severity,
            "holds": self.holds,
            "name": self.name,
            "note": self.note,
            "aside": self.withdrawn,
            "merged_into": self.merged_into,
        }


def parse_mark(data: object, *, boundary: BaseGeometry | None) -> Mark:
    """
    Read a mark as a browser or a file sent it, and check every part.

    Parameters
    ----------
    data
        What was sent: anything at all.
    boundary
        Of the community, EPSG:4326; None where it has none.

    Raises
    ------
    MarkUnreadableError
        If it is no mark, or says what is not in our vocabularies.
    MarkConfidentialError
        If it would show a confidential place.
    MarkShapeError, MarkOutsideError
        If its geometry cannot be kept.
    MarkTextError, NotePersonalDataError
        If its name or note cannot be kept.
    """
    if not isinstance(data, Mapping) or data.get("kind") not in MARK_KINDS:
        raise MarkUnreadableError
    kind: MarkKind = data["kind"]
    category = data.get("category")
    if not isinstance(category, str):
        raise MarkUnreadableError
    if category in CONFIDENTIAL_CATEGORIES:
        raise MarkConfidentialError
    if category not in MARK_CATEGORIES[kind]:
        raise MarkUnreadableError
    risky = kind == "risk_area"
    name = "" if risky else _check_text(data.get("name"), MAX_NAME_LENGTH)
    note = _check_text(data.get("note"), MAX_NOTE_LENGTH)
    if not risky and is_likely_shelter({"name": f"{name} {note}"}):
        raise MarkConfidentialError
    return Mark(
        kind=kind,
        geometry=_check_geometry(data.get("geometry"), GEOMETRY_TYPES[kind], boundary),
        category=str(category),
        severity=_check_choice(data.get("severity"), SEVERITIES) if risky else None,
        holds=_check_choice(data.get("holds"), HOLDS_VALUES) if risky else None,
        name=name,
        note=note,
        withdrawn=data.get("aside") is True,
    )


def _check_choice(value: object, choices: tuple[Any, ...]) -> Any:  # noqa: ANN401 (one of what is known)
    if isinstance(value, bool) or value not in choices:
        raise MarkUnreadableError
    return value


def _check_text(value: object, max_length: int) -> str:
    if value is None:
        return ""
    if not isinstance(value, str):
        raise MarkUnreadableError
    if has_lone_surrogate(value):
        raise MarkUnreadableError
    text = " ".join(clean_text(value).split())
    if len(text) > max_length:
        raise MarkTextError(longest=max_length)
    if has_document_number(text):
        raise NotePersonalDataError
    return text


def _check_geometry(
    value: object, allowed_types: tuple[str, ...], boundary: BaseGeometry | None
) -> BaseGeometry:
    if not isinstance(value, Mapping) or value.get("type") not in allowed_types:
        raise MarkShapeError
    try:
        shape = shapely.from_geojson(json.dumps(dict(value)))
    except (shapely.errors.GEOSException, TypeError, ValueError, RecursionError) as error:
        raise MarkShapeError from error
    if shape.is_empty or shapely.get_num_coordinates(shape) > MAX_POINTS:
        raise MarkShapeError
    shape = shapely.force_2d(
        shapely.transform(shape, lambda at: np.round(at, COORDINATE_DECIMALS) + 0.0)
    )
    bounds = np.asarray(shape.bounds)
    if not np.isfinite(bounds).all() or (np.abs(bounds) > [180, 90, 180, 90]).any():
        raise MarkShapeError
    if not shape.is_valid or (shape.geom_type == "Polygon" and shape.area == 0):
        raise MarkShapeError
    if boundary is not None and not shape.within(boundary.buffer(BOUNDARY_MARGIN_DEG)):
        raise MarkOutsideError
    return shape
