"""Layers draw what the frames hold: no more, no less, and all of it as text."""

import pandas as pd
import pytest
import streamlit_folium
from shapely.geometry import LineString, MultiPolygon, Point, Polygon

from geo.cartography import layers, palette
from geo.cartography.offline_map import create_map
from tests.cartography.napkin import SOUTH, WEST, frame, labels, of_kind, shapes_of, square

EVERY_EMPTY = [
    layers.risk_area_layer(frame([], severity=[])),
    layers.safe_zone_layer(frame([], name=[])),
    layers.service_layer(frame([], id=[], type=[], name=[])),
    layers.zone_layer(frame([], name=[])),
    layers.demand_layer(frame([], people=[])),
    layers.gap_layer(frame([], number=[], name=[])),
    layers.route_layer(frame([], role=[]), frame([], role=[], severity=[])),
    layers.catchment_layer(None),
    layers.boundary_layer(None),
    layers.connector_layer(frame([])),
]


@pytest.mark.parametrize("empty", EVERY_EMPTY, ids=lambda group: group.layer_name)
def test_an_empty_layer_draws_nothing(empty):
    assert shapes_of(empty) == []


def test_risk_areas_side_by_side_are_drawn_in_the_look_of_their_level():
    areas = frame([square(level * 2, 0) for level in range(1, 6)], severity=[1, 2, 3, 4, 5])
    drawn = of_kind(layers.risk_area_layer(areas), "area")
    assert [shape["style"]["fillColor"] for shape in drawn] == [
        f"url(#amparo-risk-{level})" for level in (1, 2, 3, 4, 5)
    ]
    assert [shape["style"]["color"] for shape in drawn] == [
        look.rim for look in palette.RISK_HATCHINGS.values()
    ]
    assert all(len(shape["at"]) == 1 for shape in drawn)
    assert all(shape["style"]["pane"] == "amparo-risk" for shape in drawn)


def test_where_areas_overlap_only_the_gravest_is_drawn():
    mild, grave = square(0, 0, size=4), square(1, 1, size=2)
    drawn = of_kind(layers.risk_area_layer(frame([grave, mild], severity=[5, 2])), "area")
    (hole_in_mild,), (whole_grave,) = drawn[0]["at"], drawn[1]["at"]
    assert drawn[0]["style"]["className"] == "amparo-risk-2"
    assert len(hole_in_mild) == 2, "the mild area has a hole where the grave one lies"
    assert len(whole_grave) == 1


def test_ten_groups_drawing_one_corner_draw_it_once():
    areas = frame([square(0, 0)] * 10, severity=[4] * 10)
    (shape,) = of_kind(layers.risk_area_layer(areas), "area")
    assert len(shape["at"]) == 1


def test_the_order_of_rows_does_not_change_what_is_drawn():
    areas = frame([square(0, 0, 3), square(1, 1, 3), square(2, 2, 3)], severity=[3, 1, 5])
    assert shapes_of(layers.risk_area_layer(areas)) == shapes_of(
        layers.risk_area_layer(areas.iloc[::-1])
    )


def test_areas_step_back_where_a_route_is_the_answer():
    areas = frame([square(0, 0)], severity=[3])
    (plain,) = shapes_of(layers.risk_area_layer(areas))
    (faded,) = shapes_of(layers.risk_area_layer(areas, faded=True))
    assert (plain["style"]["fillOpacity"], faded["style"]["fillOpacity"]) == (1, 0.78)


def test_every_area_can_be_touched_even_under_a_graver_one():
    areas = frame([square(0, 0), square(0, 0)], severity=[2, 5], tip=["Cantina", "Vereda sola"])
    touched = [shape for shape in shapes_of(layers.risk_area_layer(areas)) if shape["tip"]]
    assert [shape["tip"] for shape in touched] == ["Cantina", "Vereda sola"]


def test_an_area_that_crosses_itself_is_drawn_all_the_same():
    bow = Polygon(
        [(WEST, SOUTH), (WEST + 0.002, SOUTH + 0.002), (WEST + 0.002, SOUTH), (WEST, SOUTH + 0.002)]
    )
    (shape,) = of_kind(layers.risk_area_layer(frame([bow], severity=[3])), "area")
    assert len(shape["at"]) == 2, "two triangles"


def test_positions_are_latitude_first():
    (shape,) = shapes_of(layers.risk_area_layer(frame([square(0, 0)], severity=[1])))
    corners = shape["at"][0][0]
    assert {(lat, lon) for lat, lon in corners} == {
        (13.9, -89.85),
        (13.901, -89.85),
        (13.901, -89.849),
        (13.9, -89.849),
    }


def test_a_safe_zone_has_a_white_rim_under_a_teal_one_and_no_hatching():
    group = layers.safe_zone_layer(frame([square(0, 0)], name=["Plaza"]))
    white, teal = of_kind(group, "area")
    assert (white["style"]["color"], white["style"]["weight"]) == ("#FFFFFF", 8)
    assert (teal["style"]["color"], teal["style"]["weight"]) == (palette.TEAL, 3)
    assert teal["style"]["fillColor"] == palette.TEAL
    assert labels(group) == ["Plaza"]
    assert labels(layers.safe_zone_layer(frame([square(0, 0)], name=["Plaza"]), labels=False)) == []


def test_a_safe_zone_may_be_a_point():
    group = layers.safe_zone_layer(frame([Point(WEST, SOUTH)], name=["Tienda"]))
    assert [shape["at"] for shape in of_kind(group, "dots")] == [[[SOUTH, WEST, 11.0]]] * 2


def doors(**more):
    places = [Point(WEST, SOUTH), Point(WEST + 0.001, SOUTH)]
    return frame(
        places, id=["a", "b"], type=["police", "health"], name=["Puesto", "Unidad"], **more
    )


def test_services_show_the_sign_of_their_type():
    police, health = of_kind(layers.service_layer(doors()), "sign")
    assert "police.svg" in police["html"]
    assert "hospital.svg" in health["html"]
    assert (police["look"], health["look"]) == ("door", "door")


def test_the_destination_is_set_apart_and_keeps_its_name():
    group = layers.service_layer(doors(), labels=False, chosen="b")
    assert [shape["look"] for shape in of_kind(group, "sign")] == ["door", "door chosen"]
    assert labels(group) == ["Unidad"]


def test_services_in_order_show_their_numbers():
    group = layers.service_layer(doors(number=[1, 2]))
    assert [shape["html"] for shape in of_kind(group, "sign")] == ["<b>1</b>", "<b>2</b>"]


def test_a_type_without_a_sign_of_its_own_gets_the_plain_one():
    unknown = frame([Point(WEST, SOUTH)], id=["a"], type=["club"], name=["Club"])
    assert "information.svg" in of_kind(layers.service_layer(unknown), "sign")[0]["html"]


def test_every_service_type_has_a_sign_that_can_be_had():
    from geo.cartography import assets
    from geo.cartography.service_layer import SERVICE_ICONS
    from geo.model import SERVICE_TYPES

    assert set(SERVICE_ICONS) == set(SERVICE_TYPES)
    if assets.packages_installed():
        assert all(assets.find_asset("maki", f"{sign}.svg") for sign in SERVICE_ICONS.values())


@pytest.mark.parametrize("nothing", [None, "", float("nan"), pd.NA])
def test_a_service_without_a_name_has_no_label_and_no_tip(nothing):
    nameless = frame([Point(WEST, SOUTH)], id=["a"], type=["police"], name=[nothing])
    (sign,) = shapes_of(layers.service_layer(nameless))
    assert sign["tip"] is None


def test_zones_have_thin_lines_and_names():
    zones = frame([square(0, 0), square(1, 0)], name=["El Amate", None])
    group = layers.zone_layer(zones)
    assert len(of_kind(group, "area")) == 4
    assert labels(group) == ["El Amate"]


def test_a_dot_grows_with_its_people_and_an_empty_house_has_none():
    homes = frame([Point(WEST + n / 1000, SOUTH) for n in range(4)], people=[0, 10, 40, 5000])
    (shape,) = shapes_of(layers.demand_layer(homes))
    few, more, most = (radius for _, _, radius in shape["at"])
    assert few < more < most == 7.0
    assert more / few == pytest.approx(2, abs=0.1), "four times the people, four times the ink"


def test_a_gap_shows_its_number_large_and_its_name_small():
    gaps = frame([square(0, 0)], number=["<5"], name=["La Vega"])
    group = layers.gap_layer(gaps)
    (area,), (label,) = of_kind(group, "area"), of_kind(group, "label")
    assert area["style"]["fillColor"] == "url(#amparo-gap)"
    assert (label["text"], label["below"]) == ("<5", "La Vega")


def test_the_number_of_a_gap_stands_on_its_land():
    ring = square(0, 0, 3).difference(square(1, 1, 1))
    group = layers.gap_layer(frame([ring], number=["7"]))
    lat, lon = of_kind(group, "label")[0]["at"]
    assert ring.contains(Point(lon, lat))


def test_land_in_two_parts_is_one_area():
    both = MultiPolygon([square(0, 0), square(5, 5)])
    (shape,) = shapes_of(layers.catchment_layer(both))
    assert len(shape["at"]) == 2
    (shape,) = shapes_of(layers.boundary_layer(both))
    assert shape["style"]["fill"] is False


def test_a_place_is_marked_and_named():
    group = layers.point_layer(SOUTH, WEST, label="Salida")
    assert [shape["at"] for shape in shapes_of(group)] == [[SOUTH, WEST]] * 2
    assert labels(layers.point_layer(SOUTH, WEST)) == []


def test_a_view_moves_the_map_to_its_corners():
    (shape,) = shapes_of(layers.view_layer((-89.86, 13.89, -89.83, 13.91)))
    assert shape["at"] == [[13.89, -89.86], [13.91, -89.83]]


NASTY = "</script><script>alert(1)</script>`${x}`{{ 101*101 }}<img src=x onerror=y>"


def test_what_people_write_reaches_the_browser_as_text():
    groups = [
        layers.risk_area_layer(frame([square(0, 0)], severity=[3], tip=[NASTY])),
        layers.safe_zone_layer(frame([square(0, 0)], name=[NASTY])),
        layers.service_layer(doors().assign(name=NASTY, number=NASTY)),
        layers.zone_layer(frame([square(0, 0)], name=[NASTY])),
        layers.gap_layer(frame([square(0, 0)], number=[NASTY], name=[NASTY], tip=[NASTY])),
        layers.point_layer(SOUTH, WEST, label=NASTY),
    ]
    base = create_map((-89.86, 13.89, -89.83, 13.91), "chancala", 1, "©")
    for number, group in enumerate(groups):
        sent = streamlit_folium._get_feature_group_string(group, base, number)
        for danger in ("</script", "<img", "`", "${", "{{", "10201"):
            assert danger not in sent, (group.layer_name, danger)
        for shape in shapes_of(group):
            assert "<" not in (shape.get("tip") or ""), "a tip is HTML"
            assert "<script" not in shape.get("html", "")


def test_frames_are_left_as_they_were():
    areas = frame([square(1, 1, 2), square(0, 0, 2)], severity=[5, 2])
    before = areas.copy()
    layers.risk_area_layer(areas)
    pd.testing.assert_frame_equal(areas, before)


def test_connectors_are_lines_on_a_white_casing():
    line = LineString([(WEST, SOUTH), (WEST + 0.00004, SOUTH)])
    casing, drawn = of_kind(layers.connector_layer(frame([line])), "line")
    assert casing["at"] == drawn["at"]
    assert casing["style"]["weight"] > drawn["style"]["weight"]
