/* The queue against a server that a test answers by hand. */
import assert from "node:assert/strict";
import test from "node:test";

import { Storage, load, plain, risk, settle } from "./browser.mjs";

const FILES = ["page_data", "events", "local_store", "operation_queue", "marks"]
  .map((name) => `draw/${name}.js`);
const [A, B] = ["a", "b"];

/* A page whose requests wait until the test answers them. */
function openPage(storage = new Storage()) {
  const page = load(FILES, { storage });
  const requests = [];
  page.Draw.postOperations = (request) => new Promise((resolve, reject) => {
    const operations = plain(request.operations);
    requests.push({ request: plain(request), operations, fail: reject,
                    answer: (status, body) => resolve({ status, body }) });
  });
  /* Start what waits for a timer, and give the latest request. */
  page.next = () => {
    page.runTimers();
    return requests.at(-1);
  };
  page.requests = requests;
  /* Acknowledge all operations of a request, the first as revision `revision`. */
  page.acknowledge = async (sent, revision, more = {}) => {
    sent.answer(200, {
      revision: revision + sent.operations.length - 1,
      acknowledged: sent.operations.map((one, i) => ({
        opid: one.opid, id: one.id, number: i + 1, revision: revision + i, at: "10:00", twin: null,
        ...more
      }))
    });
    await settle();
  };
  return page;
}

test("a mark is stored before it is sent, and leaves the queue when acknowledged", async () => {
  const storage = new Storage(), page = openPage(storage);
  page.Draw.enqueue(A, risk());
  assert.equal(JSON.parse(storage["amparo:draw:aldea:S1"]).queue.length, 1);
  const sent = page.next();
  assert.deepEqual(sent.operations.map(({ id, act, base }) => [id, act, base]), [[A, "put", 0]]);
  assert.equal(page.Draw.marks()[A].state, "waiting");
  await page.acknowledge(sent, 7);
  assert.deepEqual(plain(page.Draw.store.queue), []);
  const { state, revision, number } = page.Draw.marks()[A];
  assert.deepEqual([state, revision, number], ["saved", 7, 1]);
  assert.equal(page.Draw.connection().link, "well");
});

test("changes before sending become one operation", () => {
  const page = openPage();
  page.Draw.enqueue(A, risk({ severity: 1 }));
  page.Draw.enqueue(A, risk({ severity: 5 }));
  const { operations } = page.next();
  assert.deepEqual(operations.map((one) => one.mark.severity), [5]);
});

test("a mark that was drawn and deleted before sending is never sent", () => {
  const page = openPage();
  page.Draw.enqueue(A, risk());
  page.Draw.enqueue(A, null);
  assert.deepEqual(page.next().operations, []);
});

test("a change made while its mark is on its way builds on the acknowledged revision", async () => {
  const page = openPage();
  page.Draw.enqueue(A, risk({ severity: 1 }));
  const first = page.next();
  page.Draw.enqueue(A, risk({ severity: 5 }));
  assert.equal(page.requests.length, 1, "one request at a time");
  await page.acknowledge(first, 3);
  const second = page.next();
  assert.equal(page.requests.length, 2);
  assert.deepEqual(second.operations.map(({ base, mark }) => [base, mark.severity]), [[3, 5]]);
  assert.notEqual(second.operations[0].opid, first.operations[0].opid);
});

test("the same operation is sent again after a link that broke", async () => {
  const page = openPage();
  page.Draw.enqueue(A, risk());
  const first = page.next();
  first.fail(new Error("no link"));
  await settle();
  assert.equal(page.Draw.connection().link, "offline");
  page.Draw.syncNow();
  assert.equal(page.requests.length, 2);
  assert.deepEqual(page.requests[1].operations, first.operations);
});

test("what is queued survives a reload", () => {
  const storage = new Storage(), before = openPage(storage);
  before.Draw.enqueue(A, risk());
  const { operations } = before.next();
  const after = openPage(storage);
  after.Draw.syncNow();
  assert.deepEqual(after.next().operations, operations);
});

test("where somebody else changed the mark, ours becomes its twin, later changes too", async () => {
  const page = openPage(), replaced = [];
  page.Draw.on("mark-replaced", (change) => replaced.push(plain(change)));
  page.Draw.enqueue(A, risk({ severity: 1 }));
  const sent = page.next();
  page.Draw.enqueue(A, risk({ severity: 2 }));
  await page.acknowledge(sent, 9, { twin: "t" });
  assert.deepEqual(replaced, [{ from: A, to: "t" }]);
  assert.equal(page.Draw.store.known.t.twin_of, A);
  assert.deepEqual(page.next().operations.map(({ id, base }) => [id, base]), [["t", 9]]);
});

test("a refused mark stays on the device with its reason", async () => {
  const page = openPage();
  page.Draw.enqueue(A, risk());
  const sent = page.next();
  sent.answer(200, { revision: 1, refused: [{ opid: sent.operations[0].opid, message: "no" }] });
  await settle();
  const { state, message } = page.Draw.marks()[A];
  assert.deepEqual([state, message], ["refused", "no"]);
  page.Draw.enqueue(A, risk({ severity: 1 }));
  assert.equal(page.Draw.marks()[A].state, "waiting");
});

test("marks of others are merged, deleted ones go, an older response changes nothing", async () => {
  const page = openPage();
  const remote = { ...risk(), id: B, number: 4, revision: 5 };
  page.Draw.syncNow();
  page.next().answer(200, { revision: 5, marks: [remote] });
  await settle();
  assert.equal(page.Draw.marks()[B].number, 4);
  page.Draw.syncNow();
  page.next().answer(200, { revision: 4, removed: [B] });
  await settle();
  assert.ok(page.Draw.marks()[B], "a response that was overtaken");
  page.Draw.syncNow();
  assert.equal(page.requests.at(-1).request.since, 5);
  page.next().answer(200, { revision: 6, removed: [B] });
  await settle();
  assert.deepEqual(plain(page.Draw.marks()), {});
});

test("while a finger is down nothing is merged, and it is asked for again", async () => {
  const page = openPage();
  page.Draw.holdUpdates();
  page.Draw.syncNow();
  page.next().answer(200, { revision: 5, marks: [{ ...risk(), id: B, number: 1, revision: 5 }] });
  await settle();
  assert.deepEqual(plain(page.Draw.marks()), {});
  page.Draw.resumeUpdates();
  assert.equal(page.requests.at(-1).request.since, 0);
});

test("a queued change is shown over what others changed meanwhile", async () => {
  const page = openPage();
  page.Draw.enqueue(B, risk({ severity: 1 }));
  const sent = page.next();
  sent.answer(200, { revision: 5, marks: [{ ...risk(), id: B, number: 1, revision: 5 }] });
  await settle();
  const { severity, state } = page.Draw.marks()[B];
  assert.deepEqual([severity, state], [1, "waiting"]);
});

test("a request holds fifty operations, and no more than its length allows", () => {
  const many = openPage();
  for (let i = 0; i < 60; i++) many.Draw.enqueue(`m${i}`, risk());
  assert.equal(many.next().operations.length, 50);
  const long = openPage();
  for (let i = 0; i < 3; i++) long.Draw.enqueue(`m${i}`, risk({ note: "x".repeat(15000) }));
  assert.equal(long.next().operations.length, 2);
});

test("a request that is too large is halved, and a single one refused", async () => {
  const page = openPage();
  [A, B].forEach((id) => page.Draw.enqueue(id, risk()));
  page.next().answer(413, {});
  await settle();
  page.Draw.syncNow();
  assert.deepEqual(page.requests[1].operations.map((one) => one.id), [A]);
  page.requests[1].answer(413, {});
  await settle();
  assert.equal(page.Draw.marks()[A].message, "too_large");
  assert.deepEqual(plain(page.Draw.store.queue.map((one) => one.id)), [B]);
});

test("a session that ended stops the queue until it is tried again", async () => {
  const page = openPage();
  page.Draw.enqueue(A, risk());
  page.next().answer(401, { message: "over" });
  await settle();
  assert.deepEqual(plain(page.Draw.connection()), { link: "stopped", message: "over" });
  page.Draw.syncNow();
  assert.equal(page.requests.length, 1);
  assert.equal(page.Draw.store.queue.length, 1);
  page.Draw.retrySync();
  assert.equal(page.requests.length, 2);
});

test("a quick exit empties the store and writes no more", () => {
  const storage = new Storage(), page = openPage(storage);
  page.Draw.enqueue(A, risk());
  storage.removeItem("amparo:draw:aldea:S1");
  page.fire("amparo:quick-exit");
  page.Draw.enqueue(B, risk());
  assert.deepEqual(Object.keys(storage), []);
});

test("stores of other sessions are deleted unless something waits in them", () => {
  const storage = new Storage();
  storage.setItem("amparo:draw:aldea:S8", JSON.stringify({ queue: [] }));
  storage.setItem("amparo:draw:aldea:S9", JSON.stringify({ queue: [{ id: A }] }));
  storage.setItem("other", "x");
  openPage(storage);
  assert.deepEqual(Object.keys(storage).sort(), ["amparo:draw:aldea:S9", "other"]);
});
