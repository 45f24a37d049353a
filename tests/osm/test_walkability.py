import pytest

from geo.osm.walkability import is_walkable


def walkable(kind, **tags):
    return is_walkable(
        kind,
        foot=tags.get("foot"),
        access=tags.get("access"),
        motorroad=tags.get("motorroad"),
    )


@pytest.mark.parametrize("kind", ["residential", "path", "steps", "track", "trunk", "footway"])
def test_people_walk_on_streets_and_paths(kind):
    assert walkable(kind)


@pytest.mark.parametrize("kind", ["motorway", "construction", "proposed", "raceway", "elevator"])
def test_nobody_walks_where_there_is_no_route_on_foot(kind):
    assert not walkable(kind)


@pytest.mark.parametrize("value", ["no", "private", "use_sidepath"])
def test_closed_on_foot_is_closed(value):
    assert not walkable("residential", foot=value)


@pytest.mark.parametrize("value", ["no", "private", "military"])
def test_closed_to_everybody_is_closed(value):
    assert not walkable("service", access=value)


@pytest.mark.parametrize("value", ["yes", "permissive", "destination", "customers"])
def test_open_to_visitors_is_open(value):
    assert walkable("service", access=value)


def test_what_is_said_of_walkers_goes_before_what_is_said_of_everybody():
    assert walkable("service", access="private", foot="yes")
    assert not walkable("service", access="yes", foot="no")


def test_a_motorway_is_walked_only_where_a_tag_says_so():
    assert walkable("motorway", foot="designated")


def test_a_permission_does_not_build_a_road():
    assert not walkable("construction", foot="yes")


def test_a_trunk_road_for_motors_only_is_closed():
    assert not walkable("trunk", motorroad="yes")
    assert walkable("trunk", motorroad="yes", foot="yes")
