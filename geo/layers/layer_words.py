"""
Words by which files name a layer: folders, sheets, layers of uMap, answers of a form.

In `data/vocabularies/layer_words.json`, by language; compared as `field_words` compares words.
"""

from __future__ import annotations

import json
from functools import cache
from typing import cast

from geo.layers.field_words import (
    VOCABULARIES,
    find_phrases,
    join_header_words,
    join_words,
    list_header_words,
)
from geo.layers.schema import LAYER_SCHEMAS
from geo.model import LAYER_NAMES, LayerName

LAYER_FILE = VOCABULARIES / "layer_words.json"
# The column of each layer whose code says what a feature is.
TYPE_FIELDS: dict[LayerName, str] = {
    "services": "type",
    "safe_zones": "kind",
    "risk_areas": "category",
}


def read_layer_word(text: str) -> LayerName | None:
    """Read which layer a text names; None where no list has it."""
    return _index_words().get(join_words(text))


def find_layer_words(text: str) -> set[LayerName]:
    """
    Find the layers of risks and of safety that a longer text names: `Zona de riesgo, calle 5`.

    Of single words only those for risk count: others are parts of many names.
    """
    return {cast("LayerName", one) for one in find_phrases(text, _index_layer_phrases())}


def list_header_layers(header: str) -> tuple[LayerName, ...]:
    """List the layers whose column of types may be called so: `tipo` all of them, one `rubro`."""
    words = join_header_words(header)
    return tuple(
        layer
        for layer, field in TYPE_FIELDS.items()
        if words == join_words(field) or words in list_header_words(layer, field)
    )


def names_another_field(header: str) -> bool:
    """Return whether a header is that of a field that says nothing of what a feature is."""
    words = join_header_words(header)
    return any(
        words == join_words(field.name) or words in list_header_words(layer, field.name)
        for layer in LAYER_NAMES
        for field in LAYER_SCHEMAS[layer].fields
        if field.name != TYPE_FIELDS.get(layer) and field.name not in TYPE_FIELDS.values()
    )


@cache
def _index_layer_phrases() -> dict[tuple[str, ...], str]:
    phrases = {tuple(words.split()): layer for words, layer in _index_words().items()}
    return {
        words: layer
        for words, layer in phrases.items()
        if layer == "risk_areas" or (layer == "safe_zones" and len(words) > 1)
    }


@cache
def _index_words() -> dict[str, LayerName]:
    vocabulary: dict[LayerName, dict[str, list[str]]]
    vocabulary = json.loads(LAYER_FILE.read_text(encoding="utf-8"))
    words = {join_words(layer): layer for layer in LAYER_NAMES}
    for layer, by_language in vocabulary.items():
        words |= {join_words(word): layer for texts in by_language.values() for word in texts}
    return words
