/*
 * The outbox: what was drawn is kept here first, then sent, again and again until the server
 * says that it has it. Only then does it leave.
 */
window.AmparoDraw = window.AmparoDraw || {};

(function (Draw) {
  "use strict";

  var MOST = 50;         // operations in one letter, as many as the server takes
  var LONGEST = 40000;   // signs of a letter; the server takes 60 kB
  var SOON = 30;         // ms: what is done in one movement goes in one letter

  var most = MOST;
  var flying = false;    // a letter is on its way
  var asking = false;    // a question what is new is on its way
  var held = false;      // a finger is down: what others did waits
  var left = false;
  var state = { link: "new", told: "" };  // new, sending, well, offline, busy, stopped

  function turn(link, told) {
    state = { link: link, told: told || "" };
    Draw.tell("link", state);
  }

  /* A name that nobody else has; `randomUUID` is not there without https. */
  Draw.newId = function () {
    var bytes = window.crypto.getRandomValues(new Uint8Array(16));
    bytes[6] = (bytes[6] & 0x0f) | 0x40;
    bytes[8] = (bytes[8] & 0x3f) | 0x80;
    var hex = Array.prototype.map.call(bytes, function (byte) {
      return ("0" + byte.toString(16)).slice(-2);
    }).join("");
    return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20),
            hex.slice(20)].join("-");
  };

  function lastSeen(id) {
    var known = Draw.kept.known[id];
    return known ? known.revision : Draw.kept.removed[id] || 0;
  }

  function waitingFor(id) {
    return Draw.kept.queue.filter(function (one) { return one.id === id; });
  }

  /* Put a mark in the outbox as it shall be; null removes it. */
  Draw.post = function (id, mark) {
    var kept = Draw.kept, before = waitingFor(id), last = before[before.length - 1];
    var act = mark ? "put" : "remove";
    delete kept.refused[id];
    if (last && !last.tried) {
      last.act = act;
      last.mark = mark;
      last.opid = Draw.newId();
      // What never left the phone and is gone again needs no telling.
      if (!mark && !last.base && before.length === 1) takeOut(last.opid);
    } else if (mark || before.length || lastSeen(id)) {
      kept.queue.push({ opid: Draw.newId(), id: id, act: act, base: lastSeen(id), mark: mark,
                        tried: false });
    }
    Draw.keep();
    Draw.tell("marks");
    if (kept.queue.length && state.link !== "offline" && state.link !== "stopped") turn("sending");
    else Draw.tell("link", state);
    window.setTimeout(Draw.sendNow, SOON);
  };

  /* The first operation of each mark: the next ones build on what becomes of it. */
  function letter() {
    var seen = {}, length = 0;
    return Draw.kept.queue.filter(function (one) {
      if (seen[one.id]) return false;
      return (seen[one.id] = true);
    }).slice(0, most).filter(function (one, place) {
      length += JSON.stringify(one).length;
      return !place || length <= LONGEST;
    });
  }

  function takeOut(opid) {
    var queue = Draw.kept.queue;
    for (var i = 0; i < queue.length; i++) {
      if (queue[i].opid === opid) return queue.splice(i, 1)[0];
    }
    return null;
  }

  /* The mark of an operation became another one: what comes next is meant for that one. */
  function follow(id, taken) {
    waitingFor(id).forEach(function (one) {
      one.base = taken.revision;
      one.id = taken.id;
    });
    if (taken.id !== id) Draw.tell("moved", { from: id, to: taken.id });
  }

  /* Where somebody else had changed the mark meanwhile, ours became another one, its twin. */
  function acknowledge(taken) {
    var done = takeOut(taken.opid), id = taken.twin || taken.id;
    if (!done) return;
    if (done.act === "put") {
      Draw.kept.known[id] = Object.assign({}, done.mark, {
        id: id, number: taken.number, revision: taken.revision, at: taken.at,
        twin_of: taken.twin ? taken.id : (Draw.kept.known[id] || {}).twin_of || null
      });
      delete Draw.kept.removed[id];
    } else {
      delete Draw.kept.known[done.id];
      Draw.kept.removed[done.id] = taken.revision;
    }
    follow(done.id, { id: id, revision: taken.revision });
    Draw.tell("taken", { act: done.act, number: taken.number, at: taken.at, id: id,
                         twin: taken.twin });
  }

  function refuse(refused) {
    var done = takeOut(refused.opid);
    if (!done) return;
    waitingFor(done.id).forEach(function (one) { one.base = lastSeen(done.id); });
    if (!waitingFor(done.id).length) {
      Draw.kept.refused[done.id] = { told: refused.told, act: done.act, mark: done.mark };
    }
    Draw.tell("refused", { id: done.id, told: refused.told });
  }

  /* What others did; while a finger is down it waits, and is asked for again afterwards. */
  function learn(answer) {
    if (held || answer.revision < Draw.kept.revision) return;
    (answer.marks || []).forEach(function (mark) {
      var at = (Draw.kept.known[mark.id] || {}).at;
      Draw.kept.known[mark.id] = Object.assign(at ? { at: at } : {}, mark);
    });
    (answer.gone || []).forEach(function (id) {
      delete Draw.kept.known[id];
      Draw.kept.removed[id] = Math.max(answer.revision, Draw.kept.removed[id] || 0);
    });
    Draw.kept.revision = answer.revision;
  }

  function changed(work) {
    var before = JSON.stringify([Draw.kept.known, Draw.kept.queue, Draw.kept.refused]);
    work();
    Draw.keep();
    var after = JSON.stringify([Draw.kept.known, Draw.kept.queue, Draw.kept.refused]);
    if (after !== before) Draw.tell("marks");
  }

  function tooLarge(sent) {
    if (sent.length > 1) {
      most = Math.floor(sent.length / 2);
      return;
    }
    changed(function () {
      sent.forEach(function (one) { refuse({ opid: one.opid, told: Draw.say("too_large") }); });
    });
  }

  function well(told) {
    most = MOST;
    changed(function () {
      (told.taken || []).forEach(acknowledge);
      (told.refused || []).forEach(refuse);
      learn(told);
    });
    if (told.others) Draw.tell("others", told.others);
    turn(Draw.kept.queue.length ? "sending" : "well");
    if (Draw.kept.queue.length) window.setTimeout(Draw.sendNow, SOON);
  }

  function answered(sent, answer) {
    var told = answer.told;
    if (answer.status === 200) return well(told);
    if (answer.status === 401 || answer.status === 409) {
      changed(function () { (told.taken || []).forEach(acknowledge); });
      Draw.keepLess();
      return turn("stopped", told.told || Draw.say("not_in"));
    }
    if (answer.status === 413) tooLarge(sent);
    return turn("busy", told.told || Draw.say("busy"));
  }

  /* Send what waits, or only ask what is new. */
  Draw.sendNow = function () {
    if (flying || left || state.link === "stopped") return;
    var sent = letter();
    if (!sent.length && (asking || document.hidden)) return;
    sent.forEach(function (one) { one.tried = true; });
    if (sent.length) Draw.keep();
    function landed() {
      if (sent.length) flying = false;
      else asking = false;
    }
    if (sent.length) flying = true;
    else asking = true;
    var words = {
      community: Draw.told.community,
      session: Draw.told.session,
      since: Draw.kept.revision,
      operations: sent.map(function (one) {
        var line = { opid: one.opid, id: one.id, act: one.act, base: one.base };
        if (one.mark) line.mark = one.mark;
        return line;
      })
    };
    if (!sent.length) Draw.tell("asking", words);
    Draw.send(words).then(function (answer) {
      landed();
      if (!left) answered(sent, answer);
    }, function () {
      landed();
      if (!left) turn("offline");
    });
  };

  /* A finger is down: nothing may change under it. */
  Draw.hold = function () { held = true; };

  Draw.release = function () {
    held = false;
    Draw.tell("marks");
    Draw.sendNow();
  };

  Draw.isHeld = function () { return held; };

  /* Try again where the server had said no: she may have joined once more. */
  Draw.tryAgain = function () {
    turn("sending");
    Draw.sendNow();
  };

  /* How the link is: { link, told }. */
  Draw.link = function () { return state; };

  /* Begin to send, and to ask every few seconds. */
  Draw.startSending = function () {
    window.setInterval(Draw.sendNow, Draw.told.poll_s * 1000);
    window.addEventListener("online", Draw.sendNow);
    window.addEventListener("offline", function () {
      if (state.link !== "stopped") turn("offline");
    });
    document.addEventListener("visibilitychange", Draw.sendNow);
    Draw.hear("left", function () { left = true; });
    Draw.sendNow();
  };
})(window.AmparoDraw);
