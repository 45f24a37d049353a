"""Base-map tiles say what the store holds: names, classes, bridges, and nothing far away."""

import pytest
from shapely.geometry import LineString, Point, Polygon, box

from geo.cartography.tiles import is_valid_tile, render_tile
from geo.errors import CommunityUnknownError
from geo.model import Community
from geo.store.communities import add_community
from geo.store.opening import open_store
from tests.cartography.mvt import layers
from tests.cartography.napkin import settle

# The tile 14/8192/8191 lies just north and east of the point where equator and Greenwich meet.
# It is 0.02197 degrees wide; a thousandth of a degree is 186 of its 4096 units.
ZOOM, X, Y = 14, 8192, 8191


def street(points, **more):
    line = LineString([(x / 1000, y / 1000) for x, y in points])
    columns = {"layer": "street", "class": "street", "name": None, "bridge": False, "steps": False}
    return {**columns, "rank": 12, "geometry": line, **more}


def land(shape, **more):
    columns = {"layer": "ground", "class": "wood", "name": None, "bridge": False, "steps": False}
    return {**columns, "rank": 8, "geometry": shape, **more}


def place(x, y, name, **more):
    point = Point(x / 1000, y / 1000)
    return land(point, layer="place", **{"class": "village", "name": name, **more})


@pytest.fixture
def store(home):
    opened = open_store(home)
    yield opened
    opened.close()


@pytest.fixture
def tile(store):
    def cut(*features, zoom=ZOOM, x=X, y=Y):
        settle(store, "napkin", features)
        return layers(render_tile(store, "napkin", zoom=zoom, x=x, y=y))

    return cut


def test_a_street_keeps_its_class_name_bridge_and_steps(tile):
    rows = tile(
        street([(2, 2), (6, 2)], name="Calle Real", bridge=True),
        street([(2, 4), (6, 4)], name="Gradas", steps=True, **{"class": "path"}),
    )["street"]
    found = {row["name"]: (row["class"], row["bridge"], row["steps"], row["kind"]) for row in rows}
    assert found == {
        "Calle Real": ("street", True, False, 2),
        "Gradas": ("path", False, True, 2),
    }


def test_positions_count_from_the_north_west_corner(tile):
    (row,) = tile(place(10.986, 10.986, "Middle"))["place"]
    ((x, y),) = row["at"][0]
    assert (x, y) == (pytest.approx(2048, abs=2), pytest.approx(2048, abs=2))


def test_pieces_of_one_street_become_one_line(tile):
    rows = tile(
        street([(2, 2), (4, 2)], name="Calle Real"),
        street([(4, 2), (6, 2)], name="Calle Real"),
        street([(2, 8), (6, 8)], name="Calle Vieja"),
    )["street"]
    parts = {row["name"]: len(row["at"]) for row in rows}
    assert parts == {"Calle Real": 1, "Calle Vieja": 1}


def test_letters_of_every_language_survive(tile):
    names = {"Cañada Ñuñoa", "Көк-Жар", "«El Ángel»"}
    features = [place(2 + number * 4, 4, name) for number, name in enumerate(sorted(names))]
    assert {row["name"] for row in tile(*features)["place"]} == names


def test_what_has_no_name_has_no_name(tile):
    (row,) = tile(street([(2, 2), (6, 2)]))["street"]
    assert "name" not in row


def test_each_kind_of_thing_is_a_layer(tile):
    rows = tile(
        land(box(0.001, 0.001, 0.004, 0.004)),
        land(box(0.005, 0.001, 0.008, 0.004), layer="water", **{"class": "lake", "name": "Laguna"}),
        street([(9, 1), (9, 9)], layer="water", name="Río", **{"class": "river"}),
        land(box(0.001, 0.006, 0.0015, 0.0065), layer="building", rank=14),
        street([(2, 8), (6, 8)]),
        place(4, 9, "Napkin"),
    )
    assert {name: [row["kind"] for row in rows] for name, rows in rows.items()} == {
        "ground": [3],
        "water": [3, 2] if rows["water"][0]["kind"] == 3 else [2, 3],
        "building": [3],
        "street": [2],
        "place": [1],
    }
    assert {row["class"] for row in rows["water"]} == {"lake", "river"}
    assert rows["ground"][0]["class"] == "wood"


def test_an_area_with_a_hole_keeps_it(tile):
    ring = box(0.002, 0.002, 0.012, 0.012).difference(box(0.005, 0.005, 0.009, 0.009))
    (row,) = tile(land(ring))["ground"]
    assert len(row["at"]) == 2


def test_a_long_thing_is_cut_at_the_edge_of_the_tile(tile):
    rows = tile(
        street([(-500, 2), (500, 2)], name="Carretera"),
        land(box(-0.5, 0.004, 0.5, 0.006)),
    )
    for row in (rows["street"][0], rows["ground"][0]):
        across = [x for part in row["at"] for x, _ in part]
        assert (min(across), max(across)) == pytest.approx((-128, 4096 + 128), abs=1)


def test_what_lies_elsewhere_is_not_in_the_tile(tile):
    rows = tile(street([(50, 2), (60, 2)]), place(-5, 5, "West"), place(5, 5, "Here"))
    assert [row["name"] for row in rows["place"]] == ["Here"]
    assert rows["street"] == []


def test_a_tile_with_nothing_near_holds_nothing(tile):
    assert not any(tile(place(5, 5, "Here"), x=0, y=0).values())


def test_small_things_wait_for_a_zoom_that_shows_them(store):
    settle(
        store,
        "napkin",
        [
            street([(2, 2), (6, 2)], name="Calle", rank=13),
            street([(2, 4), (6, 4)], name="Carretera", rank=8, **{"class": "main"}),
        ],
    )
    far = layers(render_tile(store, "napkin", zoom=10, x=512, y=511))["street"]
    near = layers(render_tile(store, "napkin", zoom=12, x=2048, y=2047))["street"]
    assert {row["name"] for row in far} == {"Carretera"}
    assert {row["name"] for row in near} == {"Carretera", "Calle"}


def test_a_shape_that_crosses_itself_does_not_lose_the_tile(tile):
    bow = Polygon([(-0.001, 0.001), (0.004, 0.004), (0.004, 0.001), (-0.001, 0.004)])
    rows = tile(land(bow), place(5, 5, "Here"))
    assert [row["name"] for row in rows["place"]] == ["Here"]
    assert len(rows["ground"]) == 1


def test_a_shape_that_only_touches_the_edge_does_not_lose_the_tile(tile):
    # With the margin of 128 units the edge lies 0.000687 degrees west of Greenwich.
    margin = 360 / 2**ZOOM / 32
    rows = tile(
        land(box(-0.01, 0.002, -margin, 0.004)), street([(-8, 1), (2, 1)]), place(5, 5, "Here")
    )
    assert [row["name"] for row in rows["place"]] == ["Here"]


def test_a_community_sees_its_own_streets_only(store):
    settle(store, "one", [place(5, 5, "One")])
    settle(store, "other", [place(5, 5, "Other")])
    rows = layers(render_tile(store, "one", zoom=ZOOM, x=X, y=Y))
    assert [row["name"] for row in rows["place"]] == ["One"]


def test_a_community_without_streets_has_empty_tiles(store):
    add_community(store, Community(slug="bare", name="Bare", timezone="America/Lima"))
    assert not any(layers(render_tile(store, "bare", zoom=ZOOM, x=X, y=Y)).values())


def test_an_unknown_community_is_an_error(store):
    with pytest.raises(CommunityUnknownError):
        render_tile(store, "nowhere", zoom=ZOOM, x=X, y=Y)


@pytest.mark.parametrize(
    ("position", "exists"),
    [
        ((0, 0, 0), True),
        ((16, 65535, 65535), True),
        ((16, 65536, 0), False),
        ((17, 0, 0), False),
        ((2, -1, 0), False),
        ((-1, 0, 0), False),
    ],
)
def test_positions_of_tiles(position, exists):
    assert is_valid_tile(*position) is exists
