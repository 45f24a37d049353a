// @ts-check
/*
 * Undo and redo: each step queues the opposite change as an operation of its own.
 */
(function (Draw) {
  "use strict";

  const MAX_STEPS = 60;

  /* Change a mark on behalf of the person: `mark` is what it becomes, null deletes it. */
  Draw.changeMark = function (id, mark) {
    const before = Draw.markContent(Draw.marks()[id]), after = Draw.markContent(mark);
    if (Draw.marksEqual(before, after)) return;
    Draw.store.undo.push({ id: id, before: before, after: after });
    Draw.store.undo = Draw.store.undo.slice(-MAX_STEPS);
    Draw.store.redo = [];
    Draw.enqueue(id, after);
  };

  /**
   * Pop the last step of one list, apply it, and push it on the other list. A mark that has
   * changed since the step is not modified.
   *
   * @param {"undo" | "redo"} from
   * @param {"undo" | "redo"} to
   * @param {"before" | "after"} expected
   * @param {"before" | "after"} wanted
   */
  function applyStep(from, to, expected, wanted) {
    const step = Draw.store[from].pop();
    if (!step) return;
    if (!Draw.marksEqual(Draw.markContent(Draw.marks()[step.id]), step[expected])) {
      Draw.saveStore();
      Draw.emit("marks-changed");
      Draw.emit("notice", Draw.gettext("undo_changed"));
      return;
    }
    Draw.store[to].push(step);
    Draw.enqueue(step.id, step[wanted]);
  }

  Draw.undo = function () { applyStep("undo", "redo", "after", "before"); };

  Draw.redo = function () { applyStep("redo", "undo", "before", "after"); };

  Draw.on("mark-replaced", (change) => {
    [...Draw.store.undo, ...Draw.store.redo].forEach((step) => {
      if (step.id === change.from) step.id = change.to;
    });
  });
})(window.AmparoDraw);
