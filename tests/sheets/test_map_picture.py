from __future__ import annotations

import re
from itertools import pairwise
from xml.etree import ElementTree

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from pyproj import CRS

from geo.cartography.palette import RISK_HATCHINGS
from geo.language import gettext
from geo.sheets import label_placement, number_markers, risk_drawing, route_drawing, svg
from geo.sheets.label_placement import LabelCollisions
from geo.sheets.map_frame import MIN_WIDTH_M, fit_frame
from geo.sheets.number_markers import NumberMarker
from geo.sheets.plan_map import draw_plan_map
from tests.sheets import plans

METRIC = CRS("EPSG:32616")
SIZE = (600.0, 400.0)
EAST, NORTH = 500_000.0, 1_540_000.0


def frame(*corners, size=SIZE):
    points = np.array([shapely.Point(EAST + x, NORTH + y) for x, y in corners], dtype=object)
    return fit_frame(points, METRIC, size=size), points


def parse(text):
    return ElementTree.fromstring(text)


def texts(root):
    return [one.text for one in root.iter(f"{{{svg.SVG_NAMESPACE}}}text")]


def test_north_is_up_and_a_metre_is_as_long_across_as_upwards():
    fitted, points = frame((0, 0), (1000, 0), (0, 500))
    origin, east, north = (
        shapely.get_coordinates(one)[0] for one in fitted.project_to_pixels(points)
    )
    assert east[0] > origin[0]
    assert east[1] == pytest.approx(origin[1])
    assert north[1] < origin[1]
    assert (east[0] - origin[0]) / 1000 == pytest.approx((origin[1] - north[1]) / 500)


@pytest.mark.parametrize(
    "corners", [[(0, 0)], [(0, 0), (0, 0)], [(0, 0), (30, 0)], [(0, 0), (0, 9000)]]
)
def test_all_of_it_is_on_the_picture_and_nothing_is_looked_at_too_closely(corners):
    fitted, points = frame(*corners)
    for one in fitted.project_to_pixels(points):
        assert 0 < one.x < SIZE[0]
        assert 0 < one.y < SIZE[1]
    assert fitted.width / fitted.scale >= MIN_WIDTH_M - 1e-6


def test_the_zoom_is_that_of_a_web_map():
    fitted, _ = frame((0, 0), (1000, 0))
    west, south, east, north = fitted.bounds_degrees
    across = (east - west) / 360 * 256 * 2**fitted.zoom
    assert across == pytest.approx(SIZE[0], rel=0.01)
    assert south < north


def test_a_map_shows_its_streets_its_numbers_its_scale_and_whom_it_is_owed_to(view, plan):
    labels = texts(parse(draw_plan_map(view, plan, size=(680.0, 440.0), locale="es")))
    assert "Calle Real" in labels
    assert "Salida" in labels
    assert "N" in labels
    assert "Lugar inventado" in labels
    assert any(re.fullmatch(r"\d+\s(m|km)", one) for one in labels)
    shown = {str(n) for n, stop in enumerate(plan.stops, 1) if stop.service.lat is not None}
    assert shown == {one for one in labels if one.isdigit()}


def test_whom_the_streets_are_owed_to_stands_there_in_her_language(view, plan):
    labels = texts(parse(draw_plan_map(view, plan, size=(680.0, 440.0), locale="en")))
    assert gettext("show.invented", "en") in labels
    assert "Lugar inventado" not in labels


def test_names_on_a_map_do_not_touch_each_other(view, plan, monkeypatch):
    rooms = []

    class Watched(LabelCollisions):
        def __init__(self, *size):
            super().__init__(*size)
            rooms.append(self)

    monkeypatch.setattr("geo.sheets.map_picture.LabelCollisions", Watched)
    draw_plan_map(view, plan, size=(680.0, 440.0))
    (room,) = rooms
    inside = shapely.box(0, 0, 680, 440)
    written = [one for one in room.occupied if len(one.exterior.coords) == 5]
    assert len(written) > 10
    for number, one in enumerate(written):
        assert inside.buffer(1).contains(one)
        assert not any(one.intersection(other).area > 0.5 for other in written[:number])


def test_a_plan_without_routes_has_no_map(view, plan):
    by_phone = plans.short(plan, 2, 3)
    assert draw_plan_map(view, by_phone, size=SIZE) == ""


@pytest.mark.parametrize(
    "text", ["</svg><script>x</script>", "&amp; & <", "\"'", "a\u0000b\u202e", "\n"]
)
def test_names_stay_text(text):
    root = svg.create_svg(10, 10)
    root.append(svg.draw_text(text, (1, 1), 10))
    again = parse(svg.serialise_svg(root))
    assert [one.tag.rpartition("}")[2] for one in again.iter()] == ["svg", "text"]
    (content,) = texts(again)
    assert content == "".join(one if one.isprintable() else " " for one in text)


spots = st.tuples(st.floats(20, 580), st.floats(20, 380))


@given(st.lists(spots, min_size=1, max_size=9))
def test_discs_stay_on_the_picture(places):
    found = [NumberMarker(x, y, str(number)) for number, (x, y) in enumerate(places, 1)]
    placed = number_markers.separate_markers(found, width=SIZE[0], height=SIZE[1])
    for mark in placed:
        assert mark.radius < mark.drawn_x < SIZE[0] - mark.radius
        assert mark.radius < mark.drawn_y < SIZE[1] - mark.radius


def test_services_side_by_side_keep_their_numbers_readable():
    close = [NumberMarker(300, 200, str(number)) for number in range(1, 7)]
    placed = number_markers.separate_markers(close, width=SIZE[0], height=SIZE[1])
    for number, one in enumerate(placed):
        for other in placed[:number]:
            away = np.hypot(one.drawn_x - other.drawn_x, one.drawn_y - other.drawn_y)
            assert away > one.radius + other.radius


def test_routes_there_and_back_lie_side_by_side_to_the_walkers_right():
    there = shapely.LineString([(0, 100), (200, 100)])  # y runs downwards: to the east
    back = shapely.LineString([(200, 100), (0, 100)])
    east, west = route_drawing.offset_shared_routes([there, back])
    assert shapely.get_coordinates(east)[:, 1].mean() == pytest.approx(
        100 + route_drawing.SIDE_OFFSET_PX
    )
    assert shapely.get_coordinates(west)[:, 1].mean() == pytest.approx(
        100 - route_drawing.SIDE_OFFSET_PX
    )
    (alone,) = route_drawing.offset_shared_routes([there])
    assert alone.equals(there)


def test_a_street_too_short_for_its_name_gets_none():
    room = LabelCollisions(*SIZE)
    long = shapely.LineString([(50, 200), (550, 200)])
    assert (
        list(
            label_placement._draw_along_line(
                "Calle", shapely.LineString([(0, 9), (20, 9)]), room, 10, "#000"
            )
        )
        == []
    )
    assert len(list(label_placement._draw_along_line("Calle", long, room, 10, "#000"))) == 1
    bent = shapely.LineString([(50 + x, 300 + 40 * (x // 10 % 2)) for x in range(0, 400, 10)])
    assert (
        list(label_placement._draw_along_line("Calle de muchas vueltas", bent, room, 10, "#000"))
        == []
    )


# --- without colour ------------------------------------------------------------------------------


def lightness(colour):
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in parts]
    y = float(np.dot(linear, [0.2126, 0.7152, 0.0722]))
    return 116 * y ** (1 / 3) - 16


def test_severities_are_distinguished_without_colour():
    land = lightness("#F4F0E9")
    hatchings = [RISK_HATCHINGS[severity] for severity in sorted(RISK_HATCHINGS)]
    light = [
        hatching.opacity * lightness(hatching.fill) + (1 - hatching.opacity) * land
        for hatching in hatchings
    ]
    assert all(milder - graver > 5 for milder, graver in pairwise(light))
    assert len({(hatching.kind, hatching.width, hatching.step) for hatching in hatchings}) == len(
        hatchings
    )
    for hatching in hatchings:  # what is hatched differs from its ground, in grey too
        assert lightness(hatching.fill) - lightness(hatching.line) > 15


def test_a_place_to_wait_is_never_hatched():
    assert "url(#" not in risk_drawing.draw_swatch(None).partition("</defs>")[2]
    for severity in RISK_HATCHINGS:
        assert (
            f"url(#risk-{severity})" in risk_drawing.draw_swatch(severity).partition("</defs>")[2]
        )
