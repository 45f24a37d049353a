"""Every language on real screens: its letters in our font, and the widgets' names in its words."""

from __future__ import annotations

from playwright.sync_api import expect

from geo.language import gettext, list_locales, texts_by_prefix
from tests.browser.screens import open_screen, settled

TITLE = ".st-key-ask h1"
KYRGYZ = "Өз жерибиз жөнүндө эмне билебиз?"
NAMED = """() => ["aria-label", "title", "placeholder"].flatMap((name) =>
  [...document.querySelectorAll(`[${name}]`)]
    .filter((element) => element.checkVisibility())
    .map((element) => element.getAttribute(name)))"""
ENGLISH = {
    "App pages",
    "Close",
    "Decrement",
    "Hide password",
    "Increment",
    "Navigate to home page",
    "Open",
    "Show password",
}


def open_in(page, locale):
    """Open the first screen in a language."""
    page.goto(f"/?lang={locale}")
    settled(page)


def fonts_of(page, selector):
    """Tell which fonts an element's letters were drawn in, and whether we brought them."""
    session = page.context.new_cdp_session(page)
    session.send("DOM.enable")
    session.send("CSS.enable")
    root = session.send("DOM.getDocument")["root"]["nodeId"]
    node = session.send("DOM.querySelector", {"nodeId": root, "selector": selector})["nodeId"]
    used = session.send("CSS.getPlatformFontsForNode", {"nodeId": node})["fonts"]
    return {(font["familyName"], font["isCustomFont"]) for font in used}


def test_kyrgyz_letters_are_drawn_in_our_font_and_widgets_change_with_the_language(desktop):
    open_in(desktop, "ky")
    expect(desktop.locator(TITLE)).to_have_text(KYRGYZ)
    desktop.wait_for_function("document.fonts.status === 'loaded'")
    assert fonts_of(desktop, TITLE) == {("Noto Sans", True)}
    assert fonts_of(desktop, ".st-key-next button p") == {("Noto Sans", True)}
    assert_widgets_change_with_the_language(desktop)


def test_no_screen_is_wider_than_a_small_phone(phone):
    for locale in list_locales():
        open_in(phone, locale)
        expect(phone.locator(TITLE)).to_have_text(gettext("home.title", locale))
        assert phone.evaluate("document.documentElement.scrollWidth") <= 360, locale
        phone.locator(".st-key-more button").first.click()
        for code in list_locales():
            own = phone.get_by_role("radio", name=gettext(f"language.{code}", locale))
            expect(own).to_be_visible()
            box = own.bounding_box()
            assert box["x"] >= 0, locale
            assert box["x"] + box["width"] <= 360, locale
            assert box["height"] >= 44, locale


def test_widgets_name_their_buttons_in_the_language(desktop):
    open_screen(desktop, "route")
    desktop.locator(".st-key-ask button").first.click()
    expect(desktop.get_by_role("dialog")).to_be_visible()
    ours = texts_by_prefix("widget.")
    expect(desktop.get_by_label(ours["close"], exact=True)).to_be_visible()
    assert not ENGLISH & set(desktop.evaluate(NAMED))
    desktop.keyboard.press("Escape")
    desktop.get_by_role("combobox").first.fill("zzzz")
    expect(desktop.get_by_text(ours["nothing"])).to_be_visible()


def assert_widgets_change_with_the_language(desktop):
    named = texts_by_prefix("widget.", "ky")["pages"]
    expect(desktop.get_by_label(named, exact=True)).to_be_attached()
    desktop.locator(".st-key-more button").first.click()
    desktop.get_by_role("radio", name="English").click()
    expect(desktop.locator(TITLE)).to_have_text(gettext("home.title", "en"))
    expect(
        desktop.get_by_label(texts_by_prefix("widget.", "en")["pages"], exact=True)
    ).to_be_attached()
