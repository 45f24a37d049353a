/*
 * Drawing a new mark: by taps on the map, or by the crosshair and a button.
 * Every point is kept on the phone as soon as it is there.
 */
window.AmparoDraw = window.AmparoDraw || {};

(function (Draw) {
  "use strict";

  var FORMS = { risk_area: ["area", "line"], safe_zone: ["point", "area"], service: ["point"] };
  var NEAR_FIRST = 24;   // px from the first point that close an area
  var TWICE = 18;        // px within which a second tap is the same one
  var DOT = 8;           // px, half of what is drawn of a point
  var MOST = 400;        // points; nobody's finger sets more

  var draft = null;      // { mark, form, points }
  var drawn = null;      // what is on the map of it
  var reach = null;      // from the last point to the crosshair

  function enough() { return draft.points.length >= Draw.LEAST[draft.form]; }

  function line(points, more) {
    return L.polyline(points, Object.assign({
      pane: "amparo-safest", interactive: false, color: Draw.colours.violet, weight: 4
    }, more));
  }

  function show() {
    drawn.clearLayers();
    var points = draft.points;
    if (draft.form === "area" && points.length > 1) {
      drawn.addLayer(L.polygon(points, {
        pane: "amparo-safest", stroke: false, interactive: false,
        fillColor: Draw.colours.violet, fillOpacity: 0.12
      }));
    }
    if (points.length > 1) {
      drawn.addLayer(line(points, { color: "#fff", weight: 9, opacity: 0.8 }));
      drawn.addLayer(line(points));
    }
    points.forEach(function (at) {
      drawn.addLayer(L.circleMarker(at, {
        pane: "amparo-safest", interactive: false, radius: DOT, color: Draw.colours.violet,
        weight: 4, fillColor: "#fff", fillOpacity: 1
      }));
    });
    follow();
  }

  function follow() {
    var points = draft.points, at = Draw.aimedAt();
    var path = points.length ? [points[points.length - 1], at] : [];
    if (draft.form === "area" && points.length > 1) path.push(points[0]);
    reach.setLatLngs(path);
  }

  function keep() {
    Draw.kept.draft = draft;
    Draw.keep();
    show();
    Draw.showBar();
  }

  function put(at) {
    if (draft.points.length >= MOST) return;
    draft.points.push(at);
    if (draft.form === "point") return finish();
    keep();
    Draw.tell("spoken", Draw.say("point", { number: draft.points.length }));
  }

  function far(at, place, most) {
    return Draw.map.latLngToContainerPoint(at).distanceTo(place) > most;
  }

  function tap(at, place) {
    var points = draft.points, count = points.length;
    if (draft.form === "area" && enough() && !far(points[0], place, NEAR_FIRST)) return finish();
    if (count && !far(points[count - 1], place, TWICE)) return undefined;
    return put(at);
  }

  function takeBack() {
    if (!draft.points.length) return giveUp();
    draft.points.pop();
    return keep();
  }

  function giveUp() {
    Draw.kept.draft = null;
    Draw.keep();
    Draw.turn("rest");
  }

  function finish() {
    var missing = Draw.LEAST[draft.form] - draft.points.length;
    if (missing > 0) {
      Draw.tell("word", Draw.say(missing === 1 ? "missing_one" : "missing", { count: missing }));
      return;
    }
    var points = draft.points, crossed = draft.form === "area" && Draw.crossing(points);
    if (crossed) points = Draw.untangle(points);
    var mark = Object.assign({}, draft.mark, { geometry: Draw.geometryOf(draft.form, points) });
    Draw.kept.draft = null;
    Draw.change(Draw.newId(), mark);
    Draw.turn("rest");
    if (crossed) Draw.tell("word", Draw.say("untangled"));
  }

  function otherForm() {
    return FORMS[draft.mark.kind].filter(function (form) { return form !== draft.form; })[0];
  }

  function turnForm(form) {
    draft.form = form;
    keep();
  }

  function rest() {
    if (draft.points.length) {
      return [
        { does: "take-back", sign: "undo", word: Draw.say("take_back"), press: takeBack },
        { does: "finish", sign: "yes", word: Draw.say("finish"), press: finish,
          look: enough() ? "ready" : "faint" }
      ];
    }
    var other = otherForm(), buttons = [
      { does: "give-up", sign: "close", word: Draw.say("give_up"), press: giveUp }
    ];
    if (other) {
      buttons.push({ does: "form-" + other, sign: "form-" + other, word: Draw.say("form_" + other),
                     press: function () { turnForm(other); } });
    }
    return buttons;
  }

  Draw.stage("pen", {
    start: function (args) {
      draft = args.draft || { mark: args.mark, form: FORMS[args.mark.kind][0], points: [] };
      drawn = L.layerGroup().addTo(Draw.map);
      reach = line([], { dashArray: "7 7", weight: 3 }).addTo(Draw.map);
      Draw.map.on("move", follow);
      Draw.kept.draft = draft;
      Draw.keep();
      show();
    },
    end: function () {
      Draw.map.off("move", follow);
      drawn.remove();
      reach.remove();
    },
    aims: function () { return true; },
    tap: tap,
    bar: function () {
      var first = !draft.points.length;
      return {
        title: Draw.say(draft.form === "point" ? "tap_place" : first ? "tap_first" : "tap_next"),
        search: function () { Draw.findPlace(); },
        main: {
          does: "put", sign: "plus", word: Draw.say("put"),
          press: function () { put(Draw.aimedAt()); }
        },
        rest: rest()
      };
    }
  });

  Draw.hear("backspace", function () { if (Draw.doing() === "pen") takeBack(); });
})(window.AmparoDraw);
