"""The phone's position as a start: asked when pressed, handed on, and refused with a sentence."""

from __future__ import annotations

from playwright.sync_api import expect

from geo.language import gettext
from tests.browser.screens import at_rest, open_screen

AT = {"latitude": 13.9026, "longitude": -89.8479, "accuracy": 35}


def open_frame(page):
    page.locator("[class*=st-key-where_] button").first.click()
    return page.frame_locator('iframe[title*="location"]')


def test_where_she_is_becomes_the_start_and_a_refusal_is_explained(phone):
    phone.context.set_geolocation(AT)
    open_screen(phone, "route")
    frame = open_frame(phone)
    frame.locator("#ask").click()
    expect(frame.locator("#status")).to_have_text(gettext("location.refused"))
    phone.context.grant_permissions(["geolocation"])
    frame.locator("#ask").click()
    expect(phone.locator(".st-key-ends")).to_contain_text(gettext("location.here", metres=35))
    at_rest(phone)
    assert "13.9" not in phone.url
