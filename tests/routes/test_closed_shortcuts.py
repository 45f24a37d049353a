"""Gates, private ways and hours on streets as they are imported: what is walked, and why."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from geo.errors import NoRouteError
from geo.language import gettext
from geo.model import Community
from geo.network.edge_restrictions import CLOSED_ACCESS, DESTINATION_ACCESS
from geo.osm.extract import read_extract
from geo.routes.closed_shortcuts import SHORTCUT_KINDS, find_closed_shortcut
from geo.routes.directions import build_instructions
from geo.routes.planning import Location, RouteRequest, find_routes
from geo.routes.report import build_route_report
from geo.routes.shortest_path import RouteSearch
from tests.restricted import restrict
from tests.village import Street, exposure, found, network, seen, stand

CASES = Path(__file__).parents[1] / "osm" / "cases"
NORTH, SOUTH = Location(-12.2, -76.91), Location(-12.2045, -76.91)
BEFORE_GATE, AFTER_GATE = Location(-12.2015, -76.91), Location(-12.2030, -76.91)
THROUGH, ROUND = 498, 2675
NOON, NIGHT = "2026-11-25T12:00", "2026-11-25T22:00"


@pytest.fixture
def find(home):
    def found_routes(case, begin=NORTH, end=SOUTH, *, at=NOON, entire_slot=False):
        place = Community("case", "Caso", timezone="America/Lima")
        if "view" not in opened:
            streets = read_extract(CASES / f"{case}.osm").edges
            opened["view"] = seen(found(streets, community=place), slug="case")
        view = opened["view"]
        request = RouteRequest(begin, end, 0.0, view.moment(at), entire_slot=entire_slot)
        return find_routes(view, request)

    opened = {}
    return found_routes


@pytest.mark.parametrize("case", ["gate_locked", "gate_private"])
@pytest.mark.parametrize("at", [NOON, NIGHT])
def test_one_goes_round_a_gate_and_knows_why(find, case, at):
    result = find(case, at=at)
    assert result.route.length_m == pytest.approx(ROUND, abs=1)
    expected = {"gate_locked": "locked_gate", "gate_private": "private_gate"}[case]
    assert result.shortcut.kind == expected
    assert result.shortcut.shorter_m == pytest.approx(ROUND - THROUGH, abs=1)
    report = json.loads(json.dumps(build_route_report(result, locale="es")))
    assert report["shortcut"]["kind"] == expected


@pytest.mark.parametrize("case", ["gate_locked", "gate_private"])
def test_the_path_on_both_sides_of_a_gate_is_walked(find, case):
    for begin, end in ((NORTH, BEFORE_GATE), (AFTER_GATE, SOUTH)):
        result = find(case, begin, end)
        assert result.route.length_m < THROUGH
        assert result.shortcut is None


@pytest.mark.parametrize("case", ["path_opening_hours_night", "foot_conditional_night"])
def test_a_path_that_is_shut_by_night_is_walked_by_day(find, case):
    for at, entire_slot in ((NOON, False), (NOON, True)):
        by_day = find(case, at=at, entire_slot=entire_slot)
        assert by_day.route.length_m == pytest.approx(THROUGH, abs=1)
        assert by_day.shortcut is None
    for entire_slot in (False, True):
        by_night = find(case, at=NIGHT, entire_slot=entire_slot)
        assert by_night.route.length_m == pytest.approx(ROUND, abs=1)
        assert by_night.shortcut.kind == "shut"
    middle = Location(-12.2020, -76.91)
    assert find(case, NORTH, middle, at=NIGHT).route.length_m < THROUGH
    assert find(case, middle, SOUTH, at=NIGHT).route.length_m < THROUGH


# a ── b ── c over the gate g; round it by d and e. Behind h there is a garden with one gate.
#   a ─ g ─ c
#   d ───── e      h ─ n
YARD = network(
    {"a": (0, 0), "g": (100, 0), "c": (200, 0), "d": (0, 300), "e": (200, 300), "h": (200, -1),
     "n": (200, -80)},
    [
        Street("a", "g"), Street("g", "c"), Street("a", "d"), Street("d", "e"), Street("c", "e"),
        Street("c", "h"), Street("h", "n"),
    ],
)  # fmt: skip


def yard(*, access=None, barrier=None, hours=None, direction=0, edges=(0, 1)):
    columns = {
        name: np.full(len(YARD.u), None, dtype=object)
        for name in ("access", "barrier", "open_hours")
    }
    columns["direction"] = np.zeros(len(YARD.u), dtype=np.int32)
    for name, value in (
        ("access", access),
        ("barrier", barrier),
        ("open_hours", hours),
        ("direction", direction),
    ):
        columns[name][list(edges)] = value
    return restrict(YARD, **columns)


@pytest.mark.parametrize(
    ("how", "kind"),
    [
        ({"access": CLOSED_ACCESS, "barrier": "gate"}, "locked_gate"),
        ({"access": CLOSED_ACCESS}, "closed"),
        ({"access": DESTINATION_ACCESS, "barrier": "lift_gate"}, "private_gate"),
        ({"access": DESTINATION_ACCESS}, "private"),
        ({"hours": "06:00-18:00"}, "hours_unknown"),
        ({"direction": -1}, "one_way"),
    ],
)
def test_each_restriction_is_told_by_its_own_sentence(how, kind):
    streets = yard(**how)
    search = RouteSearch(exposure(streets), 3.0)
    origin, target = stand(streets, (0, 50)), stand(streets, (200, 50))
    direct = RouteSearch(search.exposure, 0.0).find_route(origin, target)
    shortcut = find_closed_shortcut(search, direct, origin, target)
    assert shortcut.kind == kind
    assert shortcut.shorter_m == pytest.approx(direct.length_m - 300, abs=0.01)


def test_every_kind_has_a_sentence():
    texts = [
        gettext(f"reason.shortcut_{kind}", "es", distance="70 m", minutes=9)
        for kind in SHORTCUT_KINDS
    ]
    assert len(set(texts)) == len(SHORTCUT_KINDS)


def test_a_small_detour_needs_no_reason():
    streets = yard(access=DESTINATION_ACCESS)
    search = RouteSearch(exposure(streets), 0.0)
    origin, target = stand(streets, (0, 170)), stand(streets, (200, 150))
    direct = search.find_route(origin, target)
    assert direct.length_m == pytest.approx(130 + 200 + 150)
    assert find_closed_shortcut(search, direct, origin, target) is None


def test_the_gate_of_the_destination_is_a_step_and_no_reason():
    streets = yard(access=DESTINATION_ACCESS, barrier="gate", edges=[5])
    search = RouteSearch(exposure(streets), 0.0)
    garden, outside = stand(streets, (200, -60)), stand(streets, (0, 50))
    sentence = gettext("step.private_gate", "es")
    for begin, end in ((outside, garden), (garden, outside)):
        route = search.find_route(begin, end)
        texts = " ".join(step.text for step in build_instructions(route))
        assert texts.count(sentence) == 1
        assert find_closed_shortcut(search, route, begin, end) is None
    street = search.find_route(outside, stand(streets, (200, 50)))
    assert not any(sentence in step.text for step in build_instructions(street))


def test_nothing_leads_through_a_locked_gate_to_what_lies_behind():
    streets = yard(access=CLOSED_ACCESS, barrier="gate", edges=[5])
    search = RouteSearch(exposure(streets), 0.0)
    with pytest.raises(NoRouteError):
        search.find_route(stand(streets, (0, 50)), stand(streets, (200, -60)))
