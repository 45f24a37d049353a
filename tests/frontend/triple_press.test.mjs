/* Three presses of Escape or Shift, by a clock that a test moves. */
import assert from "node:assert/strict";
import test from "node:test";

import { load } from "./browser.mjs";

function openPage() {
  const page = { now: 0, calls: 0, listeners: {} };
  const { window } = load(["exit/triple_press.js"], { clock: () => page.now });
  page.presses = window.AmparoTriplePress.create(() => { page.calls += 1; });
  page.presses.listen({
    addEventListener: (name, work) => { page.listeners[name] = work; }
  });
  /* Press keys one after the other, each let go before the next. */
  page.press = (...keys) => keys.forEach((key) => {
    page.listeners.keydown({ key, repeat: false });
    page.listeners.keyup({ key });
    page.now += 300;
  });
  return page;
}

for (const key of ["Escape", "Shift"]) {
  test(`${key} three times calls once`, () => {
    const page = openPage();
    page.press(key, key);
    assert.equal(page.calls, 0);
    page.press(key);
    assert.equal(page.calls, 1);
    page.press(key, key);
    assert.equal(page.calls, 1);
  });
}

test("slow presses do not count together", () => {
  const page = openPage();
  page.press("Escape", "Escape");
  page.now += 2000;
  page.press("Escape");
  assert.equal(page.calls, 0);
});

test("another key between starts anew", () => {
  const page = openPage();
  page.press("Escape", "Escape", "a", "Escape");
  page.press("Shift", "Escape");
  assert.equal(page.calls, 0);
});

test("Shift for a capital letter does not count", () => {
  const page = openPage();
  for (let i = 0; i < 3; i++) {
    page.listeners.keydown({ key: "Shift" });
    page.listeners.keydown({ key: "A" });
    page.listeners.keyup({ key: "A" });
    page.listeners.keyup({ key: "Shift" });
  }
  assert.equal(page.calls, 0);
});

test("a key that is held down counts once", () => {
  const page = openPage();
  page.press("Escape");
  for (let i = 0; i < 9; i++) page.listeners.keydown({ key: "Escape", repeat: true });
  assert.equal(page.calls, 0);
});

test("presses of something else are counted by its name", () => {
  const page = openPage();
  ["month", "month", "month"].forEach((name) => page.presses.count(name));
  assert.equal(page.calls, 1);
});
