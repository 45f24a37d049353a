"""Which tags say that steps have a handrail, or that a wheelchair can pass."""

import pytest

from geo.osm.accessibility_tags import has_handrail, read_wheelchair

STEPS, PATH = {"highway": "steps"}, {"highway": "footway"}


@pytest.mark.parametrize(
    ("tags", "expected"),
    [
        ({}, False),
        ({"handrail": "yes"}, True),
        ({"handrail": "no"}, False),
        ({"handrail": "both"}, True),
        ({"handrail": "left;right"}, True),
        ({"handrail": "double"}, True),
        ({"handrail": "unknown"}, False),
        ({"handrail:left": "yes"}, True),
        ({"handrail:right": "yes", "handrail:left": "no"}, True),
        ({"handrail:center": "yes"}, True),
        ({"handrail:both": "yes"}, True),
        ({"handrail:left": "no"}, False),
        ({"handrail": "no", "handrail:left": "yes"}, False),  # they contradict each other
    ],
)
def test_a_handrail_is_one_on_any_side(tags, expected):
    assert has_handrail(STEPS | tags) is expected


@pytest.mark.parametrize(
    ("tags", "expected"),
    [
        ({}, None),
        ({"wheelchair": "yes"}, "yes"),
        ({"wheelchair": "designated"}, "yes"),
        ({"ramp:wheelchair": "yes"}, "yes"),
        ({"ramp": "yes", "ramp:wheelchair": "yes"}, "yes"),
        ({"ramp": "yes"}, None),  # for bicycles, perhaps
        ({"ramp:bicycle": "yes", "ramp": "yes"}, None),
        ({"ramp": "separate"}, None),
        ({"ramp": "separate", "wheelchair": "yes"}, None),  # the ramp is a way of its own
        ({"ramp": "no", "wheelchair": "yes"}, None),
        ({"wheelchair": "limited"}, None),
        ({"ramp:wheelchair": "limited"}, None),
        ({"wheelchair": "no"}, "no"),
        ({"wheelchair": "no", "ramp:wheelchair": "yes"}, "no"),
        ({"wheelchair": "yes", "ramp:wheelchair": "no"}, "no"),
    ],
)
def test_steps_need_a_ramp_for_wheelchairs(tags, expected):
    assert read_wheelchair(STEPS | tags) == expected


@pytest.mark.parametrize(
    ("value", "expected"), [("no", "no"), ("yes", None), ("limited", None), ("bad", None)]
)
def test_other_ways_are_passed_unless_they_are_tagged_otherwise(value, expected):
    assert read_wheelchair(PATH | {"wheelchair": value}) == expected
