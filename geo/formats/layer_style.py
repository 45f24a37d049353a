"""
Colours and labels of a layer's features in files that other maps show: by type, or by severity.

The colours are those of our own maps, from `geo/cartography/style.json`.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from geo.language import DEFAULT_LOCALE, gettext, label_for
from geo.model import RISK_CATEGORIES, SAFE_ZONE_KINDS, SERVICE_TYPES, SEVERITIES

STYLE_FILE = Path(__file__).parents[1] / "cartography" / "style.json"
# Columns with a code that says what a feature is, the key of its labels, and the codes.
CODE_LABELS = {
    "category": ("category", RISK_CATEGORIES),
    "kind": ("kind", SAFE_ZONE_KINDS),
    "type": ("service_type", SERVICE_TYPES),
}


@dataclass(frozen=True)
class FeatureStyle:
    """
    How features of one class are drawn.

    Attributes
    ----------
    key
        Identifier within a file, such as `risk-4`.
    value
        Value of the style's column; None for all others.
    fill, rim
        Colours as `#rrggbb`.
    opacity
        Of the fill, 0 to 1.
    rim_width, point_size
        Width of the outline, and of a point [px].
    """

    key: str
    value: str | int | None
    label: str
    fill: str
    rim: str
    opacity: float = 1.0
    rim_width: float = 1.5
    point_size: float = 12.0


@dataclass(frozen=True)
class LayerStyle:
    """
    How the features of a layer are drawn.

    Attributes
    ----------
    column
        Whose value chooses the class; None for a layer of one class.
    classes
        The last one has no value, and stands for all values that no other has.
    """

    title: str
    column: str | None
    classes: tuple[FeatureStyle, ...]

    def find_class(self, value: object) -> FeatureStyle:
        """Find the class of a value; numbers that are equal are the same."""
        return next((one for one in self.classes if one.value == value), self.classes[-1])


def find_layer_style(layer: str, locale: str = DEFAULT_LOCALE) -> LayerStyle:
    """Find how a layer of a file is drawn; a layer that is none of ours is violet."""
    style, colours = _read_style(), _read_style()["colours"]
    if layer == "risk_areas":
        return LayerStyle(label_for("layer", layer, locale), "severity", _list_risk_classes(locale))
    if layer == "services":
        classes = [
            FeatureStyle(
                f"service-{code}",
                code,
                label_for("service_type", code, locale),
                style["service_types"][code],
                colours["white"],
            )
            for code in SERVICE_TYPES
        ]
        title = label_for("layer", layer, locale)
        rest = FeatureStyle("service", None, title, colours["ink"], colours["white"])
        return LayerStyle(title, "type", (*classes, rest))
    plain = {
        "safe_zones": (colours["teal"], colours["teal"], 0.18, 3.0, 12.0),
        "demand": (colours["soft"], colours["white"], 1.0, 0.5, 5.0),
        "zones": (colours["soft"], colours["soft"], 0.0, 1.5, 12.0),
    }
    violet = (colours["violet"], colours["violet"], 0.3, 3.0, 12.0)
    drawn = plain.get(layer, violet)
    title = label_for("layer", layer, locale) if layer in plain else layer
    return LayerStyle(title, None, (FeatureStyle(layer, None, title, *drawn),))


def _list_risk_classes(locale: str) -> tuple[FeatureStyle, ...]:
    hatchings = _read_style()["hatchings"]
    classes = []
    for severity in SEVERITIES:
        one = hatchings[f"risk-{severity}"]
        label = f"{severity} · {gettext(f'draw.severity.{severity}', locale)}"
        classes.append(
            FeatureStyle(
                f"risk-{severity}", severity, label,
                one["fill"], one["rim"], one["opacity"], one["rim_width"],
            )
        )  # fmt: skip
    middle = hatchings["risk-3"]
    rest = FeatureStyle(
        "risk", None, label_for("layer", "risk_areas", locale),
        middle["fill"], middle["rim"], middle["opacity"], middle["rim_width"],
    )  # fmt: skip
    return (*classes, rest)


def label_feature(column: str, value: object, locale: str) -> str | None:
    """Return the label of a code in a column that says what a feature is; None for another."""
    prefix, codes = CODE_LABELS.get(column, ("", ()))
    return label_for(prefix, value, locale) if value in codes else None


@cache
def _read_style() -> dict[str, Any]:
    style: dict[str, Any] = json.loads(STYLE_FILE.read_text(encoding="utf-8"))
    return style
