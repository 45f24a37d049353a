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

  Amparo.taken = { zoom: -1, boxes: [], texts: [] };

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
    if (!entry.clear) return [[0, 0]];
    var down = entry.clear + GAP + h;
    var over = entry.clear + GAP + 2 + w;
    var look = entry.look.split(" ")[0];
    if (look === "chip") return ring(entry, w + entry.clear + GAP, h + entry.clear + GAP);
    if (look === "chosen") return [[0, -down], [0, down], [over, 0], [-over, 0]];
    if (look === "start") return [[-over, 0], [over, 0], [0, -down], [0, down]];
    return [[0, down], [over, 0], [-over, 0], [0, -down]];
  }

  /* Minutes keep clear of both ways, near their own, and on the side away from the other. */
  function ring(entry, over, down) {
    var found = [];
    var away = entry.away ? Math.atan2(entry.away[1], entry.away[0]) : Math.PI / 2;
    [1, 1.3, 1.7, 2.2, 3].forEach(function (far) {
      for (var i = 0; i < 16; i++) {
        // 0, then a little to one side, a little to the other, and so on round
        var angle = away + (i % 2 ? 1 : -1) * Math.ceil(i / 2) * Math.PI / 8;
        found.push([Math.cos(angle) * over * far, Math.sin(angle) * down * far]);
      }
    });
    return found;
  }

  function mustShow(entry) {
    return /^(chip|chosen|start|gap)/.test(entry.look);
  }

  function seen(map, at, w, h) {
    var view = map.getPixelBounds();
    return at.x - w >= view.min.x && at.x + w <= view.max.x &&
      at.y - h >= view.min.y && at.y + h <= view.max.y;
  }

  function put(map, entry, taken) {
    var text = entry.layer.getElement();
    if (!text) return;
    text = text.firstChild;
    var w = text.offsetWidth / 2;
    var h = text.offsetHeight / 2;
    var at = map.project(entry.layer.getLatLng());
    var tried = sides(entry, w, h);
    var free = tried.filter(function (offset) {
      var box = around({ x: at.x + offset[0], y: at.y + offset[1] }, w + 1, h - 1);
      return !taken.some(meet.bind(null, box));
    });
    // What is in the picture has its text in the picture, if there is a side for it.
    var whole = free.filter(function (offset) {
      return seen(map, { x: at.x + offset[0], y: at.y + offset[1] }, w, h);
    });
    var spot = whole[0] || free[0] || (mustShow(entry) ? tried[0] : null);
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
    Amparo.taken = {
      zoom: zoom,
      texts: entries.map(function (entry) { return entry.text; }),
      boxes: boxes.map(function (box) {
        return { minX: Math.round(box.minX), maxX: Math.round(box.maxX),
                 minY: Math.round(box.minY), maxY: Math.round(box.maxY) };
      })
    };
    if (JSON.stringify(Amparo.taken) === before || !Amparo.base) return;
    Amparo.base.names.clearLayout();
    Amparo.base.names.rerenderTiles();
  }
})(window.Amparo);
