/*
 * The way out. The link works without this; with it, leaving replaces the page, so that "back"
 * does not return to it, pressing Escape three times leaves too, and no dialog covers the link.
 */
(function () {
  "use strict";

  var WITHIN = 2000;  // ms for three times Escape
  var pressed = [];

  function link() {
    return document.querySelector("body > a.leave");
  }

  function leave(event) {
    if (event) event.preventDefault();
    window.location.replace(link().href);
  }

  function lift() {
    var fresh = document.querySelector("#root a.leave");
    if (!fresh) return;
    if (link()) link().remove();
    document.documentElement.lang = fresh.lang;
    var lifted = fresh.cloneNode(true);
    lifted.setAttribute("data-react-aria-top-layer", "true");  // dialogs leave it reachable
    lifted.addEventListener("click", leave);
    fresh.hidden = true;
    document.body.appendChild(lifted);
  }

  lift();
  if (window.amparoLeaving) return;
  window.amparoLeaving = true;
  document.addEventListener("keydown", function (event) {
    if (event.key !== "Escape") return;
    pressed = pressed.filter(function (at) { return event.timeStamp - at < WITHIN; });
    pressed.push(event.timeStamp);
    if (pressed.length === 3) leave();
  }, true);
})();
