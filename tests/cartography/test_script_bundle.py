"""Our own files as one: same content, same order, and nothing else has such an address."""

from __future__ import annotations

import json

import pytest

from geo.capture import inlined_assets
from geo.cartography import assets
from geo.cartography.script_bundle import MANIFEST, list_page_files, list_page_urls, read_bundle
from server import drawing_page_data
from server.routes.drawing import template_environment

OURS = ("exit", "map", "draw")


@pytest.mark.parametrize(
    ("package", "kind"),
    [("exit", "js"), ("map", "js"), ("draw", "js"), ("map", "css"), ("draw", "css")],
)
def test_it_holds_every_file_that_the_page_names_in_its_order(package, kind):
    held = read_bundle(package, f"bundle.{kind}").decode("utf-8")
    at = 0
    for name in [file for of, file in list_page_files("drawing", kind) if of == package]:
        text = assets.find_asset(package, name).read_text(encoding="utf-8")
        at = held.index(text, at) + len(text)
    assert at == len(held)


def test_the_page_loads_each_of_our_folders_once_and_others_files_in_their_order():
    loaded = [address.removeprefix(assets.ASSET_URL_PREFIX + "/").partition("?")[0].split("/", 1)
              for address in list_page_urls("js")]  # fmt: skip
    assert [folder for folder, _ in loaded] == [
        "exit", "leaflet", "geoman", "protomaps", "map", "draw"
    ]  # fmt: skip
    assert {file for folder, file in loaded if folder in OURS} == {"bundle.js"}


def test_the_manifest_names_every_script_of_ours_once_for_each_page():
    shown_by_streamlit = {"map/people_tiles.js", "map/shape_layers.js"}
    for page, folders in (("drawing", ("map", "draw")), ("capture", ("map", "capture"))):
        named = [f"{folder}/{file}" for folder, file in list_page_files(page, "js")]
        there = {
            f"{folder}/{path.name}"
            for folder in folders
            for path in (assets.FRONTEND / folder).glob("*.js")
        }
        assert len(named) == len(set(named))
        assert there - set(named) == shown_by_streamlit


def test_both_pages_load_what_they_share_in_the_same_order():
    drawing, capture = list_page_files("drawing", "js"), list_page_files("capture", "js")
    assert [one for one in drawing if one in capture] == [one for one in capture if one in drawing]
    assert len(set(drawing) & set(capture)) > 30


def test_what_the_capture_file_loads_is_there():
    lists = json.loads(MANIFEST.read_text("utf-8"))
    assert set(lists) == {"about", "styles", "scripts"}
    assert all(
        path.is_file() for kind in ("js", "css") for path in inlined_assets._list_assets(kind)
    )


@pytest.mark.parametrize(
    ("package", "path"),
    [("draw", "bundle.svg"), ("draw", "other.js"), ("leaflet", "bundle.js"),
     ("exit", "bundle.css"), ("capture", "bundle.js"), ("draw", "bundle.js.css"),
     ("nowhere", "bundle.js")],
)  # fmt: skip
def test_nothing_else_has_such_an_address(package, path):
    assert read_bundle(package, path) is None


def test_only_the_drawing_page_loads_the_drawing_scripts():
    template = template_environment().get_template("join.html")
    joining = template.render(drawing_page_data.base_page_context("es"))
    assert "draw/join.css" in joining
    assert "draw/bundle" not in joining
    assert "exit/bundle.js" in joining
