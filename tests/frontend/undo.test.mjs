/* Undo and redo, with a queue that only notes what it was given. */
import assert from "node:assert/strict";
import test from "node:test";

import { load, plain, risk } from "./browser.mjs";

const FILES = ["page_data", "events", "local_store", "marks", "undo"]
  .map((name) => `draw/${name}.js`);

function openPage() {
  const page = load(FILES), { Draw } = page;
  page.queued = [];
  Draw.enqueue = (id, mark) => {
    page.queued.push([id, mark && mark.severity]);
    if (mark) Draw.store.known[id] = { ...plain(mark), id, number: 1, revision: 1 };
    else delete Draw.store.known[id];
    Draw.saveStore();
  };
  page.severity = () => Draw.marks().a && Draw.marks().a.severity;
  return page;
}

test("undo takes back the last change, redo makes it again", () => {
  const { Draw, queued, severity } = openPage();
  Draw.changeMark("a", risk({ severity: 1 }));
  Draw.changeMark("a", risk({ severity: 5 }));
  Draw.undo();
  assert.equal(severity(), 1);
  Draw.undo();
  assert.equal(severity(), undefined);
  Draw.redo();
  Draw.redo();
  assert.equal(severity(), 5);
  assert.deepEqual(queued, [["a", 1], ["a", 5], ["a", 1], ["a", null], ["a", 1], ["a", 5]]);
});

test("undo of a deletion brings the mark back", () => {
  const { Draw, severity } = openPage();
  Draw.changeMark("a", risk({ severity: 4 }));
  Draw.changeMark("a", null);
  Draw.undo();
  assert.equal(severity(), 4);
});

test("a new change clears what could be redone", () => {
  const { Draw, severity } = openPage();
  Draw.changeMark("a", risk({ severity: 1 }));
  Draw.undo();
  Draw.changeMark("a", risk({ severity: 3 }));
  Draw.redo();
  assert.equal(severity(), 3);
  assert.deepEqual(plain(Draw.store.redo), []);
});

test("a change that changes nothing is no step", () => {
  const { Draw, queued } = openPage();
  Draw.changeMark("a", risk());
  Draw.changeMark("a", risk({ name: "", note: "" }));
  assert.equal(queued.length, 1);
  assert.equal(Draw.store.undo.length, 1);
});

test("what somebody else changed since is not undone", () => {
  const { Draw, severity } = openPage(), notices = [];
  Draw.on("notice", (text) => notices.push(text));
  Draw.changeMark("a", risk({ severity: 1 }));
  Draw.store.known.a.severity = 2;
  Draw.saveStore();
  Draw.undo();
  assert.equal(severity(), 2);
  assert.deepEqual(notices, ["undo_changed"]);
  assert.deepEqual(plain(Draw.store.redo), []);
});

test("steps follow a mark that got another id", () => {
  const { Draw, queued } = openPage();
  Draw.changeMark("a", risk({ severity: 1 }));
  Draw.store.known.t = { ...Draw.store.known.a, id: "t" };
  Draw.emit("mark-replaced", { from: "a", to: "t" });
  Draw.saveStore();
  Draw.undo();
  assert.deepEqual(queued.at(-1), ["t", null]);
});

test("sixty steps are remembered", () => {
  const { Draw } = openPage();
  for (let i = 0; i < 70; i++) Draw.changeMark("a", risk({ severity: 1 + i % 2 }));
  assert.equal(Draw.store.undo.length, 60);
});

test("nothing happens where there is nothing to undo", () => {
  const { Draw, queued } = openPage();
  Draw.undo();
  Draw.redo();
  assert.deepEqual(queued, []);
});
