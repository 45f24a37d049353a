/*
 * The marks on the map: areas, stretches and places, each with its number.
 */
window.AmparoDraw = window.AmparoDraw || {};

(function (Draw) {
  "use strict";

  var BAND = 17;         // px, of a stretch that is marked along a way
  var TOO_SMALL = 36;    // px, of a mark whose points a finger could not tell apart
  var shown = {};        // by id: { look, group }
  var hidden = null;     // the mark that is being changed is drawn by who changes it
  var chosen = null;     // the mark whose card is open

  function risk(severity) {
    return Draw.told.canvas.palette.hatchings["risk-" + severity];
  }

  function dashed(mark) { return mark.state === "kept" ? null : "5 6"; }

  function latlngs(mark) { return Draw.pointsOf(mark.geometry); }

  function riskArea(mark) {
    var look = risk(mark.severity);
    return [L.polygon(latlngs(mark), {
      pane: "amparo-risk", color: look.rim, weight: look.rim_width + 0.6, dashArray: dashed(mark),
      fillColor: "url(#amparo-risk-" + mark.severity + ")", fillOpacity: 1
    })];
  }

  function stretch(mark) {
    var look = risk(mark.severity);
    function band(weight, color, more) {
      return L.polyline(latlngs(mark), Object.assign({
        pane: "amparo-risk", color: color, weight: weight, lineCap: "round", lineJoin: "round"
      }, more));
    }
    return [
      band(BAND + 2 * look.rim_width + 1, look.rim, { dashArray: dashed(mark), lineCap: "butt" }),
      band(BAND, Draw.colours.base.ground, { lineCap: "butt" }),
      band(BAND, "url(#amparo-risk-" + mark.severity + ")", { lineCap: "butt" })
    ];
  }

  function waitingArea(mark) {
    var white = { pane: "amparo-safe", color: "#fff", weight: 8, fill: false };
    var teal = { pane: "amparo-safe", color: Draw.colours.teal, weight: 3, dashArray: dashed(mark),
                 fillColor: Draw.colours.teal, fillOpacity: 0.18 };
    return [L.polygon(latlngs(mark), white), L.polygon(latlngs(mark), teal)];
  }

  function disc(mark) {
    var face = Draw.make("div", { look: "door " + mark.kind }, [
      Draw.pictogram(Draw.category(mark.kind, mark.category).sign), number(mark)
    ]);
    return [L.marker(latlngs(mark)[0], {
      icon: L.divIcon({ className: "amparo-sign", html: face, iconSize: [0, 0] }),
      keyboard: false, bubblingMouseEvents: true
    })];
  }

  /* What became of a mark: its number once it is kept, three dots before, a word if it is not. */
  function number(mark) {
    var look = "number " + mark.state + (Draw.twinOf(mark) ? " twin" : "");
    var text = mark.state === "refused" ? "!" : mark.number ? String(mark.number) : "…";
    return Draw.make("b", { look: look, text: text });
  }

  function middleOf(mark) {
    var points = latlngs(mark), crs = Draw.map.options.crs;
    return mark.geometry.type === "Polygon" ? L.PolyUtil.polygonCenter(points, crs) :
      L.LineUtil.polylineCenter(points, crs);
  }

  function chip(mark) {
    var text = Draw.twinOf(mark) ? Draw.make("small", { text: Draw.say("twin_chip") }) : null;
    return L.marker(middleOf(mark), {
      icon: L.divIcon({
        className: "draw-chip" + (mark.twin_of ? " second" : ""),
        html: Draw.make("span", {}, [number(mark), text]), iconSize: [0, 0]
      }),
      keyboard: false, bubblingMouseEvents: true
    });
  }

  function layers(mark) {
    if (mark.geometry.type === "Point") return disc(mark);
    if (mark.kind === "safe_zone") return waitingArea(mark).concat(chip(mark));
    var area = mark.geometry.type === "Polygon" ? riskArea(mark) : stretch(mark);
    return area.concat(chip(mark));
  }

  function tapped(id, event) {
    if (Draw.doing() !== "rest") return;
    L.DomEvent.stop(event);
    Draw.openCard(id);
  }

  function draw(mark) {
    var group = L.featureGroup(layers(mark));
    group.on("click", tapped.bind(null, mark.id));
    group.addTo(Draw.map);
    return group;
  }

  function size(mark) {
    var points = latlngs(mark), box = L.latLngBounds(points);
    return (box.getNorth() - box.getSouth()) * (box.getEast() - box.getWest());
  }

  /* Small areas lie over large ones, so that a finger reaches them. */
  function sort(marks) {
    marks.slice().sort(function (a, b) { return size(b) - size(a); }).forEach(function (mark) {
      shown[mark.id].group.eachLayer(function (layer) {
        if (layer.bringToFront) layer.bringToFront();
      });
    });
  }

  function show() {
    if (Draw.isHeld() || !Draw.map) return;  // nothing comes or goes under a finger
    var marks = Draw.inOrder().filter(function (mark) {
      return !mark.aside && mark.id !== hidden;
    });
    var wanted = {}, changed = false;
    marks.forEach(function (mark) {
      wanted[mark.id] = JSON.stringify([mark, !!Draw.twinOf(mark)]);
    });
    Object.keys(shown).forEach(function (id) {
      if (shown[id].look === wanted[id]) return;
      shown[id].group.remove();
      delete shown[id];
      changed = true;
    });
    marks.forEach(function (mark) {
      if (shown[mark.id]) return;
      shown[mark.id] = { look: wanted[mark.id], group: draw(mark) };
      changed = true;
    });
    if (changed) sort(marks);
  }

  Draw.hear("marks", show);

  /* Leave a mark to whoever changes it; null shows all again. */
  Draw.hide = function (id) {
    hidden = id;
    show();
  };

  /* Show which mark is spoken of; null none. */
  Draw.choose = function (mark) {
    if (chosen) chosen.remove();
    chosen = null;
    if (!mark) return;
    var points = latlngs(mark), look = { pane: "amparo-safest", interactive: false, fill: false,
                                         color: Draw.colours.violet, weight: 5 };
    chosen = L.layerGroup().addTo(Draw.map);
    if (mark.geometry.type === "Point") {
      chosen.addLayer(L.circleMarker(points[0], Object.assign({ radius: 24 }, look)));
      return;
    }
    var make = mark.geometry.type === "Polygon" ? L.polygon : L.polyline;
    var wide = mark.geometry.type === "Polygon" ? {} : { weight: BAND + 12, opacity: 0.4 };
    chosen.addLayer(make(points, Object.assign({}, look, { color: "#fff", weight: 10 }, wide)));
    chosen.addLayer(make(points, Object.assign({}, look, wide)));
  };

  /* Bring a mark into the part of the map that no sheet covers; nearer only if it is too small. */
  Draw.showMark = function (mark, covered) {
    var map = Draw.map, box = L.latLngBounds(latlngs(mark)), room = map.getSize();
    var edges = { animate: false, paddingTopLeft: [40, 76],
                  paddingBottomRight: [40, 40 + covered] };
    var corner = map.latLngToContainerPoint(box.getSouthEast());
    var size = corner.subtract(map.latLngToContainerPoint(box.getNorthWest()));
    var fits = size.x <= room.x - 80 && size.y <= room.y - 116 - covered;
    var small = mark.geometry.type !== "Point" && Math.max(size.x, size.y) < TOO_SMALL;
    if (fits && !small) {
      map.panInside(box.getNorthWest(), edges);
      map.panInside(box.getSouthEast(), edges);
    } else map.fitBounds(box, Object.assign({ maxZoom: 17 }, edges));
  };
})(window.AmparoDraw);
