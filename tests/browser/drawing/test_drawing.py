"""Drawing by finger at 360 px: areas, stretches and places, and all that is done with them."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

HANDLES = ".marker-icon:not(.marker-icon-middle)"
MIDDLES = ".marker-icon-middle"


def test_an_area_drawn_by_taps_is_saved_with_its_number_and_there_after_a_reload(phone):
    made = phone.risk_area()
    expect(phone.page.locator("#save-status")).to_contain_text("Guardada la 1, a las ")
    before = phone.marks()[made]
    assert before["geometry"]["type"] == "Polygon"
    assert len(phone.ring(made)) == 3
    assert (before["category"], before["severity"], before["holds"]) == (
        "poor_lighting",
        3,
        "night",
    )
    phone.page.reload()
    phone.ready()
    after = phone.marks()[made]
    assert after["geometry"] == before["geometry"]
    assert after["state"] == "saved"


def test_an_area_is_drawn_by_moving_the_map_under_the_crosshair(phone):
    phone.begin("risk_area", "category-river", "severity-5", "holds-always")
    for start, end in (
        ((120, 300), (200, 300)),
        ((200, 300), (200, 420)),
        ((120, 320), (220, 330)),
    ):
        phone.does("put")
        phone.drag(start, end)
        phone.page.wait_for_timeout(400)  # the map glides on
    phone.does("finish")
    phone.saved()
    (mark,) = phone.marks().values()
    assert len(mark["geometry"]["coordinates"][0]) == 4


def test_a_last_point_is_taken_back_and_too_few_points_are_reported(phone):
    phone.begin("risk_area", "category-river", "severity-1", "holds-day")
    phone.tap(100, 300)
    phone.tap(200, 300)
    phone.does("finish")
    expect(phone.page.locator("#save-status")).to_contain_text("Falta un punto")
    phone.does("take-back")
    assert len(phone.page.evaluate("AmparoDraw.store.draft.points")) == 1
    phone.does("take-back")
    phone.does("give-up")
    assert phone.marks() == {}


def test_a_stretch_is_a_line_and_a_service_is_a_point(phone):
    phone.begin("risk_area", "category-lonely_path", "severity-4", "holds-night")
    phone.does("form-line")
    for at in ((80, 300), (150, 260), (230, 300)):
        phone.tap(*at)
    phone.does("finish")
    phone.begin("service", "category-health")
    phone.page.fill("#name", "Unidad de Salud")
    phone.does("go-on")
    phone.tap(150, 380)
    phone.saved()
    stretch, door = sorted(phone.marks().values(), key=lambda mark: mark["number"])
    assert stretch["geometry"]["type"] == "LineString"
    assert len(stretch["geometry"]["coordinates"]) == 3
    assert door["geometry"]["type"] == "Point"
    assert door["name"] == "Unidad de Salud"


def test_a_place_to_wait_is_a_point_or_an_area(phone):
    phone.begin("safe_zone", "category-church", "go-on", "form-area")
    for at in ((90, 240), (210, 230), (230, 340)):
        phone.tap(*at)
    phone.tap(90, 240)  # the first point closes it
    phone.saved()
    (mark,) = phone.marks().values()
    assert (mark["kind"], mark["geometry"]["type"]) == ("safe_zone", "Polygon")


def test_lines_that_cross_are_put_in_order_and_said(phone):
    made = phone.risk_area((90, 230), (230, 340), (230, 230), (90, 340))
    expect(phone.page.locator("#save-status")).to_contain_text("Se ordenaron los puntos")
    assert phone.page.evaluate("ring => AmparoDraw.findCrossing(ring)", phone.ring(made)) is None
    assert len(phone.ring(made)) == 4


def test_a_saved_area_is_opened_again_and_one_point_moved_by_finger(phone):
    made = phone.risk_area()
    before, revision = phone.ring(made), phone.marks()[made]["revision"]
    phone.open_card(made)
    phone.does("edit")
    at = phone.middle_of(HANDLES, 2)
    phone.drag(at, (at[0] - 30, at[1] + 40))
    phone.until(
        f"AmparoDraw.marks()['{made}'].revision > {revision} && !AmparoDraw.store.queue.length"
    )
    after = phone.ring(made)
    assert sum(old != new for old, new in zip(before, after, strict=True)) == 1
    phone.does("done")
    phone.page.reload()
    phone.ready()
    assert phone.ring(made) == after


def test_points_are_added_and_taken_out(phone):
    made = phone.risk_area()
    phone.open_card(made)
    phone.does("edit")
    at = phone.middle_of(MIDDLES, 0)
    phone.drag(at, (at[0], at[1] - 40))
    phone.until(f"AmparoDraw.marks()['{made}'].geometry.coordinates[0].length === 5")
    phone.saved()
    assert len(phone.ring(made)) == 4
    phone.does("next-point")
    phone.does("drop-point")
    phone.saved()
    assert len(phone.ring(made)) == 3
    phone.does("next-point")
    phone.does("drop-point")
    expect(phone.page.locator("#save-status")).to_contain_text("al menos 3 puntos")


def test_a_chosen_point_is_put_where_the_crosshair_is(phone):
    made = phone.risk_area()
    before = phone.ring(made)
    phone.open_card(made)
    phone.does("edit")
    phone.tap(*phone.middle_of(HANDLES, 1))
    phone.drag((150, 330), (190, 330))
    phone.page.wait_for_timeout(400)
    phone.does("put")
    phone.saved()
    after = phone.ring(made)
    assert sum(old != new for old, new in zip(before, after, strict=True)) == 1


@pytest.mark.parametrize("how", ["finger", "crosshair"])
def test_a_whole_area_is_moved(phone, how):
    made = phone.risk_area()
    before = phone.ring(made)
    phone.open_card(made)
    phone.does("drag")
    if how == "finger":
        at = phone.middle_of("#crosshair")
        phone.drag(at, (at[0] + 50, at[1] + 40))
        phone.until("AmparoDraw.activeMode() === 'idle'")
    else:
        phone.drag((60, 480), (110, 430))
        phone.page.wait_for_timeout(400)
        phone.does("put")
    phone.saved()
    moves = {
        (round(new[0] - old[0], 5), round(new[1] - old[1], 5))
        for old, new in zip(before, phone.ring(made), strict=True)
    }
    assert len(moves) == 1
    assert moves != {(0.0, 0.0)}


def test_a_deleted_mark_comes_back_by_undo_and_from_the_list(phone):
    made = phone.risk_area()
    phone.open_card(made)
    phone.does("remove")
    phone.saved()
    expect(phone.page.locator("#save-status")).to_contain_text("Borrada la 1")
    assert phone.marks() == {}
    phone.does("undo")
    phone.saved()
    assert phone.marks()[made]["number"] == 1
    phone.does("redo")
    phone.saved()
    assert phone.marks() == {}
    phone.page.reload()
    phone.ready()
    phone.does("list")
    phone.does("removed")
    phone.does("bring-back")
    phone.saved()
    assert list(phone.marks()) == [made]


def test_a_mark_is_corrected_and_an_older_version_comes_back(phone):
    made = phone.risk_area()
    phone.open_card(made)
    phone.does("correct-severity")
    phone.does("severity-5")
    phone.saved()
    assert phone.marks()[made]["severity"] == 5
    phone.does("history")
    phone.does("bring-back")
    phone.saved()
    assert phone.marks()[made]["severity"] == 3


def test_undo_of_a_new_mark_takes_it_away(phone):
    phone.risk_area()
    phone.does("undo")
    phone.saved()
    assert phone.marks() == {}


def test_panning_pinching_long_presses_and_a_slipping_finger_put_no_point(phone):
    phone.begin("risk_area", "category-river", "severity-1", "holds-day")
    phone.drag((120, 320), (220, 380))
    phone.fingers("start", (100, 300), (220, 300))
    for step in range(8):
        phone.fingers("move", (100 - 4 * step, 300), (220 + 4 * step, 300))
    phone.fingers("end")
    phone.page.wait_for_timeout(400)
    phone.press(150, 300)
    phone.page.wait_for_timeout(900)
    phone.lift()
    phone.drag((150, 300), (158, 302))
    phone.page.wait_for_timeout(400)
    assert phone.page.evaluate("AmparoDraw.store.draft.points.length") == 0
    zoom = phone.page.evaluate("AmparoDraw.map.getZoom()")
    phone.tap(120, 300)
    phone.tap(200, 330)  # two quick taps are two points, and no zoom
    assert phone.page.evaluate("AmparoDraw.store.draft.points.length") == 2
    assert phone.page.evaluate("AmparoDraw.map.getZoom()") == zoom


@pytest.mark.parametrize("lang", ["es", "en"])
def test_every_button_is_large_enough_for_a_finger(join, lang):
    hand = join(lang)
    hand.risk_area()
    small = []

    def measure(at):
        small.extend(
            (at, told)
            for told in hand.page.evaluate(
                """() => [...document.querySelectorAll("button, a, input, textarea")]
                .map(node => [node, node.getBoundingClientRect()])
                .filter(([node, box]) => box.width && (box.width < 44 || box.height < 44))
                .map(([node, box]) => [node.textContent, box.width, box.height])"""
            )
        )

    measure("rest")
    hand.does("begin-risk_area")
    measure("what")
    hand.does("category-other")
    measure("how much")
    hand.does("severity-2")
    measure("when")
    hand.does("holds-day")
    measure("pen")
    hand.does("search")
    measure("search")
    hand.does("close")
    hand.does("give-up")
    hand.does("list")
    measure("list")
    hand.does("open")
    measure("card")
    hand.does("edit")
    measure("mend")
    hand.does("next-point")
    measure("point")
    assert small == []
