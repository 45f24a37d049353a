"""Files of streets made to fill the memory, or of no sense at all: refused with a sentence."""

from __future__ import annotations

import bz2
import gzip
import zlib
from xml.etree import ElementTree as ET

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from geo.errors import (
    ExtractDecompressionError,
    ExtractEntitiesError,
    ExtractError,
    ExtractMemoryError,
    ExtractNotOsmError,
    ExtractTruncatedError,
)
from geo.language import gettext, list_locales
from geo.osm import file_formats, memory_limit
from geo.osm.memory_limit import count_blob_nodes
from geo.osm.osm_reader import read_filtered_extract
from tests.memory import below
from tests.network.napkin import osm_xml

MIB = 1024 * 1024
HEAD = b'<?xml version="1.0"?>\n<osm version="0.6">'
NODE = b'<node id="1" lat="0" lon="0"/>'
VILLAGE_SPOTS = {1: (0, 0), 2: (1, 0), 3: (2, 0)}


def laughs(depth: int = 12) -> bytes:
    """Define a word by ten of the one before, over and over."""
    lines = ['<!ENTITY l0 "lol">']
    lines += [f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, depth)]
    body = f'<node id="1" lat="0" lon="0"><tag k="name" v="&l{depth - 1};"/></node>'
    return (
        f'<?xml version="1.0"?><!DOCTYPE osm [{"".join(lines)}]><osm version="0.6">{body}</osm>'
    ).encode()


OUTSIDE = (
    b'<?xml version="1.0"?><!DOCTYPE osm [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    b'<osm version="0.6"><node id="1" lat="0" lon="0"><tag k="name" v="&x;"/></node></osm>'
)


def spaces(packer, mib: int) -> bytes:
    return packer(HEAD + b" " * (mib * MIB) + b"</osm>")


def field(number: int, value: int | bytes) -> bytes:
    """Write a field of a protocol buffer."""
    if isinstance(value, int):
        return varint(number << 3) + varint(value)
    return varint(number << 3 | 2) + varint(len(value)) + value


def varint(value: int) -> bytes:
    out = b""
    while value > 0x7F:
        out += bytes([value & 0x7F | 0x80])
        value >>= 7
    return out + bytes([value])


def block(kind: bytes, raw: bytes) -> bytes:
    """Write a block of a compact file."""
    blob = field(2, len(raw)) + field(3, zlib.compress(raw, 9))
    head = field(1, kind) + field(3, len(blob))
    return len(head).to_bytes(4, "big") + head + blob


PBF_HEAD = block(b"OSMHeader", field(4, b"OsmSchema-V0.6") + field(4, b"DenseNodes"))


@pytest.fixture
def bring(tmp_path):
    def write(data: bytes):
        path = tmp_path / "traido.osm"
        path.write_bytes(data)
        return path

    return write


def refused(path, fault):
    with below(), pytest.raises(fault) as caught:
        read_filtered_extract(path)
    assert type(caught.value) is fault
    for locale in list_locales():
        said = gettext(caught.value.key, locale, **caught.value.placeholders)
        assert "traido.osm" in said
        assert "{" not in said


@pytest.mark.parametrize("packer", [bz2.compress, gzip.compress], ids=["bz2", "gz"])
def test_blanks_without_end(bring, packer):
    refused(bring(spaces(packer, 128)), ExtractDecompressionError)


@pytest.mark.parametrize("packer", [bytes, bz2.compress, gzip.compress], ids=["osm", "bz2", "gz"])
def test_a_tag_without_end(bring, packer):
    long = HEAD + b'<node id="1" lat="0" lon="0"><tag k="name" v="' + b"a" * (4 * MIB)
    refused(bring(packer(long + b'"/></node></osm>')), ExtractDecompressionError)


@pytest.mark.parametrize("packer", [bytes, bz2.compress, gzip.compress], ids=["osm", "bz2", "gz"])
@pytest.mark.parametrize("text", [laughs(), OUTSIDE], ids=["laughs", "outside"])
def test_definitions(bring, packer, text):
    refused(bring(packer(text)), ExtractEntitiesError)


@pytest.mark.slow
def test_a_definition_between_two_parts_is_seen(bring, monkeypatch):
    for chunk in range(12, 64, 3):
        monkeypatch.setattr(file_formats, "CHUNK_BYTES", chunk)
        refused(bring(HEAD + NODE + b" <!DOCTYPE x> " + NODE + b"</osm>"), ExtractEntitiesError)


def test_blocks_that_unpack_to_much_more(bring):
    nodes = block(b"OSMData", b"\0" * (24 * MIB))
    refused(bring(PBF_HEAD + nodes * 40), ExtractDecompressionError)


@pytest.mark.parametrize(
    "tail",
    [
        b"\xff\xff\xff\xff",
        b"\0\0",
        (70_000).to_bytes(4, "big"),
        (4).to_bytes(4, "big") + b"\x1a\xff\xff\xff",
        block(b"OSMData", b"x")[:-3],
        (2).to_bytes(4, "big") + b"\x0f\x0f",
    ],
)
def test_blocks_that_lie_of_their_length(bring, tail):
    refused(bring(PBF_HEAD + tail), ExtractTruncatedError)


def dense(count: int, *, step: int = 1) -> bytes:
    """Write points that lie side by side, in three bytes each where their numbers are near."""
    ids = varint(2 * step) * count  # each the step from the one before, as the format has it
    places = field(8, b"\2" * count) + field(9, b"\2" * count)
    return field(1, field(1, b"")) + field(2, field(2, field(1, ids) + places))


def plain(raw: bytes) -> bytes:
    """Write a block that is not packed."""
    blob = field(1, raw)
    head = field(1, b"OSMData") + field(3, len(blob))
    return len(head).to_bytes(4, "big") + head + blob


@pytest.mark.parametrize("step", [1, 5000])
def test_points_are_counted_as_they_are(step):
    raw = dense(321, step=step)
    for blob in (field(1, raw), field(2, len(raw)) + field(3, zlib.compress(raw))):
        assert count_blob_nodes(blob, uncompressed_size=len(raw), file="x") == 321
    assert count_blob_nodes(field(4, b"lzma"), uncompressed_size=300, file="x") == 100


def test_points_without_number(bring):
    refused(bring(PBF_HEAD + plain(dense(100_000)) * 161), ExtractMemoryError)


def test_points_without_number_in_text(bring, monkeypatch):
    monkeypatch.setattr(memory_limit, "MAX_NODES", 10)
    refused(bring(HEAD + NODE * 11 + b"</osm>"), ExtractMemoryError)


@pytest.mark.parametrize("step", [1, 60])
def test_as_many_points_as_there_may_be_fit(bring, step):
    path = bring(PBF_HEAD + plain(dense(100_000, step=step)) * 159)
    with below():
        assert not len(read_filtered_extract(path).streets.way_ids)


def test_services_without_number(bring, monkeypatch):
    monkeypatch.setattr(memory_limit, "MAX_OBJECTS", 10)
    door = b'<node id="%d" lat="0" lon="0"><tag k="amenity" v="clinic"/></node>'
    doors = [door % number for number in range(1, 12)]
    assert (
        len(read_filtered_extract(bring(HEAD + b"".join(doors[:10]) + b"</osm>")).services.osm_ids)
        == 10
    )
    refused(bring(HEAD + b"".join(doors) + b"</osm>"), ExtractMemoryError)


@pytest.mark.parametrize("key", ["highway", "building"])
def test_routes_that_go_to_and_fro(bring, monkeypatch, key):
    monkeypatch.setattr(memory_limit, "MAX_POINTS", 20)
    spots = b"".join(
        b'<node id="%d" lat="%d" lon="%d"/>' % (n + 1, n // 2, n in (1, 2)) for n in range(4)
    )
    ring = b"".join(b'<nd ref="%d"/>' % n for n in (1, 2, 3, 4, 1))
    way = b'<way id="%%d">%s<tag k="%s" v="path"/></way>' % (ring, key.encode())
    ways = [way % number for number in range(1, 12)]
    read_filtered_extract(bring(HEAD + spots + b"".join(ways[:3]) + b"</osm>"))
    refused(bring(HEAD + spots + b"".join(ways) + b"</osm>"), ExtractMemoryError)


@pytest.mark.parametrize("packer", [bz2.compress, gzip.compress], ids=["bz2", "gz"])
def test_packed_twice_is_not_opened_twice(bring, packer):
    refused(bring(packer(packer(HEAD + NODE + b"</osm>"))), ExtractNotOsmError)


@pytest.mark.parametrize("packer", [bytes, bz2.compress, gzip.compress], ids=["osm", "bz2", "gz"])
def test_a_village_is_no_bomb(bring, packer):
    text = ET.tostring(osm_xml(VILLAGE_SPOTS, [(1, [1, 2, 3], {"highway": "footway"})]))
    assert len(read_filtered_extract(bring(packer(text))).streets.way_ids) == 1


WHOLE = HEAD + NODE + b'<way id="1"><nd ref="1"/><tag k="highway" v="path"/></way></osm>'
SEEDS = [WHOLE, bz2.compress(WHOLE), gzip.compress(WHOLE), PBF_HEAD + block(b"OSMData", b"")]


@example(seed=WHOLE, at=92, cut=0, put=b" ")  # an id that is no number
@settings(
    max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(
    seed=st.sampled_from(SEEDS),
    at=st.integers(0, 400),
    cut=st.integers(0, 40),
    put=st.binary(max_size=40),
)
def test_whatever_is_brought_gets_an_answer(bring, seed, at, cut, put):
    path = bring(seed[:at] + put + seed[at + cut :])
    try:
        read_filtered_extract(path)
    except ExtractError as error:
        answer = gettext(error.key, "es", **error.placeholders)
    else:
        answer = "read"
    assert answer
    assert not answer.startswith("error.")
