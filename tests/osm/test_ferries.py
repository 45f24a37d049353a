"""Ferries of an extract: edges of their own, between nodes of streets, with their minutes."""

import numpy as np
import pytest
from shapely import box

from geo.osm.extract import read_extract
from geo.osm.ferry_tags import estimate_minutes_per_km, read_duration, read_ferry
from tests.network.napkin import DEGREE, STEP_M, draw

STREET, FERRY = {"highway": "residential"}, {"route": "ferry"}
#   1 ─ 2 ─ 3        two shores, twenty steps apart; 5 lies in the water
#       ┆
#       5
#       ┆
#   6 ─ 7 ─ 8
SPOTS = {
    1: (0, 20), 2: (1, 20), 3: (2, 20), 5: (1, 10), 6: (0, 0), 7: (1, 0), 8: (2, 0), 9: (9, 9),
}  # fmt: skip
SHORES = [(10, [1, 2, 3], STREET), (11, [6, 7, 8], STREET)]
CROSSING = [2, 5, 7]


@pytest.fixture
def read(tmp_path):
    def drawn(*ways, spots=SPOTS, keep=None, shores=SHORES, **kwargs):
        file = draw(tmp_path / "a.osm", spots, [*shores, *ways], **kwargs)
        return read_extract(file, clip_polygon=keep)

    return drawn


def terminals(extract):
    """Give the nodes of streets that ferries touch."""
    ferries = extract.ferries
    nodes = np.unique(ferries[["u", "v"]])
    return sorted(set(nodes.tolist()) & set(extract.edges[["u", "v"]].to_numpy().ravel().tolist()))


def test_a_ferry_is_no_street_and_joins_two(read):
    plain, extract = read(), read((20, CROSSING, FERRY | {"name": "La Perla"}))
    assert not set(extract.edges["way"]) & {20}
    assert extract.edges["fragment"].nunique() == plain.edges["fragment"].nunique() == 2
    assert extract.counts["connectors"] == 0
    assert set(extract.ferries["name"]) == {"La Perla"}
    assert len(terminals(extract)) == 2
    assert (extract.counts["ferries"], extract.counts["unjoined_ferries"]) == (1, 0)
    assert extract.ferries["edge"].min() == len(extract.edges)


def test_its_minutes_are_those_of_its_duration_or_of_a_usual_speed(read):
    for tags, minutes in (
        ({"duration": "00:40"}, 40),
        ({"duration": "PT40M"}, 40),
        ({}, 20 * STEP_M / 1000 / 5 * 60),
        ({"duration": "40:00"}, 20 * STEP_M / 1000 / 5 * 60),  # 40 hours: minutes were meant
        ({"duration": "soon"}, 20 * STEP_M / 1000 / 5 * 60),
    ):
        ferries = read((20, CROSSING, FERRY | tags)).ferries
        assert ferries["minutes"].sum() == pytest.approx(minutes)


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("00:20", 20), ("1:05", 65), ("00:20:30", 20.5), ("20", 20), ("PT1H20M", 80), ("PT45M", 45),
        ("PT30S", 0.5), ("P1DT2H", 1560), ("P5M", None), ("00:00", None), ("", None), (None, None),
        ("20 min", None), ("-5", None),
    ],
)  # fmt: skip
def test_durations(text, minutes):
    assert read_duration(text) == minutes


def test_a_speed_that_no_ferry_has_is_not_believed():
    usual = 60 / 5
    assert estimate_minutes_per_km(5, 100_000) == usual
    assert estimate_minutes_per_km(600, 500) == usual
    assert estimate_minutes_per_km(10, 500) == 20


@pytest.mark.parametrize(
    "tags",
    [{"foot": "no"}, {"access": "no"}, {"construction": "yes"}, {"ferry": "no"}],
)
def test_nobody_takes_on_foot_what_is_closed(read, tags):
    extract = read((20, CROSSING, FERRY | tags))
    assert not len(extract.ferries)
    assert (extract.counts["ferries"], extract.counts["unjoined_ferries"]) == (0, 1)


def test_hours_access_and_direction_are_its_own(read):
    tags = {"opening_hours": "06:00-18:00", "access": "customers", "oneway": "yes"}
    ferries = read((20, CROSSING, FERRY | tags)).ferries
    assert set(ferries["open_hours"]) == {"06:00-18:00"}
    assert set(ferries["access"]) == {"destination"}
    assert set(ferries["direction"]) == {1}
    assert read_ferry(FERRY | {"oneway": "-1"}).direction == -1
    assert read_ferry(FERRY | {"oneway": "yes", "oneway:foot": "no"}).direction == 0


@pytest.mark.parametrize("nodes", [[2, 5], [5, 9], [5, 7, 5]])
def test_what_leads_nowhere_is_counted_and_left_out(read, nodes):
    extract = read((20, nodes, FERRY))
    assert not len(extract.ferries)
    assert extract.counts["unjoined_ferries"] == 1


def test_no_street_is_joined_to_a_ferry(read):
    # A footway ends a metre from the ferry, in the water.
    spots = SPOTS | {30: (1.01, 10), 31: (5, 10)}
    path = (30, [30, 31], {"highway": "footway"})
    extract = read((20, CROSSING, FERRY), path, spots=spots)
    assert extract.counts["connectors"] == extract.counts["merged_nodes"] == 0
    assert extract.counts["fragments"] == 3


def test_a_street_is_split_where_a_ferry_leaves_it(read):
    extract = read((20, [2, 5, 7], FERRY), (21, [2, 9, 7], FERRY))
    for number in terminals(extract):
        assert (extract.edges[["u", "v"]] == number).to_numpy().sum() == 2
    pairs = np.sort(extract.ferries[["u", "v"]], axis=1)
    assert len(np.unique(pairs, axis=0)) == len(pairs)  # two ferries between the same two nodes


def test_a_ferry_beside_a_bridge_and_a_round_trip_keep_the_graph_simple(read):
    bridge = (12, [2, 7], STREET | {"bridge": "yes"})
    extract = read((20, [2, 7], FERRY), (21, [2, 5, 9, 2], FERRY), bridge)
    both = np.concatenate([extract.edges[["u", "v"]], extract.ferries[["u", "v"]]])
    pairs = np.sort(both, axis=1)
    assert len(np.unique(pairs, axis=0)) == len(pairs)
    assert (pairs[:, 0] < pairs[:, 1]).all()


def test_a_ferry_of_several_ways_is_one(read):
    extract = read((20, [2, 5], FERRY | {"duration": "00:10"}), (21, [5, 7], FERRY))
    assert extract.counts["ferries"] == 2
    assert len(terminals(extract)) == 2


def test_a_way_that_is_a_street_and_a_ferry_is_a_ferry(read):
    extract = read((20, CROSSING, FERRY | STREET))
    assert 20 not in set(extract.edges["way"])
    assert set(extract.ferries["way"]) == {20}


def test_a_terminal_that_is_merged_with_a_node_at_its_place_stays_one(read):
    # The pier (12) ends at 40, at the very place of node 7, and the ferry at 40.
    spots = SPOTS | {40: (1, 0), 41: (1, 1), 42: (3, 1)}
    pier = (12, [40, 41, 42], {"highway": "footway"})
    extract = read((20, [2, 5, 40], FERRY), pier, spots=spots)
    assert extract.counts["merged_nodes"] == 1
    assert len(terminals(extract)) == 2


def test_a_ferry_under_a_bridge_does_not_touch_it(read):
    # Node 50 of the bridge lies at the very place of node 5, in the middle of the ferry.
    spots = SPOTS | {50: (1, 10), 51: (-20, 10), 52: (20, 10)}
    bridge = (12, [51, 50, 52], STREET | {"bridge": "yes"})
    extract = read((20, CROSSING, FERRY), (13, [50, 51], STREET), bridge, spots=spots)
    assert len(terminals(extract)) == 2


def test_the_water_between_two_shores_may_lie_outside(read):
    shores = box(-DEGREE, -DEGREE, 3 * DEGREE, DEGREE).union(
        box(-DEGREE, 19 * DEGREE, 3 * DEGREE, 21 * DEGREE)
    )
    near, far = (20, CROSSING, FERRY | {"duration": "00:40"}), (21, [9, 5], FERRY)
    extract = read(near, far, keep=shores)
    assert extract.ferries["minutes"].sum() == pytest.approx(40)
    assert extract.counts["unjoined_ferries"] == 0
