/*
 * Leaving in a hurry: a calendar covers the page. What was drawn stays, because this phone has
 * the only copy; touching the month three times, or opening the file again, leads back.
 */
window.AmparoDraw = window.AmparoDraw || {};

(function (Draw) {
  "use strict";

  var WITHIN = 2000;     // ms for three times
  var TIMES = 3;
  var KEYS = ["Escape", "Shift"];

  var cover = document.getElementById("cover");
  var link = document.querySelector("a.leave");
  var pressed = [];      // when, of what was pressed last
  var last = null;
  var alone = false;     // Shift went down, and nothing else since
  var title = "";

  function say(date, how) { return date.toLocaleDateString(undefined, how); }

  function week() {
    var row = Draw.make("tr");
    for (var day = 1; day <= 7; day++) {  // the first of January 2024 was a Monday
      row.appendChild(Draw.make("th", { text: say(new Date(2024, 0, day), { weekday: "short" }) }));
    }
    return row;
  }

  function days(now) {
    var year = now.getFullYear(), month = now.getMonth(), rows = [];
    var before = (new Date(year, month, 1).getDay() + 6) % 7;
    for (var at = 0; at < before + new Date(year, month + 1, 0).getDate(); at++) {
      if (at % 7 === 0) rows.push(Draw.make("tr"));
      var number = at - before + 1;
      rows[rows.length - 1].appendChild(Draw.make("td", {
        look: number === now.getDate() ? "today" : "", text: number > 0 ? String(number) : ""
      }));
    }
    return rows;
  }

  function calendar() {
    var now = new Date(), month = say(now, { month: "long", year: "numeric" });
    var head = Draw.make("h1", { text: month, on: { click: function () { count("month"); } } });
    Draw.fill(cover, [head, Draw.make("table", {}, [
      Draw.make("thead", {}, [week()]), Draw.make("tbody", {}, days(now))
    ])]);
    return month;
  }

  function isLeft() { return !cover.hidden; }

  function leave() {
    title = document.title;
    document.title = calendar();
    document.body.classList.add("left");
    cover.hidden = false;
    if (document.activeElement) document.activeElement.blur();
  }

  function comeBack() {
    document.title = title;
    cover.hidden = true;
    document.body.classList.remove("left");
  }

  function count(what) {
    var now = window.performance.now();
    if (what !== last) pressed = [];
    last = what;
    pressed = pressed.filter(function (at) { return now - at < WITHIN; });
    pressed.push(now);
    if (pressed.length < TIMES) return;
    pressed = [];
    if (isLeft()) comeBack();
    else leave();
  }

  link.addEventListener("click", leave);
  link.addEventListener("keydown", function (event) {
    if (event.key === "Enter" || event.key === " ") leave();
  });

  window.addEventListener("keydown", function (event) {
    if (event.repeat) return;
    alone = event.key === "Shift";
    if (event.key === "Escape") count("Escape");
    else if (KEYS.indexOf(event.key) < 0) pressed = [];
  }, true);

  /* Shift counts when it was pressed by itself, not for a capital letter. */
  window.addEventListener("keyup", function (event) {
    if (event.key === "Shift" && alone) count("Shift");
  }, true);
})(window.AmparoDraw);
