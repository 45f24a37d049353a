/* Rings, their crossings, and conversion to GeoJSON: shapes on a grid of whole degrees. */
import assert from "node:assert/strict";
import test from "node:test";

import { load, plain, square } from "./browser.mjs";

const { Draw } = load(["draw/page_data.js", "draw/geometry.js"]);
const SQUARE = [[0, 0], [0, 2], [2, 2], [2, 0]];
const BOW_TIE = [[0, 0], [2, 2], [0, 2], [2, 0]];

function area(ring) {
  const sum = ring.reduce((total, [y, x], i) => {
    const [nextY, nextX] = ring[(i + 1) % ring.length];
    return total + x * nextY - nextX * y;
  }, 0);
  return Math.abs(sum) / 2;
}

test("a square has no crossing", () => {
  assert.equal(Draw.findCrossing(SQUARE), null);
});

test("the two diagonals of a bow tie cross", () => {
  assert.deepEqual(plain(Draw.findCrossing(BOW_TIE)), [0, 2]);
});

test("the closing edge can cross too", () => {
  const ring = [[0, 0], [0, 2], [2, 0], [2, 2]];
  assert.deepEqual(plain(Draw.findCrossing(ring)), [1, 3]);
});

test("edges that only touch do not cross", () => {
  const ring = [[0, 0], [0, 4], [2, 4], [0, 2], [2, 0]];  // its fourth point lies on its first edge
  assert.equal(Draw.findCrossing(ring), null);
});

test("a triangle cannot cross itself", () => {
  assert.equal(Draw.findCrossing([[0, 0], [5, 1], [2, 7]]), null);
});

test("a bow tie is untangled to the square of its points", () => {
  const ring = plain(Draw.untangleRing(BOW_TIE));
  assert.equal(Draw.findCrossing(ring), null);
  assert.equal(area(ring), 4);
  assert.deepEqual(ring.toSorted(), BOW_TIE.toSorted());
});

test("a five-pointed star is untangled to its pentagon", () => {
  const corners = [0, 1, 2, 3, 4].map((i) => [Math.cos(i * 2 * Math.PI / 5),
                                              Math.sin(i * 2 * Math.PI / 5)]);
  const star = [0, 2, 4, 1, 3].map((i) => corners[i]);
  const ring = plain(Draw.untangleRing(star));
  assert.equal(Draw.findCrossing(ring), null);
  assert.ok(Math.abs(area(ring) - area(corners)) < 1e-9);
});

test("untangling leaves its argument, and a sound ring, as they are", () => {
  const before = plain(BOW_TIE);
  Draw.untangleRing(BOW_TIE);
  assert.deepEqual(BOW_TIE, before);
  assert.deepEqual(plain(Draw.untangleRing(SQUARE)), SQUARE);
});

test("GeoJSON has longitude first, and closes its ring", () => {
  assert.deepEqual(plain(Draw.pointsToGeometry("area", [[1, 10], [1, 11], [2, 11]])), {
    type: "Polygon", coordinates: [[[10, 1], [11, 1], [11, 2], [10, 1]]]
  });
  assert.deepEqual(plain(Draw.pointsToGeometry("line", [[1, 10], [2, 10]])), {
    type: "LineString", coordinates: [[10, 1], [10, 2]]
  });
  assert.deepEqual(plain(Draw.pointsToGeometry("point", [[1, 10]])), {
    type: "Point", coordinates: [10, 1]
  });
});

test("points of a geometry give the same geometry again", () => {
  for (const form of ["area", "line", "point"]) {
    const geometry = Draw.pointsToGeometry(form, [[1, 10], [1, 11], [2, 11]]);
    assert.equal(Draw.geometryForm(geometry), form);
    const again = Draw.pointsToGeometry(form, Draw.geometryPoints(geometry));
    assert.deepEqual(plain(again), plain(geometry));
  }
});

test("coordinates are rounded to a decimetre", () => {
  const geometry = Draw.pointsToGeometry("point", [[13.123456789, -89.987654321]]);
  assert.deepEqual(plain(geometry.coordinates), [-89.987654, 13.123457]);
});

test("the centre is that of the bounds, not the mean of the points", () => {
  assert.deepEqual(plain(Draw.boundsCenter([[0, 0], [0, 1], [0, 2], [4, 8]])), [2, 4]);
});

test("a moved square keeps its shape, with its centre at the given point", () => {
  const moved = Draw.moveGeometry(square(0, 0), [10.5, 20.5]);
  assert.deepEqual(plain(moved), square(20, 10));
});
