/*
 * Texts beside signs: doors, safe zones, zones, minutes. Each tries the sides of its sign in
 * turn and hides where every side is taken; the sign itself still tells its name on touch.
 * What signs, texts and ways cover is remembered, so that names of the base map keep clear.
 */
window.Amparo = window.Amparo || {};

(function (Amparo) {
  "use strict";

  var GAP = 3;         // px between a sign and its text
  var WAY_HALF = 9;    // px on each side of a way that its casing covers
  var WAY_STEP = 10;   // px between the boxes that stand for a way

  var entries = [];    // { kind: label|sign|way, marker or line, ... } in drawing order
  var waiting = false;

  // Lower comes first and pushes the others aside.
  var ORDER = ["chip", "chosen", "start", "gap", "door", "safe", "zone"];

  Amparo.taken = { zoom: -1, boxes: [] };

  function rank(entry) {
    var place = ORDER.indexOf(entry.look.split(" ")[0]);
    return place === -1 ? ORDER.length : place;
  }

  Amparo.remember = function (entry) {
    entries.push(entry);
    Amparo.arrangeSoon();
  };

  Amparo.forget = function (layer) {
    entries = entries.filter(function (entry) { return entry.layer !== layer; });
    Amparo.arrangeSoon();
  };

  Amparo.arrangeSoon = function () {
    if (waiting) return;
    waiting = true;
    window.requestAnimationFrame(function () {
      waiting = false;
      if (Amparo.map) arrange(Amparo.map);
    });
  };

  function meet(a, b) {
    return a.minX < b.maxX && a.maxX > b.minX && a.minY < b.maxY && a.maxY > b.minY;
  }

  Amparo.isFree = function (box, zoom) {
    if (Amparo.taken.zoom !== zoom) return true;
    return !Amparo.taken.boxes.some(function (other) { return meet(box, other); });
  };

  function around(at, halfWidth, halfHeight) {
    return { minX: at.x - halfWidth, maxX: at.x + halfWidth,
             minY: at.y - halfHeight, maxY: at.y + halfHeight };
  }

  function wayBoxes(map, layer) {
    var boxes = [];
    [].concat(layer.getLatLngs()).forEach(function visit(part) {
      if (!Array.isArray(part)) return;
      if (Array.isArray(part[0])) { part.forEach(visit); return; }
      var points = part.map(function (latlng) { return map.project(latlng); });
      for (var i = 1; i < points.length; i++) {
        var steps = Math.max(1, Math.ceil(points[i].distanceTo(points[i - 1]) / WAY_STEP));
        for (var s = 0; s <= steps; s++) {
          boxes.push(around(points[i - 1].add(
            points[i].subtract(points[i - 1]).multiplyBy(s / steps)), WAY_HALF, WAY_HALF));
        }
      }
    });
    return boxes;
  }

  /* Where a text may stand: offsets of its middle from its place, in the order tried. */
  function sides(entry, w, h) {
    var clear = entry.clear;
    if (!clear) return [[0, 0]];
    var down = clear + GAP + h;
    var over = clear + GAP + 2 + w;
    var found = [[0, down], [over, 0], [-over, 0], [0, -down]];
    if (entry.look.indexOf("chip") === 0) {
      found = [[0, down], [0, -down], [over, 0], [-over, 0]];
      [1.5, 2.2, 3].forEach(function (far) {
        [[0, 1], [0, -1], [1, 0], [-1, 0], [1, 1], [-1, 1], [1, -1], [-1, -1]].forEach(function (d) {
          found.push([d[0] * over * (d[1] ? 0.7 : 1) * far, d[1] * down * far]);
        });
      });
    } else if (entry.look.indexOf("chosen") === 0) {
      found = [[0, -down], [0, down], [over, 0], [-over, 0]];
    } else if (entry.look.indexOf("start") === 0) {
      found = [[-over, 0], [over, 0], [0, -down], [0, down]];
    }
    return found;
  }

  function mustShow(entry) {
    return /^(chip|chosen|start|gap)/.test(entry.look);
  }

  function put(map, entry, taken) {
    var text = entry.layer.getElement();
    if (!text) return;
    text = text.firstChild;
    var w = text.offsetWidth / 2;
    var h = text.offsetHeight / 2;
    var at = map.project(entry.layer.getLatLng());
    var tried = sides(entry, w, h);
    var spot = null;
    for (var i = 0; i < tried.length && !spot; i++) {
      var box = around({ x: at.x + tried[i][0], y: at.y + tried[i][1] }, w + 1, h - 1);
      if (!taken.some(meet.bind(null, box))) spot = tried[i];
    }
    if (!spot && mustShow(entry)) spot = tried[0];
    text.style.visibility = spot ? "visible" : "hidden";
    if (!spot) return;
    text.style.transform = "translate(-50%,-50%) translate(" + spot[0] + "px," + spot[1] + "px)";
    taken.push(around({ x: at.x + spot[0], y: at.y + spot[1] }, w, h));
  }

  function arrange(map) {
    var taken = [];
    var ways = [];
    entries.forEach(function (entry) {
      if (entry.kind === "way") ways = ways.concat(wayBoxes(map, entry.layer));
      if (entry.kind === "sign") {
        var element = entry.layer.getElement();
        if (!element || !element.firstChild) return;
        var half = element.firstChild.offsetWidth / 2;
        taken.push(around(map.project(entry.layer.getLatLng()), half, half));
      }
    });
    taken = taken.concat(ways);
    entries.filter(function (entry) { return entry.kind === "label"; })
      .sort(function (a, b) { return rank(a) - rank(b); })
      .forEach(function (entry) { put(map, entry, taken); });
    tellNames(map.getZoom(), taken);
  }

  /* Names of the base map are laid out anew only where what they must avoid has changed. */
  function tellNames(zoom, boxes) {
    var before = JSON.stringify(Amparo.taken);
    Amparo.taken = { zoom: zoom, boxes: boxes.map(function (box) {
      return { minX: Math.round(box.minX), maxX: Math.round(box.maxX),
               minY: Math.round(box.minY), maxY: Math.round(box.maxY) };
    }) };
    if (JSON.stringify(Amparo.taken) === before || !Amparo.base) return;
    Amparo.base.names.clearLayout();
    Amparo.base.names.rerenderTiles();
  }
})(window.Amparo);
