"""One story in a real Chromium: protect an installation, come in, begin a place, leave."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from geo.language import gettext
from tests.browser.conftest import PASSPHRASE, PASSWORD, copy_demo, running_app

NAME = "coordinacion"
PATIENCE = 30_000  # ms; two cores, and others at work on them
ENGLISH_OF_STREAMLIT = ("Press Enter", "Choose an option", "Page not found", "No results")


@pytest.fixture(scope="module")
def installation(built_demo, tmp_path_factory, chromium):
    """Serve an app of its own: protecting it changes what everybody else may see."""
    with running_app(copy_demo(built_demo, tmp_path_factory.mktemp("access"))) as running:
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


def sign_in(page):
    go(page, "/access")
    titled(page, gettext("access.title.out"))
    page.locator("input[name=account]").fill(NAME)
    say_password(page)


def say_password(page, password=PASSWORD):
    page.locator("input[name=password]").fill(password)
    page.locator("form.door button").click()
    page.wait_for_load_state()


def cookie(page):
    return next((one for one in page.context.cookies() if one["name"] == "amparo_visit"), None)


def protect(page):
    go(page, "/access")
    titled(page, gettext("access.title.protect"))
    for label, said in (
        (gettext("password_prompt.new_passphrase"), PASSPHRASE),
        (gettext("access.account"), NAME),
        (gettext("password_prompt.new_password"), PASSWORD),
    ):
        page.get_by_label(label).fill(said)
    for number, said in enumerate((PASSPHRASE, PASSWORD)):
        page.get_by_label(gettext("password_prompt.again")).nth(number).fill(said)
    page.get_by_role("button", name=gettext("protect.now"), exact=True).click()
    titled(page, gettext("access.title.out"))
    expect(page.get_by_text(gettext("protect.made", account=NAME))).to_be_visible()
    expect(page.locator("input[name=account]")).to_have_value(NAME)


def begin(page):
    """Begin the place that she came for: signing in has led her there."""
    titled(page, gettext("setup.title.new"))
    page.get_by_label(gettext("setup.name")).fill("La Vega")
    page.get_by_label(gettext("setup.name")).press("Tab")
    expect(page.get_by_text(gettext("setup.slug", slug="la-vega"))).to_be_visible(timeout=PATIENCE)
    page.locator(".st-key-begin button").click()
    expect(page.locator(".done")).to_contain_text("La Vega", timeout=PATIENCE)


def test_protect_sign_in_be_refused_and_sign_out_everywhere(installation, open_guarded):
    with open_guarded(installation.url) as page:
        protect(page)

        say_password(page, "otra cosa distinta")
        expect(page.locator(".fault")).to_contain_text(gettext("error.sign_in_refused"))
        page.guard.broken = [told for told in page.guard.broken if "404" not in told]
        assert cookie(page) is None

        page.locator("input[name=account]").fill(NAME)
        say_password(page)
        begin(page)
        page.guard.broken = [told for told in page.guard.broken if "404" not in told]
        held = cookie(page)
        assert (held["httpOnly"], held["sameSite"]) == (True, "Strict")
        assert page.evaluate("document.cookie.includes('amparo_visit')") is False

        with open_guarded(installation.url) as other:
            sign_in(other)
            expect(other.locator(".st-key-ask h1")).to_have_text(
                gettext("home.title"), timeout=PATIENCE
            )
            go(page, "/access")
            titled(page, gettext("access.title.in"))
            page.get_by_role("button", name=gettext("access.sign_out_everywhere")).click()
            expect(page.locator(".st-key-ask h1")).to_have_text(
                gettext("home.title"), timeout=PATIENCE
            )
            assert cookie(page) is None
            go(other, "/access")
            titled(other, gettext("access.title.out"))

        expect(page.get_by_role("link", name=gettext("menu.setup"))).to_have_count(0)
        go(page, "/place")
        expect(page.get_by_text(gettext("menu.not_there"))).to_be_visible(timeout=PATIENCE)
        titled(page, gettext("home.title"))
