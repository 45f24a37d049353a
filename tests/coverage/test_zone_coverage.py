"""Every zone is listed with its percentage: the worst first, then the covered and the uncounted."""

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest

from geo.coverage.measurement import measure_coverage
from geo.coverage.records import CoverageRequest, TravelThreshold
from geo.coverage.zone_coverage import count_uncovered_by_zone, list_zone_coverage
from geo.privacy.view import open_view
from tests import village

# Squares of 100 m in a row; the service stands in "Oeste" and reaches 200 m.
#   Oeste | Centro | (nobody) | Norte, code 3 | Norte, code 4
ZONES = village.zones(
    (village.box(0, 0, 100, 100), "0", "Oeste"),
    (village.box(100, 0, 200, 100), "1", "Centro"),
    (village.box(200, 0, 300, 100), "2", "Vega"),
    (village.box(900, 0, 1000, 100), "3", "Norte"),
    (village.box(1000, 0, 1100, 100), "4", "Norte"),
)
HOMES = village.homes(
    ((10, 50), 20, 11), ((110, 50), 3, 2), ((910, 50), 20, 10), ((1010, 50), 40, 20)
)  # fmt: skip


@pytest.fixture
def measured(home):
    layers = {"demand": HOMES, "zones": ZONES, "services": village.doors(((10, 50), "health"))}
    view = open_view(village.found(layers=layers), village.SLUG, "coordinator")
    result = measure_coverage(view, CoverageRequest("health", TravelThreshold(metres=200)))
    return view, result


def test_every_zone_is_listed_once_and_the_worst_first(measured):
    view, result = measured
    table = list_zone_coverage(result, view.zones)
    assert table["code"].tolist() == ["4", "3", "1", "0", "2"]
    assert table["zone"].tolist() == ["Norte", "Norte", "Centro", "Oeste", "Vega"]
    assert table["people"].tolist()[:4] == [40, 20, 0, 0]
    assert table["women"].tolist()[:4] == [20, 10, 0, 0]
    pd.testing.assert_frame_equal(table.iloc[:2], count_uncovered_by_zone(result))


def test_small_numbers_and_zones_where_nobody_was_counted_have_no_percentage(measured):
    view, result = measured
    table = list_zone_coverage(result, view.zones).set_index("code")
    percents = table["covered_percent"]
    assert percents[["4", "3", "0"]].tolist() == [0.0, 0.0, 100.0]
    assert np.isnan(percents["1"])  # three people live there
    assert np.isnan(percents["2"])
    assert table.loc["2", ["people", "women", "minutes"]].isna().all()


def test_without_zones_only_what_lies_elsewhere_is_listed(measured):
    _, result = measured
    empty = gpd.GeoDataFrame({"code": [], "name": []}, geometry=[])
    assert set(list_zone_coverage(result, empty)["code"]) == {"0", "1", "3", "4"}
