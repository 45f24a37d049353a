"""Real extracts: the facts counted beside the files, and our own promises, on whole places."""

import numpy as np
import pytest
from osmium import FileProcessor
from osmium.filter import KeyFilter, TagFilter
from osmium.osm import RELATION, WAY
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components
from shapely import box, get_coordinates

from geo.osm.components import number_fragments
from geo.osm.extract import read_extract
from geo.osm.osm_reader import read_filtered_extract
from geo.osm.walkability import read_street_passage
from geo.osm.way_splitting import WayPoints, split_at_junctions

pytestmark = pytest.mark.real_data
PORTO_ALEGRE, ANDORRA = "porto_alegre_br.osm.pbf", "andorra.osm.pbf"

# Counted beside the files, without the outlines of squares (`area=yes`), which we walk along,
# and without ways that we walk to destinations or at some hours only.
FACTS = {  # raw nodes, segments, kilometres on the sphere, connected parts
    PORTO_ALEGRE: (38_096, 45_281, 1_847, 54),
    ANDORRA: (137_606, 140_549, 2_038, 91),
}


@pytest.fixture(scope="module")
def extracts(real_data):
    return {name: read_extract(real_data / "osm" / name) for name in FACTS}


both = pytest.mark.parametrize("name", sorted(FACTS))


def is_public(tags):
    """Say whether a way was counted beside the file, which knew no conditions."""
    plain = {key: tags[key] for key in tags if not key.endswith(":conditional")}
    walker = tags.get("foot") or tags.get("access")
    return walker != "private" and read_street_passage(plain).access != "closed"


@both
def test_only_what_is_tagged_so_is_restricted(extracts, real_data, name):
    keys = ("access", "foot", "access:conditional", "foot:conditional", "opening_hours")
    processor = FileProcessor(real_data / "osm" / name, WAY | RELATION)
    tagged = {
        thing.id if thing.is_way() else -thing.id
        for thing in processor.with_filter(KeyFilter(*keys))
    }
    edges = extracts[name].edges
    restricted = edges[edges["access"].notna() | edges["open_hours"].notna()]
    assert len(restricted) > 50
    assert set(restricted.loc[restricted["barrier"].isna(), "way"]) <= tagged


@both
def test_without_squares_and_private_ways_the_streets_are_those_counted_beside_the_file(
    real_data, name
):
    path = real_data / "osm" / name
    told = TagFilter(("area", "yes"))
    squares = {way.id for way in FileProcessor(path, WAY).with_filter(told)}
    streets = read_filtered_extract(path).streets
    wanted = [
        way > 0 and way not in squares and is_public(tags)
        for way, tags in zip(streets.way_ids, streets.tags, strict=True)
    ]
    points = WayPoints.from_ways(
        streets.node_refs, streets.lonlat, sizes=streets.sizes
    ).select_ways(np.array(wanted))
    lines = split_at_junctions(points, split_refs=np.zeros(0, dtype=np.int64))
    length_m = lines.lengths_m()
    parts = number_fragments(lines.u, lines.v, length_m=length_m).max() + 1
    counted = (
        len(np.unique(points.ref)),
        points.count_segments(),
        round(length_m.sum() / 1000),
        parts,
    )
    assert counted == FACTS[name]


@both
def test_two_nodes_name_one_edge(extracts, name):
    edges = extracts[name].edges
    u, v = edges["u"].to_numpy(np.int64), edges["v"].to_numpy(np.int64)
    assert (u != v).all()
    assert len(np.unique(np.minimum(u, v) * 10**9 + np.maximum(u, v))) == len(edges)


@both
def test_lines_end_on_their_nodes(extracts, name):
    extract = extracts[name]
    at = get_coordinates(extract.nodes.geometry)
    lines = extract.edges.geometry.to_numpy()
    sizes = np.array([len(line.coords) for line in lines])
    points = get_coordinates(lines)
    assert (points[np.cumsum(sizes) - sizes] == at[extract.edges["u"]]).all()
    assert (points[np.cumsum(sizes) - 1] == at[extract.edges["v"]]).all()


@both
def test_fragments_are_the_connected_parts(extracts, name):
    extract = extracts[name]
    u, v = extract.edges["u"], extract.edges["v"]
    graph = coo_array((np.ones(len(u)), (u, v)), shape=(len(extract.nodes),) * 2)
    count, part = connected_components(graph, directed=False)
    assert count == extract.counts["fragments"] == extract.edges["fragment"].nunique()
    together = {(a, b) for a, b in zip(part[u], extract.edges["fragment"], strict=True)}
    assert len(together) == count


@both
def test_the_main_network_is_nearly_all(extracts, name):
    edges = extracts[name].edges
    assert (edges["fragment"] == 0).mean() > 0.95
    assert edges.loc[edges["fragment"] == 0, "routable"].all()
    assert 0 < (~edges["routable"]).mean() < 0.05


def test_neighbouring_numbers_are_neighbouring_places(extracts):
    at = get_coordinates(extracts[PORTO_ALEGRE].nodes.geometry)
    steps = np.hypot(*np.diff(at, axis=0).T)
    extent = np.hypot(*(at.max(axis=0) - at.min(axis=0)))
    assert np.median(steps) < extent / 100


def test_andorra_has_its_base_map(extracts):
    base = extracts[ANDORRA].base_map
    towns = base.loc[(base["layer"] == "place") & (base["class"] == "town"), "name"]
    assert "Andorra la Vella" in set(towns)
    assert len(towns) == 7  # the seven parish capitals
    assert {"ground", "water", "building", "street", "place"} == set(base["layer"])
    assert base.geometry.is_valid.mean() > 0.999


def test_andorra_offers_police_courts_and_health(extracts):
    offered = extracts[ANDORRA].candidates
    assert {"police", "court", "health"} <= set(offered["type"])
    assert offered["osm_id"].is_unique
    assert (offered.geometry.geom_type == "Point").all()


def test_keep_is_a_part_of_all(extracts, real_data):
    capital = box(1.50, 42.49, 1.55, 42.52)
    part = read_extract(real_data / "osm" / ANDORRA, clip_polygon=capital)
    whole = extracts[ANDORRA]
    assert 0 < part.counts["segments"] < whole.counts["segments"] / 4
    assert set(part.edges["way"]) <= set(whole.edges["way"])
    touches = part.edges.geometry.intersects(capital)
    ways = part.edges["way"]  # a line that is split where it is joined has pieces outside
    assert set(ways[~touches]) <= {*ways[touches], 0}
    assert part.base_map.geometry.intersects(capital).all()
    assert set(part.candidates["osm_id"]) < set(whole.candidates["osm_id"])
