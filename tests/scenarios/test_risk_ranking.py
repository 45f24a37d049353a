"""The ranking of risk areas says what leaving each out alone would change."""

from __future__ import annotations

import pytest

from geo.coverage.measurement import CoverageRequest, TravelThreshold, measure_coverage
from geo.layers.layer_changes import NO_LONGER_A_RISK, Change
from geo.privacy.changed_view import ChangedView
from geo.scenarios.risk_ranking import rank_risk_areas
from tests.scenarios.napkin import FRIDAY, MANY_HOMES, NIGHT, build
from tests.village import seen


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AMPARO_HOME", str(tmp_path_factory.mktemp("ranking") / "home"))
        opened = build(demand=MANY_HOMES)
    yield opened
    opened.close()


def ask(view, moment):
    return CoverageRequest(
        "health", TravelThreshold(20.0), departure_time=view.moment(moment), safe_inside_m=0.0
    )


@pytest.mark.parametrize("audience", ["coordinator", "network"])
def test_people_are_those_whom_leaving_the_area_out_covers_safely(store, audience):
    view = seen(store, audience)
    request = ask(view, NIGHT)
    before = measure_coverage(view, request).people.covered_safely
    ranking = rank_risk_areas(view, request)
    assert ranking.areas
    assert (ranking.compared_count, ranking.area_count) == (2, 2)
    for one in ranking.areas:
        change = Change("change_risk", target=one.id, severity=NO_LONGER_A_RISK)
        after = measure_coverage(ChangedView(view, [change]), request).people.covered_safely
        assert one.people == after - before
        assert one.zone in ("Oeste", "Este")
    people = [one.people for one in ranking.areas]
    assert people == sorted(people, reverse=True)


def test_an_area_of_the_night_costs_nothing_by_day(store):
    view = seen(store)
    by_day = {one.severity for one in rank_risk_areas(view, ask(view, FRIDAY)).areas}
    by_night = {one.severity for one in rank_risk_areas(view, ask(view, NIGHT)).areas}
    assert 5 in by_night - by_day


def test_only_the_gravest_are_looked_at_where_few_may_be(store):
    view = seen(store)
    ranking = rank_risk_areas(view, ask(view, NIGHT), most=1)
    assert (ranking.compared_count, ranking.area_count) == (1, 2)
    assert [one.severity for one in ranking.areas] == [5]
