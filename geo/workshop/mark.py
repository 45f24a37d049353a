"""
A mark of a drawing session: its fields, and validation of submitted data.

The geometry is stored as drawn, so that it can be edited again: a dangerous stretch is a line.
`geo.workshop.drawing_area.buffer_marks` computes the area it covers.
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
from geo.layers.likely_shelter import is_likely_shelter
from geo.layers.text_cleaning import clean_text, has_lone_surrogate
from geo.model import (
    CONFIDENTIAL_SERVICE_TYPES,
    CONFIDENTIAL_ZONE_KINDS,
    HOLDS_VALUES,
    OFTEN_CONFIDENTIAL_SERVICE_TYPES,
    RISK_CATEGORIES,
    SAFE_ZONE_KINDS,
    SERVICE_TYPES,
    SEVERITIES,
)
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
MAX_POINTS = 500  # of an outline; a drawing by finger has ten or twenty
BOUNDARY_MARGIN_DEG = 0.01  # about a kilometre: risks lie also on paths that leave the community
COORDINATE_DECIMALS = 6  # of a degree: a decimetre, more precise than drawing by finger


@dataclass(frozen=True)
class Mark:
    """
    A mark of a drawing session.

    Attributes
    ----------
    geometry
        EPSG:4326, as drawn.
    category
        Category of a risk area, kind of a safe zone, type of a service.
    severity, holds
        Of a risk area: 1 to 5, and `HOLDS_VALUES`; None for all others.
    withdrawn
        Whether the group withdrew it: it is stored, but not used.
    merged_into
        The mark it was merged into; never read from submitted data.
    confidential
        Whether only coordinators may see its place once it is agreed: whoever drew it said so, or
        its category often is confidential.
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
    confidential: bool = False

    def to_attributes(self) -> dict[str, Any]:
        """Return the attributes as the drawing page reads them, without the geometry."""
        return {
            "kind": self.kind,
            "category": self.category,
            "severity": self.severity,
            "holds": self.holds,
            "name": self.name,
            "note": self.note,
            "aside": self.withdrawn,
            "merged_into": self.merged_into,
            "confidential": self.confidential,
        }


def parse_mark(data: object, *, boundary: BaseGeometry | None) -> Mark:
    """
    Parse and validate a mark submitted by a browser or a file.

    Parameters
    ----------
    data
        Untrusted data of any type.
    boundary
        Boundary of the community, EPSG:4326; None if it has none.

    Raises
    ------
    MarkUnreadableError
        If it is not a mark, or has a code that is not in the vocabularies.
    MarkConfidentialError
        If it would disclose a confidential location.
    MarkShapeError, MarkOutsideError
        If its geometry is not valid, or lies outside the community.
    MarkTextError, NotePersonalDataError
        If its name or note is too long, or contains personal data.
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
    is_risk_area = kind == "risk_area"
    name = "" if is_risk_area else _check_text(data.get("name"), MAX_NAME_LENGTH)
    note = _check_text(data.get("note"), MAX_NOTE_LENGTH)
    said_confidential = _check_flag(data.get("confidential"))
    if said_confidential and is_risk_area:  # risk areas are for everybody
        raise MarkConfidentialError
    if not is_risk_area and is_likely_shelter({"name": name, "note": note}):
        raise MarkConfidentialError
    return Mark(
        kind=kind,
        geometry=_check_geometry(data.get("geometry"), GEOMETRY_TYPES[kind], boundary),
        category=str(category),
        severity=_check_choice(data.get("severity"), SEVERITIES) if is_risk_area else None,
        holds=_check_choice(data.get("holds"), HOLDS_VALUES) if is_risk_area else None,
        name=name,
        note=note,
        withdrawn=data.get("aside") is True,
        confidential=said_confidential or category in OFTEN_CONFIDENTIAL_SERVICE_TYPES,
    )


def is_confidential_mark(attributes: Mapping[str, Any]) -> bool:
    """
    Return whether a stored mark is confidential: by its flag, its category, or its words.

    Parameters
    ----------
    attributes
        As `Mark.to_attributes`; marks of earlier versions have no flag.
    """
    if attributes["kind"] == "risk_area":
        return False
    texts = {name: attributes.get(name) for name in ("name", "note")}
    return (
        attributes.get("confidential") is True
        or attributes["category"] in (*CONFIDENTIAL_CATEGORIES, *OFTEN_CONFIDENTIAL_SERVICE_TYPES)
        or is_likely_shelter(texts)
    )


def _check_flag(value: object) -> bool:
    if value is not None and not isinstance(value, bool):
        raise MarkUnreadableError
    return value is True


def _check_choice(value: object, choices: tuple[Any, ...]) -> Any:  # noqa: ANN401 (one of the choices)
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
        geometry = shapely.from_geojson(json.dumps(dict(value)))
    except (shapely.errors.GEOSException, TypeError, ValueError, RecursionError) as error:
        raise MarkShapeError from error
    if geometry.is_empty or shapely.get_num_coordinates(geometry) > MAX_POINTS:
        raise MarkShapeError
    geometry = shapely.force_2d(
        shapely.transform(
            geometry, lambda coordinates: np.round(coordinates, COORDINATE_DECIMALS) + 0.0
        )
    )
    bounds = np.asarray(geometry.bounds)
    if not np.isfinite(bounds).all() or (np.abs(bounds) > [180, 90, 180, 90]).any():
        raise MarkShapeError
    if not geometry.is_valid or (geometry.geom_type == "Polygon" and geometry.area == 0):
        raise MarkShapeError
    if boundary is not None and not geometry.within(boundary.buffer(BOUNDARY_MARGIN_DEG)):
        raise MarkOutsideError
    return geometry
