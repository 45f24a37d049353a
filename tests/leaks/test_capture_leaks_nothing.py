"""The one file that leaves the house on phones: it holds what everybody may see, and no more."""

from __future__ import annotations

import base64
import json
import re
import shutil
import zlib
from datetime import date

import pytest

from geo.capture.capture_file import build_capture_file
from geo.store import open_store
from geo.store.actor import acting_as
from geo.workshop.drawing_sessions import SessionDetails, open_drawing
from geo.workshop.records import DrawingScope
from geo.workshop.synchronisation import synchronise_marks
from tests.cartography.mvt import layers
from tests.leaks import seeding
from tests.leaks.searching import SearchTarget, search, table

GROUP = SessionDetails(date(2026, 5, 3), "18-29", 6, "night", "teacher", consent=True)
DRAWN = SearchTarget(
    "a group's mark", ("Paso Ocotillo", "detrás del Zapotal"), (13.901234, -89.851234)
)
# A mark lies near streets, so that its place may be near one that the map shows.
WORDS_ONLY = SearchTarget(DRAWN.name, DRAWN.words)
MARK = {
    "kind": "service",
    "category": "health",
    "name": DRAWN.words[0],
    "note": DRAWN.words[1],
    "geometry": {"type": "Point", "coordinates": [DRAWN.place[1], DRAWN.place[0]]},
}
BLOCK = re.compile(r'<script type="[a-z/]+" id="([a-z-]+)">(.*?)</script>', re.DOTALL)


@pytest.fixture(scope="module")
def made(seeded, tmp_path_factory) -> dict[str, str]:
    """Make the file of three installations in which a group drew, by where the hidden lies."""
    folder = tmp_path_factory.mktemp("captures")
    told = {}
    for name in ("here", "there", "beyond"):
        home = shutil.copytree(getattr(seeded, name), folder / name)
        store = open_store(home, passphrase=seeding.PASSPHRASE)
        with acting_as("test", "coordinator"):
            code = open_drawing(store, seeding.SLUG, GROUP).code
            opid, mark_id = (f"{n:08d}-0000-4000-8000-000000000000" for n in (1, 2))
            operation = {"opid": opid, "id": mark_id, "act": "put", "base": 0, "mark": MARK}
            sent = {"operations": [operation]}
            answer = synchronise_marks(store, DrawingScope(seeding.SLUG, code), sent, locale="es")
            assert len(answer["acknowledged"]) == 1
            told[name] = build_capture_file(store, seeding.SLUG, locale="es", code=code).html
        store.close()
    return told


def unpacked(page: str) -> dict[str, bytes]:
    """Give every part of a file as it is, and what is packed in it."""
    blocks = dict(BLOCK.findall(page))
    parts = {"page": page.encode(), "names": _inflated(blocks["map-names"])}
    tiles = json.loads(blocks["map-tiles"])
    return parts | {name: _inflated(tile) for name, tile in tiles.items()}


def _inflated(written: str) -> bytes:
    return zlib.decompress(base64.b64decode(written))


def test_nothing_hidden_is_in_the_file(made):
    secrets = [*seeding.SECRETS["public"], WORDS_ONLY]
    rows, faults = [], []
    for name, content in unpacked(made["here"]).items():
        found = search(name, content, secrets)
        rows.append((name, len(content), len(found)))
        faults += found
    table("The one file searched for what is hidden", ("part", "bytes", "findings"), rows)
    assert len(rows) > 30
    assert not faults


def test_the_search_would_find_it(made):
    """A file with a hidden thing in it is not let pass."""
    hidden = seeding.TOLD["shelter"]["name"]
    spoiled = zlib.compress(json.dumps([{"name": hidden}]).encode(), 9)
    assert search("names", spoiled, seeding.DOORS)
    assert search("page", made["here"].encode() + hidden.encode(), seeding.DOORS)


def test_wherever_the_hidden_lies_the_file_is_the_same(made):
    here = _told(made["here"])
    for other in ("there", "beyond"):
        there = _told(made[other])
        assert here.keys() == there.keys()
        different = [name for name in here if here[name] != there[name]]
        assert different == [], f"{other}: {different}"


def _told(page: str) -> dict[str, object]:
    """Read all of a file; a tile lists its features in no order of its own."""
    blocks = dict(BLOCK.findall(page))
    told = json.loads(blocks["page-data"])
    assert told.pop("file")  # by a secret of each installation
    rest = {"page": BLOCK.sub("", page), "told": told}
    parts = unpacked(page)
    tiles = {name: _features(parts[name]) for name in parts if name not in ("page", "names")}
    return rest | {"names": parts["names"]} | tiles


def _features(tile: bytes) -> list[str]:
    return sorted(f"{name} {one}" for name, found in layers(tile).items() for one in found)
