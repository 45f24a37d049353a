// @ts-check
/*
 * The modes of the editor: idle, draw, edit, drag. One is active at a time; it sets the
 * buttons of the bar and handles taps on the map.
 */
(function (Draw) {
  "use strict";

  const TAP_TOLERANCE = 8;     // px from which a finger that moves is no tap
  const LONG_PRESS = 650;      // ms after which a press is no tap

  /** @type {Record<string, EditorMode>} */
  const modes = {};
  /** @type {string | null} */
  let active = null;
  /** @type {{ at: L.Point, time: number, fingers: number, distance: number } | null} */
  let pointer = null;          // that is down, or was last

  Draw.defineMode = function (name, mode) { modes[name] = mode; };

  Draw.activeMode = function () { return active; };

  Draw.setMode = function (name, args) {
    const before = active;
    active = null;  // while one mode ends and another starts none is active
    if (before) modes[before].end?.();
    Draw.closeSheet();
    active = name;
    modes[name].start?.(args || {});
    Draw.updateBar();
  };

  /* Show the buttons of the active mode as they are now. */
  Draw.updateBar = function () {
    if (!active) return;
    const mode = modes[active];
    Draw.showCrosshair(!!mode.showsCrosshair && mode.showsCrosshair());
    Draw.renderBar(mode.bar());
  };

  /** @param {L.LeafletMouseEvent} event */
  function handleClick(event) {
    const mode = modes[active || ""], pressed = pointer;
    pointer = null;
    if (!mode || !mode.tap || !pressed) return;
    if (pressed.fingers > 1 || pressed.distance >= TAP_TOLERANCE) return;
    if (Date.now() - pressed.time > LONG_PRESS) return;
    mode.tap([event.latlng.lat, event.latlng.lng], event.containerPoint);
  }

  /* Listen to taps: one finger, in one place, not for long. */
  Draw.listenForTaps = function (map) {
    map.doubleClickZoom.disable();  // two quick taps are two points
    const container = map.getContainer();
    container.addEventListener("pointerdown", (event) => {
      if (event.isPrimary) {
        const at = map.mouseEventToContainerPoint(event);
        pointer = { at: at, time: Date.now(), fingers: 1, distance: 0 };
      } else if (pointer) pointer.fingers += 1;
    }, true);
    // Browsers still report a click after a finger has moved a little.
    container.addEventListener("pointermove", (event) => {
      if (!pointer) return;
      const moved = map.mouseEventToContainerPoint(event).distanceTo(pointer.at);
      pointer.distance = Math.max(pointer.distance, moved);
    }, true);
    map.on("click", handleClick);
  };
})(window.AmparoDraw);
