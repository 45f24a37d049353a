"""
What can be read of an exported map of uMap that breaks off or is damaged: all that stands before.

A layer of uMap has its name behind its features. Those of the layer that breaks are read without
it, and wait: the name may say that they are confidential. What follows the break may be of any
layer, so that none of it is read.
"""

from __future__ import annotations

import json
import re
from typing import Any

from geo.formats.broken_collection import (
    BROKEN_OFF_KEY,
    TextPlaces,
    decode_members,
    is_feature,
    skip_spaces,
)
from geo.formats.findings import Finding

_LAYERS = re.compile(r'"layers"\s*:\s*\[')
_FEATURES = re.compile(r'\{[^{}\[\]]*"features"\s*:\s*\[')


def read_broken_map(text: str, decoder: json.JSONDecoder) -> dict[str, Any] | None:
    """
    Read the layers of a map that is no whole JSON.

    Returns
    -------
    document
        As of a whole map; the features of its last layer, which has no name, end with a `Finding`
        instead of a feature. None where the text does not begin as a map, or where no feature of
        it is whole.
    """
    start = _LAYERS.search(text)
    head = None if start is None else decode_members(text[: start.start()].rstrip(", \t\r\n"),
                                                     decoder)  # fmt: skip
    if start is None or head is None or not (head.get("type") == "umap" or "properties" in head):
        return None
    layers, position, _ = _decode_items(text, start.end(), decoder)
    opening = _FEATURES.match(text, position)
    features: list[Any] = []
    broken_at = _find_error(text, position, decoder)
    if opening is not None:
        features, _, broken_at = _decode_items(text, opening.end(), decoder)
    place = TextPlaces(text).locate(broken_at)
    last = {"type": "FeatureCollection", "features": [*features, Finding(BROKEN_OFF_KEY, place)]}
    is_read = any(map(is_feature, features)) or any(map(_has_features, layers))
    return {**head, "layers": [*layers, last]} if is_read else None


def _decode_items(
    text: str, position: int, decoder: json.JSONDecoder
) -> tuple[list[Any], int, int]:
    """Decode the whole items of a list; return where the next begins, and where it breaks."""
    items: list[Any] = []
    while True:
        position = skip_spaces(text, position)
        try:
            item, end = decoder.raw_decode(text, position)
        except json.JSONDecodeError as error:
            return items, position, error.pos
        items.append(item)
        position = skip_spaces(text, end)
        if not text.startswith(",", position):
            return items, position, position
        position += 1


def _find_error(text: str, position: int, decoder: json.JSONDecoder) -> int:
    try:
        decoder.raw_decode(text, position)
    except json.JSONDecodeError as error:
        return error.pos
    return position


def _has_features(layer: object) -> bool:
    return isinstance(layer, dict) and bool(layer.get("features"))
