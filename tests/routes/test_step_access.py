"""Steps with a handrail, with a ramp, and none, as they are imported: what is walked, and why."""

import pytest

from geo.model import STEPS_CHOICES, Community
from geo.osm.extract import read_extract
from geo.routes.planning import RouteRequest, find_routes
from geo.routes.report import build_route_report
from tests.network.napkin import DEGREE, STEP_M, draw
from tests.village import Location, found, seen

NOON = "2026-11-25T12:00"
STREET = {"highway": "residential"}
#   1 ─ 2 ─ 3        from 1 to 4 straight over 2 ─ 5; round it by 3 ─ 6, or far round by 7 ─ 8
#       ║   │   7
#   4 ─ 5 ─ 6   8
SPOTS = {1: (0, 1), 2: (1, 1), 3: (3, 1), 4: (0, 0), 5: (1, 0), 6: (3, 0), 7: (9, 1), 8: (9, 0)}
STREETS = [(10, [1, 2, 3, 7], STREET), (11, [4, 5, 6, 8], STREET), (12, [7, 8], STREET)]
STRAIGHT, BESIDE, ROUND = 3, 7, 19


@pytest.fixture
def find(home, tmp_path):
    def routes(steps_tags, taken, beside=None):
        beside = {"highway": "footway"} if beside is None else beside
        ways = [*STREETS, (20, [2, 5], {"highway": "steps", **steps_tags}), (21, [3, 6], beside)]
        if "view" not in opened:
            edges = read_extract(draw(tmp_path / "a.osm", SPOTS, ways)).edges
            place = Community("case", "Caso", timezone="America/Lima")
            opened["view"] = seen(found(edges, community=place), slug="case")
        view = opened["view"]
        request = RouteRequest(
            Location(DEGREE, 0), Location(0, 0), 0.0, view.moment(NOON), steps=taken
        )
        result = find_routes(view, request)
        return round(result.route.length_m / STEP_M), result

    opened = {}
    return routes


@pytest.mark.parametrize(
    ("tags", "taking"),
    [
        ({}, {"all"}),
        ({"handrail": "yes"}, {"all", "handrail"}),
        ({"handrail": "no"}, {"all"}),
        ({"ramp:wheelchair": "yes"}, {"all", "wheelchair"}),
        ({"ramp": "yes"}, {"all"}),
        ({"wheelchair": "yes", "handrail:left": "yes"}, {"all", "handrail", "wheelchair"}),
    ],
)
def test_steps_are_taken_by_those_who_can(find, tags, taking):
    for taken in STEPS_CHOICES:
        steps, _ = find(tags, taken)
        assert steps == (STRAIGHT if taken in taking else BESIDE)


@pytest.mark.parametrize(
    ("taken", "kind"),
    [("all", None), ("handrail", "no_handrail"), ("wheelchair", "no_ramp"), ("none", "steps")],
)
def test_the_detour_has_its_reason(find, taken, kind):
    _, result = find({}, taken)
    assert (result.shortcut and result.shortcut.kind) == kind
    assert build_route_report(result, locale="es")["steps_taken"] == taken


def test_a_path_that_is_closed_to_wheelchairs_is_gone_round_by_them_alone(find):
    path = {"highway": "footway", "wheelchair": "no"}
    assert find({}, "none", path)[0] == BESIDE
    length, result = find({"wheelchair": "no"}, "wheelchair", path)
    assert length == ROUND
    assert result.shortcut.kind == "no_ramp"


def test_where_no_steps_are_in_question_the_path_is_the_reason(find):
    path = {"highway": "footway", "wheelchair": "no"}
    _, result = find({"wheelchair": "no", "access": "no"}, "wheelchair", path)
    assert result.shortcut.kind == "no_wheelchair"
