/*
 * Moving a whole mark: it is dragged, or it stays under the crosshair while the map moves.
 */
window.AmparoDraw = window.AmparoDraw || {};

(function (Draw) {
  "use strict";

  var id = null;
  var ghost = null;      // the mark as it would lie

  function mark() { return Draw.marks()[id]; }

  function isPoint() { return mark().geometry.type === "Point"; }

  function make() {
    var points = Draw.pointsOf(mark().geometry);
    if (isPoint()) {
      var face = Draw.make("div", { look: "door chosen" }, [
        Draw.pictogram(Draw.category(mark().kind, mark().category).sign)
      ]);
      return L.marker(points[0], {
        icon: L.divIcon({ className: "amparo-sign", html: face, iconSize: [0, 0] }), keyboard: false
      });
    }
    var shape = Draw.formOf(mark().geometry) === "area" ? L.polygon : L.polyline;
    return shape(points, {
      pane: "amparo-safest", color: Draw.colours.violet, dashArray: "8 7",
      weight: shape === L.polygon ? 4 : 14, fillColor: Draw.colours.violet, fillOpacity: 0.16
    });
  }

  function points() {
    if (isPoint()) return [[ghost.getLatLng().lat, ghost.getLatLng().lng]];
    var ring = ghost.getLatLngs();
    if (Array.isArray(ring[0])) ring = ring[0];
    return ring.map(function (one) { return [one.lat, one.lng]; });
  }

  function follow() {
    if (Draw.isHeld()) return;
    var there = Draw.pointsOf(Draw.movedTo(mark().geometry, Draw.aimedAt()));
    if (isPoint()) ghost.setLatLng(there[0]);
    else ghost.setLatLngs(there);
  }

  function save() {
    var geometry = Draw.geometryOf(Draw.formOf(mark().geometry), points());
    Draw.change(id, Object.assign({}, mark(), { geometry: geometry }));
    Draw.release();
    Draw.turn("rest");
  }

  Draw.hear("moved", function (change) { if (change.from === id) id = change.to; });

  Draw.hear("marks", function () {
    if (Draw.doing() !== "carry" || mark()) return;
    Draw.tell("word", Draw.say("gone"));
    Draw.turn("rest");
  });

  Draw.stage("carry", {
    start: function (args) {
      id = args.id;
      Draw.hide(id);
      Draw.showMark(mark(), 0);
      Draw.aimAt(Draw.middle(Draw.pointsOf(mark().geometry)));
      ghost = make().addTo(Draw.map);
      ghost.pm.enableLayerDrag();
      ghost.on("pm:dragstart", Draw.hold);
      ghost.on("pm:dragend", save);
      Draw.map.on("move", follow);
    },
    end: function () {
      Draw.map.off("move", follow);
      ghost.remove();
      ghost = null;
      Draw.release();
      Draw.hide(null);
      id = null;
    },
    aims: function () { return true; },
    bar: function () {
      return {
        title: Draw.say("carry"),
        search: Draw.findPlace,
        main: { does: "put", sign: "target", word: Draw.say("put_here"), press: save },
        rest: [{ does: "give-up", sign: "close", word: Draw.say("leave_it"),
                 press: function () { Draw.turn("rest"); } }]
      };
    }
  });
})(window.AmparoDraw);
