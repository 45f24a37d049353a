import bz2
import gzip

import numpy as np
import pytest
from shapely import Point, box, equals_exact, get_coordinates, union_all

from geo.errors import (
    ExtractEmptyError,
    ExtractNotOsmError,
    ExtractOutsideBoundaryError,
    ExtractTruncatedError,
    ExtractWithoutStreetsError,
)
from geo.network.polylines import segment_lengths_m
from geo.osm.extract import read_extract
from tests.network.napkin import DEGREE, STEP_M, draw

STREET = {"highway": "residential"}
#   4
#   |
# 1-2-3
#   |
#   5
PLUS = {1: (0, 1), 2: (1, 1), 3: (2, 1), 4: (1, 2), 5: (1, 0)}
CROSSING = [(10, [1, 2, 3], STREET | {"name": "Calle Real"}), (11, [4, 2, 5], STREET)]


def lengths(extract):
    return [
        segment_lengths_m(get_coordinates(line)).sum() for line in extract.edges.geometry.to_list()
    ]


def pairs(extract):
    edges = extract.edges
    return sorted(zip(edges[["u", "v"]].min(axis=1), edges[["u", "v"]].max(axis=1), strict=True))


@pytest.fixture
def read(tmp_path):
    def drawn(*args, keep=None, **kwargs):
        return read_extract(draw(tmp_path / "napkin.osm", *args, **kwargs), clip_polygon=keep)

    return drawn


# --- streets to edges ----------------------------------------------------------------------------


def test_two_streets_that_share_a_node_make_four_edges(read):
    extract = read(PLUS, CROSSING)
    assert lengths(extract) == pytest.approx([STEP_M] * 4)
    assert extract.counts["junctions"] == len(extract.nodes) == 5
    assert (extract.counts["ways"], extract.counts["segments"]) == (2, 4)


def test_edges_and_nodes_are_numbered_from_zero(read):
    extract = read(PLUS, CROSSING)
    assert extract.edges["edge"].tolist() == [0, 1, 2, 3]
    assert extract.nodes["node"].tolist() == [0, 1, 2, 3, 4]


def test_edges_run_from_their_first_node_to_their_last(read):
    extract = read(PLUS, CROSSING)
    at = extract.nodes.geometry
    for edge in extract.edges.itertuples():
        assert Point(edge.geometry.coords[0]) == at[edge.u]
        assert Point(edge.geometry.coords[-1]) == at[edge.v]


def test_columns_have_the_promised_types(read):
    edges = read(PLUS, CROSSING).edges
    assert {name: str(kind) for name, kind in edges.dtypes.items()} == {
        "edge": "int32",
        "u": "int32",
        "v": "int32",
        "name": "object",
        "kind": "object",
        "lit": "object",
        "surface": "object",
        "steps": "bool",
        "bridge": "bool",
        "way": "int64",
        "fragment": "int32",
        "routable": "bool",
        "access": "object",
        "open_hours": "object",
        "barrier": "object",
        "direction": "int32",
        "drive_access": "object",
        "drive_direction": "int32",
        "drive_km_h": "float64",
        "has_handrail": "bool",
        "wheelchair": "object",
        "geometry": "geometry",
    }
    assert edges.crs == "EPSG:4326"


def test_names_stay_and_no_name_is_none(read):
    edges = read(PLUS, CROSSING).edges
    assert sorted(edges["name"].map(str)) == ["Calle Real", "Calle Real", "None", "None"]
    assert edges.loc[edges["way"] == 11, "name"].tolist() == [None, None]


def test_a_road_without_a_name_is_known_by_its_number(read):
    extract = read(PLUS, [(10, [1, 2], {"highway": "trunk", "ref": "CA-8"})])
    assert extract.edges["name"].tolist() == ["CA-8"]


def test_a_node_along_one_way_is_no_junction(read):
    extract = read(PLUS, [(10, [1, 2, 3], STREET)])
    assert lengths(extract) == pytest.approx([2 * STEP_M])
    assert extract.counts["junctions"] == 2


def test_a_bridge_over_a_street_is_no_crossing(read):
    spots = {1: (0, 1), 3: (2, 1), 4: (1, 2), 5: (1, 0)}
    over = {"highway": "residential", "bridge": "yes"}
    extract = read(spots, [(10, [1, 3], STREET), (11, [4, 5], over)])
    assert len(extract.edges) == 2
    assert extract.counts["fragments"] == 2
    assert extract.edges.set_index("way")["bridge"].to_dict() == {10: False, 11: True}


def test_steps_light_and_surface_are_kept(read):
    told = {"highway": "steps", "lit": "yes", "surface": "concrete"}
    edge = read(PLUS, [(10, [1, 2], told)]).edges.iloc[0]
    assert (edge["steps"], edge["kind"], edge["lit"], edge["surface"]) == (
        True,
        "steps",
        "yes",
        "concrete",
    )


def test_a_closed_route_is_left_out_and_cuts_nothing(read):
    closed = {"highway": "service", "access": "no"}
    extract = read(PLUS, [(10, [1, 2, 3], STREET), (11, [4, 2, 5], closed)])
    assert extract.edges["way"].tolist() == [10]


def test_the_outline_of_a_square_is_walked(read):
    spots = {1: (0, 0), 2: (1, 0), 3: (1, 1), 4: (0, 1)}
    square = {"highway": "pedestrian", "area": "yes"}
    assert sum(lengths(read(spots, [(10, [1, 2, 3, 4, 1], square)]))) == pytest.approx(4 * STEP_M)


# --- the simple graph ----------------------------------------------------------------------------


def test_of_two_parallel_routes_the_longer_is_cut_in_its_middle(read):
    # 1---2 straight, and 1-3-4-2 around: 1 step and 3 steps
    spots = {1: (0, 0), 2: (1, 0), 3: (0, 1), 4: (1, 1)}
    extract = read(spots, [(10, [1, 2], STREET), (11, [1, 3, 4, 2], STREET)])
    assert sorted(lengths(extract)) == pytest.approx([STEP_M, 1.5 * STEP_M, 1.5 * STEP_M])
    assert len(set(pairs(extract))) == 3
    middle = Point(0.5 * DEGREE, 1 * DEGREE)
    assert min(node.distance(middle) for node in extract.nodes.geometry) < 1e-9


def test_three_routes_drawn_upon_each_other_stay_three(read):
    extract = read(PLUS, [(way, [1, 2], STREET) for way in (10, 11, 12)])
    assert sorted(lengths(extract)) == pytest.approx([STEP_M / 2] * 4 + [STEP_M])
    assert len(set(pairs(extract))) == 5


def test_a_loop_is_cut_in_three(read):
    # a block of streets around 4 corners that hangs on a street at its corner 1
    spots = {1: (0, 0), 2: (1, 0), 3: (1, 1), 4: (0, 1), 5: (-1, 0)}
    extract = read(spots, [(10, [1, 2, 3, 4, 1], STREET), (11, [5, 1], STREET)])
    assert sorted(lengths(extract)) == pytest.approx([STEP_M] + [4 / 3 * STEP_M] * 3)
    assert all(u != v for u, v in pairs(extract))
    assert len(set(pairs(extract))) == 4


def test_a_cut_uses_a_point_that_is_there_already(read):
    # 1---3 straight, and 1-4-3 over the top: its middle is node 4
    edges = read(PLUS, [(10, [1, 3], STREET), (11, [1, 4, 3], STREET)]).edges
    assert [len(line.coords) for line in edges.geometry] == [2, 2, 2]


def test_nodes_on_one_spot_become_one(read):
    # 2 and 3 are drawn on one spot and joined: no edge without length, and the street goes on
    spots = {1: (0, 0), 2: (1, 0), 3: (1, 0), 4: (2, 0), 5: (1, 1)}
    extract = read(spots, [(10, [1, 2, 3, 4], STREET), (11, [3, 5], STREET)])
    assert sorted(lengths(extract)) == pytest.approx([STEP_M] * 3)
    assert extract.counts["fragments"] == 1


def test_a_route_that_stands_still_is_no_route(read):
    spots = PLUS | {6: (0, 0), 7: (0, 0)}
    extract = read(spots, [(10, [1, 2], STREET), (11, [6, 7], STREET), (12, [6, 7, 6], STREET)])
    assert extract.edges["way"].tolist() == [10]


# --- fragments -----------------------------------------------------------------------------------


def test_the_longest_part_is_the_main_one(read):
    # 300 steps, then 20 steps (2.2 km), then 1 step
    spots = {1: (0, 0), 2: (300, 0), 3: (0, 9), 4: (20, 9), 5: (0, 5), 6: (1, 5)}
    ways = [(10, [5, 6], STREET), (11, [3, 4], STREET), (12, [1, 2], STREET)]
    edges = read(spots, ways).edges.set_index("way")
    assert edges["fragment"].to_dict() == {12: 0, 11: 1, 10: 2}
    assert edges["routable"].to_dict() == {12: True, 11: True, 10: False}


def test_in_a_small_village_a_short_part_counts(read):
    spots = {1: (0, 0), 2: (4, 0), 3: (0, 9), 4: (1, 9)}
    extract = read(spots, [(10, [1, 2], STREET), (11, [3, 4], STREET)])
    assert extract.edges.set_index("way")["routable"].to_dict() == {10: True, 11: True}
    assert extract.counts["fragment_m"] == round(STEP_M)


# --- the rim of the file, and of the community ---------------------------------------------------


def test_a_route_that_leaves_the_file_keeps_what_is_there(read):
    extract = read(PLUS, [(10, [1, 2, 99, 3], STREET), (11, [98, 4, 2], STREET)])
    assert lengths(extract) == pytest.approx([STEP_M, STEP_M])
    assert extract.counts["incomplete_ways"] == 2


def test_keep_leaves_out_what_lies_elsewhere_and_cuts_no_segment(read):
    spots = {1: (0, 0), 2: (1, 0), 3: (2, 0), 4: (3, 0)}
    near = box(-0.5 * DEGREE, -DEGREE, 0.5 * DEGREE, DEGREE)
    extract = read(spots, [(10, [1, 2, 3, 4], STREET)], keep=near)
    assert lengths(extract) == pytest.approx([STEP_M])


def test_keep_holds_a_segment_that_only_passes_through(read):
    spots = {1: (0, 0), 2: (3, 0), 3: (4, 0)}
    middle = box(1 * DEGREE, -DEGREE, 2 * DEGREE, DEGREE)
    assert lengths(read(spots, [(10, [1, 2, 3], STREET)], keep=middle)) == pytest.approx(
        [3 * STEP_M]
    )


def test_a_route_that_leaves_and_comes_back_has_a_gap(read):
    spots = {1: (0, 0), 2: (0, 2), 3: (0, 4), 4: (2, 4), 5: (2, 2), 6: (2, 0)}
    low = box(-DEGREE, -DEGREE, 3 * DEGREE, DEGREE)
    extract = read(spots, [(10, [1, 2, 3, 4, 5, 6], STREET)], keep=low)
    assert lengths(extract) == pytest.approx([2 * STEP_M] * 2)
    assert extract.counts["fragments"] == 2


def test_keep_holds_for_the_base_map_and_for_services(read):
    spots = {1: (0, 0), 2: (1, 0), 8: (0, 0), 9: (50, 0)}
    told = {8: {"amenity": "police"}, 9: {"amenity": "clinic"}}
    ways = [(10, [1, 2], STREET), (11, [2, 9], {"waterway": "stream"})]
    near = box(-DEGREE, -DEGREE, DEGREE / 2, DEGREE)
    extract = read(spots, ways, told=told, keep=near)
    assert extract.candidates["type"].tolist() == ["police"]
    assert extract.base_map["layer"].tolist() == ["street"]


# --- the base map --------------------------------------------------------------------------------

RING = {21: (0, 0), 22: (4, 0), 23: (4, 4), 24: (0, 4)}
ISLAND = {31: (1, 1), 32: (3, 1), 33: (3, 3), 34: (1, 3)}


def test_a_lake_with_an_island_is_one_area_with_a_hole(read):
    ways = [
        (10, [1, 2], STREET),
        (20, [21, 22, 23], {}),
        (21, [23, 24, 21], {}),
        (22, [31, 32, 33, 34, 31], {}),
    ]
    lake = (
        5,
        [(20, "outer"), (21, "outer"), (22, "inner")],
        {"type": "multipolygon", "natural": "water", "name": "Laguna"},
    )
    base = read(PLUS | RING | ISLAND, ways, relations=(lake,)).base_map
    (water,) = base[base["layer"] == "water"].itertuples()
    assert (water[2], water.name) == ("lake", "Laguna")
    assert water.geometry.area == pytest.approx((16 - 4) * DEGREE**2)


@pytest.mark.parametrize(
    ("tags", "layer", "name"),
    [
        ({"natural": "water"}, "water", "lake"),
        ({"natural": "water", "water": "river"}, "water", "river"),
        ({"landuse": "reservoir"}, "water", "lake"),
        ({"landuse": "forest"}, "ground", "wood"),
        ({"landuse": "farmland"}, "ground", "field"),
        ({"leisure": "park"}, "ground", "park"),
        ({"landuse": "residential"}, "ground", "residential"),
        ({"natural": "beach"}, "ground", "sand"),
        ({"natural": "wetland"}, "ground", "wetland"),
        ({"building": "house"}, "building", "building"),
    ],
)
def test_areas_have_their_class(read, tags, layer, name):
    base = read(PLUS | RING, [(10, [1, 2], STREET), (20, [21, 22, 23, 24, 21], tags)]).base_map
    (area,) = base[base["layer"] != "street"].to_dict("records")
    assert (area["layer"], area["class"]) == (layer, name)
    assert area["geometry"].area == pytest.approx(16 * DEGREE**2)


@pytest.mark.parametrize(
    ("tags", "layer", "name"),
    [
        ({"waterway": "river"}, "water", "river"),
        ({"waterway": "stream"}, "water", "stream"),
        ({"waterway": "canal"}, "water", "canal"),
        ({"railway": "rail"}, "street", "rail"),
        ({"highway": "motorway"}, "street", "main"),
        ({"highway": "service", "access": "private"}, "street", "lane"),
        ({"highway": "footway"}, "street", "path"),
    ],
)
def test_lines_have_their_class_walkable_or_not(read, tags, layer, name):
    base = read(PLUS, [(10, [1, 2], {"highway": "residential"}), (20, [4, 5], tags)]).base_map
    told = base[base["class"] != "street"][["layer", "class"]].to_numpy().tolist()
    assert told == [[layer, name]]


@pytest.mark.parametrize(
    "tags",
    [
        {"waterway": "stream", "tunnel": "culvert"},
        {"highway": "proposed"},
        {"railway": "abandoned"},
        {"building": "no"},
    ],
)
def test_what_nobody_sees_is_not_drawn(read, tags):
    ways = [(10, [1, 2], STREET), (20, [21, 22, 23, 24, 21], tags)]
    assert read(PLUS | RING, ways).base_map["layer"].tolist() == ["street"]


def test_bridges_and_steps_are_marked_on_the_map(read):
    ways = [
        (10, [1, 2], STREET | {"bridge": "yes", "name": "Puente"}),
        (11, [4, 5], {"highway": "steps"}),
    ]
    base = read(PLUS, ways).base_map.set_index("class")
    assert base["bridge"].to_dict() == {"street": True, "path": False}
    assert base["steps"].to_dict() == {"street": False, "path": True}
    assert base.loc["street", "name"] == "Puente"


def test_places_are_drawn_by_name_and_the_larger_one_first(read):
    told = {
        3: {"place": "town", "name": "Ciudad"},
        4: {"place": "hamlet", "name": "Cantón"},
        5: {"place": "village"},
    }
    base = read(PLUS, [(10, [1, 2], STREET)], told=told).base_map
    places = base[base["layer"] == "place"].set_index("name")
    assert places["class"].to_dict() == {"Ciudad": "town", "Cantón": "hamlet"}
    assert places.loc["Ciudad", "rank"] < places.loc["Cantón", "rank"]


def test_a_house_with_a_name_gives_no_name_to_the_map(read):
    refuge = {"building": "yes", "name": "Casa Refugio", "social_facility": "shelter"}
    extract = read(PLUS | RING, [(10, [1, 2], STREET), (20, [21, 22, 23, 24, 21], refuge)])
    assert extract.base_map["name"].dropna().tolist() == []


# --- services ------------------------------------------------------------------------------------


def test_a_service_drawn_as_a_house_is_one_point_on_it(read):
    clinic = {
        "building": "yes",
        "amenity": "clinic",
        "name": "Unidad de Salud",
        "contact:phone": "2222",
        "opening_hours": "24/7",
    }
    extract = read(PLUS | RING, [(10, [1, 2], STREET), (20, [21, 22, 23, 24, 21], clinic)])
    (service,) = extract.candidates.to_dict("records")
    assert service.pop("geometry").within(box(0, 0, 4 * DEGREE, 4 * DEGREE))
    assert service == {
        "osm_id": "way/20",
        "type": "health",
        "name": "Unidad de Salud",
        "phone": "2222",
        "opening_hours": "24/7",
        "address": None,
        "confidential": False,
    }


def test_a_service_with_a_place_name_is_both(read):
    told = {3: {"amenity": "police", "place": "locality", "name": "Puesto"}}
    extract = read(PLUS, [(10, [1, 2], STREET)], told=told)
    assert extract.candidates["osm_id"].tolist() == ["node/3"]
    assert "place" in set(extract.base_map["layer"])


def test_a_village_without_services_offers_none(read):
    assert read(PLUS, CROSSING).candidates.empty


# --- files, good and bad -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "pack"),
    [
        ("a.osm", bytes),
        ("a.osm.bz2", bz2.compress),
        ("a.osm.gz", gzip.compress),
        ("a.osm.pbf.txt", bytes),
    ],
)
def test_the_content_decides_and_not_the_name(tmp_path, name, pack):
    plain = draw(tmp_path / "plain.osm", PLUS, CROSSING)
    packed = tmp_path / name
    packed.write_bytes(pack(plain.read_bytes()))
    assert len(read_extract(packed).edges) == 4


@pytest.mark.parametrize("pack", [bytes, bz2.compress, gzip.compress])
def test_routes_before_nodes_are_put_in_order(tmp_path, pack):
    plain = draw(tmp_path / "plain.osm", PLUS, CROSSING).read_text()
    cut, end = plain.index("<way"), plain.index("</osm>")
    start = plain.index("<node")
    mixed = tmp_path / "mixed.osm"
    text = plain[:start] + plain[cut:end] + plain[start:cut] + plain[end:]
    mixed.write_bytes(pack(text.encode()))
    extract = read_extract(mixed)
    assert len(extract.edges) == 4
    assert extract.counts["incomplete_ways"] == 0


def test_routes_out_of_order_are_put_in_order(tmp_path):
    mixed = draw(tmp_path / "mixed.osm", PLUS, list(reversed(CROSSING)))
    assert len(read_extract(mixed).edges) == 4


@pytest.mark.parametrize("name", ["a.osm.pbf", "a.osm", "a.osm.bz2"])
def test_an_empty_file_is_empty(tmp_path, name):
    empty = tmp_path / name
    empty.write_bytes(b"")
    with pytest.raises(ExtractEmptyError) as caught:
        read_extract(empty)
    assert type(caught.value) is ExtractEmptyError
    assert caught.value.placeholders == {"file": name}


@pytest.mark.parametrize(
    "content",
    [
        b"hello world" * 50,
        bz2.compress(b"hello" * 500),
        b"BZh9" + b"nonsense" * 20,
        gzip.compress(b"hello" * 500, mtime=0),
    ],
)
def test_another_file_is_not_osm(tmp_path, content):
    other = tmp_path / "other.osm"
    other.write_bytes(content)
    with pytest.raises(ExtractNotOsmError) as caught:
        read_extract(other)
    assert type(caught.value) is ExtractNotOsmError


@pytest.mark.parametrize("pack", [bytes, bz2.compress, gzip.compress])
@pytest.mark.parametrize("share", [0.6, 0.95])
def test_a_file_cut_short_is_truncated(tmp_path, pack, share):
    spots = {number: (number * 0.37 % 7, number * 0.61 % 5) for number in range(1, 400)}
    whole = pack(draw(tmp_path / "w.osm", spots, [(10, list(spots), STREET)]).read_bytes())
    cut = tmp_path / "cut.osm"
    cut.write_bytes(whole[: int(len(whole) * share)])
    with pytest.raises(ExtractTruncatedError) as caught:
        read_extract(cut)
    assert type(caught.value) is ExtractTruncatedError
    assert caught.value.placeholders == {"file": "cut.osm"}


@pytest.mark.parametrize(
    "ways", [[], [(10, [1, 2], {"highway": "motorway"})], [(10, [1, 2], {"waterway": "river"})]]
)
def test_nothing_to_walk_on_is_said(read, ways):
    with pytest.raises(ExtractWithoutStreetsError) as caught:
        read(PLUS, ways)
    assert type(caught.value) is ExtractWithoutStreetsError


def test_streets_elsewhere_are_said(read):
    with pytest.raises(ExtractOutsideBoundaryError) as caught:
        read(PLUS, CROSSING, keep=box(50, 50, 51, 51))
    assert type(caught.value) is ExtractOutsideBoundaryError


# --- progress ------------------------------------------------------------------------------------


def test_progress_rises_from_nothing_to_all(tmp_path):
    told = []
    read_extract(
        draw(tmp_path / "a.osm", PLUS, CROSSING),
        progress=lambda share, key: told.append((share, key)),
    )
    shares = [share for share, _ in told]
    assert shares == sorted(shares)
    assert (shares[0], shares[-1]) == (0.0, 1.0)
    assert told[-1][1] == "streets.read"


def test_progress_may_stop_the_work(tmp_path):
    class EnoughError(Exception):
        pass

    def stop(share, _key):
        if share > 0.5:
            raise EnoughError

    with pytest.raises(EnoughError):
        read_extract(draw(tmp_path / "a.osm", PLUS, CROSSING), progress=stop)


def test_order_of_routes_does_not_change_the_land(tmp_path):
    one = read_extract(draw(tmp_path / "a.osm", PLUS, CROSSING))
    swapped = [(20 - way, refs[::-1], tags) for way, refs, tags in CROSSING]
    other = read_extract(draw(tmp_path / "b.osm", PLUS, swapped))
    ground = [union_all(extract.edges.geometry.to_numpy()) for extract in (one, other)]
    assert equals_exact(ground[0].normalize(), ground[1].normalize(), tolerance=1e-9)
    assert np.allclose(get_coordinates(one.nodes.geometry), get_coordinates(other.nodes.geometry))
