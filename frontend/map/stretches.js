/*
 * Where along a line a name can be written: the straightest stretches that are long enough.
 */
window.Amparo = window.Amparo || {};

(function (Amparo) {
  "use strict";

  var STEP = 6;            // px between the places where a name is tried along its line
  var STRAIGHT = 2.2;      // px a line may leave the chord and still carry level letters
  var BEND = 0.31;         // radians a line may turn from one piece of 12 px to the next

  Amparo.walk = function (points) {
    var at = [0];
    for (var i = 1; i < points.length; i++) {
      at.push(at[i - 1] + Math.hypot(points[i].x - points[i - 1].x, points[i].y - points[i - 1].y));
    }
    return { points: points, at: at, length: at[at.length - 1] };
  };

  Amparo.pointAt = function (line, distance) {
    var low = 0;
    var high = line.at.length - 1;
    while (high - low > 1) {
      var middle = (low + high) >> 1;
      if (line.at[middle] <= distance) low = middle;
      else high = middle;
    }
    var span = line.at[high] - line.at[low] || 1;
    var share = Math.max(0, Math.min(1, (distance - line.at[low]) / span));
    var a = line.points[low];
    var b = line.points[high];
    return { x: a.x + share * (b.x - a.x), y: a.y + share * (b.y - a.y) };
  };

  /* Points of a stretch, a few px apart, with how far they leave its chord and how much it turns. */
  function stretch(line, from, to) {
    var count = Math.max(4, Math.ceil((to - from) / 12));
    var points = [];
    for (var i = 0; i <= count; i++) points.push(Amparo.pointAt(line, from + (to - from) * i / count));
    var first = points[0];
    var last = points[count];
    var chord = Math.hypot(last.x - first.x, last.y - first.y) || 1;
    var leaves = 0;
    var turns = 0;
    for (i = 1; i < count; i++) {
      var p = points[i];
      leaves = Math.max(leaves, Math.abs(
        (last.x - first.x) * (first.y - p.y) - (first.x - p.x) * (last.y - first.y)) / chord);
      var before = Math.atan2(p.y - points[i - 1].y, p.x - points[i - 1].x);
      var after = Math.atan2(points[i + 1].y - p.y, points[i + 1].x - p.x);
      var turn = Math.abs(after - before);
      turns = Math.max(turns, Math.min(turn, 2 * Math.PI - turn));
    }
    return { points: points, leaves: leaves, turns: turns, chord: chord, from: from, to: to };
  }

  /* Stretches that can hold a text, best first. */
  Amparo.candidates = function (line, width, apart) {
    var found = [];
    var needed = width + 10;
    for (var from = 0; from + needed <= line.length; from += STEP) {
      var s = stretch(line, from, from + needed);
      var whole = Math.abs(Math.atan2(s.points[s.points.length - 1].y - s.points[0].y,
        s.points[s.points.length - 1].x - s.points[0].x));
      if (s.chord < needed * 0.9 || s.turns > BEND) continue;
      var middle = Math.abs(from + needed / 2 - line.length / 2) / line.length;
      s.level = s.leaves <= STRAIGHT;
      s.rank = s.leaves + 4 * middle + (s.level ? 0 : 6) + (Math.abs(whole - Math.PI / 2) < 0.35 ? 2 : 0);
      found.push(s);
    }
    found.sort(function (a, b) { return a.rank - b.rank; });
    var kept = [];
    found.forEach(function (s) {
      var free = kept.every(function (k) { return Math.abs(k.from - s.from) > apart; });
      if (free && kept.length < 4) kept.push(s);
    });
    return kept;
  };
})(window.Amparo);
