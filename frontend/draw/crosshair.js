// @ts-check
/*
 * The crosshair in the middle of the map: the map moves under it, by finger or by the arrow keys.
 */
(function (Draw) {
  "use strict";

  const STEP = 24;         // px the map moves at one press of an arrow
  const LARGE_STEP = 160;  // px with Shift
  const CLOSE_ZOOM = 17;   // for a location that was searched
  /** @type {Record<string, [number, number]>} */
  const ARROWS = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] };

  const crosshair = /** @type {HTMLElement} */ (document.getElementById("crosshair"));
  const mapArea = /** @type {HTMLElement} */ (document.getElementById("map-area"));

  Draw.showCrosshair = function (shown) { crosshair.hidden = !shown; };

  Draw.crosshairPosition = function () {
    const center = Draw.map.getCenter();
    return [center.lat, center.lng];
  };

  /* Bring a point under the crosshair. */
  Draw.centerOn = function (at, closer) {
    const zoom = Draw.map.getZoom();
    Draw.map.setView(at, closer ? Math.max(zoom, CLOSE_ZOOM) : zoom, { animate: false });
  };

  /** @param {string} key */
  function zoomByKey(key) {
    if (key === "+" || key === "=") Draw.map.zoomIn();
    else if (key === "-") Draw.map.zoomOut();
    else return false;
    return true;
  }

  /** @param {KeyboardEvent} event */
  function handleKey(event) {
    const arrow = ARROWS[event.key];
    if (event.target !== Draw.map.getContainer()) return;
    if (arrow) {
      const step = event.shiftKey ? LARGE_STEP : STEP;
      Draw.map.panBy([arrow[0] * step, arrow[1] * step], { animate: false });
    } else if (event.key === "Enter") Draw.pressMainButton();
    else if (event.key === "Backspace") Draw.emit("backspace");
    else if (!zoomByKey(event.key)) return;
    event.preventDefault();
  }

  /* Let keys move the map, in finer steps than Leaflet's own. */
  Draw.listenForKeys = function (map) {
    map.keyboard.disable();
    const container = map.getContainer();
    container.tabIndex = 0;
    container.setAttribute("role", "application");
    container.setAttribute("aria-label", Draw.gettext("map"));
    mapArea.addEventListener("keydown", handleKey);
  };
})(window.AmparoDraw);
