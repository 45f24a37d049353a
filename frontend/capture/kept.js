/*
 * What this phone keeps of the file: all of it, for nobody else has a copy.
 *
 * All files that a browser opens from storage share one place to keep things, so this one keeps
 * its own under a name of its own, and never empties that place.
 */
window.AmparoDraw = window.AmparoDraw || {};

(function (Draw) {
  "use strict";

  var KEY = "amparo:file:" + Draw.told.community + ":" + Draw.told.file;
  var place = storage();
  var written = null;    // what this window wrote, or read, last

  function storage() {
    try {
      return window.localStorage;
    } catch (fault) {
      if (!(fault instanceof DOMException)) throw fault;
      return null;
    }
  }

  function empty() {
    return {
      known: {}, removed: {}, revision: 0, queue: [], refused: {}, settled: {}, draft: null,
      undo: [], redo: [],
      log: {},           // by mark: its number, and what it was, one version after the other
      turns: 0,          // how often anything was changed
      numbers: 0,        // how many marks were drawn
      sent: { turns: 0, at: null },  // what had been changed when she last sent it
      tongue: null       // the language she chose
    };
  }

  function stored() {
    try {
      return place && place.getItem(KEY);
    } catch (fault) {
      if (!(fault instanceof DOMException)) throw fault;
      return null;
    }
  }

  function read(text) {
    try {
      return Object.assign(empty(), text ? JSON.parse(text) : {});
    } catch (fault) {
      if (!(fault instanceof SyntaxError)) throw fault;
      return empty();
    }
  }

  function write() {
    if (!place) return false;
    try {
      place.setItem(KEY, (written = JSON.stringify(Draw.kept)));
      return place.getItem(KEY) === written;
    } catch (fault) {
      if (!(fault instanceof DOMException)) throw fault;
      return false;
    }
  }

  /* How a mark stands, by what it was. */
  function stand(id) {
    var kept = Draw.kept, now = Draw.lastOf(id);
    delete kept.known[id];
    delete kept.removed[id];
    if (now.act === "remove") kept.removed[id] = now.turn;
    else {
      kept.known[id] = Object.assign({}, now.mark, {
        id: id, number: kept.log[id].number, revision: now.turn, at: Draw.hour(now.at)
      });
    }
  }

  function isNumbered(number) {
    return Object.keys(Draw.kept.log).some(function (id) {
      return Draw.kept.log[id].number === number;
    });
  }

  function learn(id, their) {
    var kept = Draw.kept, own = kept.log[id], last = their.versions[their.versions.length - 1];
    if (own && last.at <= Draw.lastOf(id).at) return false;
    var number = own ? own.number : isNumbered(their.number) ? (kept.numbers += 1) : their.number;
    kept.log[id] = { number: number, versions: their.versions };
    last.turn = kept.turns += 1;
    stand(id);
    return true;
  }

  /* What another window did meanwhile is here too, the later change of a mark; was there any? */
  function meetOthers() {
    var text = stored();
    if (!text || text === written) return false;
    var kept = Draw.kept, theirs = read(text);
    written = text;
    kept.turns = Math.max(kept.turns, theirs.turns);
    kept.numbers = Math.max(kept.numbers, theirs.numbers);
    return Object.keys(theirs.log).filter(function (id) {
      return learn(id, theirs.log[id]);
    }).length > 0;
  }

  /* The hour of a moment, as people read it. */
  Draw.hour = function (moment) {
    var at = new Date(moment);
    return [at.getHours(), at.getMinutes()].map(function (number) {
      return ("0" + number).slice(-2);
    }).join(":");
  };

  /* The last version of a mark. */
  Draw.lastOf = function (id) {
    var versions = Draw.kept.log[id].versions;
    return versions[versions.length - 1];
  };

  written = stored();
  Draw.kept = read(written);

  /* Write down what is kept; tell whether this phone can. Where not, the page says so. */
  Draw.keep = function () {
    meetOthers();
    Draw.tell("changed");
    var well = write();
    Draw.tell("kept", well);
    return well;
  };

  /* There is nobody else who would have it: all of it stays. */
  Draw.keepLess = function () {};

  /* Erase what this phone keeps of the file. */
  Draw.erase = function () {
    Draw.kept = Object.assign(empty(), { tongue: Draw.kept.tongue });
    written = null;
    if (place) place.removeItem(KEY);
    Draw.tell("changed");
    Draw.tell("marks");
  };

  function look() {
    if (place && written && !stored()) write();  // another page emptied the place: ours stays
    if (document.hidden || !meetOthers()) return;
    Draw.tell("changed");
    Draw.tell("marks");
  }

  window.addEventListener("focus", look);
  window.addEventListener("storage", look);
  document.addEventListener("visibilitychange", look);
})(window.AmparoDraw);
