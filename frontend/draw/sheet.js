/*
 * The sheet that comes up with a question, a card or a list. The way out stays within reach.
 */
window.AmparoDraw = window.AmparoDraw || {};

(function (Draw) {
  "use strict";

  var sheet = document.getElementById("sheet");
  var bar = document.getElementById("bar");
  var ground = document.getElementById("ground");
  var closed = null;     // what to do when this sheet closes
  var from = null;       // what had the attention before

  function top(told) {
    return Draw.make("div", { look: "top" }, [
      told.back ? Draw.button({
        does: "back", look: "round", sign: "back", label: Draw.say("back"), press: told.back
      }) : null,
      Draw.make("h2", { id: "sheet-title", tabindex: "-1", text: told.title }),
      Draw.button({
        does: "close", look: "round", sign: "close", label: Draw.say("close"),
        press: function () { Draw.closeSheet(); }
      })
    ]);
  }

  /* Open a sheet: { title, about, body: [elements], foot: [buttons], back, closed, large }. */
  Draw.openSheet = function (told) {
    if (sheet.hidden) from = document.activeElement;
    if (closed) closed();  // of the sheet that was open
    closed = told.closed || null;
    Draw.fill(sheet, [
      top(told),
      Draw.make("div", { look: "body" }, told.body),
      told.foot ? Draw.make("div", { look: "foot" }, told.foot.map(Draw.button)) : null
    ]);
    sheet.className = told.large ? "large" : "";
    sheet.hidden = false;
    bar.inert = true;
    ground.inert = !!told.large;
    (sheet.querySelector("[data-first]") || document.getElementById("sheet-title"))
      .focus({ preventScroll: true });
  };

  /* Put other things into the body of the open sheet. */
  Draw.fillSheet = function (body) {
    var place = sheet.querySelector(".body");
    if (place) Draw.fill(place, body);
  };

  Draw.isSheetOpen = function () { return !sheet.hidden; };

  Draw.closeSheet = function () {
    if (sheet.hidden) return;
    var work = closed;
    closed = null;
    sheet.hidden = true;
    sheet.replaceChildren();
    bar.inert = false;
    ground.inert = false;
    if (work) work();
    if (from && document.contains(from) && from !== document.body) {
      from.focus({ preventScroll: true });
    } else Draw.attendBar();
    from = null;
  };

  sheet.addEventListener("keydown", function (event) {
    if (event.key === "Escape") Draw.closeSheet();
  });
})(window.AmparoDraw);
