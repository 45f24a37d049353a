// @ts-check
/*
 * The marks as the page shows them: the server's version, overlaid with what it refused and with
 * the queued operations.
 */
(function (Draw) {
  "use strict";

  const MEMBERS = /** @type {const} */ (
    ["kind", "geometry", "category", "severity", "holds", "name", "note"]);
  /** @type {{ marks: Record<string, Mark>, twins: Record<string, string> } | null} */
  let cached = null;  // until the store changes

  /* Copy only the members that are sent. */
  Draw.markContent = function (mark) {
    if (!mark) return null;
    /** @type {Record<string, unknown>} */
    const content = {};
    MEMBERS.forEach((name) => {
      if (mark[name] !== undefined && mark[name] !== null) content[name] = mark[name];
    });
    return /** @type {MarkContent} */ (/** @type {unknown} */ (content));
  };

  function mergeMarks() {
    const store = Draw.store;
    /** @type {Record<string, Mark>} */
    const merged = {};
    /**
     * @param {string} id
     * @param {MarkContent} mark
     * @param {Pick<Mark, "state" | "message">} more
     */
    function overlay(id, mark, more) {
      /** @type {Partial<ServerMark>} */
      const known = store.known[id] || {};
      merged[id] = Object.assign({
        id: id, number: known.number || null, revision: known.revision || 0, at: known.at || null,
        twin_of: known.twin_of || null, aside: known.aside || false
      }, /** @type {MarkContent} */ (Draw.markContent(mark)), more);
    }
    Object.entries(store.known).forEach(([id, mark]) => overlay(id, mark, { state: "saved" }));
    Object.entries(store.refused).forEach(([id, refusal]) => {
      const mark = refusal.mark || store.known[id];
      if (mark) overlay(id, mark, { state: "refused", message: refusal.told });
    });
    store.queue.forEach((operation) => {
      if (operation.mark) overlay(operation.id, operation.mark, { state: "waiting" });
      else delete merged[operation.id];
    });
    return merged;
  }

  /**
   * Pair the two versions of a mark that two people changed, where nobody settled them.
   *
   * @param {Record<string, Mark>} marks
   */
  function pairTwins(marks) {
    /** @type {Record<string, string>} */
    const twins = {};
    Object.keys(marks).forEach((id) => {
      const other = marks[id].twin_of;
      if (!other || !marks[other] || Draw.store.settled[id]) return;
      twins[id] = other;
      twins[other] = id;
    });
    return twins;
  }

  function current() {
    if (!cached) {
      const marks = mergeMarks();
      cached = { marks: marks, twins: pairTwins(marks) };
    }
    return cached;
  }

  Draw.on("store-changed", () => { cached = null; });

  /* All marks by id. */
  Draw.marks = function () { return current().marks; };

  /* The marks in the order of their numbers; those without one come last. */
  Draw.sortedMarks = function () {
    return Object.values(Draw.marks()).sort((a, b) =>
      (a.number || Infinity) - (b.number || Infinity) || (a.id < b.id ? -1 : 1));
  };

  /* The other version of a mark that two people changed, if both are there and not settled. */
  Draw.findTwin = function (mark) {
    return current().marks[current().twins[mark.id]] || null;
  };

  /* Keep both versions. */
  Draw.settleTwins = function (mark, other) {
    Draw.store.settled[mark.twin_of === other.id ? mark.id : other.id] = true;
    Draw.saveStore();
    Draw.emit("marks-changed");
  };

  /** @param {MarkContent | null} mark */
  function comparable(mark) {
    if (!mark) return null;
    return MEMBERS.map((name) => {
      if (name === "geometry") return [mark.geometry.type, mark.geometry.coordinates];
      const value = mark[name];
      return value === undefined || value === null ? "" : value;
    });
  }

  /* Return whether two marks have the same content. */
  Draw.marksEqual = function (one, other) {
    return JSON.stringify(comparable(one)) === JSON.stringify(comparable(other));
  };
})(window.AmparoDraw);
