"""A weak link, none at all, several phones at once: nothing is lost, and all of it is told."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import expect

HANDLES = ".marker-icon:not(.marker-icon-middle)"
MARKS = "**/amparo/marks"


def test_without_a_link_marks_wait_on_the_phone_and_go_when_it_is_back(join):
    phone = join()
    phone.begin("risk_area", "category-river", "severity-2", "holds-day")
    phone.tap(90, 260)
    phone.page.context.set_offline(True)
    phone.tap(210, 250)
    phone.tap(230, 340)
    phone.does("finish")
    expect(phone.page.locator("#save-status")).to_contain_text(
        "Sin conexión: 1 forma guardada en este teléfono"
    )
    phone.begin("service", "category-health", "go-on")
    phone.tap(150, 400)
    expect(phone.page.locator("#save-status")).to_contain_text(
        "Sin conexión: 2 formas guardadas en este teléfono"
    )
    for _ in range(3):  # as often as its timer tries within ten seconds
        with phone.page.expect_event("requestfailed"):
            phone.page.evaluate("AmparoDraw.syncNow()")
    phone.page.context.set_offline(False)
    phone.saved()
    expect(phone.page.locator("#save-status")).to_contain_text("Guardada")
    assert sorted(mark["number"] for mark in phone.marks().values()) == [1, 2]


def test_a_reload_without_a_link_to_the_server_loses_nothing(join):
    phone = join()
    made = phone.risk_area()
    phone.page.route(MARKS, lambda route: route.abort())
    phone.begin("service", "category-police", "go-on")
    phone.tap(150, 400)
    phone.begin("risk_area", "category-other", "severity-1", "holds-always")
    phone.tap(100, 300)
    phone.tap(200, 330)
    phone.page.reload()
    expect(phone.page.locator("#save-status")).to_contain_text("Sin conexión: 1 forma")
    assert {mark["state"] for mark in phone.marks().values()} == {"saved", "waiting"}
    assert made in phone.marks()
    # what was being drawn is being drawn still
    phone.tap(150, 420)
    phone.does("finish")
    phone.page.unroute(MARKS)
    phone.saved()
    assert sorted(mark["number"] for mark in phone.marks().values()) == [1, 2, 3]


def test_an_answer_that_is_lost_on_the_way_makes_no_second_mark(join):
    phone = join()
    lost = []

    def lose(route):
        sent = json.loads(route.request.post_data)
        if sent["operations"] and len(lost) < 2:
            lost.append(route.fetch().status)  # it arrives, and its answer does not
            route.abort()
        else:
            route.continue_()

    phone.page.route(MARKS, lose)
    phone.begin("service", "category-health", "go-on")
    phone.tap(150, 300)
    phone.saved()
    assert lost == [200, 200]
    other = join()
    assert [mark["number"] for mark in other.marks().values()] == [1]


def test_two_phones_that_change_the_same_mark_keep_both_versions(join):
    one, other = join(), join()
    made = one.risk_area()
    other.until("Object.keys(AmparoDraw.marks()).length === 1")
    other.page.context.set_offline(True)
    for hand, severity in ((one, "severity-1"), (other, "severity-5")):
        hand.open_card(made)
        hand.does("correct-severity")
        hand.does(severity)
        hand.does("close")
    one.saved()
    other.page.context.set_offline(False)
    other.saved()
    expect(other.page.locator("#save-status")).to_contain_text("otra persona también la cambió")
    for hand in (one, other):
        hand.until("Object.keys(AmparoDraw.marks()).length === 2")
        assert sorted(mark["severity"] for mark in hand.marks().values()) == [1, 5]
        expect(hand.page.locator(".draw-chip small").first).to_have_text("dos versiones")
    other.does("list")
    other.page.locator('#sheet [data-action="open"]').last.click()
    other.does("keep-this")
    other.saved()
    (kept,) = other.marks().values()
    assert kept["severity"] == 5
    expect(other.page.locator(".draw-chip small")).to_have_count(0)


def test_both_versions_may_stay(join):
    one, other = join(), join()
    made = one.risk_area()
    other.until("Object.keys(AmparoDraw.marks()).length === 1")
    other.page.context.set_offline(True)
    for hand, moment in ((one, "holds-day"), (other, "holds-always")):
        hand.open_card(made)
        hand.does("correct-holds")
        hand.does(moment)
        hand.does("close")
    one.saved()
    other.page.context.set_offline(False)
    other.saved()
    other.does("list")
    other.does("open")
    other.does("keep-both")
    expect(other.page.locator(".draw-chip small")).to_have_count(0)
    other.page.reload()
    other.ready()
    assert len(other.marks()) == 2
    expect(other.page.locator(".draw-chip small")).to_have_count(0)


def test_what_others_do_waits_while_a_finger_is_down(join):
    one, other = join(), join()
    made = one.risk_area()
    one.open_card(made)
    one.does("edit")
    at = one.middle_of(HANDLES, 0)
    before = one.ring(made)
    one.press(*at)
    one.move(at, (at[0] + 20, at[1] + 20))
    other.until("Object.keys(AmparoDraw.marks()).length === 1")
    other.begin("service", "category-health", "go-on")
    other.tap(150, 420)
    other.saved()
    one.asks_again()
    assert list(one.marks()) == [made]
    one.move((at[0] + 20, at[1] + 20), (at[0] + 30, at[1] + 40))
    one.lift()
    one.until("Object.keys(AmparoDraw.marks()).length === 2 && !AmparoDraw.updatesHeld()")
    one.saved()
    assert sum(old != new for old, new in zip(before, one.ring(made), strict=True)) == 1


def test_a_mark_that_is_refused_stays_with_its_reason_and_can_be_fixed(phone):
    phone.begin("service", "category-health", "go-on")
    phone.does("search")
    phone.page.fill("#lat", "0")
    phone.page.fill("#lng", "0")
    phone.does("go")
    phone.does("put")
    phone.until("Object.keys(AmparoDraw.store.refused).length === 1")
    (made,) = phone.marks()
    reason = phone.marks()[made]["message"]
    expect(phone.page.locator("#save-status")).to_contain_text(reason)
    phone.page.reload()
    phone.ready()
    phone.does("list")
    phone.does("open")
    expect(phone.page.locator("#sheet .state")).to_have_text(reason)
    phone.does("drag")
    phone.does("search")
    phone.page.fill("#street", "calvario")
    phone.does("location")
    phone.does("put")
    phone.saved()
    assert phone.marks()[made]["state"] == "saved"


@pytest.mark.parametrize("status", [401, 409])
def test_out_of_the_session_the_page_stops_asking_says_why_and_keeps_what_waits(join, status):
    phone = join()
    asked = []

    def refuse(route):
        asked.append(1)
        route.fulfill(status=status, json={"message": "Hasta aquí."})

    phone.page.route(MARKS, refuse)
    phone.begin("service", "category-health", "go-on")
    phone.tap(150, 300)
    expect(phone.page.locator("#save-status")).to_contain_text("Hasta aquí.")
    count = len(asked)
    phone.page.evaluate("AmparoDraw.syncNow()")  # all that its timer does
    phone.page.wait_for_timeout(300)
    assert len(asked) == count
    phone.page.unroute(MARKS)
    phone.does("try-again")
    phone.saved()
    assert [mark["state"] for mark in phone.marks().values()] == ["saved"]


def test_a_server_that_is_busy_is_requested_again(join):
    phone = join()
    phone.page.route(
        MARKS, lambda route: route.fulfill(status=503, json={"message": "Un momento."}), times=2
    )
    phone.begin("service", "category-health", "go-on")
    phone.tap(150, 300)
    expect(phone.page.locator("#save-status")).to_contain_text("Un momento.")
    phone.saved()
    expect(phone.page.locator("#save-status")).to_contain_text("Guardada la 1")


def test_a_phone_that_can_store_nothing_is_informed(join):
    phone = join()
    phone.page.add_init_script(
        "Storage.prototype.setItem = () => { throw new DOMException('full') }"
    )
    phone.page.reload()
    phone.ready()
    phone.begin("service", "category-health", "go-on")
    expect(phone.page.locator("#save-status")).to_contain_text(
        "no puede guardar nada por su cuenta"
    )
    phone.tap(150, 300)
    phone.saved()
    assert len(phone.marks()) == 1


def test_the_quick_exit_leaves_nothing_on_the_phone(join):
    phone = join()
    phone.page.context.set_offline(True)
    phone.begin("service", "category-health", "go-on")
    phone.tap(150, 300)
    phone.page.context.set_offline(False)
    phone.page.route(MARKS, lambda route: route.abort())
    assert phone.page.evaluate("localStorage.length") == 1
    phone.page.locator("a.leave").click()
    expect(phone.page.locator("main thead")).to_be_attached()  # of the calendar
    assert phone.page.evaluate("localStorage.length") == 0
    phone.page.go_back()
    expect(phone.page.locator("#bar")).to_have_count(0)


def test_escape_three_times_leaves(join):
    phone = join(screen="desktop")
    for _ in range(3):
        phone.page.keyboard.press("Escape")
    expect(phone.page.locator("main thead")).to_be_attached()  # of the calendar
    assert phone.page.evaluate("localStorage.length") == 0


def test_a_session_that_is_over_leaves_nothing_on_the_phone_but_what_waits(join):
    phone = join()
    phone.risk_area()
    phone.page.evaluate(
        """() => {
            localStorage.setItem("amparo:draw:other:S1", JSON.stringify({queue: []}));
            localStorage.setItem("amparo:draw:other:S2", JSON.stringify({queue: [{opid: "1"}]}));
        }"""
    )
    phone.page.reload()
    phone.ready()
    others = "Object.keys(localStorage).filter(key => key.includes(':other:'))"
    assert phone.page.evaluate(others) == ["amparo:draw:other:S2"]
    assert phone.page.evaluate("localStorage.length") == 2
    phone.page.route(MARKS, lambda route: route.fulfill(status=409, json={"message": "Cerrado."}))
    expect(phone.page.locator("#save-status")).to_contain_text("Cerrado.")
    assert phone.page.evaluate("Object.keys(localStorage)") == ["amparo:draw:other:S2"]
