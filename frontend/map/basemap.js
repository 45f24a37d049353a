/*
 * The base map: how the streets, water, land and houses of our own tiles are painted.
 * Names are in names.js; they lie in a pane of their own above the risk areas.
 */
window.Amparo = window.Amparo || {};

(function (Amparo) {
  "use strict";

  // Widths of roads and paths in px at whole zooms; between them they grow evenly.
  var WIDTHS = {
    main: [[11, 1.4], [13, 2.5], [15, 6], [16, 9.5], [17, 15], [18, 24]],
    street: [[11, 0.5], [13, 1.4], [15, 3.8], [16, 6.5], [17, 11], [18, 18]],
    lane: [[12, 0.4], [13, 0.9], [15, 2.4], [16, 4.2], [17, 8], [18, 13]],
    path: [[12, 0.7], [13, 1], [15, 1.6], [16, 2], [17, 2.8], [18, 4]],
    rail: [[11, 0.8], [15, 1.6], [18, 3]],
    river: [[8, 1], [11, 2], [13, 4], [15, 10], [16, 16], [17, 26], [18, 40]],
    stream: [[12, 0.7], [14, 1.4], [16, 3], [18, 6]],
    casing: [[13, 0.8], [15, 1.6], [18, 2.4]]
  };

  Amparo.stops = function (stops, z) {
    var last = stops.length - 1;
    if (z <= stops[0][0]) return stops[0][1];
    if (z >= stops[last][0]) return stops[last][1];
    var i = 0;
    while (stops[i + 1][0] < z) i++;
    var share = (z - stops[i][0]) / (stops[i + 1][0] - stops[i][0]);
    return stops[i][1] + share * (stops[i + 1][1] - stops[i][1]);
  };

  function width(name, z) {
    return Amparo.stops(WIDTHS[name], z);
  }

  function trace(ctx, geom) {
    ctx.beginPath();
    geom.forEach(function (part) {
      part.forEach(function (point, i) {
        if (i === 0) ctx.moveTo(point.x, point.y);
        else ctx.lineTo(point.x, point.y);
      });
    });
  }

  function fill(colour) {
    return {
      draw: function (ctx, geom) {
        trace(ctx, geom);
        ctx.globalAlpha = 1;
        ctx.fillStyle = colour;
        ctx.fill("evenodd");
      }
    };
  }

  /* look: colour, width(z), cap, dash(z) */
  function stroke(look) {
    return {
      draw: function (ctx, geom, z) {
        trace(ctx, geom);
        ctx.globalAlpha = 1;
        ctx.strokeStyle = look.colour;
        ctx.lineWidth = look.width(z);
        ctx.lineCap = look.cap || "round";
        ctx.lineJoin = "round";
        ctx.setLineDash(look.dash ? look.dash(z) : []);
        ctx.stroke();
        ctx.setLineDash([]);
      }
    };
  }

  function rule(layer, symbolizer, filter, minzoom) {
    return { dataLayer: layer, symbolizer: symbolizer, filter: filter, minzoom: minzoom };
  }

  function ofClass(name, more) {
    return function (z, feature) {
      return feature.props["class"] === name && (!more || more(feature));
    };
  }

  function isPolygon(feature) {
    return feature.geomType === 3;
  }

  function isLine(feature) {
    return feature.geomType === 2;
  }

  function onGround(feature) {
    return !feature.props.bridge;
  }

  function isTrack(feature) {
    return !feature.props.bridge && !feature.props.steps;
  }

  function onBridge(feature) {
    return !!feature.props.bridge;
  }

  function land(base) {
    var drawn = ["residential", "field", "sand", "wetland", "park", "wood"];
    return drawn.map(function (name) {
      return rule("ground", fill(base[name]), ofClass(name));
    });
  }

  function water(base) {
    var rules = [rule("water", fill(base.water), function (z, f) { return isPolygon(f); })];
    ["river", "canal", "stream"].forEach(function (name) {
      var size = name === "river" ? "river" : "stream";
      rules.push(rule("water", stroke({
        colour: base.water,
        width: function (z) { return width(size, z); }
      }), ofClass(name, isLine), name === "river" ? 0 : 12));
    });
    return rules;
  }

  function casing(name, colour, extra, more, minzoom) {
    return rule("street", stroke({
      colour: colour,
      cap: more === onBridge ? "butt" : "round",
      width: function (z) { return width(name, z) + (1 + extra) * width("casing", z); }
    }), ofClass(name, more), minzoom);
  }

  function surface(name, colour, more, minzoom) {
    return rule("street", stroke({
      colour: colour,
      cap: more === onBridge ? "square" : "round", // no seam where the bridge begins
      width: function (z) { return width(name, z); }
    }), ofClass(name, more), minzoom);
  }

  function paths(base) {
    function dashes(z) {
      var w = width("path", z);
      return [w * 2.4, w * 1.9];
    }
    function rungs(z) {
      var w = width("path", z);
      return [w * 0.7, w * 0.7];
    }
    function steps(feature) {
      return !!feature.props.steps;
    }
    var track = { colour: base.path, cap: "butt", dash: dashes,
                  width: function (z) { return width("path", z); } };
    var stairs = { colour: base.path, cap: "butt", dash: rungs,
                   width: function (z) { return width("path", z) * 2.2; } };
    return [
      rule("street", stroke(track), ofClass("path", isTrack), 13),
      rule("street", stroke(stairs), ofClass("path", steps), 15),
      rule("street", stroke(track), ofClass("path", steps), 13)
    ];
  }

  function footbridges(base) {
    function wide(extra) {
      return function (z) { return width("path", z) + extra; };
    }
    return [
      rule("street", stroke({ colour: base.bridge_casing, cap: "butt", width: wide(5) }),
        ofClass("path", onBridge), 14),
      rule("street", stroke({ colour: base.road, cap: "butt", width: wide(2.4) }),
        ofClass("path", onBridge), 14)
    ];
  }

  function streets(base) {
    var rules = [rule("street", stroke({
      colour: base.rail, cap: "butt",
      width: function (z) { return width("rail", z); },
      dash: function (z) { return [width("rail", z) * 5, width("rail", z) * 1.5]; }
    }), ofClass("rail"))];
    rules = rules.concat(paths(base));
    rules.push(casing("lane", base.casing, 0, onGround, 13));
    rules.push(casing("street", base.casing, 0, onGround, 12));
    rules.push(casing("main", base.main_casing, 0.2, onGround));
    rules.push(surface("lane", base.road, onGround, 12));
    rules.push(surface("street", base.road, onGround));
    rules.push(surface("main", base.road, onGround));
    rules = rules.concat(footbridges(base));
    // A bridge lies over whatever it crosses, and shows it.
    ["lane", "street", "main"].forEach(function (name) {
      rules.push(casing(name, base.bridge_casing, 0.9, onBridge, 12));
    });
    ["lane", "street", "main"].forEach(function (name) {
      rules.push(surface(name, base.road, onBridge, 12));
    });
    return rules;
  }

  Amparo.paintRules = function (base) {
    return land(base).concat(
      water(base),
      [rule("building", fill(base.building), undefined, 14)],
      streets(base)
    );
  };

  /* Add both layers to a map: the ground, and the names above the risk areas. */
  Amparo.addBasemap = function (map, options) {
    function layer(pane, more) {
      return protomapsL.leafletLayer(L.extend({
        url: options.tiles,
        attribution: "",
        maxDataZoom: options.zooms[2],
        maxZoom: options.zooms[1],
        pane: pane,
        keepBuffer: 3,
        updateWhenZooming: false
      }, more));
    }
    var ground = layer("tilePane", { paintRules: Amparo.paintRules(options.palette.base) });
    var names = layer("amparo-names", {
      labelRules: Amparo.labelRules(options.palette.base, options.fonts.family)
    });
    // One fetch and one reading of each tile serve both; what was asked for is not called off,
    // because a tile of our own server costs less than asking for it again.
    names.views = ground.views;
    ground.views.forEach(function (view) { view.tileCache.source.shouldCancelZooms = false; });
    ground.addTo(map);
    names.addTo(map);
    // What is written in letters whose face is still on its way stands in another font: write
    // it again when the face is there.
    document.fonts.addEventListener("loadingdone", function () {
      names.clearLayout();
      names.rerenderTiles();
    });
    return { ground: ground, names: names };
  };
})(window.Amparo);
