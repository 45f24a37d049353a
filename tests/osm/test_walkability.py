import pytest

from geo.osm.walkability import read_pedestrian_direction, read_street_passage


def passage(kind, **tags):
    """Give access and hours of a way."""
    read = read_street_passage({"highway": kind} | tags)
    return read.access, read.open_hours


OPEN, DESTINATION, CLOSED = (None, None), ("destination", None), ("closed", None)


@pytest.mark.parametrize(
    "kind", ["residential", "path", "steps", "track", "trunk", "footway", "corridor"]
)
def test_people_walk_on_streets_and_paths(kind):
    assert passage(kind) == OPEN


@pytest.mark.parametrize("kind", ["motorway", "construction", "proposed", "raceway", "elevator"])
def test_nobody_walks_where_there_is_no_route_on_foot(kind):
    assert passage(kind) == CLOSED


@pytest.mark.parametrize("key", ["foot", "access"])
@pytest.mark.parametrize(
    "value", ["no", "use_sidepath", "military", "agricultural", "No", "no;yes"]
)
def test_closed_is_closed(key, value):
    assert passage("residential", **{key: value}) == CLOSED


@pytest.mark.parametrize("key", ["foot", "access"])
@pytest.mark.parametrize(
    "value",
    [
        "private",
        "customers",
        "permit",
        "destination",
        "delivery",
        "residents",
        "key",
        "yes;private",
    ],
)
def test_private_leads_to_destinations(key, value):
    assert passage("residential", **{key: value}) == DESTINATION


@pytest.mark.parametrize("key", ["foot", "access"])
@pytest.mark.parametrize("value", ["yes", "permissive", "designated", "unknown", ""])
def test_open_to_everybody_is_open(key, value):
    assert passage("service", **{key: value}) == OPEN


def test_what_is_said_of_walkers_goes_before_what_is_said_of_everybody():
    assert passage("service", access="private", foot="yes") == OPEN
    assert passage("service", access="yes", foot="no") == CLOSED
    assert passage("service", access="no", foot="private") == DESTINATION
    assert passage("service", access="no", foot="destination") == DESTINATION
    assert passage("service", access="private", foot="unknown") == DESTINATION


def test_a_motorway_is_walked_only_where_a_tag_says_so():
    assert passage("motorway", foot="designated") == OPEN
    assert passage("motorway", access="yes") == CLOSED


def test_a_permission_does_not_build_a_road():
    assert passage("construction", foot="yes") == CLOSED
    for key in ("construction", "proposed", "abandoned", "razed", "demolished"):
        assert passage("residential", foot="yes", **{key: "yes"}) == CLOSED
    assert passage("residential", construction="minor") == OPEN


def test_a_trunk_road_for_motors_only_is_closed():
    assert passage("trunk", motorroad="yes") == CLOSED
    assert passage("trunk", motorroad="yes", access="yes") == CLOSED
    assert passage("trunk", motorroad="yes", foot="yes") == OPEN


def test_a_street_with_its_sidewalk_drawn_apart_is_walked_unless_a_sign_forbids_it():
    assert passage("primary", sidewalk="separate") == OPEN
    assert passage("primary", sidewalk="separate", foot="use_sidepath") == CLOSED


@pytest.mark.parametrize(
    ("tags", "direction"),
    [
        ({"oneway": "yes"}, 0),
        ({"oneway:foot": "yes"}, 1),
        ({"oneway:foot": "-1"}, -1),
        ({"oneway:foot": "no", "conveying": "forward"}, 0),
        ({"conveying": "forward"}, 1),
        ({"conveying": "backward"}, -1),
        ({"conveying": "reversible"}, 0),
        ({"conveying": "yes"}, 0),
        ({"conveying": "yes", "oneway": "yes"}, 1),
        ({"conveying": "yes", "oneway": "-1"}, -1),
        ({"foot:backward": "no"}, 1),
        ({"foot:forward": "no"}, -1),
    ],
)
def test_only_what_concerns_walkers_makes_a_way_one_way(tags, direction):
    assert read_pedestrian_direction({"highway": "steps"} | tags) == direction
