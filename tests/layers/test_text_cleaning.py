"""Characters that no text brings in, on whatever way it comes."""

from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.layers.text_cleaning import clean_text, has_lone_surrogate


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("\u202e0321 5552\u202c", "0321 5552"),  # a number that would print reversed
        ("ref\u200bugio", "refugio"),  # a word hidden from a filter
        ("ca\u00adsa", "casa"),
        ("\ufeffNombre", "Nombre"),
        ("a\x00b\x1bc", "a b c"),
        ("a\ud800b", "ab"),
        ("a\ufffeb\ufdd0c", "abc"),
        ("línea\notra\tcelda", "línea\notra\tcelda"),
        ("Ñañaykuna, Ысык-Көл, приют 1½ m²", "Ñañaykuna, Ысык-Көл, приют 1½ m²"),
    ],
)
def test_what_prints_nothing_or_otherwise_is_taken_out(text, clean):
    assert clean_text(text) == clean


@given(st.text(st.characters(codec=None)))
def test_what_is_left_can_be_stored_and_written_as_xml(text):
    clean = clean_text(text)
    clean.encode()
    assert not has_lone_surrogate(clean)
    element = ET.Element("name")
    element.text = clean
    assert ET.fromstring(ET.tostring(element, "unicode")).text in (clean or None, clean)


@given(st.text())
def test_it_changes_nothing_twice(text):
    assert clean_text(clean_text(text)) == clean_text(text)
