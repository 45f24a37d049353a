import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.network.speeds import (
    STAIRS_SPEED_M_PER_MIN,
    SURFACE_TERRAIN_FACTORS,
    WALK_SPEED_M_PER_MIN,
    estimate_walking_speeds,
)
from geo.osm.walkability import WALKABLE_HIGHWAYS


def speed(kind, surface=None, *, steps=False):
    return estimate_walking_speeds([kind], [surface], is_stairs=np.array([steps]))[0]


def test_a_street_is_walked_at_the_comfortable_pace():
    assert speed("residential") == 75.0


def test_a_dirt_road_costs_a_tenth_more_time():
    assert 75.0 / speed("track") == pytest.approx(1.1)


def test_a_path_costs_a_fifth_more_time():
    assert 75.0 / speed("path") == pytest.approx(1.2)


def test_a_paved_path_is_as_good_as_a_street():
    assert speed("path", "asphalt") == 75.0


def test_mud_slows_a_street():
    assert 75.0 / speed("residential", "mud") == pytest.approx(1.8)


def test_an_unknown_surface_lets_the_kind_decide():
    assert speed("track", "moon_dust") == speed("track")


def test_steps_decide_before_the_surface():
    assert speed("steps", "concrete", steps=True) == STAIRS_SPEED_M_PER_MIN


def test_one_speed_per_edge_in_order():
    got = estimate_walking_speeds(
        ["path", "residential"], [None, None], is_stairs=np.array([False, False])
    )
    assert got == pytest.approx([62.5, 75.0])


def test_no_edges_no_speeds():
    assert estimate_walking_speeds([], [], is_stairs=np.zeros(0, dtype=bool)).shape == (0,)


@given(
    st.sampled_from(sorted(WALKABLE_HIGHWAYS)),
    st.none() | st.sampled_from(sorted(SURFACE_TERRAIN_FACTORS)) | st.text(),
    st.booleans(),
)
def test_nobody_stands_still_or_runs(kind, surface, steps):
    assert STAIRS_SPEED_M_PER_MIN <= speed(kind, surface, steps=steps) <= WALK_SPEED_M_PER_MIN
