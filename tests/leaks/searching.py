"""
Looking for what must not be told, in any bytes: as text, as packed numbers, and in what is packed.

Places are looked for in degrees, in metres of their UTM zone and in web-mercator metres, written
or as floating-point numbers of 4 or 8 bytes of either order, at every offset: two numbers near each
other, both within 0.0005 degrees, are a place to three decimals.
"""

from __future__ import annotations

import base64
import io
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import takewhile

import geopandas as gpd
import numpy as np
import pyarrow.parquet as parquet
from shapely import Point

DEGREES = 0.0005
METRES = 55.0  # as many as that of a degree of latitude
NUMBER = re.compile(rb"-?\d{1,8}(?:\.\d+)?")
OF_A_NUMBER = frozenset(b"-.0123456789")
NEAR_TEXT, NEAR_BINARY = 160, 64  # bytes between the two numbers of a place
KINDS = ("<f8", ">f8", "<f4", ">f4")
LEAST_FORM = 6  # bytes: met once in 280 million MB of random ones
DEEPEST = 3  # of packed things within packed things


@dataclass(frozen=True)
class SearchTarget:
    """Something to look for: words, and a place by latitude and longitude if it has one."""

    name: str
    words: tuple[str, ...] = ()
    place: tuple[float, float] | None = None


@cache
def ways_to_write(place: tuple[float, float]) -> list[tuple[float, float, float]]:
    """Give the two numbers of a place in each way of writing it, and how near is too near."""
    lat, lon = place
    there = gpd.GeoSeries([Point(lon, lat)], crs="EPSG:4326")
    told = [(lat, lon, DEGREES)]
    for crs in (there.estimate_utm_crs(), "EPSG:3857"):
        point = there.to_crs(crs).iloc[0]
        told.append((point.x, point.y, METRES))
    return told


@dataclass(frozen=True)
class Finding:
    """A secret that stands somewhere."""

    where: str
    secret: str
    how: str


def search(where: str, content: bytes, secrets: Iterable[SearchTarget]) -> list[Finding]:
    """Look for every secret in bytes and in all that is packed in them."""
    met: dict[tuple[str, str], Finding] = {}
    for layer in unpacked(content):
        text, packed = _Texts(layer), _Floats(layer)
        for one in secrets:
            for how in _met(layer, text, packed, one):
                met.setdefault((one.name, how), Finding(where, one.name, how))
    return list(met.values())


def unpacked(content: bytes, deep: int = 0) -> Iterator[bytes]:
    """Give bytes, and what can be unpacked of them: gzip, zlib, zip, Parquet; again and again."""
    yield content
    if deep == DEEPEST:
        return
    for inner in _inner(content):
        yield from unpacked(inner, deep + 1)


def _inner(content: bytes) -> Iterator[bytes]:
    if content[:4] == b"PAR1":
        table = parquet.read_table(io.BytesIO(content))
        for column in table.columns:
            yield from (b.to_pybytes() for part in column.chunks for b in part.buffers() if b)
        yield str(table.schema.metadata).encode()
    if content[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            yield from (archive.read(name) for name in archive.namelist())
    for magic in (b"\x1f\x8b\x08", b"x\x9c", b"x\xda", b"x\x01"):
        at = content.find(magic)
        while at >= 0:
            inner = _inflated(memoryview(content)[at:])
            if len(inner) > len(magic):
                yield inner
            at = content.find(magic, at + 1)


def _inflated(content: memoryview) -> bytes:
    try:
        return zlib.decompressobj(zlib.MAX_WBITS | 32).decompress(content, 50_000_000)
    except zlib.error:  # the bytes only looked like it
        return b""


def _met(content: bytes, text: _Texts, packed: _Floats, one: SearchTarget) -> Iterator[str]:
    for word in one.words:
        if any(form in content for form in _forms(word)):
            yield f"word {word!r}"
    for a, b, near in ways_to_write(one.place) if one.place else ():
        if text.hold(a, b, near):
            yield f"written near {a:.3f}, {b:.3f}"
        if packed.hold(a, b, near):
            yield f"packed near {a:.3f}, {b:.3f}"


def _forms(word: str) -> list[bytes]:
    """Write a word in the ways that bytes may hold it: UTF-8, UTF-16, escaped, base64."""
    plain = word.encode()
    forms = [plain, word.encode("utf-16-le"), word.encode("unicode_escape")]
    forms.append(word.replace(" ", "%20").encode())
    for shift in range(3):  # base64 looks another way at each place within three bytes
        coded = base64.b64encode(b"\0" * shift + plain)
        inner = coded[4 if shift else 0 : -4]
        if len(inner) >= LEAST_FORM:  # of fewer bytes some stand in any encrypted file
            forms.append(inner)
    return forms


def _neighbours(first: np.ndarray, second: np.ndarray, reach: int) -> bool:
    if not len(first) or not len(second):
        return False
    second = np.sort(second)
    after = np.searchsorted(second, first)
    left = np.abs(first - second[np.maximum(after - 1, 0)])
    right = np.abs(first - second[np.minimum(after, len(second) - 1)])
    return bool((np.minimum(left, right) <= reach).any())


class _Texts:
    """The numbers written in bytes; only those that begin as a wanted one does are read."""

    def __init__(self, content: bytes) -> None:
        self._content = content
        self._known: dict[bytes, tuple[np.ndarray, np.ndarray]] = {}

    def hold(self, a: float, b: float, near: float) -> bool:
        """Tell whether two numbers are written near each other."""
        first = self._near(a, near)
        return bool(len(first)) and _neighbours(first, self._near(b, near), NEAR_TEXT)

    def _near(self, wanted: float, near: float) -> np.ndarray:
        ends = f"{abs(wanted - near):.6f}", f"{abs(wanted + near):.6f}"
        both = takewhile(lambda pair: pair[0] == pair[1], zip(*ends, strict=False))
        beginning = "".join(sign for sign, _ in both).encode()
        if beginning not in self._known:
            self._known[beginning] = self._numbers(beginning)
        at, value = self._known[beginning]
        return at[np.abs(value - wanted) < near]

    def _numbers(self, beginning: bytes) -> tuple[np.ndarray, np.ndarray]:
        """Read every run of digits, points and signs in which a beginning stands."""
        found, read_to = [], 0
        at = self._content.find(beginning)
        while at >= 0:
            start, end = at, at + len(beginning)
            while start > read_to and self._content[start - 1] in OF_A_NUMBER:
                start -= 1
            while end < len(self._content) and self._content[end] in OF_A_NUMBER:
                end += 1
            hits = NUMBER.finditer(self._content, start, end)
            found += [(hit.start(), float(hit[0])) for hit in hits]
            read_to = end
            at = self._content.find(beginning, end)
        told = np.array(found or np.empty((0, 2)), dtype=float)
        return told[:, 0], told[:, 1]


class _Floats:
    """
    The bytes read as floating-point numbers at every offset.

    All numbers between two have their first two bytes (the last two, in the other order) between
    those of the two: what begins otherwise is passed over.
    """

    def __init__(self, content: bytes) -> None:
        self._bytes = np.frombuffer(content, np.uint8)
        self._known: dict[tuple[str, int, int], np.ndarray] = {}

    def hold(self, a: float, b: float, near: float) -> bool:
        """Tell whether two numbers stand near each other, of any one kind."""
        return any(self._hold(kind, a, b, near) for kind in KINDS)

    def _hold(self, kind: str, a: float, b: float, near: float) -> bool:
        first = self._near(kind, a, near)
        return bool(len(first)) and _neighbours(first, self._near(kind, b, near), NEAR_BINARY)

    def _near(self, kind: str, wanted: float, near: float) -> np.ndarray:
        """Find where a number begins that is near to a wanted one."""
        size = np.dtype(kind).itemsize
        least, most = sorted((abs(wanted - near), abs(wanted + near)))
        sign = np.sign(wanted)
        codes = [
            int.from_bytes(np.array([sign * one], f">f{size}").tobytes()[:2], "big")
            for one in (least, most)
        ]
        at = self._begins(kind[0], *codes) - (size - 2 if kind[0] == "<" else 0)
        at = at[(at >= 0) & (at <= len(self._bytes) - size)]
        values = self._bytes[at[:, None] + np.arange(size)].copy().view(kind)[:, 0]
        with np.errstate(invalid="ignore"):
            return at[(values > wanted - near) & (values < wanted + near)]

    def _begins(self, order: str, least: int, most: int) -> np.ndarray:
        """Find the pairs of bytes that lie between two, read in an order."""
        known = (order, least, most)
        if known not in self._known:
            pairs = self._pairs[order]
            self._known[known] = np.flatnonzero((pairs >= least) & (pairs <= most))
        return self._known[known]

    @cached_property
    def _pairs(self) -> dict[str, np.ndarray]:
        one, other = (part.astype(np.uint16) for part in (self._bytes[:-1], self._bytes[1:]))
        return {">": one << 8 | other, "<": other << 8 | one}


def table(title: str, heads: Iterable[str], rows: Iterable[Iterable[object]]) -> None:
    """Print a table, for `pytest -s`."""
    told = [[str(cell) for cell in row] for row in [list(heads), *map(list, rows)]]
    wide = [max(len(row[n]) for row in told) for n in range(len(told[0]))]
    print(f"\n{title}")  # noqa: T201 (the table is what is asked for)
    for row in told:
        cells = zip(row, wide, strict=True)
        print("  " + " | ".join(cell.ljust(width) for cell, width in cells))  # noqa: T201 (same)
