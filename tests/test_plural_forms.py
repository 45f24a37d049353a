"""Holds every language to its way of counting, and to its own letters."""

from __future__ import annotations

import gettext as stdlib_gettext
import re
from functools import cache

import pytest
from babel import Locale

from geo.language import format_value, gettext, ngettext
from tests import source_files
from tests.test_catalogues import COMPLETE, blanks, catalogue, each_locale, said

COUNTED = (0, 1, 2, 5, 21)  # in Russian, one of each form, and 21 is said as 1 is
CYRILLIC = ("ru", "ky")


@cache
def forms_used(locale: str) -> tuple[int, ...]:
    """Tell which form each of the numbers 0 to 200 chooses."""
    chooses = stdlib_gettext.c2py(catalogue(locale).plural_expr)
    return tuple(chooses(number) for number in range(201))


@pytest.mark.parametrize("locale", COMPLETE)
def test_forms_are_chosen_as_unicode_says(locale):
    names = ["one", "few", "many"] if locale == "ru" else ["one", "other"]
    assert catalogue(locale).num_plurals == len(names)
    by_unicode = [Locale(locale).plural_form(number) for number in range(201)]
    assert [names[form] for form in forms_used(locale)] == by_unicode


@each_locale
def test_a_form_for_several_numbers_says_which(locale):
    faults = []
    for key, forms in said(locale).items():
        with_count = {number for number, form in enumerate(forms) if "{count}" in form}
        for form in range(len(forms)):
            if with_count and form not in with_count and forms_used(locale).count(form) > 1:
                faults.append(f"{locale}: {key}: form {form} serves several numbers, and says none")
    assert not faults, source_files.report(faults)


@each_locale
@pytest.mark.parametrize("number", COUNTED)
def test_every_sentence_is_filled_with_numbers_as_the_language_writes_them(locale, number):
    faults = []
    for key, forms in said(locale).items():
        value = number + 12_000
        filled = dict.fromkeys(blanks(key, locale) - {"count"}, value)
        counts = len(forms) > 1
        if counts:
            form = forms[forms_used(locale)[number]]
            told = ngettext(key, number, locale, **filled)
        else:
            form = forms[0]
            filled |= {"count": value} if "{count}" in form else {}
            told = gettext(key, locale, **filled)
        expected = form
        for name in blanks(key, locale):
            shown = number if counts and name == "count" else value
            expected = expected.replace(f"{{{name}}}", str(format_value(shown, locale)))
        if told != expected or "{" in told:
            faults.append(f"{key}: {told!r}, not {expected!r}")
    assert not faults, source_files.report(faults)


# --- letters -------------------------------------------------------------------------------------


@pytest.mark.parametrize("locale", CYRILLIC)
def test_no_word_mixes_two_alphabets(locale):
    mixed = re.compile(r"\w*(?:[a-zA-Z][а-яёА-ЯЁңөүҢӨҮ]|[а-яёА-ЯЁңөүҢӨҮ][a-zA-Z])\w*")
    faults = [
        f"{locale}: {key}: {word}"
        for key, forms in said(locale).items()
        for form in forms
        for word in mixed.findall(re.sub(r"\{\w+\}|<[^>]*>|'", "", form.replace("Amparo'", "")))
    ]
    assert not faults, source_files.report(faults)


def test_kyrgyz_is_written_with_its_own_letters_and_russian_without():
    kyrgyz = "".join(form for forms in said("ky").values() for form in forms)
    russian = "".join(form for key, forms in said("ru").items() for form in forms)
    assert set("ңөүҢӨҮ") <= set(kyrgyz + "Ң")  # no word begins with Ң
    assert not set("ңөү") & set(russian)
