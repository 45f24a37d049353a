/*
 * The way out: the link at the top right; Escape or Shift pressed three times.
 *
 * The link works without this. With it a cover hides the screen before anything is asked of
 * anybody, what the browser kept is erased, the server is told to forget, and the entries of this
 * page in the tab's history become the page that is left for. Older visits stay in the browser's
 * history: no page can erase it.
 */
(function () {
  "use strict";

  var WITHIN = 2000;      // ms for three times
  var TIMES = 3;
  var AT_MOST = 150;      // ms to go back through our own entries; after that, out at once
  var PATIENCE = 1000;    // ms for the next page to come; the server forgets in any case
  var NEUTRAL = "/calendar";
  var FORGET = "/amparo/leave";
  var KEYS = ["Escape", "Shift"];
  var ABOVE = "data-react-aria-top-layer";  // dialogs of the screens leave such an element alone

  var pressed = [];       // when, of the key that was pressed last
  var last = null;
  var alone = false;      // Shift went down, and nothing else since
  var left = false;

  function link() {
    return document.querySelector("body > a.leave");
  }

  function cover() {
    var sheet = document.createElement("div");
    sheet.id = "cover";
    sheet.setAttribute(ABOVE, "true");
    sheet.style.cssText = "position:fixed;inset:0;z-index:2147483647;background:#fff;cursor:wait";
    document.body.appendChild(sheet);
    document.title = "\u200b";
    document.querySelectorAll("link[rel~=icon]").forEach(function (icon) { icon.href = "data:,"; });
    if (document.activeElement) document.activeElement.blur();
  }

  /* Erase what is kept here at once, and on the server when the page goes, or will not go. */
  function forget(session) {
    var told = false;
    function tell() {
      if (told) return;
      told = true;
      navigator.sendBeacon(FORGET, session);
    }
    function erase() {
      [window.localStorage, window.sessionStorage].forEach(function (kept) { kept.clear(); });
    }
    window.dispatchEvent(new Event("amparo:leave"));  // who keeps something stops keeping it
    erase();
    window.addEventListener("pagehide", function () { erase(); tell(); });
    window.setTimeout(tell, PATIENCE);
  }

  /* How many entries before this one are of this page as it stands loaded. */
  function behind() {
    var told = window.navigation;
    if (!told || !told.currentEntry) return 0;
    var at = told.currentEntry.index, entries = told.entries(), count = 0;
    while (entries[at - count - 1] && entries[at - count - 1].sameDocument) count += 1;
    return count;
  }

  function out(address) {
    // Going somewhere else drops what lies ahead; what is left of ours is the neutral page.
    window.history.replaceState(null, "", NEUTRAL);
    if (window.navigation && window.navigation.canGoForward) {
      window.history.pushState(null, "", NEUTRAL);
    }
    window.location.replace(address);
  }

  function through(steps, done) {
    if (!steps) return done();
    var gone = false;
    function once(event) {
      if (event) event.stopImmediatePropagation();  // Streamlit need not draw where we pass
      if (gone) return;
      gone = true;
      done();
    }
    window.addEventListener("popstate", once, true);
    window.setTimeout(once, AT_MOST);
    window.history.go(-steps);
  }

  function leave(event) {
    if (event) event.preventDefault();
    if (left) return;
    left = true;
    cover();
    var told = link();
    var address = told && navigator.onLine ? told.href : NEUTRAL;
    forget(told ? told.getAttribute("data-visit") : "");
    through(behind(), function () { out(address); });
  }

  function count(event) {
    var now = window.performance.now();  // an event of the map's frame has another clock
    if (event.key !== last) pressed = [];
    last = event.key;
    pressed = pressed.filter(function (at) { return now - at < WITHIN; });
    pressed.push(now);
    if (pressed.length >= TIMES) leave();
  }

  function down(event) {
    if (event.repeat) return;
    alone = event.key === "Shift";
    if (event.key === "Escape") count(event);
    else if (KEYS.indexOf(event.key) < 0) pressed = [];
  }

  /* Shift counts when it was pressed by itself, not for a capital letter. */
  function up(event) {
    if (event.key === "Shift" && alone) count(event);
  }

  /* Hear the keys of a window: this one, and the frame of the map. */
  function hear(heard) {
    heard.addEventListener("keydown", down, true);
    heard.addEventListener("keyup", up, true);
  }

  /* Lift the link out of the screen, so that dialogs leave it within reach. */
  function lift() {
    var own = link();
    if (own && !own.hasAttribute(ABOVE)) {  // a page of its own: it stands where it belongs
      own.setAttribute(ABOVE, "true");
      own.addEventListener("click", leave);
    }
    var fresh = document.querySelector("#root a.leave");
    if (!fresh || fresh.hidden) return;
    if (link()) link().remove();
    document.documentElement.lang = fresh.lang;
    var lifted = fresh.cloneNode(true);
    lifted.setAttribute(ABOVE, "true");
    lifted.addEventListener("click", leave);
    fresh.hidden = true;
    document.body.appendChild(lifted);
  }

  if (!window.AmparoLeaving) {
    window.AmparoLeaving = { hear: hear, lift: lift };
    if (window.parent === window) hear(window);  // in a frame the screen around it hears
    // A page that the browser kept as it was shows its cover, and leaves again.
    window.addEventListener("pageshow", function (event) {
      if (event.persisted && left) window.location.replace(NEUTRAL);
    });
  }
  lift();
})();
