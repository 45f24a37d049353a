/* The capture file: its own acknowledgements, its versions, and two windows of the same file. */
import assert from "node:assert/strict";
import test from "node:test";

import { Storage, load, plain, risk, settle } from "./browser.mjs";

const FILES = [
  "draw/page_data.js", "draw/events.js", "capture/local_api.js", "capture/local_store.js",
  "draw/operation_queue.js", "draw/marks.js", "capture/geojson_export.js"
];

/* A window of the file; `put` draws, changes or deletes a mark and waits until that is logged. */
function openFile(storage = new Storage()) {
  const page = load(FILES, { storage, pageData: { ...PAGE } });
  page.put = async (id, mark) => {
    page.Draw.enqueue(id, mark);
    page.runTimers();
    await settle();
  };
  page.numbers = () => Object.fromEntries(
    Object.entries(page.Draw.marks()).map(([id, mark]) => [id, mark.number]));
  return page;
}

const PAGE = { community: "aldea", session: "", file: "f", format: 1, poll_s: 4, texts: {},
               categories: { risk_area: [], safe_zone: [], service: [] } };

test("marks are numbered in their order, and keep their numbers", async () => {
  const file = openFile();
  await file.put("a", risk());
  await file.put("b", risk());
  await file.put("a", risk({ severity: 5 }));
  assert.deepEqual(file.numbers(), { a: 1, b: 2 });
  assert.equal(file.Draw.store.queue.length, 0);
});

test("an operation that comes again is logged once", async () => {
  const { Draw } = openFile();
  const operation = { opid: "o", id: "a", act: "put", base: 0, mark: risk() };
  const [first, again] = [await Draw.postOperations({ operations: [operation] }),
                          await Draw.postOperations({ operations: [operation] })];
  assert.deepEqual(plain(again.body.acknowledged), plain(first.body.acknowledged));
  assert.equal(Draw.store.log.a.versions.length, 1);
});

test("the history tells what was added, edited and removed, the latest first", async () => {
  const { Draw, put } = openFile();
  await put("a", risk({ severity: 1 }));
  await put("a", risk({ severity: 5 }));
  await put("a", null);
  const { versions } = await Draw.fetchHistory("a");
  assert.deepEqual(plain(versions.map((one) => [one.act, one.mark.severity])),
                   [["remove", 5], ["edit", 5], ["add", 1]]);
  const { removed } = await Draw.fetchHistory(null);
  assert.deepEqual(plain(removed.map((one) => [one.id, one.number])), [["a", 1]]);
});

test("two windows lose nothing of each other, and no number is given twice", async () => {
  const storage = new Storage(), one = openFile(storage), other = openFile(storage);
  await one.put("a", risk());
  await other.put("b", risk());
  await one.put("c", risk());
  other.fire("focus");
  assert.deepEqual(Object.keys(one.numbers()).sort(), ["a", "b", "c"]);
  assert.deepEqual(other.numbers(), one.numbers());
  assert.deepEqual(Object.values(one.numbers()).sort(), [1, 2, 3]);
});

test("of two changes of one mark the later stays", async () => {
  const storage = new Storage(), one = openFile(storage), other = openFile(storage);
  await one.put("a", risk({ severity: 1 }));
  other.fire("focus");
  await new Promise((resolve) => { setTimeout(resolve, 5); });  // moments are told to the ms
  await other.put("a", risk({ severity: 2 }));
  one.fire("focus");
  assert.equal(one.Draw.marks().a.severity, 2);
});

test("another page that clears the storage takes nothing", async () => {
  const storage = new Storage(), file = openFile(storage);
  await file.put("a", risk());
  Object.keys(storage).forEach((key) => storage.removeItem(key));
  file.fire("focus");
  assert.deepEqual(openFile(storage).numbers(), { a: 1 });
});

test("the export holds marks, their versions, and what was removed", async () => {
  const { Draw, put } = openFile();
  await put("a", risk());
  await put("a", risk({ severity: 5 }));
  await put("b", risk());
  await put("b", null);
  const written = JSON.parse(Draw.exportGeojson());
  assert.deepEqual(written.capture.removed, [{ id: "b", version: 2 }]);
  const [feature, ...more] = written.features;
  assert.deepEqual(more, []);
  assert.deepEqual(feature.geometry, risk().geometry);
  assert.equal(feature.properties.geometry, undefined);
  assert.deepEqual([feature.id, feature.properties.version, feature.properties.severity],
                   ["a", 2, 5]);
});

test("what was sent is unsent again after a change", async () => {
  const { Draw, put } = openFile();
  await put("a", risk());
  await put("b", risk());
  assert.equal(Draw.countUnsent(), 2);
  Draw.store.sent = { turns: Draw.store.turns, at: null };
  assert.equal(Draw.countUnsent(), 0);
  await put("b", null);
  assert.equal(Draw.countUnsent(), 1);
});
