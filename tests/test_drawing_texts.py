"""Holds the drawing page to the catalogues: every word it says is there, and no other."""

from __future__ import annotations

import re
from functools import cache

import pytest
from babel.messages.pofile import read_po

from tests import source_files

PAGE = source_files.ROOT / "frontend" / "draw"
SAID = re.compile(r'Draw\.gettext\(\s*"([a-z_0-9]+)"(\s*\+)?')
QUOTED = re.compile(r'"([a-z_0-9]+)"')
IN_TEMPLATES = re.compile(r'word\("([a-z_0-9]+)"\)')
BY_PYTHON = re.compile(r'"draw\.([a-z_0-9.]+)')  # where it puts pages together


@cache
def sentences(locale: str) -> dict[str, str]:
    path = source_files.ROOT / "locale" / locale / "LC_MESSAGES" / "amparo.po"
    with path.open("rb") as file:
        catalogue = read_po(file, locale=locale)
    return {
        str(message.id).removeprefix("draw."): str(message.string)
        for message in catalogue
        if str(message.id).startswith("draw.")
    }


def scripts() -> str:
    return "\n".join(path.read_text("utf-8") for path in sorted(PAGE.glob("*.js")))


def said() -> tuple[set[str], set[str]]:
    """Whole keys that scripts and templates say, and beginnings that a code completes."""
    code = scripts()
    whole = {key for key, open_ended in SAID.findall(code) if not open_ended}
    beginnings = {key for key, open_ended in SAID.findall(code) if open_ended}
    for path in PAGE.glob("*.html"):
        whole |= set(IN_TEMPLATES.findall(path.read_text("utf-8")))
    return whole, beginnings


def by_python() -> set[str]:
    found = set()
    for path in source_files.files("pages", "server"):
        found |= set(BY_PYTHON.findall(path.read_text("utf-8")))
    return found


def test_every_word_of_the_page_is_in_the_catalogue():
    whole, beginnings = said()
    known = sentences("es")
    assert whole - set(known) == set()
    for beginning in beginnings:
        assert [key for key in known if key.startswith(beginning)], beginning


def test_every_word_in_the_catalogue_is_said():
    whole, beginnings = said()
    quoted = set(QUOTED.findall(scripts()))  # chosen first, said afterwards
    idle = [
        key
        for key in sentences("es")
        if key not in whole | quoted
        and key not in by_python()
        and not key.startswith((*beginnings, "severity."))
    ]
    assert idle == []


@pytest.mark.parametrize("locale", ["es", "en"])
def test_sentences_of_the_page_hold_no_html(locale):
    assert [key for key, text in sentences(locale).items() if "<" in text] == []


def test_scripts_are_short_and_write_no_html():
    for path in PAGE.glob("*.js"):
        text = path.read_text("utf-8")
        assert len(text.splitlines()) <= 300, path.name
        assert not re.search(r"innerHTML|insertAdjacentHTML|outerHTML|document\.write|eval\(", text)


def test_the_page_has_no_script_or_handler_of_its_own():
    for path in PAGE.glob("*.html"):
        text = path.read_text("utf-8")
        assert not re.search(r"<script(?![^>]*(\ssrc=|application/json))", text), path.name
        assert not re.search(r"\son[a-z]+=", text), path.name
