"""The extract of the demonstration community: streets, river, houses and doors."""

import re
from itertools import pairwise

import numpy as np
import pytest
from scipy.sparse.csgraph import connected_components, dijkstra
from shapely import Point, STRtree, union_all

PLAZA, HEALTH_UNIT, TAMARINDO = (-90.0, -20.0), (1462.0, 546.0), (290.0, 500.0)
FOOTPATHS = {"Vereda del Río", "Vereda del Cafetal"}
AVERSION = 10  # the slider's safest end


def test_the_extract_says_first_that_it_is_invented(layers):
    head = (layers.folder / "chancala.osm").read_text(encoding="utf-8")[:400]
    assert "everything in this file is invented" in head


def test_numbers_are_positive_and_unique(extract):
    assert min(extract.ids) == 1
    assert len(set(extract.ids)) == len(extract.ids)


def test_every_street_hangs_together(graph):
    arcs = graph.arcs(np.ones(len(graph.lines)))
    assert connected_components(arcs, directed=False)[0] == 1


def test_streets_that_cross_share_a_node(extract):
    refs = [set(refs) for refs, told in extract.ways if "highway" in told]
    lines = [line for line, _ in extract.lines("highway")]
    for first, second in STRtree(lines).query(lines, predicate="intersects").T:
        if first < second:
            shared = {extract.spots[ref] for ref in refs[first] & refs[second]}
            met = lines[first].intersection(lines[second])
            assert {spot.coords[0] for spot in getattr(met, "geoms", [met])} == shared


def test_the_bridge_is_the_only_route_over_the_river(extract):
    over = [told for line, told in extract.lines("highway") if line.intersects(extract.river)]
    assert [(told["name"], told["bridge"]) for told in over] == [("Calle Real", "yes")]


def test_the_river_parts_the_community_in_two(extract, layers):
    (ring,) = layers.shapes("boundary")
    assert len(layers.metres(ring).difference(extract.river).geoms) == 2


def test_without_the_bridge_the_health_unit_is_cut_off(graph_without_bridge):
    graph = graph_without_bridge
    arcs = graph.arcs(np.ones(len(graph.lines)))
    count, side = connected_components(arcs, directed=False)
    assert count == 2
    assert side[graph.nearest(PLAZA)] != side[graph.nearest(HEALTH_UNIT)]


def test_streams_are_crossed_only_at_fords(extract):
    fords = union_all([Point(spot) for spot, told in extract.points if told.get("ford") == "yes"])
    streams = [line for line, told in extract.lines("waterway") if told["waterway"] == "stream"]
    crossings = [
        line.intersection(stream)
        for line, _ in extract.lines("highway")
        for stream in streams
        if line.intersects(stream)
    ]
    assert crossings
    assert all(crossing.difference(fords).is_empty for crossing in crossings)


def test_the_direct_route_and_the_safest_route_differ_where_it_was_meant(graph, layers):
    length = np.array([line.length for line in graph.lines])
    direct = walk(graph, graph.arcs(length))
    safest = walk(graph, graph.arcs(length + AVERSION * risk_metres(graph, layers)))
    assert direct["names"] >= FOOTPATHS
    assert not FOOTPATHS & safest["names"]
    assert 150 < safest["metres"] - direct["metres"] < 400


def risk_metres(graph, layers):
    """Metres times severity / 5, the highest severity alone: one step more for each grade."""
    risk = np.zeros(len(graph.lines))
    for grade in range(1, 6):
        marked = [s for row, s in layers.pairs("risk_areas") if row["severity"] >= grade]
        ground = union_all([layers.metres(area) for area in marked])
        risk += [line.intersection(ground).length / 5 for line in graph.lines]
    return risk


def walk(graph, arcs):
    start, end = graph.nearest(TAMARINDO), graph.nearest(HEALTH_UNIT)
    _, before = dijkstra(arcs, indices=start, return_predecessors=True)
    way = [end]
    while way[-1] != start:
        way.append(int(before[way[-1]]))
    gone = [frozenset(pair) for pair in pairwise(way)]
    long = {
        frozenset(p): line.length for p, line in zip(graph.ends.tolist(), graph.lines, strict=True)
    }
    return {"metres": sum(long[p] for p in gone), "names": {graph.names[p] for p in gone}}


def test_houses_stand_off_streets_water_and_each_other(extract):
    houses = extract.surfaces("building", "house")
    lines = [line for line, _ in extract.lines("highway")]
    assert all(house.is_valid for house in houses)
    assert len(STRtree(lines).query(houses, predicate="dwithin", distance=2.4)[0]) == 0
    assert min(extract.river.distance(house) for house in houses) > 8
    assert STRtree(houses).query(houses, predicate="intersects").shape[1] == len(houses)


@pytest.mark.parametrize("key", ["landuse", "leisure", "natural", "building"])
def test_every_surface_is_a_valid_ring(extract, key):
    rings = [line for line, _ in extract.lines(key)]
    assert rings
    assert all(ring.is_closed and ring.is_simple for ring in rings)


def test_every_kind_of_street_is_there(extract):
    kinds = {told["highway"] for _, told in extract.lines("highway")}
    assert {"secondary", "residential", "service", "track", "path", "steps"} <= kinds
    assert {told["lit"] for _, told in extract.lines("highway")} == {"yes", "no"}
    assert all(told["surface"] and told["name"] for _, told in extract.lines("highway"))


def test_every_named_canton_has_its_hamlet(extract, layers):
    named = {told["name"]: Point(spot) for spot, told in extract.points if "place" in told}
    cantons = {row["name"]: layers.metres(zone) for row, zone in layers.pairs("zones")}
    assert set(cantons) - set(named) == {"Chancala Centro"}
    assert all(zone.contains(named[name]) for name, zone in cantons.items() if name in named)


def test_one_area_lies_across_the_bridge(extract, layers):
    (bridge,) = [line for line, told in extract.lines("highway") if "bridge" in told]
    on_it = [
        row for row, area in layers.pairs("risk_areas") if layers.metres(area).intersects(bridge)
    ]
    assert [(row["category"], row["severity"]) for row in on_it] == [("dangerous_crossing", 3)]


def test_no_telephone_in_the_extract_rings_anywhere(extract):
    phones = [told["phone"] for _, told in extract.points if "phone" in told]
    assert phones
    assert all(re.fullmatch(r"0000 00\d\d", phone) for phone in phones)


def test_the_extract_does_not_know_the_confidential_places(extract, layers):
    told_of = union_all(
        [Point(s) for s, told in extract.points if {"amenity", "office"} & set(told)]
    )
    hidden = [layers.metres(s) for row, s in layers.pairs("services") if row["confidential"]]
    assert min(told_of.distance(place) for place in hidden) > 50


def test_one_service_in_the_extract_is_known_as_a_shelter(extract):
    shelters = [told for _, told in extract.points if told.get("social_facility") == "shelter"]
    assert [told["social_facility:for"] for told in shelters] == ["abused;woman"]


def test_a_few_live_far_from_every_street(extract, layers):
    lines = STRtree([line for line, _ in extract.lines("highway")])
    homes = [layers.metres(spot) for spot in layers.shapes("demand")]
    _, distance = lines.query_nearest(homes, return_distance=True, all_matches=False)
    assert 5 <= (distance > 200).sum() <= 12
