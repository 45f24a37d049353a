// @ts-check
/*
 * Finds where along a line a label can be written: the straightest parts that are long enough.
 */
(function (Amparo) {
  "use strict";

  const STEP = 6;                // px between the beginnings of the parts that are tried
  const SAMPLE_LENGTH = 12;      // px between the points of a part
  const MAX_DEVIATION = 2.2;     // px from the chord: up to here a label is written level
  const MAX_BEND = 0.31;         // radians between two samples
  const MAX_PARTS = 4;           // of one line
  const UPRIGHT = 0.35;          // radians from vertical: hard to read

  Amparo.measureLine = function (points) {
    const at = [0];
    for (let i = 1; i < points.length; i++) {
      const a = points[i - 1], b = points[i];
      at.push(at[i - 1] + Math.hypot(b.x - a.x, b.y - a.y));
    }
    return { points: points, at: at, length: at[at.length - 1] };
  };

  Amparo.pointAlong = function (line, distance) {
    let low = 0;
    let high = line.at.length - 1;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (line.at[middle] <= distance) low = middle;
      else high = middle;
    }
    const span = line.at[high] - line.at[low] || 1;
    const share = Math.max(0, Math.min(1, (distance - line.at[low]) / span));
    const a = line.points[low];
    const b = line.points[high];
    return { x: a.x + share * (b.x - a.x), y: a.y + share * (b.y - a.y) };
  };

  /**
   * Sample a part of a line; measure how far it leaves its chord and how much it bends.
   *
   * @param {MeasuredLine} line
   * @param {number} from
   * @param {number} to
   */
  function samplePart(line, from, to) {
    const count = Math.max(4, Math.ceil((to - from) / SAMPLE_LENGTH));
    const points = Array.from({ length: count + 1 }, (_, i) =>
      Amparo.pointAlong(line, from + (to - from) * i / count));
    const first = points[0];
    const last = points[count];
    const chord = Math.hypot(last.x - first.x, last.y - first.y) || 1;
    let deviation = 0;
    let bend = 0;
    for (let i = 1; i < count; i++) {
      const p = points[i];
      deviation = Math.max(deviation, Math.abs(
        (last.x - first.x) * (first.y - p.y) - (first.x - p.x) * (last.y - first.y)) / chord);
      const before = Math.atan2(p.y - points[i - 1].y, p.x - points[i - 1].x);
      const after = Math.atan2(points[i + 1].y - p.y, points[i + 1].x - p.x);
      const turn = Math.abs(after - before);
      bend = Math.max(bend, Math.min(turn, 2 * Math.PI - turn));
    }
    return { points: points, deviation: deviation, bend: bend, chord: chord, from: from, to: to };
  }

  /* Find parts that can hold a label, best first. */
  Amparo.findLabelParts = function (line, width, apart) {
    /** @type {LinePart[]} */
    const found = [];
    const needed = width + 10;
    for (let from = 0; from + needed <= line.length; from += STEP) {
      const part = samplePart(line, from, from + needed);
      if (part.chord < needed * 0.9 || part.bend > MAX_BEND) continue;
      const first = part.points[0], last = part.points[part.points.length - 1];
      const angle = Math.abs(Math.atan2(last.y - first.y, last.x - first.x));
      const eccentricity = Math.abs(from + needed / 2 - line.length / 2) / line.length;
      const level = part.deviation <= MAX_DEVIATION;
      const isUpright = Math.abs(angle - Math.PI / 2) < UPRIGHT;
      const rank = part.deviation + 4 * eccentricity + (level ? 0 : 6) + (isUpright ? 2 : 0);
      found.push(Object.assign(part, { level: level, rank: rank }));
    }
    found.sort((a, b) => a.rank - b.rank);
    /** @type {LinePart[]} */
    const chosen = [];
    found.forEach((part) => {
      const isFree = chosen.every((other) => Math.abs(other.from - part.from) > apart);
      if (isFree && chosen.length < MAX_PARTS) chosen.push(part);
    });
    return chosen;
  };
})(window.Amparo);
