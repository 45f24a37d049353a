"""Long cells cost no more than their length: samples are bounded, and patterns are linear."""

import importlib
import pkgutil
import re
from pathlib import Path
from re import _constants, _parser  # the parts of a pattern; `re` itself does not show them

import pytest

import geo.formats
import geo.imports
import geo.layers
import geo.privacy
from geo.imports import likely_fields, personal_columns
from geo.imports.personal_columns import SAMPLE_CELLS, SAMPLE_LENGTH, find_personal_kind

NOTE = "Posta de salud que atiende a mujeres, de lunes a viernes. " * 70
# Of six items or more one can be given back, and the match ends with the digit of the next.
NEVER_FAILS_FAR = {"geo.privacy.personal_data._INTERLEAVED_DIGITS"}
SEARCHES = ("search", "sub", "subn", "finditer", "findall", "split")


def test_a_column_of_long_notes_is_judged_by_a_sample_of_their_beginnings(monkeypatch):
    looked_at = []

    def count_characters(text):
        looked_at.append(len(text))

    monkeypatch.setattr(personal_columns, "find_personal_data", count_characters)
    assert find_personal_kind("other", [NOTE] * 500) is None
    assert len(looked_at) == SAMPLE_CELLS
    assert sum(looked_at) <= SAMPLE_CELLS * SAMPLE_LENGTH


def test_a_long_note_is_read_neither_as_telephones_nor_as_hours(monkeypatch):
    def refuse(text):
        pytest.fail(f"{len(text)} characters were parsed")

    monkeypatch.setattr(likely_fields, "split_phone_text", refuse)
    monkeypatch.setattr(likely_fields, "read_opening_hours", refuse)
    assert not likely_fields._are_phones([NOTE] * 5)
    assert not likely_fields._are_hours([NOTE] * 5)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        pytest.param("x" * 100_000, None, id="one word"),
        pytest.param("x" * 100_000 + " ana.luz+1@correo.example.org", "mail", id="behind a word"),
        pytest.param("a.b-c_d" * 20_000 + "@", None, id="no host"),
        pytest.param("ana@localhost" * 1000, None, id="no point"),
    ],
)
def test_mail_is_found_in_long_texts(text, kind):
    assert find_personal_kind("other", [text]) == kind


def _list_modules():
    for package in (geo.formats, geo.imports, geo.layers, geo.privacy):
        for module in pkgutil.iter_modules(package.__path__, f"{package.__name__}."):
            yield importlib.import_module(module.name)


def _begins_without_bounds(pattern):
    """Return whether a match begins with as many signs as there are, and may fail behind them."""
    parts = _parser.parse(pattern.pattern, pattern.flags)
    first = next(iter(parts), None) if len(parts) > 1 else None
    while first is not None and first[0] is _constants.SUBPATTERN:
        first = next(iter(first[1][-1]), None)
    repeats = (_constants.MAX_REPEAT, _constants.MIN_REPEAT)
    return first is not None and first[0] in repeats and first[1][1] is _constants.MAXREPEAT


def test_no_pattern_that_is_searched_begins_with_any_number_of_signs():
    found = []
    for module in _list_modules():
        source = Path(module.__file__).read_text(encoding="utf-8")
        for name, pattern in vars(module).items():
            uses = "|".join(SEARCHES)
            is_searched = isinstance(pattern, re.Pattern) and re.search(
                rf"\b{name}\.(?:{uses})\b", source
            )
            if is_searched and _begins_without_bounds(pattern):
                found.append(f"{module.__name__}.{name}")
    assert set(found) <= NEVER_FAILS_FAR
