/*
 * Undo and redo: the opposite of what was done is done, and sent like anything else.
 */
window.AmparoDraw = window.AmparoDraw || {};

(function (Draw) {
  "use strict";

  var MOST = 60;  // steps that are remembered

  /* Change a mark as she wants it: `mark` is what it becomes, null where it goes. */
  Draw.change = function (id, mark) {
    var before = Draw.partsOf(Draw.marks()[id]), after = Draw.partsOf(mark);
    if (Draw.same(before, after)) return;
    Draw.kept.undo.push({ id: id, before: before, after: after });
    Draw.kept.undo = Draw.kept.undo.slice(-MOST);
    Draw.kept.redo = [];
    Draw.post(id, after);
  };

  function step(from, to, seen, wanted) {
    var done = Draw.kept[from].pop();
    if (!done) return;
    if (!Draw.same(Draw.partsOf(Draw.marks()[done.id]), done[seen])) {
      Draw.keep();
      Draw.tell("marks");
      Draw.tell("word", Draw.say("undo_changed"));
      return;
    }
    Draw.kept[to].push(done);
    Draw.post(done.id, done[wanted]);
  }

  Draw.undo = function () { step("undo", "redo", "after", "before"); };

  Draw.redo = function () { step("redo", "undo", "before", "after"); };

  Draw.hear("moved", function (change) {
    [].concat(Draw.kept.undo, Draw.kept.redo).forEach(function (one) {
      if (one.id === change.from) one.id = change.to;
    });
  });
})(window.AmparoDraw);
