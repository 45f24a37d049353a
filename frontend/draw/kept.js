/*
 * What this phone keeps until the server has it, so that closing the page loses nothing.
 */
window.AmparoDraw = window.AmparoDraw || {};

(function (Draw) {
  "use strict";

  var OURS = "amparo:draw:";
  var KEY = OURS + Draw.told.community + ":" + Draw.told.session;
  var left = false;     // she has left by the exit: nothing is written any more

  function empty() {
    return {
      known: {},        // marks as the server last told them, by id
      removed: {},      // revision at which a mark was deleted, by id
      revision: 0,      // of the session, as far as we were told
      queue: [],        // operations that are not acknowledged
      refused: {},      // what the server would not take, with its reason, by id
      settled: {},      // twins that may both stay, by id
      draft: null,      // what is being drawn
      undo: [],
      redo: []
    };
  }

  function read() {
    try {
      var text = window.localStorage.getItem(KEY);
      return Object.assign(empty(), text ? JSON.parse(text) : {});
    } catch (fault) {
      if (!(fault instanceof DOMException || fault instanceof SyntaxError)) throw fault;
      return empty();
    }
  }

  /* Tell whether the server has all that a session kept here. */
  function settled(kept) {
    return !kept.queue.length && !Object.keys(kept.refused).length && !kept.draft;
  }

  /* A phone that goes from hand to hand keeps nothing of sessions that it has left. */
  function tidy() {
    try {
      Object.keys(window.localStorage).forEach(function (key) {
        if (key.indexOf(OURS) !== 0 || key === KEY) return;
        var kept = Object.assign(empty(), JSON.parse(window.localStorage.getItem(key)));
        if (settled(kept)) window.localStorage.removeItem(key);
      });
    } catch (fault) {
      if (!(fault instanceof DOMException || fault instanceof SyntaxError)) throw fault;
    }
  }

  Draw.kept = read();
  tidy();

  /* Write down what is kept. Where the phone cannot, the page says so. */
  Draw.keep = function () {
    Draw.tell("changed");
    if (left) return;
    try {
      window.localStorage.setItem(KEY, JSON.stringify(Draw.kept));
      Draw.tell("kept", true);
    } catch (fault) {
      if (!(fault instanceof DOMException)) throw fault;
      Draw.tell("kept", false);
    }
  };

  /* The session is over for this phone: keep only what the server does not have. */
  Draw.keepLess = function () {
    if (settled(Draw.kept) && !left) window.localStorage.removeItem(KEY);
  };

  /* Forget all of it, and keep nothing more. */
  Draw.forget = function () {
    left = true;
    Draw.kept = empty();
    Draw.tell("changed");
    Draw.tell("left");
  };

  window.addEventListener("amparo:leave", Draw.forget);
  // Another window of this phone was left by the exit, or the screen around this one.
  window.addEventListener("storage", function (event) {
    if (event.key !== null) return;
    Draw.forget();
    if (window.parent === window) window.location.replace("/calendar");
  });
})(window.AmparoDraw);
