"""Names in labels stay names: no sign of Markdown's is left to be read as one."""

from __future__ import annotations

import re

import pytest

from pages.ui.widgets.labels import escape_markdown

READ = re.compile(r"(?<!\\)(?:\\\\)*[\[\]!<>`*_$:~]")


@pytest.mark.parametrize(
    "name",
    [
        "![x](http://127.0.0.2:9/hurt)",
        "[here](https://elsewhere.example)",
        "https://elsewhere.example",
        ":red[tell] :material/home:",
        "`a` *b* _c_ ~d~ $e$ <b>f</b> # g",
        "back\\slash\\![x](y)",
    ],
)
def test_no_sign_is_left_to_be_read_as_markdown(name):
    assert not READ.search(escape_markdown(name))
    assert re.sub(r"\\(.)", r"\1", escape_markdown(name)) == " ".join(name.split())


def test_a_plain_name_stays_as_it_is():
    assert escape_markdown("Calle El Molino 3") == "Calle El Molino 3"
    assert escape_markdown("dos\nrenglones") == "dos renglones"
