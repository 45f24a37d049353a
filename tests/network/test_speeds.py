import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.language import sentence
from geo.network.speeds import (
    KIND_TERRAIN,
    STEPS_M_PER_MIN,
    STREET_M_PER_MIN,
    SURFACE_TERRAIN,
    speed_sources,
    walking_speed,
)
from geo.osm.walkability import WALKABLE_KINDS


def speed(kind, surface=None, *, steps=False):
    return walking_speed([kind], [surface], steps=np.array([steps]))[0]


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
    assert speed("steps", "concrete", steps=True) == STEPS_M_PER_MIN


def test_one_speed_per_edge_in_order():
    got = walking_speed(["path", "residential"], [None, None], steps=np.array([False, False]))
    assert got == pytest.approx([62.5, 75.0])


def test_no_edges_no_speeds():
    assert walking_speed([], [], steps=np.zeros(0, dtype=bool)).shape == (0,)


@given(
    st.sampled_from(sorted(WALKABLE_KINDS)),
    st.none() | st.sampled_from(sorted(SURFACE_TERRAIN)) | st.text(),
    st.booleans(),
)
def test_nobody_stands_still_or_runs(kind, surface, steps):
    assert STEPS_M_PER_MIN <= speed(kind, surface, steps=steps) <= STREET_M_PER_MIN


@pytest.mark.parametrize("locale", ["es", "en"])
def test_every_number_has_a_source_and_a_sentence(locale):
    for source in speed_sources():
        assert "(" in source.source
        assert sentence(source.key, locale) != source.key


def test_every_terrain_is_among_the_sources():
    told = {source.m_per_min for source in speed_sources()}
    used = {STREET_M_PER_MIN / c for c in (*SURFACE_TERRAIN.values(), *KIND_TERRAIN.values())}
    assert used | {STEPS_M_PER_MIN} == told
