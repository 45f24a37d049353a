/* Where labels fit on lines that one can draw on squared paper. */
import assert from "node:assert/strict";
import test from "node:test";

import { load, plain } from "./browser.mjs";

const Amparo = load(["map/fonts.js", "map/line_placement.js"]).window.Amparo;

function line(...points) {
  return Amparo.measureLine(points.map(([x, y]) => ({ x, y })));
}

test("a line is measured along its points", () => {
  const bent = line([0, 0], [3, 4], [3, 10]);
  assert.deepEqual(plain(bent.at), [0, 5, 11]);
  assert.equal(bent.length, 11);
});

test("points along a line, and at its ends beyond them", () => {
  const bent = line([0, 0], [10, 0], [10, 10]);
  assert.deepEqual(plain(Amparo.pointAlong(bent, 5)), { x: 5, y: 0 });
  assert.deepEqual(plain(Amparo.pointAlong(bent, 15)), { x: 10, y: 5 });
  assert.deepEqual(plain(Amparo.pointAlong(bent, -1)), { x: 0, y: 0 });
  assert.deepEqual(plain(Amparo.pointAlong(bent, 99)), { x: 10, y: 10 });
});

test("a straight line holds a level label near its middle", () => {
  const [best] = Amparo.findLabelParts(line([0, 0], [200, 0]), 50, 340);
  assert.ok(best.level);
  assert.ok(Math.abs((best.from + best.to) / 2 - 100) <= 6);
});

test("a line that is too short holds none", () => {
  assert.equal(Amparo.findLabelParts(line([0, 0], [55, 0]), 50, 340).length, 0);
});

test("a label is not written round a right angle, but on either side of it", () => {
  const parts = Amparo.findLabelParts(line([0, 0], [100, 0], [100, 100]), 60, 20);
  assert.ok(parts.length >= 2);
  assert.ok(parts.every((part) => part.to <= 100 + 6 || part.from >= 100 - 6));
});

test("labels of one line are apart", () => {
  const parts = Amparo.findLabelParts(line([0, 0], [1000, 0]), 50, 340);
  assert.ok(parts.length >= 2);
  const starts = parts.map((part) => part.from).sort((a, b) => a - b);
  assert.ok(starts.every((start, i) => i === 0 || start - starts[i - 1] > 340));
});
