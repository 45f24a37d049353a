"""The same without a pointer: by keyboard, by list, by coordinates, by the name of a street."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect


def press(desktop, does: str) -> None:
    """Reach a button by keyboard alone: Tab until it has the focus, then Enter."""
    for _ in range(60):
        focused = desktop.page.evaluate("document.activeElement.getAttribute('data-action')")
        if focused == does:
            desktop.page.keyboard.press("Enter")
            return
        desktop.page.keyboard.press("Tab")
    pytest.fail(f"{does} is not reached by Tab")


def to_the_map(desktop) -> None:
    for _ in range(60):
        if desktop.page.evaluate("document.activeElement.id") == "map":
            return
        desktop.page.keyboard.press("Tab")
    pytest.fail("the map is not reached by Tab")


def test_an_area_is_drawn_corrected_moved_deleted_and_restored_by_keyboard(desktop):
    keys = desktop.page.keyboard
    for does in ("begin-risk_area", "category-bus_stop", "severity-4", "holds-night"):
        press(desktop, does)
    to_the_map(desktop)
    for arrow, times in (("ArrowRight", 4), ("ArrowDown", 4), ("ArrowLeft", 6)):
        keys.press("Enter")
        for _ in range(times):
            keys.press(arrow)
    press(desktop, "finish")
    desktop.saved()
    (made,) = desktop.marks()
    assert len(desktop.ring(made)) == 3

    press(desktop, "list")
    press(desktop, "open")
    press(desktop, "correct-severity")
    press(desktop, "severity-2")
    desktop.saved()
    assert desktop.marks()[made]["severity"] == 2

    press(desktop, "drag")
    press(desktop, "search")
    desktop.page.locator("#lat").focus()
    keys.press("Control+A")
    keys.type("13.9001")
    keys.press("Tab")
    keys.press("Control+A")
    keys.type("-89,8501")
    keys.press("Enter")
    press(desktop, "put")
    desktop.saved()
    ring = desktop.ring(made)
    middle = [(min(axis) + max(axis)) / 2 for axis in zip(*ring, strict=True)]
    assert middle == pytest.approx([-89.8501, 13.9001], abs=0.0001)

    press(desktop, "list")
    press(desktop, "open")
    press(desktop, "remove")
    desktop.saved()
    assert desktop.marks() == {}
    press(desktop, "list")
    press(desktop, "removed")
    press(desktop, "bring-back")
    desktop.saved()
    assert list(desktop.marks()) == [made]


def test_one_point_of_an_area_is_moved_by_keyboard(desktop):
    desktop.begin("risk_area", "category-river", "severity-4", "holds-night")
    for at in ((600, 300), (800, 300), (700, 450)):
        desktop.page.mouse.click(*at)
    desktop.does("finish")
    desktop.saved()
    (made,) = desktop.marks()
    before = desktop.ring(made)
    press(desktop, "list")
    press(desktop, "open")
    press(desktop, "edit")
    press(desktop, "next-point")
    to_the_map(desktop)
    desktop.page.keyboard.press("ArrowUp")
    desktop.page.keyboard.press("Enter")
    desktop.saved()
    after = desktop.ring(made)
    assert sum(old != new for old, new in zip(before, after, strict=True)) == 1


def test_a_service_is_put_by_the_name_of_its_street(desktop):
    for does in ("begin-service", "category-health", "go-on", "search"):
        press(desktop, does)
    desktop.page.keyboard.type("calvario")
    press(desktop, "location")
    press(desktop, "put")
    desktop.saved()
    (door,) = desktop.marks().values()
    assert door["geometry"]["type"] == "Point"


def test_an_acknowledgement_is_said_aloud_and_what_is_focused_is_seen(desktop):
    expect(desktop.page.locator("#save-status")).to_have_attribute("aria-live", "polite")
    desktop.page.keyboard.press("Tab")
    desktop.page.locator('[data-action="list"]').focus()
    desktop.page.keyboard.press("Tab")
    outline = desktop.page.evaluate("getComputedStyle(document.activeElement).outlineWidth")
    assert float(outline.removesuffix("px")) >= 2


def test_what_people_write_stays_text(desktop):
    desktop.begin("service", "category-health")
    desktop.page.fill("#name", "<img src=x onerror=alert(1)> & <b>Casa</b>")
    desktop.does("go-on")
    desktop.page.mouse.click(700, 400)
    desktop.saved()
    desktop.does("list")
    expect(desktop.page.locator("#sheet .mark")).to_contain_text("<img src=x onerror=alert(1)>")
    desktop.does("open")
    expect(desktop.page.locator("#sheet-title")).to_contain_text("<b>Casa</b>")
    assert desktop.page.locator("#sheet img, #sheet b b").count() == 0


WARNINGS = {
    "Abre a las 7, junto al puente de la Calle Real": "",
    "La puerta de doña Marta": "nombre de una persona",
    "Llamar a Juana Pérez": "nombre de una persona",
    "Llame al 222 333": "Parece un teléfono",
    "casa@ejemplo.org": "Parece un correo",
    "DUI 01234567-8": "documento",
}


def test_a_note_that_speaks_of_a_person_is_asked_about_and_a_plain_one_is_not(desktop):
    warned = desktop.page.locator("#note-warning")
    for text, warning in WARNINGS.items():
        desktop.begin("service", "category-health")
        desktop.page.fill("#note", text)
        if warning:
            expect(warned).to_contain_text(warning)
        else:
            expect(warned).to_be_empty()
        desktop.does("go-on")
        stays = warning == "documento"
        assert desktop.page.locator("#sheet #note").count() == (1 if stays else 0), text
        if not stays:
            desktop.does("give-up")
