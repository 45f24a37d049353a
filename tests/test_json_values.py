"""Values of every library become JSON, moments and files have one shape each."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd
import pytest

from geo.json_values import format_json_moment, make_file_record, to_json_value
from geo.layers.population import PopulationCount, make_population_record

NOON = datetime(2026, 5, 1, 12, 0, 0, 999_999, tzinfo=timezone(timedelta(hours=-5)))


class Note(NamedTuple):
    rows: tuple[int, ...]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (np.int64(3), 3),
        (np.float64("nan"), None),
        (float("inf"), None),
        (np.bool_(True), True),
        (pd.NA, None),
        (pd.NaT, None),
        (pd.Timestamp(NOON), "2026-05-01T12:00:00-05:00"),
        (date(2026, 5, 1), "2026-05-01"),
        (Path("a.csv"), "a.csv"),
        (Note((1, 2)), {"rows": [1, 2]}),
        ({1: (None, "á")}, {"1": [None, "á"]}),
    ],
)
def test_a_value_becomes_json(value, expected):
    converted = to_json_value([value])
    assert converted == [expected]
    json.dumps(converted, allow_nan=False)


def test_a_moment_has_its_offset_and_whole_seconds():
    assert format_json_moment(NOON) == "2026-05-01T12:00:00-05:00"
    assert format_json_moment(datetime(2026, 5, 1, tzinfo=UTC)) == "2026-05-01T00:00:00+00:00"


def test_a_moment_of_no_time_zone_is_refused():
    with pytest.raises(ValueError, match="time zone"):
        to_json_value({"opens_at": NOON.replace(tzinfo=None)})


def test_a_file_has_a_path_and_a_size(tmp_path):
    file = tmp_path / "a.txt"
    file.write_bytes(b"abc")
    assert make_file_record(file) == {"path": str(file), "bytes": 3}
    assert make_file_record(tmp_path) == {"path": str(tmp_path), "bytes": None}
    file.unlink()
    assert make_file_record(file)["bytes"] is None


def test_women_who_were_not_all_counted_are_no_exact_number():
    exact = make_population_record(PopulationCount(2, 9.0, 4.0, 0))
    assert (exact["women"], exact["women_at_least"], exact["homes"]) == (4, 4, 2)
    some = make_population_record(PopulationCount(2, 9.0, 4.0, 1), is_aggregated=True)
    assert (some["women"], some["women_at_least"], some["blocks"]) == (None, 4, 2)
    none = make_population_record(PopulationCount(2, 9.0, float("nan"), 2))
    assert (none["women"], none["women_at_least"]) == (None, None)
    assert make_population_record(None) is None
