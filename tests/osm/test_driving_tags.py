import numpy as np
import pytest

from geo.osm.driving_tags import parse_speed_km_h, read_driving
from geo.osm.extract import read_extract
from tests.network.napkin import draw


def driving(**tags):
    return read_driving(
        {"highway": "residential"} | {key.replace("__", ":"): tags[key] for key in tags}
    )


@pytest.mark.parametrize(
    ("tags", "direction"),
    [
        ({}, 0),
        ({"oneway": "yes"}, 1),
        ({"oneway": "1"}, 1),
        ({"oneway": "true"}, 1),
        ({"oneway": "-1"}, -1),
        ({"oneway": "reverse"}, -1),
        ({"oneway": "no"}, 0),
        ({"oneway": "alternating"}, 0),
        ({"junction": "roundabout"}, 1),
        ({"junction": "circular"}, 1),
        ({"junction": "roundabout", "oneway": "-1"}, -1),
        ({"junction": "circular", "oneway": "no"}, 0),
        ({"highway": "motorway"}, 1),
        ({"oneway": "yes", "oneway__motor_vehicle": "no"}, 0),
        ({"oneway__motorcar": "-1", "oneway": "yes"}, -1),
        ({"oneway": "yes", "oneway__bicycle": "no"}, 1),
    ],
)
def test_direction(tags, direction):
    assert driving(**tags).direction == direction
    assert driving(**tags).access is None


@pytest.mark.parametrize("value", ["reversible", "yes;no", "sometimes"])
def test_a_direction_that_nobody_knows_closes_the_street_to_vehicles(value):
    assert driving(oneway=value).access == "closed"


@pytest.mark.parametrize(
    ("tags", "access"),
    [
        ({"access": "yes"}, None),
        ({"access": "no"}, "closed"),
        ({"access": "private"}, "destination"),
        ({"access": "customers"}, "destination"),
        ({"motor_vehicle": "destination"}, "destination"),
        ({"motor_vehicle": "delivery"}, "destination"),
        ({"vehicle": "no"}, "closed"),
        ({"motor_vehicle": "agricultural"}, "closed"),
        ({"access": "no", "motor_vehicle": "yes"}, None),
        ({"vehicle": "no", "motorcar": "yes"}, None),
        ({"access": "yes", "motor_vehicle": "no"}, "closed"),
        ({"foot": "no"}, None),
        ({"motor_vehicle__conditional": "no @ (Mo-Fr 08:00-18:00)"}, "destination"),
        ({"motor_vehicle": "no", "motor_vehicle__conditional": "yes @ (20:00-06:00)"}, "closed"),
        ({"motor_vehicle__conditional": "yes @ (20:00-06:00)"}, None),
        ({"access__conditional": "no @ (22:00-06:00)"}, "destination"),
        ({"motor_vehicle": "yes", "access__conditional": "no @ (22:00-06:00)"}, None),
        ({"opening_hours": "06:00-22:00"}, "destination"),
        ({"opening_hours": "24/7"}, None),
    ],
)
def test_access_of_vehicles(tags, access):
    assert driving(**tags).access == access


@pytest.mark.parametrize(
    ("text", "km_h"),
    [
        ("50", 50),
        ("50 km/h", 50),
        ("50kmh", 50),
        ("30 mph", 48.28),
        ("30mph", 48.28),
        ("10 knots", 18.52),
        ("27.5", 27.5),
        ("walk", 5),
        ("DE:walk", 5),
        ("PE:urban", 30),
        ("SV:urban", 50),
        ("XX:urban", 50),
        ("DE:living_street", 7),
        ("RU:urban", 60),
        ("DE:zone:30", 30),
        ("ES:zone30", 30),
        ("MX:living_street", 20),
    ],
)
def test_speeds(text, km_h):
    assert parse_speed_km_h(text) == pytest.approx(km_h, abs=0.01)


@pytest.mark.parametrize(
    ("kind", "km_h"), [("residential", 30), ("tertiary", 50), ("primary", 50), ("primary_link", 50)]
)
def test_an_urban_limit_is_that_of_the_class_of_street(kind, km_h):
    assert parse_speed_km_h("PE:urban", kind) == km_h


@pytest.mark.parametrize(
    "text",
    [
        "none", "signals", "variable", "PE:rural", "0", "-5", "5000", "fast", "", "1e3",
        "DE:zone:1000", "DE:zone:0",
    ],
)  # fmt: skip
def test_what_is_no_limit_gives_none(text):
    assert np.isnan(parse_speed_km_h(text))


@pytest.mark.parametrize(
    ("tags", "km_h"),
    [
        ({"maxspeed": "60"}, 60),
        ({"maxspeed__forward": "60", "maxspeed__backward": "40"}, 40),
        ({"maxspeed": "80", "maxspeed__backward": "50"}, 50),
        ({"maxspeed": "50;30"}, 30),
        ({"maxspeed": "none", "maxspeed__forward": "90"}, 90),
    ],
)
def test_the_lowest_limit_of_a_street_holds(tags, km_h):
    assert driving(**tags).km_h == km_h


def test_edges_have_what_vehicles_may_do_in_their_own_direction(tmp_path):
    spots = {1: (0, 0), 2: (1, 0), 3: (2, 0), 4: (1, 1)}
    ways = [
        (10, [3, 2, 1], {"highway": "residential", "oneway": "yes", "maxspeed": "30"}),
        (11, [2, 4], {"highway": "residential", "motor_vehicle": "no"}),
    ]
    extract = read_extract(draw(tmp_path / "a.osm", spots, ways))
    east = extract.nodes.geometry.x
    street = extract.edges[extract.edges["way"] == 10]
    for edge in street.itertuples():
        first, last = (edge.u, edge.v) if edge.drive_direction == 1 else (edge.v, edge.u)
        assert east[first] > east[last]
    assert street["drive_km_h"].tolist() == [30, 30]
    assert street["drive_direction"].abs().tolist() == [1, 1]
    assert street["direction"].tolist() == [0, 0]
    assert extract.edges.set_index("way").loc[11, "drive_access"] == "closed"


@pytest.mark.parametrize(
    ("gate", "access"),
    [
        ({"barrier": "bollard"}, "closed"),
        ({"barrier": "gate", "locked:conditional": "yes @ (22:00-06:00)"}, "destination"),
        ({"barrier": "block"}, "closed"),
        ({"barrier": "gate", "locked": "yes"}, "closed"),
        ({"barrier": "gate", "access": "private"}, "destination"),
        ({"barrier": "gate", "motor_vehicle": "private", "foot": "yes"}, "destination"),
        ({"barrier": "gate", "access": "no", "foot": "yes"}, "closed"),
        ({"barrier": "lift_gate", "opening_hours": "06:00-22:00", "foot": "yes"}, "destination"),
        ({"barrier": "thing"}, "closed"),
        ({"barrier": "bollard", "motor_vehicle": "yes"}, None),
        ({"barrier": "gate"}, None),
        ({"barrier": "toll_booth"}, None),
        ({"barrier": "cattle_grid"}, None),
        ({"barrier": "kerb"}, None),
    ],
)
def test_barriers_of_vehicles(tmp_path, gate, access):
    spots = {1: (0, 0), 2: (1, 0), 3: (2, 0)}
    ways = [(10, [1, 2, 3], {"highway": "residential"})]
    edges = read_extract(draw(tmp_path / "a.osm", spots, ways, told={2: gate})).edges
    found = edges["drive_access"].dropna().tolist()
    assert found == ([access] * 2 if access else [])
