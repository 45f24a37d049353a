"""Two ways side by side: which is which, what they cross, and where their minutes stand."""

from shapely.geometry import LineString, MultiLineString

from geo.cartography import palette
from geo.cartography.layers import RouteEndpoint, route_layer
from tests.cartography.napkin import SOUTH, WEST, frame, labels, of_kind


def line(*places):
    return LineString([(WEST + x / 1000, SOUTH + y / 1000) for x, y in places])


# The direct way runs straight east; the safest one goes round by the north.
DIRECT = line((0, 0), (6, 0))
SAFEST = line((0, 0), (0, 3), (6, 3), (6, 0))
BOTH = frame([DIRECT, SAFEST], role=["direct", "safest"], chip=["21 min", "24 min"])
NOTHING = frame([], role=[], severity=[])


def styles(group, colour):
    return [shape["style"] for shape in of_kind(group, "line") if shape["style"]["color"] == colour]


def test_the_safest_route_is_violet_and_whole_and_the_direct_one_broken():
    group = route_layer(BOTH, NOTHING)
    (safest,), (direct,) = styles(group, palette.VIOLET), styles(group, palette.DIRECT_ROUTE)
    assert (safest["weight"], safest.get("dashArray")) == (7, None)
    assert (direct["weight"], direct["dashArray"]) == (4, "9 8")
    assert [style["weight"] for style in styles(group, "#FFFFFF")] == [8, 13]


def test_the_safest_route_lies_above_the_direct_one_wherever_they_meet():
    panes = [shape["style"]["pane"] for shape in of_kind(route_layer(BOTH, NOTHING), "line")]
    assert panes == ["amparo-direct"] * 2 + ["amparo-safest"] * 2


def test_an_exposed_stretch_is_a_band_in_the_colour_of_its_level_under_the_line():
    exposed = frame([line((1, 3), (2, 3))], role=["safest"], severity=[3])
    drawn = [shape["style"] for shape in of_kind(route_layer(BOTH, exposed), "line")]
    colours = [style["color"] for style in drawn if style["pane"] == "amparo-safest"]
    assert colours == ["#FFFFFF", palette.INK, palette.RISK_HATCHINGS[3].fill, palette.VIOLET]


def test_dashes_turn_white_where_the_band_is_dark():
    for severity, colour in ((3, palette.INK), (4, "#FFFFFF"), (5, "#FFFFFF")):
        exposed = frame([line((1, 0), (2, 0))], role=["direct"], severity=[severity])
        dashed = [
            shape["style"]["color"]
            for shape in of_kind(route_layer(BOTH, exposed), "line")
            if shape["style"].get("dashArray")
        ]
        assert dashed == [palette.DIRECT_ROUTE, colour]


def test_minutes_stand_on_the_middle_of_what_the_other_route_does_not_take():
    group = route_layer(BOTH, NOTHING)
    chips = {shape["text"]: shape for shape in of_kind(group, "label")}
    assert chips["21 min"]["look"] == "chip direct"
    lat, lon = chips["21 min"]["at"]
    assert (round(lat - SOUTH, 4), round(lon - WEST, 4)) == (0, 0.003)
    lat, lon = chips["24 min"]["at"]
    assert (round(lat - SOUTH, 4), round(lon - WEST, 4)) == (0.003, 0.003)


def test_minutes_point_away_from_the_other_route():
    chips = {shape["text"]: shape["away"] for shape in of_kind(route_layer(BOTH, NOTHING), "label")}
    assert chips["21 min"][1] > 0, "below the direct way: down is positive on a screen"
    assert chips["24 min"][1] < 0, "above the safest one"


def test_one_and_the_same_way_shows_its_minutes_once():
    same = frame([DIRECT, DIRECT], role=["direct", "safest"], chip=["21 min", "21 min"])
    assert [shape["look"] for shape in of_kind(route_layer(same, NOTHING), "label")] == [
        "chip safest"
    ]


def test_a_route_alone_is_drawn_alone():
    group = route_layer(BOTH.iloc[[0]], NOTHING)
    assert labels(group) == ["21 min"]
    assert styles(group, palette.VIOLET) == []


def test_a_way_in_pieces_is_drawn_whole():
    broken = MultiLineString([DIRECT, line((6, 0), (7, 0))])
    group = route_layer(frame([broken], role=["safest"], chip=["5 min"]), NOTHING)
    assert [len(shape["at"]) for shape in of_kind(group, "line")] == [2, 2]
    assert labels(group) == ["5 min"]


def test_both_ends_are_marked_and_named():
    start, end = (
        RouteEndpoint(SOUTH, WEST, "Salida"),
        RouteEndpoint(SOUTH, WEST + 0.006, "Unidad de Salud"),
    )
    group = route_layer(BOTH, NOTHING, start=start, end=end)
    assert [shape["look"] for shape in of_kind(group, "sign")] == ["start", "end"]
    assert {"Salida", "Unidad de Salud"} <= set(labels(group))


def test_the_map_moves_to_the_routes_unless_it_is_kept_still():
    (shown,) = of_kind(route_layer(BOTH, NOTHING), "view")
    assert shown["at"] == [[SOUTH, WEST], [13.903, -89.844]]
    assert of_kind(route_layer(BOTH, NOTHING, fit_bounds=False), "view") == []
