"""Responses of Overpass in JSON are read as the same ones in XML: with ids, coordinates or both."""

from __future__ import annotations

import bz2
import gzip
import json
import lzma
import random

import pytest

from geo.errors import (
    ExtractEmptyError,
    ExtractError,
    ExtractMemoryError,
    ExtractPartialError,
    ExtractTruncatedError,
    ExtractWithoutCoordinatesError,
    ExtractWithoutStreetsError,
)
from geo.osm import json_objects
from geo.osm.extract import read_extract

PLACES = {1: (0, 0), 2: (0.001, 0), 3: (0.002, 0), 4: (0.001, 0.001)}
WAYS = {101: [1, 2, 3], 102: [2, 4]}


def node(number, **more):
    lon, lat = PLACES[number]
    return {"type": "node", "id": number, "lat": lat, "lon": lon, **more}


def way(number, *, nodes=True, geometry=False, tags=None, **more):
    refs = WAYS[number]
    element = {"type": "way", "id": number, "tags": tags or {"highway": "residential"}, **more}
    if nodes:
        element["nodes"] = refs
    if geometry:
        element["geometry"] = [{"lat": PLACES[ref][1], "lon": PLACES[ref][0]} for ref in refs]
    return element


@pytest.fixture
def bring(tmp_path):
    def write(elements, **more):
        path = tmp_path / "calles.json"
        document = {"version": 0.6, "generator": "Overpass API", "elements": elements, **more}
        path.write_text(json.dumps(document, indent=2), encoding="utf-8")
        return path

    return write


def list_edges(extract):
    """List the edges by way, with their lengths in thousandths of a degree."""
    lengths = [round(line.length * 1000, 3) for line in extract.edges.geometry]
    return sorted(zip(map(int, extract.edges["way"]), lengths, strict=True))


@pytest.mark.parametrize("form", ["body", "geom", "tags geom"])
def test_every_form_of_response_gives_the_same_streets(bring, form):
    nodes, geometry = form != "tags geom", form != "body"
    elements = [way(number, nodes=nodes, geometry=geometry) for number in WAYS]
    if form == "body":
        elements += [node(number) for number in PLACES]
    extract = read_extract(bring(elements))
    assert list_edges(extract) == [(101, 1), (101, 1), (102, 1)]


def test_nodes_of_the_file_keep_their_tags(bring):
    gate = node(2, tags={"barrier": "gate", "access": "no"})
    plain = read_extract(bring([way(101, geometry=True), way(102, geometry=True)]))
    gated = read_extract(bring([way(101, geometry=True), way(102, geometry=True), gate]))
    assert len(plain.edges) == 3
    assert len(gated.edges) > 3  # streets end before it and behind it


def test_an_object_that_comes_twice_is_one(bring):
    bare = {"type": "way", "id": 101, "nodes": WAYS[101]}
    extract = read_extract(bring([way(101), bare, bare, *map(node, PLACES)]))
    assert list_edges(extract) == [(101, 2)]


def test_services_and_lines_within_relations_are_read(bring):
    clinic = node(4, tags={"amenity": "clinic", "name": "Posta"})
    member = {
        "type": "way",
        "ref": 102,
        "role": "",
        "geometry": way(102, geometry=True)["geometry"],
    }
    relation = {"type": "relation", "id": 7, "tags": {"type": "route"}, "members": [member]}
    extract = read_extract(bring([way(101, geometry=True), clinic, relation]))
    assert len(extract.candidates) == 1


def test_what_was_deleted_stays_out(bring):
    elements = [way(101), way(102, visible=False), *map(node, PLACES)]
    assert {number for number, _ in list_edges(read_extract(bring(elements)))} == {101}


def test_a_gap_at_the_edge_of_the_query_is_not_bridged(bring):
    cut = way(101, nodes=False, geometry=True)
    cut["geometry"].insert(2, None)
    assert list_edges(read_extract(bring([cut]))) == [(101, 1)]


@pytest.mark.parametrize(
    ("elements", "more", "fault"),
    [
        ([way(101)], {"remark": "runtime error: Query timed out"}, ExtractPartialError),
        ([way(101)], {}, ExtractWithoutCoordinatesError),
        ([], {}, ExtractEmptyError),
        ([node(1)], {}, ExtractWithoutStreetsError),
        ([{"type": "way"}], {}, ExtractTruncatedError),
        ([{"type": "way", "id": "x"}], {}, ExtractTruncatedError),
        ([5], {}, ExtractTruncatedError),
        (5, {}, ExtractTruncatedError),
    ],
)
def test_what_cannot_be_used_says_why(bring, elements, more, fault):
    with pytest.raises(ExtractError) as raised:
        read_extract(bring(elements, **more))
    assert type(raised.value) is fault


def test_a_large_response_is_refused(bring, monkeypatch):
    path = bring([way(101, geometry=True)])
    monkeypatch.setattr(json_objects, "MAX_JSON_MB", 0)
    with pytest.raises(ExtractMemoryError):
        read_extract(path)
    path.write_bytes(gzip.compress(path.read_bytes()))
    with pytest.raises(ExtractMemoryError):
        read_extract(path)


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress, lzma.compress])
def test_a_compressed_response_is_read(bring, pack):
    path = bring([way(101, geometry=True), way(102, geometry=True)])
    plain = list_edges(read_extract(path))
    path.write_bytes(pack(path.read_bytes()))
    assert list_edges(read_extract(path)) == plain
    path.write_bytes(path.read_bytes()[:-20])
    with pytest.raises(ExtractTruncatedError):
        read_extract(path)


def test_mutated_responses_end_in_streets_or_in_an_exact_error(bring):
    path = bring([way(101, geometry=True), way(102), *map(node, PLACES)])
    original, chance = path.read_bytes(), random.Random(16)
    for _ in range(150):
        content = bytearray(original)
        for _ in range(chance.choice((1, 4))):
            content[chance.randrange(len(content))] = chance.randrange(256)
        if not chance.randrange(3):
            content = content[: chance.randrange(len(content))]
        path.write_bytes(content)
        try:
            assert len(read_extract(path).edges)
        except ExtractError as error:
            path.with_name(type(error).__name__).touch()
    assert path.with_name("ExtractTruncatedError").exists()
