"""One story in a real Chromium: protect an installation, sign out and in, be refused, leave all."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from geo.language import sentence
from tests.browser.conftest import running_app

PASSPHRASE = "cuatro palabras juntas aquí"
PASSWORD = "lluvia tambor limón"
NAME = "coordinacion"
PATIENCE = 30_000  # ms; two cores, and others at work on them
ENGLISH_OF_STREAMLIT = ("Press Enter", "Choose an option", "Page not found", "No results")


@pytest.fixture(scope="module")
def installation(tmp_path_factory, chromium):
    """Serve an app of its own: protecting it changes what everybody else may see."""
    with running_app(tmp_path_factory.mktemp("access")) as running:
        yield running


def go(page, path):
    """Go to an address; Streamlit looks for its own files below it first, which are not there."""
    page.goto(path)
    expect(page.locator("h1").first).to_be_visible(timeout=PATIENCE)
    page.guard.broken = [told for told in page.guard.broken if "404" not in told]


def titled(page, title):
    expect(page.locator("h1").first).to_have_text(title, timeout=PATIENCE)
    text = page.locator("body").inner_text()
    assert not [words for words in ENGLISH_OF_STREAMLIT if words in text]


def sign_in(page, password=PASSWORD):
    go(page, "/access")
    titled(page, sentence("access.title.out"))
    page.locator("input[name=account]").fill(NAME)
    page.locator("input[name=password]").fill(password)
    page.locator("form.door button").click()


def cookie(page):
    return next((one for one in page.context.cookies() if one["name"] == "amparo_visit"), None)


def protect(page):
    go(page, "/access")
    titled(page, sentence("access.title.protect"))
    for label, said in (
        (sentence("hidden.new_passphrase"), PASSPHRASE),
        (sentence("access.account"), NAME),
        (sentence("hidden.new_password"), PASSWORD),
    ):
        page.get_by_label(label).fill(said)
    for number, said in enumerate((PASSPHRASE, PASSWORD)):
        page.get_by_label(sentence("hidden.again")).nth(number).fill(said)
    page.get_by_role("button", name=sentence("protect.now"), exact=True).click()
    titled(page, sentence("access.title.out"))


def test_protect_sign_in_be_refused_and_sign_out_everywhere(installation, open_guarded):
    with open_guarded(installation.url) as page:
        protect(page)

        sign_in(page, "otra cosa distinta")
        expect(page.locator(".fault")).to_contain_text(sentence("error.sign_in_refused"))
        assert cookie(page) is None

        sign_in(page)
        expect(page.locator(".st-key-ask h1")).to_have_text(
            sentence("home.title"), timeout=PATIENCE
        )
        held = cookie(page)
        assert (held["httpOnly"], held["sameSite"]) == (True, "Strict")
        assert page.evaluate("document.cookie.includes('amparo_visit')") is False

        with open_guarded(installation.url) as other:
            sign_in(other)
            expect(other.locator(".st-key-ask h1")).to_have_text(
                sentence("home.title"), timeout=PATIENCE
            )
            go(page, "/access")
            titled(page, sentence("access.title.in"))
            page.get_by_role("button", name=sentence("access.sign_out_everywhere")).click()
            expect(page.locator(".st-key-ask h1")).to_have_text(
                sentence("home.title"), timeout=PATIENCE
            )
            assert cookie(page) is None
            go(other, "/access")
            titled(other, sentence("access.title.out"))

        expect(page.get_by_role("link", name=sentence("menu.place"))).to_have_count(0)
        go(page, "/place")
        expect(page.get_by_text(sentence("menu.not_there"))).to_be_visible(timeout=PATIENCE)
        titled(page, sentence("home.title"))
