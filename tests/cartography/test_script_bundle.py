"""Our own files as one: same content, same order, and nothing else has such an address."""

from __future__ import annotations

import re

import pytest

from geo.cartography import assets
from geo.cartography.script_bundle import PAGE, collapsed, whole
from pages.ui.draw import page_data
from server.routes.drawing import templates

SOURCE = PAGE.read_text(encoding="utf-8")
NAMED = re.compile(r"asset\('([a-z-]+)', '([a-z.-]+\.(?:js|css))'\)")


def named(page: str, ending: str) -> list[tuple[str, str]]:
    return [one for one in NAMED.findall(page) if one[1].endswith(ending)]


@pytest.mark.parametrize("kind", ["js", "css"])
@pytest.mark.parametrize("package", ["map", "draw"])
def test_it_holds_every_file_that_the_page_names_in_its_order(package, kind):
    held = whole(package, f"whole.{kind}").decode("utf-8")
    at = 0
    for name in [file for of, file in named(SOURCE, kind) if of == package]:
        text = assets.find(package, name).read_text(encoding="utf-8")
        at = held.index(text, at) + len(text)
    assert at == len(held)


def test_the_page_asks_for_others_files_first_and_for_ours_once_in_order():
    scripts = named(collapsed(SOURCE), "js")
    assert scripts[-2:] == [("map", "whole.js"), ("draw", "whole.js")]
    others = [one for one in named(SOURCE, "js") if one[0] not in ("map", "draw")]
    assert scripts[:-2] == others
    assert named(collapsed(SOURCE), "css")[-2:] == [("map", "whole.css"), ("draw", "whole.css")]


@pytest.mark.parametrize(
    ("package", "path"),
    [("draw", "whole.svg"), ("draw", "other.js"), ("leaflet", "whole.js"), ("exit", "whole.js"),
     ("draw", "whole.js.css"), ("nowhere", "whole.js")],
)  # fmt: skip
def test_nothing_else_has_such_an_address(package, path):
    assert whole(package, path) is None


def test_only_the_drawing_page_names_them_together():
    joining = templates().get_template("join.html").render(page_data.frame("es"))
    assert "draw/join.css" in joining
    assert "whole" not in joining
