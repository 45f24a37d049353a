"""Coverage that counts quiet ways only, and the table of who is left."""

from __future__ import annotations

import pytest

from geo.coverage.measurement import measure_coverage
from geo.coverage.records import CoverageRequest, TravelThreshold
from geo.coverage.safe_coverage import count_safe_coverage
from geo.coverage.zone_coverage import count_uncovered_by_zone
from geo.privacy.small_counts import disclosed_count
from tests.village import Street, box, doors, edges, found, homes, risk_areas, seen, zones

#   a ──── b ──── c    The door stands at a; between b and c 100 m are marked. The homes at b and
#                      c are 2 and 4 minutes away, the one at d, past c, 8.
CORNERS = {"a": (0, 0), "b": (150, 0), "c": (300, 0), "d": (600, 0)}
PEOPLE = homes(((150, 0), 10, 6), ((300, 0), 20, 11), ((600, 0), 7, 3))
ZONES = zones((box(-9, -9, 200, 9), "1", "Oeste"), (box(200, -9, 700, 9), "2", "Este"))


def asked(*services, kind="health", audience="coordinator"):
    pieces = [Street("a", "b"), Street("b", "c"), Street("c", "d")]
    layers = {
        "risk_areas": risk_areas((box(180, -9, 280, 9), 4)),
        "services": doors(*services),
        "demand": PEOPLE,
        "zones": ZONES,
    }
    view = seen(found(edges(CORNERS, pieces), layers), audience)
    return measure_coverage(
        view, CoverageRequest(kind, TravelThreshold(minutes=5), departure_time=view.moment())
    )


@pytest.fixture
def answer(home):
    return asked(((0, 0), "health"))


def test_who_crosses_marked_land_is_left_too(answer):
    quiet = count_safe_coverage(answer)
    assert (answer.people.covered, answer.people.uncovered) == (30, 7)
    assert (quiet.people.covered, quiet.people.uncovered) == (10, 27)
    assert quiet.women.uncovered == 14
    assert quiet.people.people == answer.people.people


def test_gaps_and_reached_land_follow(answer):
    quiet = count_safe_coverage(answer)
    assert quiet.gap_areas["people"].sum() == 27
    assert quiet.catchment.iloc[0].area < answer.catchment.iloc[0].area


def test_the_answer_itself_stays(answer):
    count_safe_coverage(answer)
    assert answer.people.covered == 30


def test_straight_lines_know_nothing_of_quiet_routes(home):
    layers = {"services": doors(((0, 0), "health")), "demand": PEOPLE}
    view = seen(found(None, layers))
    answer = measure_coverage(view, CoverageRequest("health", TravelThreshold(minutes=5)))
    with pytest.raises(ValueError, match="straight lines"):
        count_safe_coverage(answer)


def test_who_is_left_is_shown_zone_by_zone(answer):
    (row,) = count_uncovered_by_zone(answer).to_dict("records")
    assert (row["zone"], row["people"], row["women"]) == ("Este", 7, 3)
    assert row["minutes"] == pytest.approx(8, abs=0.01)
    quiet = count_uncovered_by_zone(count_safe_coverage(answer))
    assert quiet[["zone", "people"]].to_numpy().tolist() == [["Este", 27]]


def test_where_a_place_is_confidential_zones_are_shown_without_minutes(home):
    answer = asked(((0, 0), "shelter"), kind="shelter", audience="network")
    assert answer.demand_points.empty
    table = count_uncovered_by_zone(answer)
    assert table["people"].sum() == pytest.approx(answer.people.uncovered)
    assert table["minutes"].isna().all()
    quiet = count_safe_coverage(answer)
    assert quiet.people.uncovered >= answer.people.uncovered
    assert count_uncovered_by_zone(quiet)["people"].sum() == pytest.approx(quiet.people.uncovered)


@pytest.mark.parametrize(
    ("number", "told"), [(0, 0), (0.4, 0), (1, "<5"), (4.4, "<5"), (4.6, 5), (5, 5), (186.2, 186)]
)
def test_small_numbers_are_shown_as_small(number, told):
    assert disclosed_count(number) == told
