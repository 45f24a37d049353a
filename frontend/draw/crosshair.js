/*
 * The crosshair: it stays, the map moves under it, by finger or by the arrow keys.
 */
window.AmparoDraw = window.AmparoDraw || {};

(function (Draw) {
  "use strict";

  var STEP = 24;         // px the map moves at one press of an arrow
  var LARGE_STEP = 160;  // px with Shift
  var ARROWS = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] };
  var CLOSE = 17;        // zoom at which a place that was looked for is shown

  var cross = document.getElementById("crosshair");
  var ground = document.getElementById("ground");

  /* Show the crosshair, or hide it. */
  Draw.aim = function (shown) { cross.hidden = !shown; };

  /* Where the crosshair is. */
  Draw.aimedAt = function () {
    var at = Draw.map.getCenter();
    return [at.lat, at.lng];
  };

  /* Bring a place under the crosshair. */
  Draw.aimAt = function (place, closer) {
    var zoom = closer ? Math.max(Draw.map.getZoom(), CLOSE) : Draw.map.getZoom();
    Draw.map.setView(place, zoom, { animate: false });
  };

  function zoomed(key) {
    if (key === "+" || key === "=") Draw.map.zoomIn();
    else if (key === "-") Draw.map.zoomOut();
    else return false;
    return true;
  }

  function key(event) {
    var arrow = ARROWS[event.key];
    if (event.target !== Draw.map.getContainer()) return;
    if (arrow) {
      var step = event.shiftKey ? LARGE_STEP : STEP;
      Draw.map.panBy([arrow[0] * step, arrow[1] * step], { animate: false });
    } else if (event.key === "Enter") Draw.pressMain();
    else if (event.key === "Backspace") Draw.tell("backspace");
    else if (!zoomed(event.key)) return;
    event.preventDefault();
  }

  /* Let keys move the map: finer than Leaflet does by itself. */
  Draw.hearKeys = function (map) {
    map.keyboard.disable();
    var box = map.getContainer();
    box.tabIndex = 0;
    box.setAttribute("role", "application");
    box.setAttribute("aria-label", Draw.say("map"));
    ground.addEventListener("keydown", key);
  };
})(window.AmparoDraw);
