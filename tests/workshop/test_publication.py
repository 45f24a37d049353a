"""From marks to layers, and from many groups to a consensus, on a napkin."""

from __future__ import annotations

import uuid
from datetime import date

import pytest
from shapely.geometry import shape

from geo.errors import DrawingUnknownError
from geo.privacy.view import open_view
from geo.workshop.consensus_areas import SessionFilter, read_consensus
from geo.workshop.drawing_sessions import SessionDetails, open_drawing, share_drawing
from geo.workshop.publication import agree_drawing
from geo.workshop.records import DrawingScope
from geo.workshop.synchronisation import synchronise_marks
from tests.workshop.conftest import GROUP, SLUG, risk, square

LINE = {"type": "LineString", "coordinates": [[-89.0, 14.0], [-88.999, 14.0]]}
DOT = {"type": "Point", "coordinates": [-89.001, 14.001]}


def draw(store, code: str, *marks: dict) -> list[str]:
    ids = [str(uuid.uuid4()) for _ in marks]
    operations = [
        {"opid": str(uuid.uuid4()), "id": mark_id, "act": "put", "base": 0, "mark": mark}
        for mark_id, mark in zip(ids, marks, strict=True)
    ]
    answer = synchronise_marks(
        store, DrawingScope(SLUG, code), {"operations": operations}, locale="es"
    )
    assert answer["refused"] == []
    return ids


def test_agreed_marks_become_layers_and_what_was_set_aside_does_not(store, drawing):
    draw(
        store,
        drawing.code,
        risk(note="sin luz"),
        risk(geometry=LINE),
        risk(aside=True),
        {"kind": "safe_zone", "category": "shop", "name": "La esquina", "geometry": DOT},
        {"kind": "service", "category": "health", "name": "Unidad", "geometry": DOT},
    )
    counts = agree_drawing(store, SLUG, drawing.code, today=date(2026, 6, 1))
    assert (counts.risk_areas, counts.safe_zones, counts.services) == (2, 1, 1)
    view = open_view(store, SLUG, "coordinator")
    areas = view.risk_areas
    assert areas.geometry.geom_type.tolist() == ["Polygon", "Polygon"]
    assert areas["note"].iloc[0] == "sin luz"
    assert areas["note"].isna().tolist() == [False, True]
    assert areas["session"].tolist() == [drawing.code] * 2
    assert view.safe_zones["name"].tolist() == ["La esquina"]
    assert view.services["type"].tolist() == ["health"]
    assert not view.services["confidential"].any()


def test_agreeing_again_puts_what_stands_now_in_place_of_the_earlier(store, drawing):
    (first,) = draw(store, drawing.code, risk())
    agree_drawing(store, SLUG, drawing.code)
    change = {"opid": str(uuid.uuid4()), "id": first, "act": "put", "base": 1,
              "mark": risk(severity=5)}  # fmt: skip
    synchronise_marks(
        store, DrawingScope(SLUG, drawing.code), {"operations": [change]}, locale="es"
    )
    agree_drawing(store, SLUG, drawing.code)
    areas = open_view(store, SLUG, "coordinator").risk_areas
    assert areas["severity"].tolist() == [5]
    assert areas["id"].tolist() == [first]


def test_three_groups_agree_where_their_squares_meet(store):
    bands = ["13-17", "18-29", "30-59"]
    for number, band in enumerate(bands):
        said = SessionDetails(**{**vars(GROUP), "age_band": band})
        code = open_drawing(store, SLUG, said).code
        draw(store, code, risk(geometry=square(west=-89.0 + 0.0004 * number), holds="night"))
        if number < 2:
            share_drawing(store, SLUG, code)
    one = shape(square())
    view = open_view(store, SLUG, "network")
    of_two = read_consensus(store, view)
    assert of_two.session_count == 2, "the third group has not shared"
    assert of_two.pieces["sessions"].max() == 2
    whole, lap = of_two.area_m2(min_sessions=1), of_two.area_m2(min_sessions=2)
    assert lap / whole == pytest.approx(6 / 14, rel=1e-3)
    assert one.area > 0
    young = read_consensus(store, view, SessionFilter(age_band="13-17"))
    assert young.session_count == 1
    assert young.area_m2(min_sessions=1) == pytest.approx(whole * 10 / 14, rel=1e-3)
    assert read_consensus(store, view, SessionFilter(slot="day")).pieces.empty


def test_an_agreed_group_counts_once(store, drawing):
    draw(store, drawing.code, risk())
    share_drawing(store, SLUG, drawing.code)
    before = read_consensus(store, open_view(store, SLUG, "network"))
    agree_drawing(store, SLUG, drawing.code)
    after = read_consensus(store, open_view(store, SLUG, "network"))
    assert after.pieces["sessions"].tolist() == before.pieces["sessions"].tolist() == [1]
    assert after.area_m2(min_sessions=1) == pytest.approx(before.area_m2(min_sessions=1), rel=1e-6)


def test_the_public_learns_of_no_group_what_it_drew(store, drawing):
    with pytest.raises(DrawingUnknownError):
        read_consensus(store, open_view(store, SLUG, "public"))
