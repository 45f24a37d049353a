"""The percentage of a zone's people that is covered: true, and telling no more than the counts."""

from __future__ import annotations

import csv
import io
import math

import pytest

from geo.coverage.measurement import measure_coverage
from geo.coverage.records import CoverageRequest, TravelThreshold
from geo.coverage.report import (
    build_coverage_report,
    build_zone_table,
)
from geo.coverage.summary import covered_percent
from geo.coverage.zone_coverage import count_uncovered_by_zone
from geo.exports.results import write_coverage
from geo.privacy.small_counts import MIN_FREQUENCY
from geo.privacy.view import open_view
from tests import village

ZONES = village.zones(
    (village.box(-500, -500, 500, 500), "a", "=Oeste"),
    (village.box(500, -500, 5000, 500), "b", "Este"),
    (village.box(9000, 9000, 9500, 9500), "c", "Vacío"),
)
HOMES = village.homes(
    ((0, 0), 60, None), ((10, 0), 20, None), ((490, 0), 20, None), ((4000, 0), 30, None)
)


@pytest.mark.parametrize(
    ("people", "covered", "least", "percent"),
    [
        (100, 100, 0, 100.0), (100, 0, 0, 0.0), (3, 1, 0, 33.3), (10_000, 9_999, 0, 99.9),
        (10_000, 1, 0, 0.1), (100, 97, 5, None), (100, 3, 5, None), (100, 95, 5, 95.0),
        (100, 100, 5, 100.0), (0, 0, 0, None), (math.nan, 3, 0, None), (100, math.nan, 0, None),
    ],
)  # fmt: skip
def test_percentages_are_true_and_tell_no_small_number(people, covered, least, percent):
    told = covered_percent(float(people), float(covered), least=least)
    assert (None if math.isnan(told) else told) == percent


def measured(audience="coordinator", services=(((0, 0), "health"),), kind="health"):
    layers = {"demand": HOMES, "zones": ZONES, "services": village.doors(*services)}
    view = open_view(village.found(layers=layers), village.SLUG, audience)
    return view, measure_coverage(view, CoverageRequest(kind, TravelThreshold(metres=200)))


def by_zone(rows):
    return {row["zone"]: row["covered_percent"] for row in rows}


@pytest.mark.parametrize("audience", ["public", "network", "coordinator"])
def test_zones_and_the_whole_have_their_percentage(home, audience):
    _, result = measured(audience)
    report = build_coverage_report(result)
    for row in (*report["zones"], report):
        expected = covered_percent(row["people"], row["covered"])
        assert row["covered_percent"] == pytest.approx(expected)
    assert by_zone(report["zones"]).keys() == {"=Oeste", "Este"}
    shown = count_uncovered_by_zone(result)
    assert by_zone(shown.to_dict("records"))["Este"] == 0.0


def test_where_a_shelter_is_counted_no_percentage_stands_beside_a_suppressed_number(home):
    _, result = measured("network", (((0, 0), "shelter"),), "shelter")
    report = build_coverage_report(result)
    assert report["published"] == "by_zone"
    for row in report["zones"]:
        numbers = [row["people"], row["covered"], row["uncovered"]]
        if any(not isinstance(one, float) for one in numbers):
            assert row["covered_percent"] is None
        else:
            small = [one for one in numbers if 0 < one < MIN_FREQUENCY]
            assert (row["covered_percent"] is None) == bool(small)


def test_the_table_is_a_csv_that_spreadsheets_read_and_do_not_run(home, tmp_path):
    view, result = measured("network")
    file = write_coverage(view, result, tmp_path / "zonas.csv")
    assert file.read_bytes().startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(file.read_text(encoding="utf-8-sig"))))
    assert {row["zone"] for row in rows} == {"'=Oeste", "Este"}
    assert {row["audience"] for row in rows} == {"network"}
    percents = build_zone_table(result)["covered_percent"]
    assert [float(row["covered_percent"]) for row in rows] == percents.tolist()
