"""What people write reaches the map as text, whatever they write."""

import json

import folium.template
import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from geo.cartography.escaping import dump_script_json, escape_html

NASTY = [
    "</script><script>alert(1)</script>",
    "<!--<script>",
    "`${alert(1)}`",
    "\\`\\${alert(1)}",
    "{{ 7 * 7 }}{% for x in y %}{# gone #}",
    "{{{'map_div'}}}",
    "\u2028\u2029\u0085",
    "'; alert(1); //",
    '"; alert(1); //',
    "\\",
    "&lt;b&gt;",
    "]]>",
    "drawnItems alert(coords); map_div_0 _div_",
    "Día de «la Ñ» — Кыргызстан 👩🏽",
]


@pytest.mark.parametrize("text", NASTY)
def test_a_script_holds_any_text_and_gives_it_back(text):
    written = dump_script_json({"tip": text})
    assert json.loads(written) == {"tip": text}
    assert written.isascii()
    for sign in "<>&'`$":
        assert sign not in written
    for opening in ("{{", "{%", "{#"):
        assert opening not in written


@pytest.mark.parametrize("text", NASTY)
def test_a_template_of_folium_passes_it_on_unchanged(text):
    written = dump_script_json([text, {"a": {"b": text}}])
    assert folium.template.Template(written).render() == written


@given(
    st.recursive(
        st.none()
        | st.booleans()
        | st.integers(-(2**53), 2**53)
        | st.text()
        | st.floats(allow_nan=False, allow_infinity=False),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    )
)
def test_nothing_is_lost_and_nothing_gets_out(value):
    written = dump_script_json(value)
    assert json.loads(written) == value
    assert folium.template.Template(written).render() == written


@pytest.mark.parametrize("number", [float("nan"), float("inf")])
def test_a_number_that_no_map_can_draw_is_refused(number):
    with pytest.raises(ValueError, match="not JSON compliant"):
        dump_script_json([number])


def test_html_shows_signs_as_signs():
    assert escape_html('<b onclick="x">&\'') == "&lt;b onclick=&#34;x&#34;&gt;&amp;&#39;"


def test_html_of_our_own_stays_and_nothing_is_nothing():
    assert escape_html(Markup("<i></i>")) == "<i></i>"
    assert escape_html(None) == ""
