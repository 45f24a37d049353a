/*
 * What keeps the marks here: this very page. It takes operations as a server does, and numbers
 * them; each version of a mark stays, with its own count.
 */
window.AmparoDraw = window.AmparoDraw || {};

(function (Draw) {
  "use strict";

  var MOST = 30;         // versions of one mark that stay

  function last(mark) { return mark.versions[mark.versions.length - 1]; }

  function take(one) {
    var kept = Draw.kept, mark = kept.log[one.id];
    if (!mark) mark = kept.log[one.id] = { number: (kept.numbers += 1), versions: [] };
    var before = last(mark);
    if (!before || before.opid !== one.opid) {
      kept.turns += 1;
      mark.versions.push({
        opid: one.opid, count: before ? before.count + 1 : 1, turn: kept.turns,
        at: new Date().toISOString(), act: one.act, mark: one.mark || null
      });
      mark.versions = mark.versions.slice(-MOST);
    }
    var now = last(mark);
    return { opid: one.opid, id: one.id, number: mark.number, revision: now.turn,
             at: Draw.hour(now.at), twin: null };
  }

  /* Take operations; promises what a server would answer. */
  Draw.send = function (letter) {
    var taken = letter.operations.map(take);
    return Promise.resolve({ status: 200, told: {
      revision: Draw.kept.turns, taken: taken, refused: [], marks: [], gone: [],
      session: { open: true, shared: false }
    } });
  };

  function wasBefore(versions, place) {
    for (var i = place; i >= 0; i--) if (versions[i].mark) return versions[i].mark;
    return null;
  }

  function versionsOf(id) {
    var versions = (Draw.kept.log[id] || { versions: [] }).versions;
    return versions.map(function (one, place) {
      var act = one.act === "remove" ? "remove" : one.count === 1 ? "add" : "edit";
      return { revision: one.turn, at: Draw.hour(one.at), act: act, mark: wasBefore(versions, place) };
    }).reverse();
  }

  function removed() {
    var log = Draw.kept.log;
    return Object.keys(log).filter(function (id) {
      return last(log[id]).act === "remove" && wasBefore(log[id].versions, log[id].versions.length - 1);
    }).map(function (id) {
      var versions = log[id].versions, now = last(log[id]);
      var mark = Object.assign({}, wasBefore(versions, versions.length - 1), { revision: now.turn });
      return { id: id, number: log[id].number, at: Draw.hour(now.at), mark: mark };
    });
  }

  /* The versions of one mark, or, without an id, the marks that were deleted. */
  Draw.past = function (id) {
    return Promise.resolve(id ? { versions: versionsOf(id) } : { removed: removed() });
  };

  /* Address a picture: the page holds them all. */
  Draw.asset = function (name, file) { return Draw.told.pictures[name + "/" + file]; };

  // There is no link to lose: what the drawing page says of one would only frighten.
  window.addEventListener("offline", function (event) { event.stopImmediatePropagation(); }, true);
  Draw.told.poll_s = 3600;
})(window.AmparoDraw);
