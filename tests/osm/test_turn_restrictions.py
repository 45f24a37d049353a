"""Turn restrictions: which relations restrict cars, and between which edges."""

from xml.etree import ElementTree as ET

import pytest

from geo.osm.extract import read_extract
from tests.network.napkin import osm_xml

STREET = {"highway": "residential"}
#       4
#       |
#   1 - 2 - 3
CROSS = {1: (0, 0), 2: (2, 0), 3: (4, 0), 4: (2, 2)}
WEST, EAST, NORTH = (10, [1, 2], STREET), (11, [2, 3], STREET), (12, [2, 4], STREET)
WAYS = [WEST, EAST, NORTH]
NO_LEFT = {"type": "restriction", "restriction": "no_left_turn"}
TURN = [("way", 10, "from"), ("node", 2, "via"), ("way", 12, "to")]


@pytest.fixture
def read(tmp_path):
    """Read streets with relations; give each turn as two ways, and whether it is the only one."""

    def drawn(*relations, ways=WAYS, spots=CROSS):
        root = osm_xml(spots, list(ways))
        for number, (members, tags) in enumerate(relations):
            relation = ET.SubElement(root, "relation", id=str(900 + number), version="1")
            for kind, ref, role in members:
                ET.SubElement(relation, "member", type=kind, ref=str(ref), role=role)
            for key, value in tags.items():
                ET.SubElement(relation, "tag", k=key, v=value)
        path = tmp_path / "a.osm"
        path.write_bytes(ET.tostring(root, encoding="utf-8"))
        extract = read_extract(path)
        edges = extract.edges.set_index("edge")
        for one, node, other, _ in extract.turn_restrictions:
            assert (edges.loc[[one, other], ["u", "v"]] == node).any(axis=1).all()
        way = edges["way"]
        return [
            (int(way[one]), int(way[other]), only)
            for one, _, other, only in extract.turn_restrictions
        ]

    return drawn


def test_a_forbidden_turn_is_read(read):
    assert read((TURN, NO_LEFT)) == [(10, 12, False)]


def test_no_relation_no_turn(read):
    assert read() == []


@pytest.mark.parametrize(
    ("tags", "expected"),
    [
        ({"restriction": "only_straight_on"}, [(10, 12, True)]),
        ({"restriction": "no_u_turn"}, [(10, 12, False)]),
        ({"restriction": "NO_RIGHT_TURN "}, [(10, 12, False)]),
        ({"restriction:motorcar": "no_left_turn"}, [(10, 12, False)]),
        ({"restriction:conditional": "no_left_turn @ (07:00-09:00)"}, [(10, 12, False)]),
        ({"restriction": "no_left_turn", "except": "psv;bicycle"}, [(10, 12, False)]),
        ({"restriction": "no_left_turn", "except": "bicycle; motorcar"}, []),
        ({"restriction": "no_left_turn", "restriction:motorcar": "none"}, []),
        ({"restriction:hgv": "no_left_turn"}, []),
        ({"restriction": "give_way"}, []),
        ({"restriction": "no_left_turn", "type": "route"}, []),
    ],
)
def test_a_restriction_holds_for_cars_or_not(read, tags, expected):
    assert read((TURN, {"type": "restriction", **tags})) == expected


@pytest.mark.parametrize(
    "members",
    [
        [("way", 10, "from"), ("way", 11, "via"), ("way", 12, "to")],
        [("way", 10, "from"), ("way", 12, "to")],
        [("way", 10, "from"), ("node", 2, "via"), ("node", 4, "via"), ("way", 12, "to")],
        [("way", 10, "from"), ("node", 3, "via"), ("way", 12, "to")],
        [("way", 10, "from"), ("node", 99, "via"), ("way", 12, "to")],
        [("way", 10, "from"), ("node", 2, "via"), ("way", 77, "to")],
        [("node", 2, "via"), ("way", 12, "to")],
        [("way", 10, "from"), ("relation", 2, "via"), ("way", 12, "to")],
        [],
    ],
)
def test_a_relation_without_one_node_between_its_ways_restricts_nothing(read, members):
    assert read((members, NO_LEFT)) == []


ALONG = [("way", 10, "from"), ("way", 11, "via"), ("way", 12, "to")]


@pytest.mark.parametrize(
    ("members", "tags", "count"),
    [
        (ALONG, NO_LEFT, 1),
        ([*ALONG, ("node", 2, "via")], NO_LEFT, 1),
        (ALONG, {**NO_LEFT, "except": "motorcar"}, 0),
        ([*ALONG[:2], ("way", 77, "to")], NO_LEFT, 0),
        (TURN, NO_LEFT, 0),
    ],
)
def test_a_restriction_along_other_ways_is_counted(read, tmp_path, members, tags, count):
    read((members, tags))
    assert read_extract(tmp_path / "a.osm").counts["unread_turns"] == count


def test_several_ways_of_a_relation_are_restricted_each(read):
    members = [("way", 10, "from"), ("way", 11, "from"), ("node", 2, "via"), ("way", 12, "to")]
    told = {"type": "restriction", "restriction": "no_entry"}
    assert sorted(read((members, told))) == [(10, 12, False), (11, 12, False)]


def test_turning_back_on_the_same_way_is_read(read):
    members = [("way", 10, "from"), ("node", 2, "via"), ("way", 10, "to")]
    told = {"type": "restriction", "restriction": "no_u_turn"}
    assert read((members, told)) == [(10, 10, False)]


def test_a_way_that_runs_through_the_node_is_ambiguous(read):
    members = [("way", 10, "from"), ("node", 2, "via"), ("way", 12, "to")]
    assert read((members, NO_LEFT), ways=[(10, [1, 2, 3], STREET), NORTH]) == []


def test_the_same_turn_twice_is_one_row(read):
    assert read((TURN, NO_LEFT), (TURN, NO_LEFT)) == [(10, 12, False)]


def test_ways_that_lead_to_the_node_in_either_direction_are_found(read):
    ways = [(10, [2, 1], STREET), EAST, (12, [4, 2], STREET)]
    assert read((TURN, NO_LEFT), ways=ways) == [(10, 12, False)]
