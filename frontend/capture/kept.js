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
  var still = false;     // another window goes on with it: nothing is written here any more
  var place = storage();

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

  function read() {
    try {
      var text = place && place.getItem(KEY);
      return Object.assign(empty(), text ? JSON.parse(text) : {});
    } catch (fault) {
      if (!(fault instanceof DOMException || fault instanceof SyntaxError)) throw fault;
      return empty();
    }
  }

  function write() {
    if (!place) return false;
    try {
      place.setItem(KEY, JSON.stringify(Draw.kept));
      return place.getItem(KEY) !== null;
    } catch (fault) {
      if (!(fault instanceof DOMException)) throw fault;
      return false;
    }
  }

  Draw.kept = read();

  /* Write down what is kept; tell whether this phone can. Where not, the page says so. */
  Draw.keep = function () {
    var well = still || write();
    Draw.tell("kept", well);
    return well;
  };

  /* Erase what this phone keeps of the file. */
  Draw.erase = function () {
    Draw.kept = Object.assign(empty(), { tongue: Draw.kept.tongue });
    if (place) place.removeItem(KEY);
    Draw.tell("marks");
  };

  window.addEventListener("storage", function (event) {
    if (event.key === null) Draw.keep();  // another page emptied the place: what is ours stays
    if (event.key !== KEY || still) return;
    still = true;
    Draw.tell("elsewhere");
  });
})(window.AmparoDraw);
