"""Files that editors and servers write in their own way: read as they are meant, or refused."""

from __future__ import annotations

import bz2
import gzip
import lzma
import re

import osmium
import pyarrow as pa
import pytest
from osmium.osm import mutable

from geo.errors import (
    ExtractArchiveError,
    ExtractChangesError,
    ExtractContentError,
    ExtractDecompressionError,
    ExtractEntitiesError,
    ExtractForeignError,
    ExtractGeoJsonError,
    ExtractHistoryError,
    ExtractNotesError,
    ExtractNotOsmError,
    ExtractPartialError,
    ExtractTruncatedError,
    ExtractWithoutCoordinatesError,
    ExtractWithoutStreetsError,
)
from geo.language import gettext, list_locales
from geo.osm import file_formats
from geo.osm.extract import read_extract
from geo.osm.rewriting import restore_node_id

# 1---2---3   way 101
# |       |
# 4-------5   way 102, from 1 by 4 and 5 to 3; the short cut 200 joins 2 and 6 in the middle of it
SPOTS = {1: (0, 1), 2: (1, 1), 3: (2, 1), 4: (0, 0), 5: (2, 0), 6: (1, 0)}
WAYS = {101: [1, 2, 3], 102: [1, 4, 6, 5, 3], 200: [2, 6]}
KIND = '<tag k="highway" v="residential"/>'
CLINIC = '<tag k="amenity" v="clinic"/><tag k="name" v="Posta"/>'


def node(number, spot=None, *, tags="", more=""):
    right, up = spot or SPOTS[abs(number)]
    return f'<node id="{number}" lat="{up / 1000}" lon="{right / 1000}" {more}>{tags}</node>'


def way(number, refs, *, tags=KIND, more=""):
    body = "".join(f'<nd ref="{ref}"/>' for ref in refs)
    return f'<way id="{number}" {more}>{body}{tags}</way>'


NODES = "".join(map(node, SPOTS))
WITHOUT_CUT = NODES + way(101, WAYS[101]) + way(102, WAYS[102])
WHOLE = WITHOUT_CUT + way(200, WAYS[200])


@pytest.fixture
def bring(tmp_path):
    def write(content, *, name="traido.osm"):
        path = tmp_path / name
        if isinstance(content, str):
            content = f"<?xml version='1.0'?><osm version='0.6'>{content}</osm>".encode()
        path.write_bytes(content)
        return path

    return write


def walked(extract):
    return sorted(set(extract.edges["way"]))


def refused(path, fault):
    with pytest.raises(fault) as caught:
        read_extract(path)
    assert type(caught.value) is fault
    for locale in list_locales():
        said = gettext(caught.value.key, locale, **caught.value.placeholders)
        assert path.name in said
        assert "{" not in said
    return caught.value


# --- what was deleted ----------------------------------------------------------------------------

DELETED = [
    "action='delete' visible='true' version='1'",
    'action="delete"',
    'action = "delete"',
    'version="2" visible="false"',
    'visible = "false"',
]


@pytest.mark.parametrize("more", DELETED)
def test_a_deleted_street_is_not_walked(bring, more):
    extract = read_extract(bring(WITHOUT_CUT + way(200, WAYS[200], more=more)))
    assert walked(extract) == [101, 102]
    assert "street" in set(extract.base_map["layer"])
    assert len(extract.base_map) == 2


@pytest.mark.parametrize("more", DELETED)
def test_a_deleted_service_or_place_is_not_offered(bring, more):
    village = '<tag k="place" v="village"/><tag k="name" v="Aldea"/>'
    content = node(8, (1, 1), tags=CLINIC, more=more) + node(9, (1, 1), tags=village, more=more)
    extract = read_extract(bring(content + WHOLE))
    assert len(extract.candidates) == 0
    assert set(extract.base_map["layer"]) == {"street"}


@pytest.mark.parametrize("more", DELETED)
def test_a_deleted_area_is_neither_land_nor_service(bring, more):
    tags = CLINIC + '<tag k="building" v="yes"/>'
    extract = read_extract(bring(WHOLE + way(300, [1, 2, 6, 1], tags=tags, more=more)))
    assert len(extract.candidates) == 0
    assert set(extract.base_map["layer"]) == {"street"}
    assert len(read_extract(bring(WHOLE + way(300, [1, 2, 6, 1], tags=tags))).candidates) == 1


@pytest.mark.parametrize("more", DELETED)
@pytest.mark.parametrize("deleted", ["relation", "way"])
def test_of_a_deleted_relation_or_outline_nothing_is_left(bring, more, deleted):
    outline = way(300, [1, 2, 6, 1], tags="", more=more if deleted == "way" else "")
    relation = (
        f'<relation id="1" {more if deleted == "relation" else ""}>'
        '<member type="way" ref="300" role="outer"/><tag k="type" v="multipolygon"/>'
        '<tag k="natural" v="water"/></relation>'
    )
    extract = read_extract(bring(WHOLE + outline + relation))
    assert set(extract.base_map["layer"]) == {"street"}


FIRST = {
    "node": node(6, more='version="1"'),
    "way": way(200, WAYS[200], more='version="1"'),
}


@pytest.mark.parametrize("more", ['version="2"', 'version="2" visible="false"'])
@pytest.mark.parametrize("kind", FIRST)
def test_a_history_is_refused_and_the_remedy_named(bring, kind, more):
    second = FIRST[kind].replace('version="1"', more)
    whole = WITHOUT_CUT.replace(node(6), "")
    others = "" if kind == "node" else node(6)
    for versions in (FIRST[kind] + second, second + FIRST[kind]):
        error = refused(bring(others + whole + versions), ExtractHistoryError)
        assert "osmium time-filter" in gettext(error.key, "es", **error.placeholders)


def test_a_street_twice_in_files_put_together_is_read_as_its_last_version(bring):
    first = way(200, [1, 5], more='version="1"')
    last = way(200, WAYS[200], more='version="2"')
    for whole in (first + WITHOUT_CUT + last, last + WITHOUT_CUT + first):
        edges = read_extract(bring(whole)).edges
        (shape,) = edges.geometry[edges["way"] == 200]
        assert shape.bounds == (0.001, 0.0, 0.001, 0.001)


def test_words_of_deletion_in_a_name_delete_nothing(bring):
    tags = KIND + """<tag k="name" v="action='delete' visible='false' id='-3'"/>"""
    extract = read_extract(bring(WITHOUT_CUT + way(200, WAYS[200], tags=tags)))
    assert walked(extract) == [101, 102, 200]


def test_a_history_in_lines_of_text_is_refused(bring):
    lines = ["n1 v1 dV x0 y0.001", "n2 v1 dV x0.001 y0.001", "n3 v1 dV x0.002 y0.001"]
    lines += ["w1 v1 dV Thighway=path Nn1,n2", "w2 v1 dV Thighway=path Nn2,n3", "w2 v2 dD"]
    refused(bring("\n".join(lines).encode()), ExtractHistoryError)


# --- new objects, with negative ids --------------------------------------------------------------


def test_new_streets_are_walked_and_joined_to_the_old(bring):
    new = node(-7, (1, 0.5)) + way(-20, [2, -7, 6])
    extract = read_extract(bring(WITHOUT_CUT + new))
    assert walked(extract) == [-20, 101, 102]
    assert extract.counts["incomplete_ways"] == 0
    assert extract.counts["fragments"] == 1


def test_a_drawing_of_new_objects_alone_is_read_as_the_same_with_other_ids(bring):
    new = "".join(node(-number) for number in SPOTS)
    new += "".join(way(-number, [-ref for ref in refs]) for number, refs in WAYS.items())
    extract, old = read_extract(bring(new)), read_extract(bring(WHOLE))
    assert walked(extract) == [-200, -102, -101]
    assert extract.edges.geometry.geom_equals(old.edges.geometry).all()


def test_a_new_service_keeps_its_id_and_a_new_building_is_drawn(bring):
    new = node(-8, (1, 1), tags=CLINIC) + node(-9, (0, 1)) + node(-10, (1, 0)) + node(-11, (2, 0))
    new += way(-30, [-9, -10, -11, -9], tags='<tag k="building" v="yes"/>')
    extract = read_extract(bring(WHOLE + new))
    assert extract.candidates["osm_id"].tolist() == ["node/-8"]
    assert "building" in set(extract.base_map["layer"])


def test_new_streets_in_other_formats_are_walked(tmp_path):
    for name in ("new.osm.pbf", "new.opl"):
        path = tmp_path / name
        with osmium.SimpleWriter(str(path)) as writer:
            writer.add_node(mutable.Node(id=-1, location=(0, 0)))
            writer.add_node(mutable.Node(id=-2, location=(0.001, 0)))
            writer.add_way(mutable.Way(id=-3, nodes=[-1, -2], tags={"highway": "path"}))
        assert walked(read_extract(path)) == [-3]


@pytest.mark.parametrize("number", [-(2**60), -8, -1, 0, 1, 2**34, 2**61 + 5])
def test_a_positive_id_is_restored(number):
    positive = number if number >= 0 else 2**60 - number
    assert restore_node_id(positive) == number


# --- coordinates on the ways ---------------------------------------------------------------------


def located(refs, *, with_ids=True):
    return "".join(
        f"<nd {f'ref={chr(34)}{ref}{chr(34)}' if with_ids else ''} "
        f'lat="{SPOTS[ref][1] / 1000}" lon="{SPOTS[ref][0] / 1000}"/>'
        for ref in refs
    )


@pytest.mark.parametrize("with_ids", [True, False])
def test_coordinates_on_ways_are_read_and_joined(bring, with_ids):
    content = "".join(
        f'<way id="{number}"><bounds minlat="0" minlon="0" maxlat="1" maxlon="1"/>'
        f"{located(refs, with_ids=with_ids)}{KIND}</way>"
        for number, refs in WAYS.items()
    )
    extract, whole = read_extract(bring(content)), read_extract(bring(WHOLE))
    assert walked(extract) == [101, 102, 200]
    assert extract.counts["fragments"] == 1
    assert extract.counts["junctions"] == whole.counts["junctions"]


def test_tags_of_a_node_survive_coordinates_on_ways(bring):
    content = f'<way id="1">{located([1, 2])}{KIND}</way>' + node(2, tags=CLINIC)
    for parts in (content, node(2, tags=CLINIC) + content.split("<node")[0]):
        assert read_extract(bring(parts)).candidates["name"].tolist() == ["Posta"]


def test_coordinates_on_the_outlines_of_a_relation_are_read(bring):
    ring = located([1, 2, 6, 4, 1])
    relation = (
        '<relation id="1"><bounds minlat="0" minlon="0" maxlat="1" maxlon="1"/>'
        f'<member type="way" ref="7" role="outer">{ring}</member>'
        '<tag k="type" v="multipolygon"/><tag k="natural" v="water"/></relation>'
    )
    street = f'<way id="1">{located([1, 2])}{KIND}</way>'
    extract = read_extract(bring(street + relation))
    assert set(extract.base_map["layer"]) == {"street", "water"}


def test_coordinates_on_ways_of_a_binary_file_are_read(tmp_path):
    plain, path = tmp_path / "plain.osm", tmp_path / "low.osm.pbf"
    plain.write_text(f"<osm version='0.6'>{WHOLE}</osm>")
    target = osmium.io.File(str(path), "pbf,locations_on_ways=true")
    with osmium.SimpleWriter(target) as writer:
        for one in osmium.FileProcessor(str(plain)).with_locations():
            if one.is_way():
                writer.add(one)
    assert walked(read_extract(path)) == [101, 102, 200]


def test_streets_without_coordinates_are_named(bring):
    ways = "".join(way(number, refs) for number, refs in WAYS.items())
    refused(bring(ways), ExtractWithoutCoordinatesError)
    centre = ways.replace("<nd", '<center lat="0" lon="0"/><nd', 1)
    refused(bring(centre), ExtractWithoutCoordinatesError)


# --- answers cut short ---------------------------------------------------------------------------

REMARK = 'runtime error: Query run out of memory in "recurse"'


@pytest.mark.parametrize("pack", [bytes, gzip.compress, bz2.compress, lzma.compress])
def test_an_answer_cut_short_is_refused_with_its_remark(bring, pack):
    for place in (0, 1):
        parts = [WHOLE, WHOLE]
        parts[place] = f"<remark> {REMARK} </remark>"
        content = f"<osm version='0.6'>{''.join(parts)}</osm>".encode()
        error = refused(bring(pack(content)), ExtractPartialError)
        assert error.placeholders["remark"] == REMARK


def test_a_remark_between_two_parts_is_seen_and_is_short_and_clean(bring, monkeypatch):
    content = f"{WHOLE}<remark>\u202e{'lento ' * 100}</remark>"
    for chunk_bytes in (7, 64, 1000):
        monkeypatch.setattr(file_formats, "CHUNK_BYTES", chunk_bytes)
        error = refused(bring(content), ExtractPartialError)
        assert re.fullmatch(r"(lento ?){30,40}l?e?n?", error.placeholders["remark"])


def test_a_note_of_the_server_is_no_remark(bring):
    note = "<note>The data included in this document is from www.openstreetmap.org.</note>"
    assert walked(read_extract(bring(note + WHOLE))) == [101, 102, 200]


# --- formats -------------------------------------------------------------------------------------


def zstandard(content):
    return pa.compress(content, codec="zstd", asbytes=True)


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress, lzma.compress, zstandard])
def test_compressed_text_is_read(bring, pack):
    content = f"<osm version='0.6'>{WHOLE}</osm>".encode()
    assert walked(read_extract(bring(pack(content)))) == [101, 102, 200]
    halves = pack(content[:99]) + pack(content[99:])
    assert walked(read_extract(bring(halves))) == [101, 102, 200]


@pytest.mark.parametrize("pack", [lzma.compress, zstandard])
@pytest.mark.parametrize("share", [0.6, 0.95])
def test_compressed_text_cut_short_is_truncated(bring, pack, share):
    many = "".join(node(n, (n * 0.37 % 7, n * 0.61 % 5)) for n in range(7, 40_000))
    packed = pack(f"<osm version='0.6'>{WHOLE}{many}</osm>".encode())
    refused(bring(packed[: int(len(packed) * share)]), ExtractTruncatedError)


@pytest.mark.parametrize("pack", [lzma.compress, zstandard])
def test_compressed_text_is_limited(bring, pack):
    blanks = b"<osm version='0.6'>" + b" <node/>" * (16 << 20) + b"</osm>"
    refused(bring(pack(blanks)), ExtractDecompressionError)
    refused(bring(pack(b"<osm><!DOCTYPE x></osm>")), ExtractEntitiesError)
    refused(bring(pack(b"hello" * 500)), ExtractNotOsmError)


def test_lines_of_text_are_read(bring):
    lines = [f"n{n} x{x / 1000} y{y / 1000}" for n, (x, y) in SPOTS.items()]
    lines += [
        f"w{n} Thighway=path,name=A%20%b%2c%c N" + ",".join(f"n{ref}" for ref in refs)
        for n, refs in WAYS.items()
    ]
    extract = read_extract(bring("\n".join(lines).encode()))
    assert walked(extract) == [101, 102, 200]
    assert set(extract.edges["name"]) == {"A b,c"}


def o5m(*nodes):
    """Write nodes and one way along them, as https://wiki.openstreetmap.org/wiki/O5m says."""

    def unsigned(value):
        out = b""
        while value > 0x7F:
            out += bytes([value & 0x7F | 0x80])
            value >>= 7
        return out + bytes([value])

    def signed(value):
        return unsigned(value * 2 if value >= 0 else -value * 2 - 1)

    def dataset(kind, body):
        return bytes([kind]) + unsigned(len(body)) + body

    content, previous = b"\xff\xe0\x04o5m2", (0, 0, 0)
    for one in nodes:
        deltas = [signed(now - before) for now, before in zip(one, previous, strict=True)]
        content += dataset(0x10, deltas[0] + b"\0" + deltas[1] + deltas[2])
        previous = one
    refs, last = b"", 0
    for number, _, _ in nodes:
        refs, last = refs + signed(number - last), number
    tag = b"\0highway\0path\0"
    return (
        content + b"\xff" + dataset(0x11, signed(5) + b"\0" + unsigned(len(refs)) + refs + tag)
    ) + b"\xfe"


def test_a_history_in_a_binary_file_is_refused(tmp_path):
    path = tmp_path / "history.osh.pbf"
    target = osmium.io.File(str(path))
    target.has_multiple_object_versions = True
    with osmium.SimpleWriter(target) as writer:
        for number, spot in SPOTS.items():
            writer.add_node(mutable.Node(id=number, version=1, location=spot))
        tags = {"highway": "path"}
        for number, version, visible in ((1, 1, True), (2, 1, True), (2, 2, False)):
            refs = [number, number + 1]
            writer.add_way(
                mutable.Way(id=number, version=version, visible=visible, nodes=refs, tags=tags)
            )
    refused(path, ExtractHistoryError)


def test_o5m_is_read(bring):
    assert walked(read_extract(bring(o5m((1, 0, 0), (2, 10_000, 0), (3, 20_000, 10))))) == [5]


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"<osmChange version='0.6'><create><way id='1'/></create></osmChange>", "Changes"),
        (b"<?xml version='1.0'?>\n<!-- x -->\n<osmChange></osmChange>", "Changes"),
        (b"\xff\xe0\x04o5c2", "Changes"),
        (b"<osm version='0.6'><changeset id='5' open='false'/></osm>", "Notes"),
        (b"<osm version='0.6'><note lon='1' lat='2'><id>5</id></note></osm>", "Notes"),
        (b"<?xml version='1.0'?><osm-notes><note id='1'/></osm-notes>", "Notes"),
        (b'{"type": "FeatureCollection", "features": []}', "GeoJson"),
        (b'\x1e{"type":"Feature","geometry":null}', "GeoJson"),
        (b'{"features": [], "type" : "FeatureCollection"}', "GeoJson"),
        (b"PK\x03\x04" + b"\0" * 300, "Archive"),
        (b"7z\xbc\xaf\x27\x1c" + b"\0" * 300, "Archive"),
        (b"<osm-script><query/></osm-script>", "NotOsm"),
        (b"<gpx version='1.1'><trk/></gpx>", "Foreign"),
        (b"<!DOCTYPE html><html></html>", "Content"),
        (b'{"a": 1}', "NotOsm"),
        (b"name;lat;lon\nA;1;2\n", "NotOsm"),
    ],
)
def test_what_is_no_map_is_called_by_its_name(bring, content, fault):
    faults = {
        "Archive": ExtractArchiveError,
        "Changes": ExtractChangesError,
        "Content": ExtractContentError,
        "Foreign": ExtractForeignError,
        "GeoJson": ExtractGeoJsonError,
        "NotOsm": ExtractNotOsmError,
        "Notes": ExtractNotesError,
    }
    refused(bring(content), faults[fault])


def test_a_map_without_streets_is_none_of_these(bring):
    refused(bring(node(1)), ExtractWithoutStreetsError)
