"""Files that browsers may ask for, and no others."""

import json

import pytest

from geo.cartography import assets, fonts

needs_packages = pytest.mark.skipif(
    not assets.packages_installed(),
    reason="the map's packages are not installed; start.py installs them",
)


@needs_packages
@pytest.mark.parametrize(
    ("package", "path"),
    [
        ("leaflet", "leaflet.js"),
        ("leaflet", "leaflet.css"),
        ("leaflet", "images/marker-icon-2x.png"),
        ("protomaps", "protomaps-leaflet.js"),
        ("noto-sans", "noto-sans-cyrillic-ext-700-normal.woff2"),
        ("maki", "town-hall.svg"),
        ("map", "frame.css"),
        ("geoman", "leaflet-geoman.min.js"),
        ("draw", "operation_queue.js"),
        ("draw", "face-5.svg"),
    ],
)
def test_what_a_map_needs_is_there(package, path):
    assert assets.find_asset(package, path).is_file()


@pytest.mark.parametrize(
    ("package", "path"),
    [
        ("leaflet", "../package.json"),
        ("leaflet", "leaflet-src.js"),
        ("leaflet", ""),
        ("leaflet", "/etc/passwd"),
        ("leaflet", "images/../leaflet.js"),
        ("maki", "../../../../package.json"),
        ("maki", "..%2f..%2fpackage.json"),
        ("maki", "police.svg\n"),
        ("noto-sans", "noto-sans-greek-400-normal.woff2"),
        ("map", "..\\..\\app.py"),
        ("draw", "page.html"),
        ("geoman", "leaflet-geoman.js.map"),
        ("pbf", "index.js"),
        ("", "leaflet.js"),
        ("..", "package.json"),
    ],
)
def test_anything_else_does_not_exist(package, path):
    assert assets.find_asset(package, path) is None


def test_an_address_carries_the_version_of_what_it_names():
    assert (
        assets.asset_url("map", "frame.js")
        == f"/amparo/assets/map/frame.js?v={assets.asset_version()}"
    )
    assert len(assets.asset_version()) == 12


def test_the_lock_pins_every_package_and_names_no_host():
    lock = json.loads((assets.FRONTEND / "package-lock.json").read_text(encoding="utf-8"))
    pinned = {name: entry for name, entry in lock["packages"].items() if name}
    assert pinned
    assert all(entry["integrity"].startswith("sha512-") for entry in pinned.values())
    assert not any("resolved" in entry for entry in pinned.values())


def test_wanted_packages_are_wanted_to_the_digit():
    wanted = json.loads((assets.FRONTEND / "package.json").read_text(encoding="utf-8"))
    assert all(version[0].isdigit() for version in wanted["dependencies"].values())
    assert wanted["dependencies"]["@fontsource/noto-sans"] == fonts.FONT_VERSION
