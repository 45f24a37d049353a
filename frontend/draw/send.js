/*
 * How this page reaches what keeps the marks: here, the server that it came from.
 * A page that stands alone as one file brings another version of this file, and only of this one.
 */
window.AmparoDraw = window.AmparoDraw || {};

(function (Draw) {
  "use strict";

  var PATIENCE = 15000;  // ms: a slow link answers within a second or two
  var version = new URL(document.currentScript.src).search;

  function ask(address, how) {
    var stop = new AbortController();
    var late = window.setTimeout(function () { stop.abort(); }, PATIENCE);
    return fetch(address, Object.assign({
      credentials: "same-origin", cache: "no-store", signal: stop.signal
    }, how)).then(function (answer) {
      return answer.json().catch(function () { return {}; }).then(function (told) {
        window.clearTimeout(late);
        return { status: answer.status, told: told };
      });
    }, function (fault) {
      window.clearTimeout(late);
      throw fault;
    });
  }

  function query(address, words) {
    return address + "?" + new URLSearchParams(Object.assign({
      community: Draw.told.community, session: Draw.told.session
    }, words)).toString();
  }

  function told(answer) {
    if (answer.status !== 200) throw new Error(String(answer.status));
    return answer.told;
  }

  /* Address a file of this page: a sign, a face. */
  Draw.asset = function (name, file) {
    return "/amparo/assets/" + name + "/" + file + version;
  };

  /* Send operations; promises { status, told }, and fails where there is no link. */
  Draw.send = function (letter) {
    return ask(Draw.told.save, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(letter)
    });
  };

  /* Ask for the versions of one mark, or, without an id, for the marks that were deleted. */
  Draw.past = function (id) {
    return ask(query(Draw.told.past, id ? { id: id } : {}), {}).then(told);
  };

  /* Ask once for the names of streets and places. */
  Draw.names = function () {
    return ask(query(Draw.told.names, {}), {}).then(told);
  };
})(window.AmparoDraw);
