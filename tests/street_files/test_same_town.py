"""The same town as .osm, as a graph of OSMnx and as a municipality's lines gives one network."""

from __future__ import annotations

import bz2
import gzip
import zipfile

import geopandas as gpd
import networkx as nx
import pytest

from geo.errors import (
    ExtractEntitiesError,
    ExtractTruncatedError,
    ExtractWithoutCoordinatesError,
    ExtractWithoutStreetsError,
    LayerCrsUnknownError,
    StreetsCrsMissingError,
)
from geo.osm.extract import build_extract
from geo.parsing.source import SourceFile
from geo.street_files.graphml_streets import read_edge_tags, read_list
from geo.street_files.reading import read_street_file
from geo.street_files.street_choices import StreetChoices
from tests.street_files import town

METRIC = 32631
DRIVEN = ("drive_access", "drive_direction", "drive_km_h")


def read(path, **choices):
    found = read_street_file(SourceFile.of(path), StreetChoices(**choices))
    return found, build_extract(found.extract, file=path.name, joins_fragments=False)


def distances(extract):
    """Measure the shortest routes between all corners, by place [m]."""
    graph = nx.Graph()
    for line, metres in zip(
        extract.edges.geometry, extract.edges.to_crs(METRIC).length, strict=True
    ):
        ends = [tuple(round(one, 6) for one in end) for end in (line.coords[0], line.coords[-1])]
        graph.add_edge(*ends, weight=metres)
    corners = [town.spot(number) for number in (1, 2, 3, 4, 5, 6, 7)]
    found = dict(nx.all_pairs_dijkstra_path_length(graph))
    return {(one, other): found[one][other] for one in corners for other in corners}


@pytest.fixture(scope="module")
def drawn(tmp_path_factory):
    return read(town.write_osm(tmp_path_factory.mktemp("osm") / "town.osm"))[1]


def write_lines(folder, name):
    path = folder / name
    frame = town.lines()
    if path.suffix == ".parquet":
        frame.to_parquet(path)
    elif path.suffix == ".zip":
        frame.to_crs(METRIC).to_file(folder / "vias.shp", encoding="utf-8")
        with zipfile.ZipFile(path, "w") as archive:
            for part in folder.glob("vias.*"):
                archive.write(part, part.name)
    else:
        frame.to_file(path)
    return path


FILES = {
    **dict.fromkeys(("v.gpkg", "v.geojson", "v.parquet", "v.shp", "v.zip", "v.fgb"), write_lines),
    "town.graphml": lambda folder, name: town.write_graphml(town.graph(), folder / name),
    "whole.graphml": lambda folder, name: town.write_graphml(
        town.graph(simplified=False), folder / name
    ),
    "undirected.graphml": lambda folder, name: town.write_graphml(
        town.graph(directed=False), folder / name
    ),
}


@pytest.mark.parametrize("name", FILES)
def test_every_file_of_the_town_gives_the_same_routes(tmp_path, drawn, name):
    found, extract = read(FILES[name](tmp_path, name))
    expected = distances(drawn)
    routes = distances(extract)
    assert routes.keys() == expected.keys()
    assert all(abs(routes[pair] - metres) < 0.05 for pair, metres in expected.items())
    counts = found.counts
    assert counts["rows_read"] == counts["rows_taken"] + counts["rows_left_out"]
    assert extract.edges["steps"].sum() == drawn.edges["steps"].sum() == 1
    assert found.source == ("© OpenStreetMap" if name.endswith("graphml") else None)


@pytest.mark.parametrize("name", ["v.gpkg", "v.shp", "town.graphml"])
def test_who_may_pass_and_how_fast_comes_along(tmp_path, drawn, name):
    _, extract = read(FILES[name](tmp_path, name))

    def describe(edges):
        lines = edges.to_crs(METRIC)
        names = ["kind", "name", "surface", "lit", "bridge", "access", *DRIVEN]
        rows = lines[names].astype(object).where(lines[names].notna(), None)
        return sorted(
            repr((round(line.length, 1), *row))
            for line, row in zip(lines.geometry, rows.to_numpy().tolist(), strict=True)
        )

    assert describe(extract.edges) == describe(drawn.edges)


def test_compressed_and_projected_graphs_are_read(tmp_path, drawn):
    plain = town.write_graphml(town.graph(), tmp_path / "town.graphml")
    for name, pack in (("a.graphml.gz", gzip.compress), ("a.graphml.bz2", bz2.compress)):
        path = tmp_path / name
        path.write_bytes(pack(plain.read_bytes()))
        assert len(read(path)[1].edges) == len(drawn.edges)
    metric = town.graph()
    for number in list(metric):
        point = gpd.GeoSeries.from_xy(*zip(town.spot(number)), crs=4326).to_crs(METRIC).iloc[0]
        metric.nodes[number].update(x=point.x, y=point.y)
    for *_, data in metric.edges(data=True):
        data.pop("geometry", None)
    metric.graph["crs"] = f"epsg:{METRIC}"
    path = town.write_graphml(metric, tmp_path / "metric.graphml")
    _, extract = read(path)
    assert abs(extract.edges.total_bounds[2] - town.spot(4)[0]) < 1e-6
    del metric.graph["crs"]
    path = town.write_graphml(metric, tmp_path / "unnamed.graphml")
    with pytest.raises(StreetsCrsMissingError):
        read(path)
    assert len(read(path, crs=f"EPSG:{METRIC}")[1].edges) == len(extract.edges)


def test_lists_of_merged_ways_count_as_what_warns():
    tags = read_edge_tags(
        {
            "highway": "['residential', 'steps']",
            "name": "['Jirón Uno', \"Calle d'Oro\"]",
            "access": "['yes', 'private']",
            "oneway": "[False, True]",
            "lit": "['yes', 'no']",
            "surface": "['asphalt', 'dirt']",
            "maxspeed": "['50', '30']",
        }
    )
    assert tags["highway"] == "steps"
    assert tags["name"] == "Jirón Uno;Calle d'Oro"
    assert tags["access"] == "yes;private"
    assert (tags["oneway"], tags["lit"], tags["maxspeed"]) == ("yes", "no", "50;30")
    assert "surface" not in tags
    assert read_list("[1, 1, 2]") == ["1", "2"]
    assert read_list("[broken") == ["[broken"]


def test_graphs_that_cannot_be_used_say_why(tmp_path):
    head = b'<graphml xmlns="http://graphml.graphdrawing.org/xmlns">'
    key = b'<key id="x" for="node" attr.name="x"/><key id="y" for="node" attr.name="y"/>'
    edge = b'<edge source="a" target="b"/>'
    nodes = b'<node id="a"><data key="x">1</data><data key="y">2</data></node><node id="b"/>'
    cases = {
        head + b"<graph/></graphml>": ExtractWithoutStreetsError,
        head + b"<graph>" + edge + b"</graph></graphml>": ExtractWithoutCoordinatesError,
        head + key + b"<graph>" + nodes + edge + b"</graph></graphml>": (
            ExtractWithoutCoordinatesError
        ),
        head + key + b"<graph>" + nodes: ExtractTruncatedError,
        b"<!DOCTYPE graphml [<!ENTITY a 'b'>]>" + head + b"</graphml>": ExtractEntitiesError,
    }
    for content, fault in cases.items():
        path = tmp_path / "bad.graphml"
        path.write_bytes(content)
        with pytest.raises(fault):
            read(path)
    broken = town.graph()
    broken.graph["crs"] = "epsg:999999"
    with pytest.raises(LayerCrsUnknownError):
        read(town.write_graphml(broken, tmp_path / "crs.graphml"))
