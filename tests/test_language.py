import ast
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from geo import errors, language
from geo.errors import AmparoError, DownloadError, ExtractContentError, LocaleUnknownError
from geo.language import (
    format_value,
    gettext,
    gettext_html,
    label_for,
    list_locales,
    ngettext,
    ngettext_html,
    read_catalogue_state,
    texts_by_prefix,
)
from tests import source_files
from tests.gathered import gather

HEAD = """msgid ""
msgstr ""
"Language: {locale}\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"
"X-Amparo-State: {state}\\n"
"""
SPANISH = """
msgid "route.title"
msgstr "¿Por dónde voy a {place}?"

msgid "route.bold"
msgstr "Por <b>{place}</b>"

msgid "route.doors"
msgid_plural "route.doors"
msgstr[0] "{count} puerta en {place}"
msgstr[1] "{count} puertas en {place}"

msgid "door.health"
msgstr "salud"
"""
ENGLISH = """
msgid "route.title"
msgstr "Which way to {place}?"
"""

QUECHUA = ("qu", "draft", """
msgid "route.bold"
msgstr "<b>{place}</b>-ninta"
""")  # fmt: skip


@pytest.fixture
def catalogues(tmp_path, monkeypatch):
    """Put small catalogues in the place of ours, and forget them afterwards."""
    for locale, state, text in (("en", "machine", ENGLISH), ("es", "read", SPANISH), QUECHUA):
        folder = tmp_path / "locale" / locale / "LC_MESSAGES"
        folder.mkdir(parents=True)
        whole = HEAD.format(locale=locale, state=state) + text
        (folder / "amparo.po").write_text(whole, encoding="utf-8")
    monkeypatch.setattr(language, "CATALOGUES", tmp_path / "locale")
    forget()
    yield
    forget()


def forget():
    for kept in (
        language.list_locales,
        language.read_catalogue_state,
        language._read_catalogue,
        language._load_translations,
    ):
        kept.cache_clear()


def test_spanish_comes_first(catalogues):
    assert list_locales() == ("es", "en", "qu")


def test_a_key_is_said_in_the_language_asked_for_and_spanish_otherwise(catalogues):
    assert gettext("route.title", place="Ñuñoa") == "¿Por dónde voy a Ñuñoa?"
    assert gettext("route.title", "en", place="Ñuñoa") == "Which way to Ñuñoa?"
    assert label_for("door", "health") == "salud"


def test_a_key_that_nobody_says_is_shown_as_it_is(catalogues, missing_texts_raise, monkeypatch):
    monkeypatch.setattr(language, "_load_translations", missing_texts_raise)
    assert gettext("route.unsaid") == "route.unsaid"


def test_a_language_without_a_catalogue_is_shown_with_those_that_have_one(catalogues):
    with pytest.raises(LocaleUnknownError) as raised:
        gettext("route.title", "ky", place="x")
    assert raised.value.placeholders == {"tongue": "ky", "known": "es, en, qu"}


def test_a_language_says_how_far_it_can_be_trusted(catalogues):
    assert {code: read_catalogue_state(code) for code in list_locales()} == {
        "es": "read",
        "en": "machine",
        "qu": "draft",
    }
    with pytest.raises(LocaleUnknownError):
        read_catalogue_state("ky")


def test_what_a_draft_lacks_is_said_in_spanish(catalogues):
    assert gettext_html("route.bold", "qu", place="Ñan") == "<b>Ñan</b>-ninta"
    assert gettext("route.title", "qu", place="Ñan") == "¿Por dónde voy a Ñan?"
    assert ngettext("route.doors", 1, "qu", place="x") == "1 puerta en x"
    assert ngettext("route.doors", 2, "qu", place="x") == "2 puertas en x"
    assert texts_by_prefix("route.", "qu")["bold"] == "<b>{place}</b>-ninta"
    assert texts_by_prefix("route.", "qu")["title"] == "¿Por dónde voy a {place}?"


def test_what_a_complete_language_lacks_is_not_hidden_by_spanish(
    catalogues, missing_texts_raise, monkeypatch
):
    monkeypatch.setattr(language, "_load_translations", missing_texts_raise)
    assert gettext("door.health", "en") == "door.health"
    assert "bold" not in texts_by_prefix("route.", "en")


@pytest.mark.parametrize(
    ("count", "said"),
    [(0, "0 puertas en x"), (1, "1 puerta en x"), (2, "2 puertas en x"),
     (12345, "12,345 puertas en x")],
)  # fmt: skip
def test_a_count_chooses_the_form(catalogues, count, said):
    assert ngettext("route.doors", count, place="x") == said
    assert ngettext_html("route.doors", count, place="x") == said


def test_bold_of_the_catalogue_stays_and_what_people_wrote_is_escaped(catalogues):
    said = gettext_html("route.bold", place="<script>alert('x')</script> & “Ñ”")
    assert isinstance(said, Markup)
    assert said == "Por <b>&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt; &amp; “Ñ”</b>"
    assert "<i>" not in ngettext_html("route.doors", 2, place="<i>")


@given(place=st.text())
def test_whatever_people_wrote_cannot_open_a_tag(place):
    said = str(gettext_html("error.no_streets", community=place))
    assert "<" not in said
    assert "'" not in said
    assert '"' not in said


@pytest.mark.parametrize("place", ["{0}", "{place.__class__}", "%s", "{"])
def test_what_looks_like_a_blank_is_only_text(catalogues, place):
    assert gettext("route.title", "en", place=place) == f"Which way to {place}?"
    assert gettext_html("route.title", "en", place=place) == f"Which way to {place}?"


@pytest.mark.parametrize(
    ("value", "spanish", "english"),
    [
        (12345, "12,345", "12,345"),
        (0.5, "0.5", "0.5"),
        (1234567.891, "1,234,567.89", "1,234,567.89"),
        (3.0, "3", "3"),
        (-2, "-2", "-2"),
        (date(2026, 5, 1), "1 de mayo de 2026", "May 1, 2026"),
        ("12345", "12345", "12345"),
        (None, None, None),
    ],
)
def test_numbers_and_dates_are_written_as_the_language_does(value, spanish, english):
    assert (format_value(value, "es"), format_value(value, "en")) == (spanish, english)


@pytest.mark.parametrize(
    ("locale", "count", "half", "day"),
    [
        ("ru", "12\xa0345", "1,5", "1 мая 2026\u202fг."),
        ("ky", "12\xa0345", "1,5", "2026-ж., 1-май"),
        ("qu", "12,345", "1.5", "1 Mayo 2026"),
    ],
)
def test_other_languages_write_as_unicode_has_it(locale, count, half, day):
    assert format_value(12345, locale) == count
    assert format_value(1.5, locale) == half
    assert format_value(date(2026, 5, 1), locale) == day


@pytest.mark.parametrize(
    ("count", "said"),
    [(0, "0 минут"), (1, "1 минута"), (2, "2 минуты"), (5, "5 минут"), (11, "11 минут"),
     (21, "21 минута"), (1001, "1\xa0001 минута")],
)  # fmt: skip
def test_russian_counts_in_three_forms(count, said):
    assert ngettext("coverage.minutes", count, "ru") == said


def test_a_moment_has_its_time_and_yes_is_no_number():
    assert "21:30" in str(format_value(datetime(2026, 5, 1, 21, 30), "es"))
    assert format_value(True, "es") is True


# --- faults ---------------------------------------------------------------------------------------

COMPLETE = [code for code in list_locales() if read_catalogue_state(code) != "draft"]
FAULTS = [
    kind
    for kind in vars(errors).values()
    if isinstance(kind, type) and issubclass(kind, AmparoError)
]


@pytest.mark.parametrize("locale", COMPLETE)
@gather("kind", FAULTS, label=lambda kind: kind.__name__)
def test_every_fault_has_a_sentence(kind, locale):
    said = language._load_translations(locale).ugettext(kind.key)
    assert said != kind.key
    assert said.endswith((".", "?"))


def test_no_two_faults_share_a_sentence():
    # Of a street server nothing is told but that it failed: its failures share one sentence.
    # What a file really is does not depend on what it was brought for.
    shared = (DownloadError, ExtractContentError)
    keys = [kind.key for kind in FAULTS if not issubclass(kind, shared)]
    keys.append(DownloadError.key)
    assert sorted(keys) == sorted(set(keys))


def test_every_fault_of_the_package_can_be_imported_from_its_service():
    written_down = {
        node.name
        for path in source_files.files("geo/errors")
        for node in source_files.tree(path).body
        if isinstance(node, ast.ClassDef)
    }
    assert written_down == {kind.__name__ for kind in FAULTS}


def test_a_fault_shows_developers_its_key_and_blanks():
    fault = errors.CommunityUnknownError(slug="x", n=1)
    assert str(fault) == "error.community_unknown(slug='x', n=1)"
    assert fault.placeholders == {"slug": "x", "n": 1}


@pytest.mark.parametrize("fill", [gettext, gettext_html])
def test_a_value_that_ends_in_a_full_stop_adds_no_second(fill):
    assert fill("sheet.set_out", "es", moment="a las 8:00 a.m.") == "Salga: a las 8:00 a.m."
    assert fill("sheet.set_out", "es", moment="a las 20:00") == "Salga: a las 20:00."
