"""What pathway completeness tells to whoever asks many times, and to whoever moves a shelter."""

from __future__ import annotations

import json
import shutil
from itertools import pairwise

import pytest
from shapely.affinity import translate

from geo.communities.demonstration import DEMO_SLUG
from geo.completeness.measurement import measure_completeness
from geo.completeness.moments import find_moments
from geo.completeness.records import CompletenessRequest
from geo.completeness.report import build_completeness_report
from geo.privacy.small_counts import MIN_FREQUENCY
from geo.privacy.view import open_view
from geo.store import open_store
from geo.store.layers import read_layer
from tests.feature_edits import replace_features

TUESDAY = "2026-05-05T12:00"
LIMITS_M = range(0, 400, 40)


@pytest.fixture(scope="module")
def store(built_demo, tmp_path_factory):
    home = tmp_path_factory.mktemp("told") / "home"
    store = open_store(shutil.copytree(built_demo / "home", home))
    yield store
    store.close()


def report(view, situation, **changes):
    moments = find_moments(view, ("day",), view.moment(TUESDAY))
    request = CompletenessRequest((situation,), moments, **changes)
    return build_completeness_report(measure_completeness(view, request), by_zone=True)


def list_counts(told):
    """List every number of people or women, by what it counts."""
    counts = {}
    for record in (*told["situations"], *told["zones"]):
        zone = record.get("code")
        for name in ("people", "complete", "women", "women_complete"):
            counts[zone, name] = record[name]
        for one in record["obstacles"]:
            counts[zone, one["step"], one["obstacle"]] = one["people"]
    return {key: value for key, value in counts.items() if value is not None}


@pytest.mark.parametrize("audience", ["public", "network", "coordinator"])
def test_two_limits_a_step_apart_never_differ_by_a_family(store, audience):
    """Coordinators are told families, which shows that the sweep would find them."""
    view = open_view(store, DEMO_SLUG, audience)
    swept = [list_counts(report(view, "threat", safe_inside_m=float(limit))) for limit in LIMITS_M]
    steps = [
        abs(after[key] - before[key])
        for before, after in pairwise(swept)
        for key in before.keys() & after.keys()
        if not str(key[1]).startswith("women")
    ]
    least = min(step for step in steps if step > 0)
    assert (least < MIN_FREQUENCY) == (audience == "coordinator")


def test_nobody_learns_from_it_where_a_shelter_is(store):
    """Not even a coordinator: plans know a shelter by its contact."""

    def everything_told():
        return [
            json.dumps(report(open_view(store, DEMO_SLUG, audience), situation))
            for audience in ("public", "network", "coordinator")
            for situation in ("physical_violence", "threat")
        ]

    before = everything_told()
    services = read_layer(store, DEMO_SLUG, "services")
    is_moved = services["confidential"].astype(bool)
    assert is_moved.any()
    moved = services.assign(
        geometry=[
            translate(point, 0.01, -0.01) if moves and point is not None else point
            for point, moves in zip(services.geometry, is_moved, strict=True)
        ],
        opening_hours=[
            "Mo 03:00-03:30" if moves else hours
            for hours, moves in zip(services["opening_hours"], is_moved, strict=True)
        ],
    )
    replace_features(store, DEMO_SLUG, "services", moved.drop(columns="id"))
    assert everything_told() == before
