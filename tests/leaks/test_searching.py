"""The search finds what it is to find, however it is written, and nothing that is farther away."""

from __future__ import annotations

import base64
import gzip
import io
import json
import struct
import zipfile

import pyarrow as pa
import pyarrow.parquet as parquet
import pytest

from tests.leaks.searching import SearchTarget, search

WORD, PLACE = "Posada Xochitonal", (13.8822952, -89.8513633)
SECRET = SearchTarget("shelter", (WORD,), PLACE)
LAT, LON = 13.8819, -89.8517  # as near as three decimals
EAST, NORTH = 191809.6, 1536549.8


def zipped(content):
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a", content)
    return held.getvalue()


def in_parquet(**columns):
    held = io.BytesIO()
    parquet.write_table(pa.table(columns), held)
    return held.getvalue()


TOLD = {
    "GeoJSON": json.dumps({"coordinates": [LON, LAT]}).encode(),
    "three decimals": b"lat: 13.882 lon: -89.851",
    "metres of UTM": f"{EAST} {NORTH}".encode(),
    "web mercator": b"x=-10002208, y=1560716",
    **{f"packed {kind}": b"abc" + struct.pack(kind, LON, LAT) for kind in ("<dd", ">dd", "<ff")},
    "metres packed": b"x" + struct.pack("<dd", EAST, NORTH),
    "UTF-8": WORD.encode(),
    "UTF-16": WORD.encode("utf-16-le"),
    "base64": base64.b64encode(b"ab" + WORD.encode() + b"cd"),
    "address": b"?q=Posada%20Xochitonal",
    "gzip": b"head" + gzip.compress(WORD.encode() * 3),
    "zip of gzip": zipped(gzip.compress(f"{LAT},{LON}".encode())),
    "Parquet": in_parquet(lat=[1.0, LAT], both=[struct.pack("<dd", LON, LAT)] * 2),
}


@pytest.mark.parametrize("how", TOLD)
def test_it_is_found(how):
    assert [one.secret for one in search(how, TOLD[how], [SECRET])] == ["shelter"]


@pytest.mark.parametrize(
    "content",
    [
        b"13.8835, -89.8514",
        b"13.8823 and much later" + b"." * 400 + b"-89.8514",
        struct.pack("<dd", LON, LAT + 0.002),
        b"Posada de otra",
        f"{EAST + 100} {NORTH}".encode(),
    ],
)
def test_what_is_elsewhere_is_not_found(content):
    assert search("", content, [SECRET]) == []
