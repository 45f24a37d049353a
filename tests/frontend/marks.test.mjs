/* Marks: what the server sent, overlaid with what it refused and with what waits. */
import assert from "node:assert/strict";
import test from "node:test";

import { load, plain, risk } from "./browser.mjs";

const FILES = ["page_data", "events", "local_store", "marks"].map((name) => `draw/${name}.js`);

function openPage(store) {
  const { Draw } = load(FILES);
  Object.assign(Draw.store, store);
  Draw.saveStore();
  return Draw;
}

function remote(id, number, more = {}) {
  return { ...risk(), id, number, revision: number, ...more };
}

test("a queued change covers the server's version and keeps its number", () => {
  const Draw = openPage({
    known: { a: remote("a", 4) },
    queue: [{ id: "a", opid: "o", act: "put", base: 4, mark: risk({ severity: 5 }) }]
  });
  const { number, severity, state } = Draw.marks().a;
  assert.deepEqual([number, severity, state], [4, 5, "waiting"]);
});

test("a queued deletion hides the mark", () => {
  const Draw = openPage({
    known: { a: remote("a", 1), b: remote("b", 2) },
    queue: [{ id: "a", opid: "o", act: "remove", base: 1, mark: null }]
  });
  assert.deepEqual(Object.keys(Draw.marks()), ["b"]);
});

test("a deletion that was refused shows the mark, with the reason", () => {
  const Draw = openPage({
    known: { a: remote("a", 1) },
    refused: { a: { told: "closed", act: "remove", mark: null } }
  });
  const { state, message } = Draw.marks().a;
  assert.deepEqual([state, message], ["refused", "closed"]);
});

test("marks are sorted by number, those without one last", () => {
  const Draw = openPage({
    known: { a: remote("a", 10), b: remote("b", 9) },
    queue: [{ id: "c", opid: "o", act: "put", base: 0, mark: risk() }]
  });
  assert.deepEqual(plain(Draw.sortedMarks().map((mark) => mark.id)), ["b", "a", "c"]);
});

test("twins are each other's, until both are kept", () => {
  const Draw = openPage({
    known: { a: remote("a", 1), t: remote("t", 2, { twin_of: "a" }) }
  });
  const { a, t } = Draw.marks();
  assert.equal(Draw.findTwin(a).id, "t");
  assert.equal(Draw.findTwin(t).id, "a");
  Draw.settleTwins(a, t);
  assert.equal(Draw.findTwin(Draw.marks().a), null);
  assert.deepEqual(plain(Draw.store.settled), { t: true });
});

test("a twin whose other version is gone has none", () => {
  const Draw = openPage({ known: { t: remote("t", 2, { twin_of: "a" }) } });
  assert.equal(Draw.findTwin(Draw.marks().t), null);
});

test("an empty text equals none; another place does not", () => {
  const Draw = openPage({});
  assert.ok(Draw.marksEqual(risk(), risk({ name: "", note: null })));
  assert.ok(!Draw.marksEqual(risk(), risk({ severity: 4 })));
  const moved = { type: "Point", coordinates: [1, 2] };
  assert.ok(!Draw.marksEqual(risk(), risk({ geometry: moved })));
  assert.ok(Draw.marksEqual(null, null));
  assert.ok(!Draw.marksEqual(risk(), null));
});
