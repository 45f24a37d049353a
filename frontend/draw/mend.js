/*
 * Moving the points of a mark that is there: by finger, or one by one under the crosshair.
 * Each change is sent when the finger lifts.
 */
window.AmparoDraw = window.AmparoDraw || {};

(function (Draw) {
  "use strict";

  var id = null;
  var layer = null;      // what Geoman works on
  var at = null;         // the point that was chosen, counted from 0

  function mark() { return Draw.marks()[id]; }

  function form() { return Draw.formOf(mark().geometry); }

  function places() {
    var ring = layer.getLatLngs();
    if (Array.isArray(ring[0])) ring = ring[0];
    return ring.map(function (one) { return [one.lat, one.lng]; });
  }

  function save(points) {
    var whole = form() === "area" && Draw.crossing(points) ? Draw.untangle(points) : points;
    Draw.change(id, Object.assign({}, mark(), { geometry: Draw.geometryOf(form(), whole) }));
    if (whole !== points) {
      Draw.tell("word", Draw.say("untangled"));
      build();
    }
  }

  function lifted() {
    save(places());
    Draw.release();
    Draw.showBar();
  }

  function build() {
    if (layer) layer.remove();
    var make = form() === "area" ? L.polygon : L.polyline;
    layer = make(Draw.pointsOf(mark().geometry), {
      color: Draw.colours.violet, weight: 4, fillColor: Draw.colours.violet, fillOpacity: 0.12,
      pane: "amparo-safest", interactive: false
    }).addTo(Draw.map);
    layer.pm.enable({
      allowSelfIntersection: true, snappable: false, preventMarkerRemoval: true, draggable: false
    });
    layer.on("pm:markerdragstart", Draw.hold);
    layer.on("pm:markerdragend", function () { window.setTimeout(lifted, 0); });
    // A point that is added by dragging is saved where the finger leaves it.
    layer.on("pm:vertexadded", function () {
      window.setTimeout(function () { if (layer && !Draw.isHeld()) save(places()); }, 0);
    });
    layer.on("pm:vertexclick", function (event) { choose(event.indexPath.slice(-1)[0]); });
    paint();
  }

  function handles() {
    var ring = layer.pm._markers;  // Geoman tells the handles of points nowhere else
    return Array.isArray(ring[0]) ? ring[0] : ring;
  }

  function paint() {
    handles().forEach(function (handle, number) {
      var icon = handle.getElement();
      if (icon) icon.classList.toggle("chosen", number === at);
    });
  }

  function choose(number) {
    var points = places();
    at = number === null ? null : (number + points.length) % points.length;
    if (at !== null) {
      Draw.aimAt(points[at]);
      Draw.tell("spoken", Draw.say("point_of", { number: at + 1, count: points.length }));
    }
    paint();
    Draw.showBar();
  }

  function put() {
    var points = places();
    points[at] = Draw.aimedAt();
    save(points);
    build();
    Draw.showBar();
  }

  function add() {
    var points = places();
    points.splice(at + 1, 0, Draw.aimedAt());
    save(points);
    at += 1;
    build();
    Draw.showBar();
  }

  function drop() {
    var points = places();
    if (points.length <= Draw.LEAST[form()]) {
      Draw.tell("word", Draw.say("least", { count: Draw.LEAST[form()] }));
      return;
    }
    points.splice(at, 1);
    at = null;
    save(points);
    build();
    Draw.showBar();
  }

  /* What others did meanwhile, or an undo, is shown once no finger is down. */
  function changed() {
    if (Draw.doing() !== "mend" || Draw.isHeld()) return;
    if (!mark()) {
      Draw.tell("word", Draw.say("gone"));
      Draw.turn("rest");
      return;
    }
    var there = JSON.stringify(Draw.geometryOf(form(), places()).coordinates);
    if (there !== JSON.stringify(mark().geometry.coordinates)) build();
  }

  Draw.hear("marks", changed);
  Draw.hear("moved", function (change) {
    if (change.from !== id) return;
    id = change.to;
    if (Draw.doing() === "mend") Draw.hide(id);
  });

  function rest() {
    var next = { does: "next-point", sign: "next", word: Draw.say("next_point"),
                 press: function () { choose(at === null ? 0 : at + 1); } };
    var back = { does: "undo", sign: "undo", word: Draw.say("undo"), press: Draw.undo,
                 off: !Draw.kept.undo.length };
    if (at === null) return [next, back];
    return [
      next,
      { does: "add-point", sign: "plus", word: Draw.say("add_point"), press: add },
      { does: "drop-point", sign: "bin", word: Draw.say("drop_point"), press: drop },
      Object.assign(ready(), { look: "ready" })
    ];
  }

  function ready() {
    return { does: "done", sign: "yes", word: Draw.say("done"),
             press: function () { Draw.turn("rest"); } };
  }

  Draw.stage("mend", {
    start: function (args) {
      id = args.id;
      at = null;
      Draw.hide(id);
      Draw.showMark(mark(), 0);
      build();
    },
    end: function () {
      layer.remove();
      layer = null;
      Draw.release();
      Draw.hide(null);
      id = null;
    },
    aims: function () { return at !== null; },
    tap: function () { if (at !== null) choose(null); },
    bar: function () {
      return {
        title: Draw.say(at === null ? "mend" : "mend_point", { number: at + 1 }),
        search: at === null ? null : Draw.findPlace,
        main: at === null ? ready() : { does: "put", sign: "target", word: Draw.say("put_here"),
                                        press: put },
        rest: rest()
      };
    }
  });
})(window.AmparoDraw);
