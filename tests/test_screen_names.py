"""Screens are named in sentences as the navigation names them, and sentences begin alike."""

from __future__ import annotations

import re

import pytest

from pages.screens import SCREENS
from tests.test_catalogues import LOCALES, said

QUOTED = re.compile(r"[«“„]([^«»“”„]+)[»”]")
# The button or menu entry of a screen is named where only there something is done.
SCREEN_OF = {
    "error.no_streets": "setup",
    "error.installation_open": "access",
    "error.pathway_person": "setup",
    "import.proposed": "setup",
    "setup.becomes_proposal": "setup",
    "setup.services_reserved": "more",
}
OTHER_NAMES = {  # what is quoted and is no screen: buttons, words of files, keys
    "quick_exit.about", "capture_page.way_back", "capture_page.unsent", "capture_page.not_lasting",
    "capture_page.not_stored", "draw.not_stored", "setup.columns.words", "setup.proposals_about",
    "import.say_public", "row.flag", "language.correct",
}  # fmt: skip
SENTENCE_END = (".", "!", "?", ":")


def screen_names(locale: str) -> dict[str, str]:
    """Name each screen, and the menu, as the navigation does; a draft may do so in Spanish."""
    told = said("es") | said(locale)
    names = {screen.name: told[screen.title_key][0] for screen in SCREENS}
    return {**names, "more": told["menu.more"][0]}


def first_letter(text: str) -> str | None:
    """Return the first letter; None where a blank or a digit may come first."""
    start = re.match(r"[^\w{]*(?P<first>[^\W\d_])", re.sub("</?b>", "", text))
    return None if start is None else start["first"]


@pytest.mark.parametrize("locale", LOCALES)
def test_sentences_that_lead_to_a_screen_name_it_as_the_navigation_does(locale):
    names = screen_names(locale)
    told = said(locale)
    wrong = {
        key: (names[screen], text)
        for key, screen in SCREEN_OF.items()
        for text in told.get(key, ())
        if names[screen] not in QUOTED.findall(text)
    }
    assert wrong == {}


@pytest.mark.parametrize("locale", [one for one in LOCALES if one != "es"])
def test_a_sentence_names_the_same_screens_in_every_language(locale):
    names, own = screen_names("es"), screen_names(locale)
    wrong = {
        (key, own[screen])
        for key, forms in said("es").items()
        for screen, name in names.items()
        if name in QUOTED.findall(" ".join(forms)) and key in said(locale)
        if own[screen] not in QUOTED.findall(" ".join(said(locale)[key]))
    }
    assert wrong == set()


@pytest.mark.parametrize("locale", LOCALES)
def test_a_quoted_name_with_a_capital_is_a_screen_or_a_known_button(locale):
    names = set(screen_names(locale).values())
    unknown = {
        (key, quoted)
        for key, forms in said(locale).items()
        if key not in OTHER_NAMES
        for quoted in QUOTED.findall(" ".join(forms))
        if re.fullmatch(r"[^\W\d_]+", quoted) and quoted[0].isupper() and quoted not in names
    }
    assert unknown == set()


@pytest.mark.parametrize("locale", [one for one in LOCALES if one != "es"])
def test_what_begins_with_a_capital_in_spanish_does_so_everywhere(locale):
    wrong = [
        (key, text)
        for key, forms in said("es").items()
        if all((first_letter(one) or "a").isupper() and one.endswith(SENTENCE_END) for one in forms)
        for text in said(locale).get(key, ())
        if (first_letter(text) or "A").islower()
    ]
    assert wrong == []
