"""The one file: what it holds, how large it is, and what comes back from it."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import shutil
import time
import uuid
import zlib
from collections import Counter
from dataclasses import asdict
from functools import cache
from itertools import product

import pytest
from click.testing import CliRunner

from geo import language
from geo.capture import inlined_assets
from geo.capture.capture_file import (
    MAX_FILE_BYTES,
    NON_MAP_BYTES,
    build_capture_file,
    write_capture_file,
)
from geo.capture.import_messages import format_submission_result
from geo.capture.offline_tiles import build_tile_bundle, find_lowest_zoom, find_tile_block
from geo.capture.submission_import import import_submission, make_operation_id
from geo.cartography import assets
from geo.cartography.offline_map import MAX_ZOOM
from geo.commands.main import amparo
from geo.errors import (
    CaptureCommunityError,
    CaptureFormatError,
    CaptureMemoryError,
    CaptureSessionConflictError,
    CaptureSessionMissingError,
    CaptureTooLargeError,
    CaptureUnreadableError,
    DrawingClosedError,
    DrawingUnknownError,
    LayerFileMissingError,
)
from geo.store import open_store
from geo.store.history import read_history
from geo.workshop.drawing_sessions import close_drawing, open_drawing
from geo.workshop.mark_store import MAX_MARKS
from geo.workshop.synchronisation import synchronise_marks
from tests.cartography import mvt
from tests.workshop.conftest import GROUP, SLUG, risk, square

DEMO = "chancala"
DEMO_BYTES = 3_000_000
BLOCK = re.compile(r"<script( [^>]*)?>(.*?)</script>", re.DOTALL)
A, B = uuid.UUID(int=1), uuid.UUID(int=2)


@pytest.fixture(scope="module")
def demo(built_demo, tmp_path_factory):
    store = open_store(
        shutil.copytree(built_demo / "home", tmp_path_factory.mktemp("demo") / "home")
    )
    yield store
    store.close()


@pytest.fixture(scope="module")
def made(demo):
    return build_capture_file(demo, DEMO, locale="es")


@pytest.fixture(scope="module")
def page(made) -> str:
    return made.html


def data(page: str, name: str) -> str:
    (found,) = re.findall(rf'<script type="[a-z/]+" id="{name}">(.*?)</script>', page, re.DOTALL)
    return found


# --- what it holds -------------------------------------------------------------------------------


def test_the_demonstration_is_small_and_whole(made):
    size = len(made.html.encode())
    assert made.full_detail
    assert size < DEMO_BYTES
    assert size < NON_MAP_BYTES  # so little is a map of it that the rest fits where we say it fits


def test_it_names_nothing_outside(page):
    outside = set(re.findall(r"https?://[^\s\"'<>)]*", page))
    assert {at for at in outside if not at.startswith("http://www.w3.org/")} == set()
    assert re.findall(r"""(?:src|href)=["']?(?!data:|["'>])[^"'\s>]+""", head(page)) == []
    assert re.findall(r"url\((?![\"']?(?:data:|#))", styles(page)) == []
    assert "@import" not in styles(page)


def head(page: str) -> str:
    """The page without its scripts and styles."""
    return re.sub(r"<style>.*?</style>", "", BLOCK.sub("", page), flags=re.DOTALL)


def styles(page: str) -> str:
    (found,) = re.findall(r"<style>(.*?)</style>", page, re.DOTALL)
    return found


def test_it_has_no_link(page):
    assert "<a href" not in head(page)
    assert " href=" not in head(page).replace('<link rel="icon" href="data:,">', "")
    assert " on" not in "".join(re.findall(r"<[a-z][^>]*>", head(page))).replace(" one", "")


def test_the_policy_stands_first_and_lets_run_one_script(page):
    policy = re.search(
        r'<head>\s*<meta http-equiv="Content-Security-Policy" content="([^"]+)">', page
    )
    told = dict(
        part.strip().partition(" ")[::2] for part in policy[1].replace("&#39;", "'").split(";")
    )
    run = [text for kind, text in BLOCK.findall(page) if not kind]
    (script,) = run
    total = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    assert told == {
        "default-src": "'none'",
        "script-src": f"'sha256-{total}'",
        "style-src": "'unsafe-inline'",
        "img-src": "data: blob:",
        "font-src": "data:",
        "connect-src": "'none'",
        "form-action": "'none'",
        "base-uri": "'none'",
    }


def test_its_title_says_nothing(page):
    (title,) = re.findall(r"<title>(.*?)</title>", head(page))
    assert title == language.gettext("capture_page.page_title_here")
    assert "Amparo" not in title


def test_it_speaks_every_language(page):
    told = json.loads(data(page, "page-data"))
    assert sorted(told["languages"]) == sorted(language.list_locales())
    for code, tongue in told["languages"].items():
        assert tongue["texts"]["ask"] == language.gettext("draw.ask", code)
        assert {one["code"] for one in tongue["categories"]["service"]}


def test_it_holds_the_letters_that_it_writes(page):
    told = json.loads(data(page, "page-data"))
    held = {
        face["file"].partition(";name=")[2].partition(";")[0]
        for face in told["canvas"]["fonts"]["faces"]
    }
    assert "noto-sans-latin-400-normal.woff2" in held
    cyrillic = any(code in language.list_locales() for code in ("ru", "ky"))
    assert ("noto-sans-cyrillic-ext-400-normal.woff2" in held) == ("ky" in language.list_locales())
    assert ("noto-sans-cyrillic-400-normal.woff2" in held) == cyrillic
    assert all(
        face["file"].startswith("data:font/woff2;") for face in told["canvas"]["fonts"]["faces"]
    )


def test_letters_come_with_what_is_written():
    def kinds(text: str) -> set[str]:
        found = inlined_assets.inline_fonts([text])["faces"]
        return {re.search(r"sans-([a-z-]+)-\d+", face["file"])[1] for face in found}

    assert kinds("Calle Real") == {"latin"}
    assert kinds("Ленина") == {"cyrillic"}
    assert kinds("Көчөсү Ң") == {"latin", "cyrillic", "cyrillic-ext"}


def test_every_picture_is_in_it(page):
    told = json.loads(data(page, "page-data"))
    shown = {
        f"maki/{one['sign']}.svg" for codes in told["categories"].values() for one in codes
    } | {f"draw/face-{one['code']}.svg" for one in told["severities"]}
    assert shown <= set(told["pictures"])
    assert all(at.startswith("data:image/svg+xml,") for at in told["pictures"].values())


def test_it_says_whose_works_it_holds(page):
    told = json.loads(data(page, "licences"))
    for name in ("leaflet", "leaflet-geoman", "protomaps-leaflet", "fflate", "Noto Sans"):
        assert name in told
    assert told.count("Copyright") >= 5


def test_the_names_can_be_searched(page):
    told = json.loads(zlib.decompress(base64.b64decode(data(page, "map-names"))))
    assert len(told) > 20
    assert {"name", "kind", "at", "bounds"} == set(told[0])


# --- the scripts fit the drawing page's -----------------------------------------------------------


@cache
def script(folder: str, name: str) -> str:
    return (assets.FRONTEND / folder / name).read_text(encoding="utf-8")


def others(*but: str) -> str:
    names = [path.name for path in (assets.FRONTEND / "draw").glob("*.js") if path.name not in but]
    return "\n".join(script("draw", name) for name in names)


@pytest.mark.parametrize(
    ("name", "instead"),
    [
        ("api_client.js", ("local_api.js", "embedded_map.js")),
        ("local_store.js", ("local_store.js",)),
    ],
)
def test_what_stands_in_for_a_script_does_all_that_others_ask_of_it(name, instead):
    gives = set(re.findall(r"Draw\.(\w+) = ", script("draw", name)))
    asked = {one for one in gives if re.search(rf"Draw\.{one}\b", others(name))}
    own = "\n".join(script("capture", one) for one in instead)
    assert asked <= set(re.findall(r"Draw\.(\w+) = ", own))
    heard = set(re.findall(r'Draw\.on\("([\w-]+)"', others(name)))
    tells = {
        one for one in re.findall(r'Draw\.emit\("([\w-]+)"', script("draw", name)) if one in heard
    }
    assert tells - {"store-cleared"} <= set(re.findall(r'Draw\.emit\("([\w-]+)"', own))


def test_what_is_kept_has_the_same_parts():
    def kept(folder: str) -> set[str]:
        (body,) = re.findall(
            r"function emptyStore\(\) \{(.*?)\n  \}", script(folder, "local_store.js"), re.DOTALL
        )
        return set(re.findall(r"(?:^|[{,])\s*(\w+):", re.sub(r"//.*", "", body), re.MULTILINE))

    assert kept("draw") <= kept("capture")


def test_the_page_has_the_places_that_scripts_look_for():
    ids = {
        one
        for folder in ("draw", "capture")
        for path in (assets.FRONTEND / folder).glob("*.js")
        for one in re.findall(r'getElementById\("([\w-]+)"\)', path.read_text(encoding="utf-8"))
    }
    template = (assets.FRONTEND / "capture" / "page.html").read_text(encoding="utf-8")
    made_by_scripts = {"sheet-title"}
    assert {one for one in ids if f'id="{one}"' not in template} <= made_by_scripts


def test_its_own_words_are_all_said():
    known = language.texts_by_prefix("capture_page.")
    code = "\n".join(
        path.read_text(encoding="utf-8") for path in (assets.FRONTEND / "capture").glob("*.*")
    )
    quoted = set(re.findall(r'"([a-z_]+)"', code)) | set(re.findall(r"texts\.([a-z_]+)", code))
    of_the_drawing_page = set(language.texts_by_prefix("draw."))
    by_python = {"here"}
    assert [key for key in known if key not in quoted | of_the_drawing_page | by_python] == []
    said = set(re.findall(r'Draw\.gettext\("([a-z_]+)"', code)) | set(
        re.findall(r'data-text="([a-z_]+)"', code)
    )
    assert said - set(known) - of_the_drawing_page <= {"leave"}


def test_its_scripts_are_short_and_write_no_html():
    for path in (assets.FRONTEND / "capture").glob("*.js"):
        text = path.read_text(encoding="utf-8")
        assert text.count("\n") <= 300
        assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(", text)


# --- the ground ----------------------------------------------------------------------------------


def test_a_small_place_begins_near_and_a_large_one_far():
    assert find_lowest_zoom((-89.001, 13.999, -89.0, 14.0)) > find_lowest_zoom(
        (-89.1, 13.9, -89.0, 14.0)
    )
    assert find_lowest_zoom((-180, -80, 180, 80)) == 0


def test_a_place_of_one_tile_has_one():
    block = find_tile_block((-89.0001, 13.9999, -89.0, 14.0), 8)
    assert (block.first_x, block.last_x, block.first_y, block.last_y) == (64, 64, 117, 117)


@pytest.mark.parametrize("most", [1, 7, 30, 1000])
def test_the_parts_of_a_block_are_the_block(most):
    block = find_tile_block((-89.88, 13.87, -89.82, 13.93), 15)
    parts = list(block.split(most))
    assert sum(part.count for part in parts) == block.count
    columns = [x for part in parts for x in range(part.first_x, part.last_x + 1)]
    assert columns == list(range(block.first_x, block.last_x + 1))
    assert all(part.count <= most or part.first_x == part.last_x for part in parts)


def test_a_block_holds_what_its_single_tiles_hold(demo):
    """Two queries draw the same map: one for a browser, one for many tiles at once."""
    block = find_tile_block((-89.87, 13.88, -89.83, 13.92), 14)
    where = asdict(block)
    del where["zoom"]
    for rank in (15, MAX_ZOOM):
        rows = demo.rows("tiles/vector_tiles", community=DEMO, z=14, last_rank=rank, **where)
        together = {(row["x"], row["y"]): bytes(row["tile"]) for row in rows}
        assert len(together) > 4
        for x, y in product(
            range(block.first_x, block.last_x + 1), range(block.first_y, block.last_y + 1)
        ):
            (one,) = demo.rows("tiles/vector_tile", community=DEMO, z=14, x=x, y=y, last_rank=rank)
            alone = mvt.layers(bytes(one["tile"]))
            in_block = mvt.layers(together.get((x, y), b""))
            assert drawn(in_block) == drawn(alone)
            # Where lines are cut, the last digit of a sum may differ.
            assert extent(in_block) == pytest.approx(extent(alone), abs=2)


def drawn(tile):
    """Count what a tile draws, by its attributes; empty layers are as good as none."""
    keys = ("class", "name", "bridge", "steps", "kind")
    return Counter(
        (name, *(row.get(key) for key in keys)) for name, rows in tile.items() for row in rows
    )


def extent(tile):
    """West, north, east, south of all that a tile draws, in units of 4096."""
    points = [
        point for rows in tile.values() for row in rows for part in row["at"] for point in part
    ]
    return [*map(min, zip(*points, strict=True)), *map(max, zip(*points, strict=True))]


def test_one_zoom_only_is_rendered_in_full_detail(demo, monkeypatch):
    asked = []
    rows = type(demo).rows

    def noted(self, name, /, **parameters):
        asked.append((name, parameters.get("last_rank"), parameters.get("z")))
        return rows(self, name, **parameters)

    monkeypatch.setattr(type(demo), "rows", noted)
    made = build_tile_bundle(demo, DEMO, (-89.88, 13.87, -89.82, 13.93), max_bytes=10_000_000)
    detailed = {zoom for name, rank, zoom in asked if rank == MAX_ZOOM}
    assert detailed == {made.zoom_range[1]}
    zooms = [zoom for _, _, zoom in asked if zoom is not None]
    assert sorted(set(zooms)) == list(range(made.zoom_range[0], made.zoom_range[1] + 1))
    assert len(asked) < len(made.tiles), "many tiles are rendered by one query"


def test_less_room_gives_a_coarser_map(demo):
    bounds = (-89.88, 13.87, -89.82, 13.93)
    whole = build_tile_bundle(demo, DEMO, bounds, max_bytes=10_000_000)
    less = build_tile_bundle(demo, DEMO, bounds, max_bytes=30_000)
    assert whole.full_detail
    assert not less.full_detail
    assert whole.zoom_range[0] == less.zoom_range[0] < less.zoom_range[1] < whole.zoom_range[1]
    assert sum(map(len, less.tiles.values())) <= 30_000
    with pytest.raises(CaptureTooLargeError):
        build_tile_bundle(demo, DEMO, bounds, max_bytes=100)


@pytest.mark.slow
def test_a_district_has_room(real_data, tmp_path, record_property):
    """26,597 pieces of street in Porto Alegre; what 40,000 would take is reckoned from them."""
    extract = real_data / "osm" / "porto_alegre_br.osm.pbf"
    if not extract.is_file():
        pytest.skip("the extract of Porto Alegre is not here")
    run, home = CliRunner(), str(tmp_path / "poa")
    run.invoke(amparo, f"community add poa --name POA --home {home}".split())
    told = run.invoke(
        amparo, ["streets", "import", str(extract), "--community", "poa", "--home", home]
    )
    edges = json.loads(told.stdout)["counts"]["edges"]
    store = open_store(home)
    begun = time.monotonic()
    made = build_capture_file(store, "poa", locale="es")
    took = time.monotonic() - begun
    store.close()
    size = len(made.html.encode())
    besides = size - len(data(made.html, "map-tiles")) - len(data(made.html, "map-names"))
    reckoned = besides + (size - besides) * 40_000 / edges
    record_property("figures", f"{size} bytes in {took:.1f} s; of 40,000: {reckoned:.0f}")
    assert made.full_detail
    assert edges > 20_000
    assert reckoned < MAX_FILE_BYTES
    assert size < MAX_FILE_BYTES


# --- writing it ----------------------------------------------------------------------------------


def test_the_command_writes_it_with_or_without_its_name(demo, tmp_path, monkeypatch):
    monkeypatch.setattr("geo.commands.capture.open_home", lambda _: demo)
    for words in (["capture"], ["capture", "make"]):
        file = tmp_path / f"{len(words)}.html"
        told = CliRunner().invoke(
            amparo, [*words, "--community", DEMO, "--to", str(file)], catch_exceptions=False
        )
        read = json.loads(told.stdout)
        assert read["file"] == {"path": str(file), "bytes": file.stat().st_size}
        assert (read["community"], read["full_detail"]) == (DEMO, True)


def test_only_a_page_is_written(made, tmp_path):
    with pytest.raises(CaptureFormatError):
        write_capture_file(made, tmp_path / "mapa.pdf")
    assert list(tmp_path.glob("*")) == []


def test_a_file_for_an_unknown_group_is_not_made(demo):
    with pytest.raises(DrawingUnknownError):
        build_capture_file(demo, DEMO, locale="es", code="S99")


# --- what comes back -----------------------------------------------------------------------------


def feature(mark: dict | None = None, *, id: uuid.UUID = A, version: int = 1) -> dict:  # noqa: A002 (the wire's word)
    told = mark or risk()
    properties = {name: value for name, value in told.items() if name != "geometry"}
    return {
        "type": "Feature",
        "id": str(id),
        "geometry": told["geometry"],
        "properties": {**properties, "id": str(id), "version": version},
    }


@pytest.fixture
def bring(store, drawing, tmp_path):
    """Bring features, and ids that were removed, as a phone writes them."""

    def sent(*features: dict, removed: tuple = (), code: str | None = None, **head: object):
        gone = [{"id": str(one), "version": version} for one, version in removed]
        told = {"format": 1, "community": SLUG, "session": drawing.code, "removed": gone, **head}
        file = tmp_path / "sent.geojson"
        whole = {"type": "FeatureCollection", "capture": told, "features": list(features)}
        file.write_text(json.dumps(whole), encoding="utf-8")
        return import_submission(store, SLUG, file, code=code or "")

    return sent


@pytest.fixture
def marks(store, place):
    return lambda: synchronise_marks(store, place, {"operations": []}, locale="es")["marks"]


def counts(told) -> tuple[int, int, int, int, int, int]:
    return (
        told.added, told.updated, told.twins, told.unchanged, told.removed, len(told.rejected),
    )  # fmt: skip


def test_a_file_brought_twice_adds_nothing_twice(bring, marks, store):
    two = (feature(), feature(id=B))
    assert counts(bring(*two)) == (2, 0, 0, 0, 0, 0)
    before = marks()
    assert counts(bring(*two)) == (0, 0, 0, 2, 0, 0)
    assert marks() == before
    assert len(read_history(store, SLUG, "marks")) == 2


def test_what_was_changed_after_sharing_updates(bring, marks):
    bring(feature())
    assert counts(bring(feature(risk(severity=5), version=4))) == (0, 1, 0, 0, 0, 0)
    (mark,) = marks()
    assert (mark["severity"], mark["number"]) == (5, 1)


def test_an_older_file_changes_nothing(bring, marks):
    bring(feature(risk(severity=5), version=3))
    assert counts(bring(feature(risk(severity=1), version=2))) == (0, 0, 0, 1, 0, 0)
    assert [mark["severity"] for mark in marks()] == [5]


def test_what_was_deleted_is_removed_and_comes_back_when_drawn_again(bring, marks):
    bring(feature(), feature(id=B))
    assert counts(bring(feature(id=B), removed=[(A, 2)])) == (0, 0, 0, 1, 1, 0)
    assert [mark["id"] for mark in marks()] == [str(B)]
    assert counts(bring(feature(version=3), feature(id=B))) == (0, 1, 0, 1, 0, 0)
    assert {mark["id"] for mark in marks()} == {str(A), str(B)}


def test_what_nobody_saw_need_not_be_removed(bring, marks):
    assert counts(bring(removed=[(A, 2)])) == (0, 0, 0, 0, 0, 0)
    assert marks() == []


def change_here(store, place, base: int, severity: int) -> None:
    operation = {
        "opid": str(uuid.uuid4()), "id": str(A), "act": "put", "base": base,
        "mark": risk(severity=severity),
    }  # fmt: skip
    synchronise_marks(store, place, {"operations": [operation]}, locale="es")


def test_two_who_change_it_keep_both_and_go_on_with_their_own(bring, marks, store, place):
    bring(feature())
    change_here(store, place, 1, 5)
    assert counts(bring(feature(risk(severity=1), version=2))) == (0, 0, 1, 0, 0, 0)
    twins = {mark["severity"]: mark for mark in marks()}
    assert twins[1]["twin_of"] == twins[5]["id"] == str(A)
    assert counts(bring(feature(risk(severity=1), version=2))) == (0, 0, 0, 1, 0, 0)
    assert counts(bring(feature(risk(severity=2), version=3))) == (0, 1, 0, 0, 0, 0)
    assert {mark["severity"]: mark["id"] for mark in marks()} == {
        5: str(A), 2: twins[1]["id"],
    }  # fmt: skip
    assert counts(bring(removed=[(A, 4)])) == (0, 0, 0, 0, 1, 0)
    assert [mark["severity"] for mark in marks()] == [5]


def test_one_that_was_changed_here_is_not_removed_from_there(bring, marks, store, place):
    bring(feature())
    change_here(store, place, 1, 5)
    told = bring(removed=[(A, 2)])
    assert counts(told) == (0, 0, 0, 0, 0, 1)
    assert [mark["severity"] for mark in marks()] == [5]


def test_one_that_was_removed_here_stays_away(bring, marks, store, place):
    bring(feature())
    gone = {"opid": str(uuid.uuid4()), "id": str(A), "act": "remove", "base": 1}
    synchronise_marks(store, place, {"operations": [gone]}, locale="es")
    assert counts(bring(feature())) == (0, 0, 0, 1, 0, 0)
    assert marks() == []


def test_what_cannot_be_kept_is_refused_by_itself_and_said(bring, marks):
    far = risk(geometry=square(west=20.0))
    number = risk(note="su documento 0456-281990-101-2")
    told = bring(feature(), feature(far, id=B), feature(number, id=uuid.UUID(int=3)))
    assert counts(told) == (1, 0, 0, 0, 0, 2)
    assert [one.row for one in told.rejected] == [2, 3]
    lines = format_submission_result(told, "es")
    assert lines[0] == "Nuevas: 1"
    assert len(lines) == 3
    assert language.gettext("error.mark_outside") in lines[1]
    assert len(marks()) == 1


def test_a_refused_one_can_be_fixed_and_brought_again(bring, marks):
    bring(feature(risk(severity=9)))
    assert marks() == []
    assert counts(bring(feature(risk(severity=4), version=2))) == (1, 0, 0, 0, 0, 0)


def test_of_nothing_it_says_so(bring):
    assert format_submission_result(bring(), "es") == ["Nuevas: 0"]


def test_the_group_is_the_files_or_the_one_that_is_named(bring, store):
    other = open_drawing(store, SLUG, GROUP).code
    assert bring(feature(), code=other).code == other
    with pytest.raises(CaptureSessionConflictError):
        bring(feature())
    with pytest.raises(CaptureSessionMissingError):
        bring(feature(id=B), session=None)
    with pytest.raises(DrawingUnknownError):
        bring(feature(id=B), code="S77")


def test_a_closed_group_takes_nothing(bring, store, drawing):
    close_drawing(store, SLUG, drawing.code)
    with pytest.raises(DrawingClosedError):
        bring(feature())


def test_a_file_of_another_place_is_refused(bring, marks):
    with pytest.raises(CaptureCommunityError):
        bring(feature(), community="elsewhere")
    assert marks() == []


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff\xfe\x00",
        b"[" * 100_000,
        b"null",
        b'{"type": "FeatureCollection", "features": []}',
        b'{"type": "FeatureCollection", "capture": {"format": 2}, "features": []}',
        b'{"type": "FeatureCollection", "capture": {"format": 1, "community": 7}, "features": []}',
        b'{"type": "Feature", "capture": {"format": 1, "community": "napkin"}}',
        b'{"type": "FeatureCollection", "capture": {"format": 1, "community": "x"}, "features": 1}',
    ],
)
def test_what_is_no_file_of_ours_is_refused(store, drawing, tmp_path, content):
    file = tmp_path / "sent.txt"
    file.write_bytes(content)
    with pytest.raises(CaptureUnreadableError):
        import_submission(store, SLUG, file, code=drawing.code)


@pytest.mark.parametrize(
    "spoiled",
    [
        None,
        7,
        {},
        {"properties": {"id": "x", "version": 1}},
        {"properties": {"id": str(A), "version": 0}},
        {"properties": {"id": str(A), "version": True}},
        {"properties": {"id": str(A), "version": 2**32}},
        {"properties": {"id": [], "version": 1}},
    ],
)
def test_one_spoiled_feature_spoils_the_file(bring, marks, spoiled):
    with pytest.raises(CaptureUnreadableError):
        bring(feature(id=B), spoiled)
    assert marks() == []


def test_a_mark_that_stands_twice_spoils_the_file(bring):
    with pytest.raises(CaptureUnreadableError):
        bring(feature(), feature(version=2))
    with pytest.raises(CaptureUnreadableError):
        bring(feature(), removed=[(A, 2)])


def test_more_than_a_group_draws_is_refused(bring, store, drawing, tmp_path, monkeypatch):
    with pytest.raises(CaptureMemoryError):
        bring(removed=[(uuid.UUID(int=n), 1) for n in range(MAX_MARKS + 1)])
    monkeypatch.setattr("geo.capture.submission_reader.MAX_FILE_BYTES", 100)
    with pytest.raises(CaptureMemoryError):
        bring(feature())
    with pytest.raises(LayerFileMissingError):
        import_submission(store, SLUG, tmp_path / "none.geojson", code=drawing.code)


def test_names_of_operations_are_their_own():
    names = {make_operation_id(mark, version) for mark in (A, B) for version in (1, 2, 2**32 - 1)}
    assert len(names) == 6
    assert make_operation_id(A, 7) == make_operation_id(A, 7)


def test_the_command_brings_it_back_and_says_what_became_of_it(
    store, drawing, tmp_path, monkeypatch
):
    monkeypatch.setattr("geo.commands.capture.open_home", lambda _: store)
    file = tmp_path / "sent.geojson"
    head = {"format": 1, "community": SLUG, "session": None, "removed": []}
    whole = {"type": "FeatureCollection", "capture": head, "features": [feature()]}
    file.write_text(json.dumps(whole), encoding="utf-8")
    words = ["capture", "import", str(file), "--community", SLUG]
    refused = CliRunner().invoke(amparo, words, catch_exceptions=False)
    assert refused.exit_code == 2
    assert language.gettext("error.capture_group") in refused.stderr
    told = CliRunner().invoke(amparo, [*words, "--session", drawing.code], catch_exceptions=False)
    assert json.loads(told.stdout) == {
        "community": SLUG, "file": {"path": str(file), "bytes": file.stat().st_size},
        "session": drawing.code, "added": 1, "updated": 0, "twins": 0,
        "unchanged": 0, "removed": 0, "refused": 0,
    }  # fmt: skip
    assert "Nuevas: 1" in told.stderr
