"""Three sessions on a napkin: squares of 100 m, shifted, whose overlaps one counts by hand."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.affinity import translate
from shapely.geometry import LineString, box

from geo.workshop.consensus import compute_consensus
from geo.workshop.drawing_area import CORRIDOR_M, buffer_marks

UTM = "EPSG:32616"
EAST, NORTH = 284_000.0, 1_548_000.0
SQUARE_M2 = 10_000.0


def frame(*drawn: tuple[str, object]) -> gpd.GeoDataFrame:
    moved = [translate(shape, EAST, NORTH) for _, shape in drawn]
    marks = gpd.GeoDataFrame({"session": [code for code, _ in drawn]}, geometry=moved, crs=UTM)
    return marks.to_crs("EPSG:4326")


def test_three_squares_in_a_row_agree_where_they_overlap():
    """Each is 100 m wide and begins 40 m after the last: 40 one, 40 two, 20 three, and back."""
    marks = frame(*((f"S{n}", box(40 * n, 0, 40 * n + 100, 100)) for n in range(3)))
    found = compute_consensus(marks, session_count=4)
    by_count = found.pieces.groupby("sessions")["area_m2"].sum()
    assert by_count.to_dict() == pytest.approx({1: 8_000, 2: 8_000, 3: 2_000}, rel=1e-3)
    assert found.area_m2(min_sessions=2) == pytest.approx(10_000, rel=1e-3)
    assert found.pieces["sessions"].iloc[0] == 3
    assert found.pieces["codes"].iloc[0] == ["S0", "S1", "S2"]
    assert found.session_count == 4


def test_what_one_session_drew_twice_counts_once():
    found = compute_consensus(
        frame(("S1", box(0, 0, 100, 100)), ("S1", box(0, 0, 100, 100))), session_count=1
    )
    assert found.pieces["sessions"].tolist() == [1]
    assert found.area_m2(min_sessions=1) == pytest.approx(SQUARE_M2, rel=1e-3)


def test_a_courtyard_within_a_ring_is_marked_by_nobody():
    ring = box(0, 0, 100, 100).difference(box(40, 40, 60, 60))
    found = compute_consensus(frame(("S1", ring)), session_count=1)
    assert found.area_m2(min_sessions=1) == pytest.approx(SQUARE_M2 - 400, rel=1e-3)


def test_nothing_marked_is_no_consensus():
    assert compute_consensus(frame(("S1", shapely.Point(0, 0))), session_count=3).pieces.empty


def test_a_stretch_becomes_a_corridor():
    (ground,) = buffer_marks(frame(("S1", LineString([(0, 0), (100, 0)])))).to_crs(UTM).geometry
    assert ground.area == pytest.approx(100 * 2 * CORRIDOR_M + np.pi * CORRIDOR_M**2, rel=0.01)


squares = st.tuples(
    st.sampled_from(["S1", "S2", "S3", "S4"]), st.integers(0, 80), st.integers(0, 80)
)


@pytest.mark.slow
@settings(max_examples=40, deadline=None)
@given(st.lists(squares, min_size=1, max_size=8))
def test_the_pieces_make_up_what_was_marked_and_count_it_right(drawn):
    marks = frame(*((code, box(x, y, x + 30, y + 30)) for code, x, y in drawn))
    found = compute_consensus(marks, session_count=4)
    whole = marks.to_crs(UTM).union_all().area
    assert found.area_m2(min_sessions=1) == pytest.approx(whole, rel=2e-3)
    by_hand = sum(
        marks[marks["session"] == code].to_crs(UTM).union_all().area
        for code in marks["session"].unique()
    )
    counted = (found.pieces["sessions"] * found.pieces["area_m2"]).sum()
    assert counted == pytest.approx(by_hand, rel=2e-3)
