"""Encoding of the attributes of features as JSON, column by column."""

from __future__ import annotations

import json
import math
from collections.abc import Collection

import numpy as np
import pandas as pd

from geo.layers.text_cleaning import clean_text, clean_texts

_CONSTANTS = {None: "null", True: "true", False: "false"}


def encode_records(attributes: pd.DataFrame, *, left_out: Collection[str] = ()) -> list[str]:
    """
    Encode each row as a JSON object with sorted keys.

    What is missing is null, or left out in the columns named so.

    It is done column by column: most cells of a column are numbers, or texts that come again.
    """
    columns = {clean_text(str(name)): attributes[name] for name in attributes.columns}
    parts = [
        [
            "" if text == "null" and name in left_out else f"{encoded_name}: {text}"
            for text in _encode_column(columns[name])
        ]
        for name in sorted(columns)
        for encoded_name in [_encode_value(name)]
    ]
    rows = zip(*parts, strict=True) if parts else [()] * len(attributes)
    return [f"{{{', '.join(filter(None, row))}}}" for row in rows]


def _encode_column(column: pd.Series) -> list[str]:
    encoded: dict[str, str] = {}
    texts = []
    for value in column.astype(object).where(column.notna(), None):
        if value is None or value is True or value is False:
            texts.append(_CONSTANTS[value])
        elif type(value) is float and math.isfinite(value):
            texts.append(repr(value))  # as json.dumps writes it
        elif type(value) is str:
            if value not in encoded:
                encoded[value] = _encode_value(value)
            texts.append(encoded[value])
        else:
            texts.append(_encode_value(value))
    return texts


def _encode_value(value: object) -> str:
    plain = value.item() if isinstance(value, np.generic) else value
    return json.dumps(clean_texts(plain), sort_keys=True, ensure_ascii=False, default=str)
