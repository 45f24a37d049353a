"""Draws small files: a village around (0, 0), a step of 0.01 degrees, as GeoJSON or as a table."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

SQUARE = [[[0.0, 0.0], [0.01, 0.0], [0.01, 0.01], [0.0, 0.01], [0.0, 0.0]]]
BOW_TIE = [[[0.0, 0.0], [0.01, 0.01], [0.01, 0.0], [0.0, 0.01], [0.0, 0.0]]]
# A square with a thread that runs out of it and back: crossing nothing, covering nothing.
SPIKE = [[[0.0, 0.0], [0.01, 0.0], [0.01, 0.01], [0.02, 0.01], [0.01, 0.01], [0, 0.01], [0.0, 0.0]]]
RISK = {"category": "poor_lighting", "severity": 3}


def area(rings: list[Any] = SQUARE) -> dict[str, Any]:
    return {"type": "Polygon", "coordinates": rings}


def point(x: float = 0.0, y: float = 0.0, *more: float) -> dict[str, Any]:
    return {"type": "Point", "coordinates": [x, y, *more]}


def geojson(path: Path, *features: tuple[dict[str, Any] | None, dict[str, Any]], **members) -> Path:
    """Write pairs of geometry and properties; `members` go into the collection."""
    listed = [{"type": "Feature", "geometry": g, "properties": p} for g, p in features]
    whole = {"type": "FeatureCollection", **members, "features": listed}
    path.write_text(json.dumps(whole, ensure_ascii=False), encoding="utf-8")
    return path


def table(path: Path, text: str, encoding: str = "utf-8") -> Path:
    path.write_bytes(text.encode(encoding))
    return path
