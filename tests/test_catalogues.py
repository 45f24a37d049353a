"""
Holds the catalogues to the code and to each other.

Every key is said in every language that is complete; a draft may lack some, which Spanish then
says. What is said has the same blanks everywhere, and a form for every count.
"""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass
from functools import cache
from string import Formatter

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from geo.language import CATALOGUE_STATES, list_locales, read_catalogue_state
from tests import source_files

COMPLETE = ("es", "en", "ru", "ky")
DRAFTS = ("qu",)
LOCALES = (*COMPLETE, *DRAFTS)
BEGINNING = re.compile(r"[a-z][a-z0-9_]*\.[a-z0-9_.]*")
KEY = re.compile(r"[a-z][a-z0-9_]*(\.[a-z0-9_]+)+")
FILE_ENDINGS = (
    "csv",
    "duckdb",
    "geojson",
    "gpkg",
    "js",
    "json",
    "css",
    "mvt",
    "osm",
    "parquet",
    "py",
)
SAYS = {"gettext", "ngettext", "gettext_html", "ngettext_html"}
COUNTS = {"ngettext", "ngettext_html"}
TAGS = {"b", "/b"}


@cache
def catalogue(locale: str) -> Catalog:
    """Read a catalogue; a line that cannot be read is a fault."""
    path = source_files.ROOT / "locale" / locale / "LC_MESSAGES" / "amparo.po"
    with path.open("rb") as file:
        return read_po(file, locale=locale, abort_invalid=True)


@cache
def said(locale: str) -> dict[str, tuple[str, ...]]:
    """Tell what each key is said as; a key that counts is said in several forms."""
    told = {}
    for message in catalogue(locale):
        if message.id:
            key = message.id if isinstance(message.id, str) else message.id[0]
            told[key] = (message.string,) if isinstance(message.string, str) else message.string
    return told


def blanks(key: str, locale: str) -> set[str]:
    """Name the blanks of a key in a language."""
    forms = said(locale)[key]
    return {name for form in forms for _, name, _, _ in Formatter().parse(form) if name is not None}


each_locale = pytest.mark.parametrize("locale", LOCALES)


def test_the_languages_are_these_and_say_how_far_they_can_be_trusted():
    assert sorted(list_locales()) == sorted(LOCALES)
    for locale in LOCALES:
        path = source_files.ROOT / "locale" / locale / "LC_MESSAGES" / "amparo.po"
        head = path.read_text(encoding="utf-8").partition("\n\n")[0]
        assert head.count(f'"X-Amparo-State: {read_catalogue_state(locale)}\\n"') == 1
        assert (read_catalogue_state(locale) == "draft") == (locale in DRAFTS)
        assert read_catalogue_state(locale) in CATALOGUE_STATES
        assert f'"Language: {locale}\\n"' in head


@each_locale
def test_every_key_is_said_in_every_form(locale):
    forms = catalogue(locale).num_plurals
    faults = []
    for message in catalogue(locale):
        counts = not isinstance(message.id, str)
        told = (message.string,) if isinstance(message.string, str) else message.string
        if message.id and (not all(told) or len(told) != (forms if counts else 1)):
            faults.append(f"{locale}: {message.id} has an empty or a missing form: {told}")
        if message.id and message.fuzzy:
            faults.append(f"{locale}: {message.id} is marked fuzzy")
    assert not faults, source_files.report(faults)


@each_locale
def test_no_key_stands_twice(locale):
    path = source_files.ROOT / "locale" / locale / "LC_MESSAGES" / "amparo.po"
    keys = re.findall(r'^msgid "(.+)"$', path.read_text(encoding="utf-8"), re.MULTILINE)
    twice = sorted({key for key in keys if keys.count(key) > 1})
    assert not twice, f"{locale}: {twice}"


@pytest.mark.parametrize("locale", COMPLETE)
def test_a_complete_language_says_every_key(locale):
    missing = sorted(set(said("es")) - set(said(locale)))
    assert not missing, f"{locale} does not say {missing}"


@each_locale
def test_a_language_says_only_known_keys_with_the_same_blanks_and_marks(locale):
    faults = [f"{key} is not said in es" for key in sorted(set(said(locale)) - set(said("es")))]
    for key in sorted(set(said("es")) & set(said(locale))):
        if blanks(key, "es") != blanks(key, locale):
            faults.append(f"{key}: blanks {blanks(key, 'es')}, here {blanks(key, locale)}")
        if (len(said("es")[key]) > 1) != (len(said(locale)[key]) > 1):
            faults.append(f"{key} counts in only one of es and {locale}")
        if tags(key, "es") != tags(key, locale):
            faults.append(f"{key}: tags {tags(key, 'es')}, here {tags(key, locale)}")
    assert not faults, source_files.report(faults)


def tags(key: str, locale: str) -> set[tuple[str, ...]]:
    """Name the tags of each form of a key, in their order."""
    return {tuple(re.findall(r"<[^>]*>", form)) for form in said(locale)[key]}


@each_locale
def test_sentences_hold_no_other_html_than_bold(locale):
    faults = [
        f"{locale}: {key}: <{tag}>"
        for key, forms in said(locale).items()
        for form in forms
        for tag in re.findall(r"<([^>]*)>", form)
        if tag not in TAGS
    ]
    assert not faults, source_files.report(faults)


# --- the code ------------------------------------------------------------------------------------


@cache
def keys_in_code() -> tuple[dict[str, str], dict[str, str]]:
    """Find keys, and the beginnings of keys put together in f-strings, with where they stand."""
    rooms = {key.partition(".")[0] for key in said("es")}
    keys, families = {}, {}
    for path in source_files.files("app.py", "server", "pages", "geo"):
        code = source_files.tree(path)
        spoken = {
            id(call.args[0]) for call in source_files.calls(code) if _says(call) and call.args
        }
        for node, text in source_files.strings(code):
            at = f"{source_files.name(path)}:{node.lineno}"
            beginning = text.partition(source_files.BLANK)[0]
            open_ended = beginning != text or text.endswith(".")
            ours = id(node) in spoken or text.partition(".")[0] in rooms
            if ours and KEY.fullmatch(text) and text.rpartition(".")[2] not in FILE_ENDINGS:
                keys.setdefault(text, at)
            elif ours and open_ended and BEGINNING.fullmatch(beginning):
                families.setdefault(beginning, at)
        for call in source_files.calls(code):
            if family := _family(call):
                families.setdefault(f"{family}.", f"{source_files.name(path)}:{call.lineno}")
    return keys, families


def _family(call: ast.Call) -> str | None:
    """Name the family that `word("family", code)` or a `family="..."` chooses its words from."""
    for keyword in call.keywords:
        if keyword.arg == "family":
            return source_files.text_of(keyword.value)
    return source_files.first_text(call) if source_files.called(call) == "label_for" else None


def _says(call: ast.Call) -> bool:
    return source_files.called(call) in SAYS


def test_every_key_in_the_code_is_in_the_catalogues():
    keys, families = keys_in_code()
    known = set(said("es"))
    faults = [f"{at}: nobody says {key}" for key, at in keys.items() if key not in known]
    faults += [
        f"{at}: nobody says anything that begins with {family}"
        for family, at in families.items()
        if not any(key.startswith(family) for key in known)
    ]
    assert not faults, source_files.report(faults)


def test_every_key_in_the_catalogues_is_used():
    keys, families = keys_in_code()
    idle = [
        key
        for key in sorted(said("es"))
        if key not in keys and not key.startswith((*families, "\0"))
    ]
    assert not idle, f"no line of code says these: {idle}"


@dataclass(frozen=True)
class Fault:
    """What a class of fault says: its key, and the blanks that it fills by itself."""

    key: str = "error.unexpected"
    fills: frozenset[str] = frozenset()


def faults_by_name() -> dict[str, Fault]:
    """Read the tree of faults; a class without a key of its own has its parent's."""
    found: dict[str, Fault] = {}
    folder = source_files.ROOT / "geo" / "errors"
    # base.py comes first: the others' classes have theirs as parents.
    for path in sorted(folder.glob("*.py"), key=lambda path: path.stem != "base"):
        for node in source_files.tree(path).body:
            if not isinstance(node, ast.ClassDef):
                continue
            parent = found.get(getattr(node.bases[0], "id", ""), Fault())
            keys = [
                source_files.text_of(line.value)
                for line in node.body
                if isinstance(line, ast.Assign) and getattr(line.targets[0], "id", "") == "key"
            ]
            fills = {
                word.arg
                for call in source_files.calls(node)
                if source_files.called(call) == "__init__"
                for word in call.keywords
                if word.arg
            }
            found[node.name] = Fault((*keys, parent.key)[0], parent.fills | fills)
    return found


def test_every_blank_is_filled():
    known, faults = faults_by_name(), []
    for path in source_files.files("app.py", "server", "pages", "geo"):
        for call in source_files.calls(source_files.tree(path)):
            fault = known.get(
                source_files.called(call),
                Fault(source_files.first_text(call) if _says(call) else ""),
            )
            key, given = fault.key, {word.arg for word in call.keywords} | fault.fills
            if key not in said("es") or None in given:  # None: **blanks
                continue
            given |= {"count"} if source_files.called(call) in COUNTS else set()
            empty = blanks(key, "es") - given
            if empty:
                faults.append(
                    f"{source_files.name(path)}:{call.lineno}: {key} also needs {sorted(empty)}"
                )
    assert not faults, source_files.report(faults)
