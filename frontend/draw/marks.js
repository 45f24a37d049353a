/*
 * The marks as she sees them: what the server told, and over it what still waits here.
 */
window.AmparoDraw = window.AmparoDraw || {};

(function (Draw) {
  "use strict";

  var PARTS = ["kind", "geometry", "category", "severity", "holds", "name", "note"];
  var gathered = null;   // until something changes

  /* Only what is sent of a mark. */
  Draw.partsOf = function (mark) {
    if (!mark) return null;
    var parts = {};
    PARTS.forEach(function (name) {
      if (mark[name] !== undefined && mark[name] !== null) parts[name] = mark[name];
    });
    return parts;
  };

  /* What the server told, what it refused, and over both what waits. */
  function gather() {
    var kept = Draw.kept, all = {};
    function lay(id, mark, more) {
      var known = kept.known[id] || {};
      all[id] = Object.assign({
        id: id, number: known.number || null, revision: known.revision || 0, at: known.at || null,
        twin_of: known.twin_of || null, aside: known.aside || false
      }, Draw.partsOf(mark), more);
    }
    Object.keys(kept.known).forEach(function (id) { lay(id, kept.known[id], { state: "kept" }); });
    Object.keys(kept.refused).forEach(function (id) {
      var no = kept.refused[id], mark = no.mark || kept.known[id];
      if (mark) lay(id, mark, { state: "refused", told: no.told });
    });
    kept.queue.forEach(function (one) {
      if (one.mark) lay(one.id, one.mark, { state: "waiting" });
      else delete all[one.id];
    });
    return all;
  }

  /* Which marks are two versions of one, and not settled. */
  function pair(all) {
    var pairs = {};
    Object.keys(all).forEach(function (id) {
      var other = all[id].twin_of;
      if (!other || !all[other] || Draw.kept.settled[id]) return;
      pairs[id] = other;
      pairs[other] = id;
    });
    return pairs;
  }

  function now() {
    if (!gathered) {
      var all = gather();
      gathered = { all: all, pairs: pair(all) };
    }
    return gathered;
  }

  Draw.hear("changed", function () { gathered = null; });

  /* All marks by id; each with `state`: kept, waiting or refused (then with `told`). */
  Draw.marks = function () { return now().all; };

  /* The marks in the order of their numbers; those without one come last. */
  Draw.inOrder = function () {
    var all = Draw.marks();
    return Object.keys(all).map(function (id) { return all[id]; }).sort(function (a, b) {
      return (a.number || Infinity) - (b.number || Infinity) || (a.id < b.id ? -1 : 1);
    });
  };

  /* The other version of a mark that two people changed, if both are there and not settled. */
  Draw.twinOf = function (mark) {
    return now().all[now().pairs[mark.id]] || null;
  };

  /* Let both versions stand. */
  Draw.settle = function (mark, other) {
    Draw.kept.settled[mark.twin_of === other.id ? mark.id : other.id] = true;
    Draw.keep();
    Draw.tell("marks");
  };

  /* Tell whether two marks say the same. */
  Draw.same = function (one, other) {
    return JSON.stringify(plain(one)) === JSON.stringify(plain(other));
  };

  function plain(mark) {
    if (!mark) return null;
    return PARTS.map(function (name) {
      var part = mark[name];
      if (name === "geometry") return [part.type, part.coordinates];
      return part === undefined || part === null ? "" : part;
    });
  }
})(window.AmparoDraw);
