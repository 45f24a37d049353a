"""What an import says of restricted streets."""

from shapely import box

from geo.osm.extract import read_extract
from pages.ui.setup.street_import import RESTRICTION_COUNTS
from tests.network.napkin import DEGREE, draw

STREET, PATH = {"highway": "residential"}, {"highway": "footway"}
SPOTS = {row * 20 + n: (n * 0.5, row) for row in range(2) for n in range(20)}
WAYS = [
    (1, list(range(20)), STREET),
    (2, [1, 21], {"highway": "service", "access": "private"}),
    (3, [2, 22], {"highway": "service", "access": "customers"}),
    (4, [3, 23], PATH | {"opening_hours": "06:00-18:00"}),
    (5, [4, 24], {"highway": "steps", "conveying": "forward"}),
    (6, [5, 25], PATH | {"foot:conditional": "no @ (wet)"}),
    (7, [6, 26], PATH),
    (8, [7, 27], PATH),
    (9, [8, 28], PATH),
    (10, [9, 29], PATH | {"access": "no", "foot:conditional": "yes @ (dry)"}),
    (11, [10, 16], {"route": "ferry"}),
    (12, [15, 35], {"route": "ferry"}),
    (13, [12, 32], {"highway": "steps", "handrail:left": "yes"}),
    (14, [13, 33], {"highway": "steps", "ramp:wheelchair": "yes"}),
    (15, [14, 34], PATH | {"wheelchair": "no"}),
]
TOLD = {
    26: {"barrier": "gate", "locked": "yes"},
    27: {"barrier": "gate", "access": "private"},
    28: {"barrier": "gate", "opening_hours": "06:00-22:00"},
    19: {"barrier": "bollard"},
}


def test_each_kind_of_restriction_is_counted(tmp_path):
    counts = read_extract(draw(tmp_path / "a.osm", SPOTS, WAYS, told=TOLD)).counts
    assert {key: counts[key] for key in RESTRICTION_COUNTS} == {
        "private_streets": 3,
        "closed_barriers": 1,
        "private_barriers": 1,
        "timed_streets": 1,
        "timed_barriers": 1,
        "one_way": 1,
        "steps": 3,
        "handrail_steps": 1,
        "ramp_steps": 1,
        "no_wheelchair": 1,
        "crossed_areas": 0,
        "ferries": 1,
        "unjoined_ferries": 1,
        "unread_conditions": 1,
        "unread_turns": 0,
    }


def test_what_lies_elsewhere_is_not_counted(tmp_path):
    near = box(-DEGREE, -DEGREE, 1.2 * DEGREE, 2 * DEGREE)
    counts = read_extract(
        draw(tmp_path / "a.osm", SPOTS, WAYS, told=TOLD), clip_polygon=near
    ).counts
    assert {key for key in RESTRICTION_COUNTS if counts[key]} == {"private_streets"}
