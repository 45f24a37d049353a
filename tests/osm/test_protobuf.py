"""Numbers and fields of a protocol buffer, and messages that break off."""

from __future__ import annotations

import io

import pytest

from geo.osm.protobuf import read_fields, read_varint


@pytest.mark.parametrize(
    ("data", "number"),
    [(b"\x00", 0), (b"\x7f", 127), (b"\x96\x01", 150), (b"\xff" * 9 + b"\x01", 2**64 - 1)],
)
def test_a_varint_takes_seven_bits_of_each_byte(data, number):
    file = io.BytesIO(data + b"rest")
    assert read_varint(file) == number
    assert file.read() == b"rest"


@pytest.mark.parametrize("data", [b"", b"\x80", b"\xff" * 11])
def test_a_varint_without_an_end_is_refused(data):
    with pytest.raises(EOFError):
        read_varint(io.BytesIO(data))


def test_fields_have_their_number_and_content():
    message = b"\x08\x96\x01" + b"\x12\x02hi" + b"\x19" + bytes(8) + b"\x25" + bytes(4)
    assert list(read_fields(message)) == [(1, b""), (2, b"hi"), (3, bytes(8)), (4, bytes(4))]


@pytest.mark.parametrize("message", [b"\x12\x03hi", b"\x19\x00", b"\x0b", b"\x08"])
def test_a_message_that_breaks_off_is_refused(message):
    with pytest.raises(EOFError):
        list(read_fields(message))
