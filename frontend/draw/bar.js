/*
 * The bar at the foot, or beside the map where there is room: what can be done now.
 *
 * A bar is { title, main, rest: [buttons], tools: [buttons], kinds: [buttons],
 * beside: what is shown only where there is room }.
 */
window.AmparoDraw = window.AmparoDraw || {};

(function (Draw) {
  "use strict";

  var bar = document.getElementById("bar");
  var main = null;

  function row(look, buttons) {
    if (!buttons || !buttons.length) return null;
    return Draw.make("div", { look: look }, buttons.map(Draw.button));
  }

  /* The button that has the reader's attention keeps it when the bar changes. */
  function attended() {
    var at = document.activeElement;
    return bar.contains(at) ? at.getAttribute("data-does") : null;
  }

  /* A bar that grew, because words are long, must not cover whose map it is. */
  function uncover() {
    var more = bar.offsetHeight - parseFloat(window.getComputedStyle(bar).minHeight);
    document.documentElement.style.setProperty("--over", Math.max(0, more || 0) + "px");
  }

  Draw.setBar = function (told) {
    var does = attended();
    main = told.main ? Draw.button(Object.assign({ look: "main" }, told.main)) : null;
    Draw.fill(bar, [
      told.title ? Draw.make("div", { look: "title" }, [
        Draw.make("h2", { text: told.title, id: "bar-title" }),
        told.search ? Draw.button({
          does: "search", look: "round", sign: "search", label: Draw.say("search"),
          press: told.search
        }) : null
      ]) : null,
      row("kinds", told.kinds),
      main,
      row("rest", told.rest),
      row("tools", told.tools),
      told.beside
    ]);
    uncover();
    if (!does) return;
    var again = bar.querySelector('[data-does="' + does + '"]') || bar.querySelector("button");
    if (again) again.focus();
  };

  /* Do what the large button does: Enter on the map. */
  Draw.pressMain = function () {
    if (main && !bar.inert) main.click();
  };

  /* Give the bar the reader's attention: after a sheet has closed. */
  Draw.attendBar = function () {
    var first = main || bar.querySelector("button");
    if (first) first.focus({ preventScroll: true });
  };
})(window.AmparoDraw);
