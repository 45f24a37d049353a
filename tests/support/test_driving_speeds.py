"""Driving speeds: a tagged limit first, then the class of street within the country's limit."""

from __future__ import annotations

import json

import numpy as np
import pytest

from geo.network.speed_limits import LIMIT_FILES, read_speed_limits
from geo.support.driving_speeds import (
    DRIVING_SPEEDS_KM_H,
    M_PER_MIN_PER_KM_H,
    estimate_driving_speeds,
    estimate_kind_speed,
)


def km_h(kind, limit=np.nan, country=None):
    speeds = estimate_driving_speeds(
        np.array([kind], dtype=object), np.array([limit]), country=country
    )
    return float(speeds[0] / M_PER_MIN_PER_KM_H)


@pytest.mark.parametrize(
    ("kind", "limit", "country", "expected"),
    [
        ("residential", np.nan, None, 25),
        ("residential", np.nan, "ZZ", 25),
        ("residential", 20, None, 16),
        ("residential", 50, None, 40),
        ("primary", 30, "DE", 24),
        ("residential", np.nan, "PE", 24),
        ("tertiary", np.nan, "PE", 40),
        ("tertiary", np.nan, "br", 32),
        ("trunk", np.nan, "SV", 72),
        ("trunk_link", np.nan, "SV", 42.5),
        ("living_street", np.nan, "DE", 5.6),
        ("living_street", np.nan, "KG", 10),
        ("footway", 30, "DE", 0),
        ("steps", np.nan, "SV", 0),
    ],
)
def test_a_speed_is_the_tagged_one_or_that_of_the_class_within_the_limit(
    kind, limit, country, expected
):
    assert km_h(kind, limit, country) == pytest.approx(expected)


def test_a_limit_of_zero_is_none():
    assert km_h("residential", 0.0) == pytest.approx(25)


def test_every_country_names_its_law_and_slows_or_keeps_every_class():
    files = sorted(LIMIT_FILES.glob("*.json"))
    assert {"br", "by", "de", "kg", "kz", "pe", "ru", "sv"} <= {path.stem for path in files}
    for path in files:
        told = json.loads(path.read_text(encoding="utf-8"))
        assert set(told) == {"country", "source", "limits_km_h"}
        assert told["country"]
        assert len(told["source"]) > 40
        known = {"rural", "urban", *DRIVING_SPEEDS_KM_H}
        assert {"urban"} <= set(told["limits_km_h"]) <= known
        for kind, (usual, _) in DRIVING_SPEEDS_KM_H.items():
            assert 0 < estimate_kind_speed(kind, path.stem.upper()) <= usual


def test_a_country_without_a_file_has_no_limits():
    assert not read_speed_limits(None)
    assert not read_speed_limits("../../etc/passwd")
