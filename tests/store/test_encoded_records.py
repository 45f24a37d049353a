"""Rows are encoded column by column exactly as their records would be one by one."""

from __future__ import annotations

import json

import numpy as np
import pandas as pd

from geo.layers.text_cleaning import clean_texts
from geo.store.record_encoding import encode_records

CELLS = [
    *(0.0, -0.0, 1.0, 1e300, 1e-7, 8.922538, float("nan"), float("inf"), np.float64(0.1)),
    *(1, 0, True, False, np.True_, np.int64(7), None, pd.NaT, pd.NA),
    *("", "ñandú “x”\n", "a\u202eb", "\x00", "1", '"', "Қ", "\ud800"),
    *(["a\u200b", 1], {"b": 1, "a": "\u202e"}, pd.Timestamp("2026-01-02")),
]


def encode_one_by_one(frame):
    records = frame.astype(object).where(frame.notna(), None).to_dict("records")
    return [
        json.dumps(clean_texts(one), sort_keys=True, ensure_ascii=False, default=str)
        for one in records
    ]


def test_all_kinds_of_cells_are_encoded_as_in_a_record():
    columns = {"z": CELLS, "a": CELLS[::-1], "nombre\u200b": ["x"] * len(CELLS)}
    frame = pd.DataFrame(columns, dtype=object)
    assert encode_records(frame) == encode_one_by_one(frame)


def test_typed_columns_are_encoded_as_in_a_record():
    frame = pd.DataFrame(
        {"people": [1.0, np.nan], "severity": [1, 2], "public": [True, False], "name": ["a", None]}
    )
    assert encode_records(frame) == encode_one_by_one(frame)


def test_rows_without_a_column_are_empty_records():
    assert encode_records(pd.DataFrame(index=range(2))) == ["{}", "{}"]
    assert encode_records(pd.DataFrame({"a": []})) == []


def test_a_missing_value_of_a_later_column_is_left_out():
    frame = pd.DataFrame({"address": [None, "null", ""], "name": [None, "a", "b"]})
    assert encode_records(frame, left_out=("address",)) == [
        '{"name": null}',
        '{"address": "null", "name": "a"}',
        '{"address": "", "name": "b"}',
    ]
