/*
 * What is being done: one stage at a time, with its bar at the foot and its taps on the map.
 *
 * A stage is { start(args), end(), bar(), tap(at), aims }: `bar` tells what the bar holds,
 * `aims` whether the crosshair is shown.
 */
window.AmparoDraw = window.AmparoDraw || {};

(function (Draw) {
  "use strict";

  var SLIP = 8;          // px from which a finger that slips means no place
  var LONG = 650;        // ms after which a press is no tap

  var stages = {};
  var current = null;
  var down = null;

  Draw.stage = function (name, stage) { stages[name] = stage; };

  /* The name of what is being done. */
  Draw.doing = function () { return current; };

  /* Turn to another stage. */
  Draw.turn = function (name, args) {
    var before = current;
    current = null;  // between two stages nothing is being done
    if (before && stages[before].end) stages[before].end();
    Draw.closeSheet();
    current = name;
    if (stages[name].start) stages[name].start(args || {});
    Draw.showBar();
  };

  /* Show the bar of the stage as it is now. */
  Draw.showBar = function () {
    var stage = stages[current];
    Draw.aim(!!stage.aims && stage.aims());
    Draw.setBar(stage.bar());
  };

  function tapped(event) {
    var stage = stages[current], pressed = down;
    down = null;
    if (!stage.tap || !pressed) return;
    if (pressed.fingers > 1 || pressed.far >= SLIP || Date.now() - pressed.when > LONG) return;
    stage.tap([event.latlng.lat, event.latlng.lng], event.containerPoint);
  }

  function pressed(map, event) {
    if (event.isPrimary) {
      down = { at: map.mouseEventToContainerPoint(event), when: Date.now(), fingers: 1, far: 0 };
    } else if (down) down.fingers += 1;
  }

  /* Browsers forgive a finger that slips; the place it then means is not the one it leaves. */
  function slipped(map, event) {
    if (!down) return;
    down.far = Math.max(down.far, map.mouseEventToContainerPoint(event).distanceTo(down.at));
  }

  /* Listen to taps: one finger, in one place, not for long. */
  Draw.listen = function (map) {
    map.doubleClickZoom.disable();  // two quick taps are two places
    map.getContainer().addEventListener("pointerdown", pressed.bind(null, map), true);
    map.getContainer().addEventListener("pointermove", slipped.bind(null, map), true);
    map.on("click", tapped);
  };
})(window.AmparoDraw);
